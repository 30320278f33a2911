import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import { openLibrary, type LibraryOptions } from "../../../electron/library/index.ts";
import type { Library } from "../../../shared/contract/library.ts";
import type { EditorLibrary } from "../../../shared/contract/libraryQueries.ts";
import type { MediaFetcher } from "../../../shared/contract/mediaFetcher.ts";
import type { NewTake, TakeRecord } from "../../../shared/contract/records.ts";

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

export function later(clean: () => unknown): void {
  cleanups.push(clean);
}

/** A folder that is gone after the test. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "shotgraph-library-"));
  later(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The port over the platform's fetch; the product's own is tested where it lives. */
export const fetchMedia: MediaFetcher = async ({ url, offset, ifRange, signal }) => {
  const headers: Record<string, string> = { "accept-encoding": "identity" };
  if (offset !== undefined) headers.range = `bytes=${offset}-`;
  if (ifRange !== undefined) headers["if-range"] = ifRange;
  const response = await fetch(url, { headers, ...(signal ? { signal } : {}) });
  const length = response.headers.get("content-length");
  return {
    status: response.status,
    contentLength: length === null ? null : Number(length),
    contentRange: response.headers.get("content-range"),
    contentType: response.headers.get("content-type"),
    etag: response.headers.get("etag"),
    body: response.body as unknown as AsyncIterable<Uint8Array>,
  };
};

const HASTY = { delaysMs: [1, 1, 1], stallMs: 5_000 };

export async function openTemp(options: Partial<LibraryOptions> = {}): Promise<EditorLibrary> {
  const library = await openLibrary({ home: options.home ?? tempFolder(), realm: "sandbox", account: "tester", fetchMedia, patience: HASTY, ...options });
  later(() => library.close());
  return library;
}

export function newTake(change: Partial<NewTake> = {}): NewTake {
  return {
    key: "key-1",
    service: "jobs",
    model: "sd2",
    mediaType: "image",
    runId: "run-1",
    graphId: "graph-1",
    graphName: "A graph",
    nodeId: "node-1",
    item: 0,
    request: { model: "sd2", inputs: { prompt: "a cat" } },
    body: { model: "sd2", inputs: { prompt: "a cat" }, callBackUrl: "https://example.com/hook?token=secret-in-body" },
    quoted: { min: 160, max: 200 },
    ...change,
  };
}

/** A take as far as `completed`. */
export async function completedTake(library: Library, change: Partial<NewTake> = {}): Promise<TakeRecord> {
  const { id } = await library.intend(newTake(change));
  await library.advance(id, { to: "submitted", taskId: `task-${id}` });
  return await library.advance(id, { to: "completed", urls: ["https://example.com/out.png?signature=secret-in-url"], billed: 180, creditsRaw: 180 });
}

/** A server on a port of its own; answers with what `handle` writes. */
export async function serve(handle: (request: IncomingMessage, response: ServerResponse, count: number) => unknown): Promise<string> {
  let count = 0;
  const server: Server = createServer((request, response) => {
    count += 1;
    handle(request, response, count);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  later(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/out?signature=secret-in-url`;
}
