import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { afterAll } from "vitest";
import { createSeegenClient, type SeegenClient, type SeegenClientOptions } from "../../../electron/seegen/client.ts";

export const KEY = "sk-test-0123456789abcdef";

const cleanUps: (() => Promise<unknown>)[] = [];
// Not after each: tests of a table run at the same time.
afterAll(async () => {
  await Promise.all(cleanUps.splice(0).map((task) => task()));
});

export function cleanUp(task: () => Promise<unknown>): void {
  cleanUps.push(task);
}

interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
}

export interface TestServer {
  origin: string;
  baseUrl: string;
  seen: Seen[];
}

export type Answerer = (response: ServerResponse, seen: Seen, count: number) => void;

/** A server on this machine that hands every request, once its body is there, to `answer`. */
export async function serve(answer: Answerer): Promise<TestServer> {
  const seen: Seen[] = [];
  const listener: RequestListener = (request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("error", () => undefined);
    request.on("end", () => {
      const one = { method: request.method ?? "", url: request.url ?? "", headers: request.headers, body: Buffer.concat(parts).toString() };
      seen.push(one);
      answer(response, one, seen.length);
    });
  };
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  cleanUp(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, baseUrl: `${origin}/api/v1`, seen };
}

/** A port of this machine where nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** A client with timeouts and waits for tests. */
export function clientOf(baseUrl: string, options: Partial<SeegenClientOptions> = {}): SeegenClient {
  const client = createSeegenClient({
    baseUrl,
    apiKey: KEY,
    timeouts: { connectMs: 300, headersMs: 120, bodyMs: 120 },
    retries: { attempts: 3, firstDelayMs: 5, longestDelayMs: 20 },
    ...options,
  });
  cleanUp(() => client.close());
  return client;
}

export function sendJson(response: ServerResponse, status: number, value: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));
}

export const HTML = "<html><head><title>Oops</title></head><body><h1>Bad gateway</h1></body></html>";

/** Announces more than it sends, then resets. */
export function breakHalfway(response: ServerResponse, text: string): void {
  response.writeHead(200, { "content-type": "application/json", "content-length": String(text.length + 50) });
  response.write(text, () => setTimeout(() => response.socket?.resetAndDestroy(), 20));
}
