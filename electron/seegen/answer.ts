import type { Dispatcher } from "undici";
import type { ServiceError } from "../../shared/seegen/serviceError.ts";

/** An HTTP answer. `broken` says why its body ends early; what came of it is kept. */
export interface Answer {
  status: number;
  contentType: string | null;
  retryAfter: string | null;
  location: string | null;
  text: string;
  broken: ServiceError | null;
}

/** What one HTTP request came to. */
export type Attempt =
  | { kind: "answered"; answer: Answer }
  /** Not a byte left this machine. */
  | { kind: "notSent"; error: ServiceError }
  /** Sent, at least in part, and no status came back. */
  | { kind: "lost"; error: ServiceError };

/** Answers of this API are a few kilobytes. */
const LONGEST_ANSWER_BYTES = 4 * 1024 * 1024;

export function headerOf(headers: Dispatcher.ResponseData["headers"], name: string): string | null {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

/** Reads a body to its end or to where it breaks. */
export async function readAnswer(response: Dispatcher.ResponseData, explain: (error: unknown) => ServiceError): Promise<Answer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let broken: ServiceError | null = null;
  try {
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      length += chunk.byteLength;
      if (length > LONGEST_ANSWER_BYTES) throw new Error(`it is longer than ${LONGEST_ANSWER_BYTES / 1024 / 1024} MB`);
    }
  } catch (error) {
    broken = explain(error);
  }
  const { headers, statusCode } = response;
  return {
    status: statusCode,
    contentType: headerOf(headers, "content-type"),
    retryAfter: headerOf(headers, "retry-after"),
    location: headerOf(headers, "location"),
    text: Buffer.concat(chunks).toString("utf8"),
    broken,
  };
}
