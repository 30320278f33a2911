import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeStream } from "node:stream/web";
import { type BrowserContext, chromium } from "@playwright/test";
import { toChromium, toProgram } from "./addresses.ts";

/** Debian's, or the one that CHROMIUM names; otherwise whatever Playwright has. */
const CHROMIUM = process.env["CHROMIUM"] ?? (existsSync("/usr/bin/chromium") ? "/usr/bin/chromium" : undefined);
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-port=0", "--autoplay-policy=no-user-gesture-required"];

export type Handler = (request: Request) => Response | Promise<Response>;

/** Chromium, and the server that answers what Electron's protocols would. One of it per program. */
export interface Browser {
  context: BrowserContext;
  /** Of the server: part of every address that Chromium knows. */
  port: number;
  /** Where a second Playwright may take hold of the same pages. */
  endpoint: string;
  close(): Promise<void>;
}

/** @param answer answers a request under the program's own address; null when nobody may have it */
export async function startBrowser(answer: (request: Request, resourceType: string) => Promise<Response | null>): Promise<Browser> {
  const server = createServer((request, response) => {
    serve(request, response, answer, (server.address() as AddressInfo).port).catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const profile = mkdtempSync(join(tmpdir(), "shotgraph-standin-"));
  const context = await chromium.launchPersistentContext(profile, { args: FLAGS, viewport: null, ...(CHROMIUM ? { executablePath: CHROMIUM } : {}) });
  context.setDefaultTimeout(15_000);
  const [debugPort] = readFileSync(join(profile, "DevToolsActivePort"), "utf8").split("\n");
  return {
    context,
    port,
    endpoint: `http://127.0.0.1:${debugPort}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** What a page wants it for: `image`, `video`, `script`. */
function destination({ headers }: IncomingMessage): string {
  const value = headers["sec-fetch-dest"];
  return typeof value === "string" ? value : "other";
}

async function serve(request: IncomingMessage, response: ServerResponse, answer: (request: Request, resourceType: string) => Promise<Response | null>, port: number): Promise<void> {
  const url = toProgram(`http://${request.headers.host}${request.url}`);
  const gone = new AbortController();
  response.once("close", () => gone.abort(new Error("the page went away")));
  const headers = new Headers();
  for (const [name, values] of Object.entries(request.headersDistinct)) for (const value of values ?? []) headers.append(name, toProgram(value));
  const method = request.method ?? "GET";
  const body = method === "GET" || method === "HEAD" ? {} : { body: Readable.toWeb(request) as unknown as ReadableStream, duplex: "half" };
  const answered = await answer(new Request(url, { method, headers, signal: gone.signal, ...body }), destination(request));
  if (!answered) {
    response.destroy();
    return;
  }
  response.writeHead(answered.status, Object.fromEntries([...answered.headers].map(([name, value]) => [name, toChromium(value, port)])));
  if (answered.body) await pipeline(Readable.fromWeb(answered.body as NodeStream<Uint8Array>), response);
  else response.end();
}
