import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type { Exchange } from "./http.ts";

interface Range {
  readonly start: number;
  /** Inclusive. */
  readonly end: number;
}

/** Reads a Range header of one range; null when there is none to heed, "unsatisfiable" for a 416. */
export function parseRange(header: string | undefined, size: number): Range | "unsatisfiable" | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (match === null) return null;
  const [, from = "", to = ""] = match;
  if (from === "" && to === "") return null;
  const start = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (start >= size || (from === "" && Number(to) === 0)) return "unsatisfiable";
  // A range that ends before it starts is malformed, and RFC 9110 has it ignored.
  return end < start ? null : { start, end };
}

export interface ServedFile {
  readonly path: string;
  readonly mime: string;
  /** Names the content; without quotes. */
  readonly tag: string;
  /** A fault: serves only so many bytes as if they were all. */
  readonly only?: number | undefined;
  /** A fault: promises all, and closes the connection after so many bytes of the file. */
  readonly cutAfter?: number | undefined;
}

/** Serves a file to GET and HEAD, with one range, If-Range and If-None-Match. */
export async function serveFile({ request, response }: Exchange, file: ServedFile): Promise<void> {
  const size = Math.min((await stat(file.path)).size, file.only ?? Infinity);
  const etag = `"${file.tag}"`;
  const headers = { "content-type": file.mime, "accept-ranges": "bytes", etag, "cache-control": "private, max-age=86400", "x-content-type-options": "nosniff" };
  if (request.headers["if-none-match"] === etag) {
    response.writeHead(304, headers).end();
    return;
  }
  const ifRange = request.headers["if-range"];
  const range = ifRange === undefined || ifRange === etag ? parseRange(request.headers.range, size) : null;
  if (range === "unsatisfiable") {
    response.writeHead(416, { ...headers, "content-range": `bytes */${size}`, "content-length": 0 }).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  const length = Math.max(0, end - start + 1);
  response.writeHead(range === null ? 200 : 206, {
    ...headers,
    "content-length": length,
    ...(range === null ? {} : { "content-range": `bytes ${start}-${end}/${size}` }),
  });
  if (request.method === "HEAD" || length === 0) {
    response.end();
    return;
  }
  const stop = file.cutAfter === undefined ? end : Math.min(end, file.cutAfter - 1);
  await stream(file.path, start, stop, response, stop < end);
}

async function stream(path: string, start: number, stop: number, response: Exchange["response"], cut: boolean): Promise<void> {
  if (stop < start) {
    response.destroy();
    return;
  }
  try {
    await pipeline(createReadStream(path, { start, end: stop }), response, { end: !cut });
    // The bytes must leave before the connection is torn, or the receiver gets none of them.
    if (cut) setImmediate(() => response.destroy());
  } catch (error) {
    // A receiver that goes away in the middle is its own affair.
    if ((error as NodeJS.ErrnoException).code !== "ERR_STREAM_PREMATURE_CLOSE" && (error as NodeJS.ErrnoException).code !== "ECONNRESET") throw error;
  }
}
