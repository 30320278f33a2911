import type { IncomingMessage, ServerResponse } from "node:http";
import { invalid, Refusal } from "./refusal.ts";

/** One call being answered. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
}

const LARGEST_BODY = 1024 * 1024;

export function sendJson(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { ...headers, "content-type": "application/json; charset=utf-8", "content-length": Buffer.byteLength(text) });
  response.end(text);
}

export function sendRefusal(response: ServerResponse, refusal: Refusal): void {
  sendJson(response, refusal.status, refusal.body(), refusal.headers);
}

/** Reads a JSON body. Throws a Refusal: 400 for anything but JSON, 413 above 1 MiB. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const type = (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw invalid("Content-Type", "must be application/json");
  const chunks: Buffer[] = [];
  let length = 0;
  // Leaving the loop must not destroy the request: its socket has to carry the refusal.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LARGEST_BODY) throw new Refusal(413, "BODY_TOO_LARGE", "The body is larger than 1 MiB.", { headers: { connection: "close" } });
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString("utf8");
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw invalid("body", `is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The parameters of the query. Throws a 400 when one is given twice. */
export function queryOf(url: URL): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [key, value] of url.searchParams) {
    if (Object.hasOwn(query, key)) throw invalid(key, "is given twice");
    query[key] = value;
  }
  return query;
}
