import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Library } from "../../../shared/contract/library.ts";
import { MediaError, type MediaErrorCode } from "../../../shared/contract/libraryErrors.ts";
import { imageFile, videoFile } from "./samples.ts";
import { openTemp, serve, tempFolder } from "./support.ts";

const ETAG = '"the-same-file"';
const video = await videoFile("mp4-index-first", 4);
const png = await imageFile("png");

interface Scene {
  library: Library;
  home: string;
  url: string;
  requests: { range: string | undefined; ifRange: string | undefined }[];
}

async function scene(handle: (request: IncomingMessage, response: ServerResponse, count: number) => unknown, fast?: { stallMs: number }): Promise<Scene> {
  const home = tempFolder();
  const requests: Scene["requests"] = [];
  const url = await serve((request, response, count) => {
    requests.push({ range: request.headers.range, ifRange: request.headers["if-range"] as string | undefined });
    handle(request, response, count);
  });
  const library = await openTemp({ home, patience: { delaysMs: [1, 1, 1], stallMs: fast?.stallMs ?? 5_000 } });
  return { library, home, url, requests };
}

/** Sends the whole file, or what a Range asks for. */
function send(request: IncomingMessage, response: ServerResponse, file: Buffer, etag: string | null = ETAG): unknown {
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
  const resumes = request.headers.range !== undefined && (request.headers["if-range"] === undefined || request.headers["if-range"] === etag);
  const part = resumes ? file.subarray(from) : file;
  response.writeHead(resumes ? 206 : 200, {
    "content-length": part.length,
    ...(etag === null ? {} : { etag }),
    ...(resumes ? { "content-range": `bytes ${from}-${file.length - 1}/${file.length}` } : {}),
  });
  return response.end(part);
}

/** Announces the whole file, sends some of it and hangs up. */
function breakOff(response: ServerResponse, file: Buffer, after: number, etag: string | null = ETAG): unknown {
  response.writeHead(200, { "content-length": file.length, ...(etag === null ? {} : { etag }) });
  return response.write(file.subarray(0, after), () => setTimeout(() => response.destroy(), 20));
}

/** The bytes that arrived, after their facts were compared with them. */
async function arrived(at: Scene, expected: "video" | "image" = "video"): Promise<Buffer> {
  const { tempPath, facts } = await at.library.download(at.url, expected);
  const bytes = readFileSync(tempPath);
  expect(facts).toMatchObject({ sha256: createHash("sha256").update(bytes).digest("hex"), bytes: bytes.length, type: expected });
  return bytes;
}

/** What a download that must fail says; it leaves nothing behind and gives no signature away. */
async function failure(at: Scene, expected: "video" | "image" = "video"): Promise<{ code: MediaErrorCode; retryable: boolean; message: string }> {
  const error: unknown = await at.library.download(at.url, expected).then(() => null, (reason: unknown) => reason);
  expect(error).toBeInstanceOf(MediaError);
  expect(readdirSync(join(at.home, "tmp"))).toEqual([]);
  const { code, retryable, message } = error as MediaError;
  expect(message).not.toContain("secret-in-url");
  return { code, retryable, message };
}

describe("a download", () => {
  test("arrives whole, hashed and measured, and tells its progress", async () => {
    const at = await scene((request, response) => send(request, response, video));
    const progress: [number, number | null][] = [];
    const staged = await at.library.download(at.url, "video", { onProgress: (received, total) => progress.push([received, total]) });
    expect(staged.facts).toEqual({
      sha256: createHash("sha256").update(video).digest("hex"), type: "video", format: "mp4", bytes: video.length, width: 640, height: 360, durationSeconds: 4,
      details: { videoCodec: "vp8", frameRate: 10, sound: false },
    });
    expect(progress.at(-1)).toEqual([video.length, video.length]);
    expect(staged.tempPath.startsWith(join(at.home, "tmp"))).toBe(true);
  });

  test("without an announced length arrives too", async () => {
    const at = await scene((_request, response) => response.end(png));
    expect(await arrived(at, "image")).toEqual(png);
  });

  test("continues where a broken connection left off", async () => {
    const at = await scene((request, response, count) => (count === 1 ? breakOff(response, video, 30_000) : send(request, response, video)));
    expect(await arrived(at)).toEqual(video);
    expect(at.requests).toEqual([{ range: undefined, ifRange: undefined }, { range: "bytes=30000-", ifRange: ETAG }]);
  });

  test("continues as often as it gets further each time", async () => {
    const at = await scene((request, response) => {
      const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
      response.writeHead(from === 0 ? 200 : 206, { "content-length": video.length - from, etag: ETAG, "content-range": `bytes ${from}-${video.length - 1}/${video.length}` });
      return response.write(video.subarray(from, from + 9_000), () => setTimeout(() => (from + 9_000 >= video.length ? response.end() : response.destroy()), 10));
    });
    expect(await arrived(at)).toEqual(video);
    expect(at.requests.length).toBeGreaterThan(5);
  });

  test("begins anew when the server ignores Range", async () => {
    const at = await scene((_request, response, count) => {
      if (count === 1) return breakOff(response, video, 30_000);
      return response.writeHead(200, { "content-length": video.length }).end(video);
    });
    expect(await arrived(at)).toEqual(video);
  });

  test("begins anew when the file has changed meanwhile (If-Range)", async () => {
    const other = await videoFile("mp4-index-first", 3);
    const at = await scene((request, response, count) => (count === 1 ? breakOff(response, video, 30_000) : send(request, response, other, '"another-file"')));
    expect(await arrived(at)).toEqual(other);
  });

  test("begins anew when a part comes of another file", async () => {
    const other = await videoFile("mp4-index-first", 4);
    other[other.length - 1] = 1;
    const at = await scene((request, response, count) => {
      if (count === 1) return breakOff(response, video, 30_000);
      // A server that heeds Range and not If-Range.
      delete request.headers["if-range"];
      return send(request, response, other, '"another-file"');
    });
    expect(await arrived(at)).toEqual(other);
    expect(at.requests.map((request) => request.range)).toEqual([undefined, "bytes=30000-", undefined]);
  });

  test("begins anew when a part does not begin where it was asked to, or is of a file of another length", async () => {
    for (const range of [`bytes 0-${video.length - 1}/${video.length}`, `bytes 30000-${video.length - 1}/999999`, "nonsense"]) {
      const at = await scene((request, response, count) => {
        if (count === 1) return breakOff(response, video, 30_000, null);
        if (count === 2) return response.writeHead(206, { "content-range": range }).end(video.subarray(30_000));
        return send(request, response, video);
      });
      expect(await arrived(at)).toEqual(video);
      expect(at.requests).toHaveLength(3);
    }
  });

  test("begins anew on 416", async () => {
    const at = await scene((request, response, count) => {
      if (count === 1) return breakOff(response, video, 30_000);
      if (count === 2) return response.writeHead(416).end();
      return send(request, response, video);
    });
    expect(await arrived(at)).toEqual(video);
  });

  test("waits out 429, 500 and 503", async () => {
    const at = await scene((request, response, count) => {
      const status = [429, 500, 503][count - 1];
      if (status) return response.writeHead(status).end();
      return send(request, response, video);
    });
    expect(await arrived(at)).toEqual(video);
    expect(at.requests).toHaveLength(4);
  });

  test("that hangs is broken off and continued", async () => {
    const at = await scene((request, response, count) => {
      if (count > 1) return send(request, response, video);
      response.writeHead(200, { "content-length": video.length, etag: ETAG });
      return response.write(video.subarray(0, 20_000));
    }, { stallMs: 150 });
    expect(await arrived(at)).toEqual(video);
    expect(at.requests[1]).toEqual({ range: "bytes=20000-", ifRange: ETAG });
  });

  test("never resumes on a weak etag's word", async () => {
    const at = await scene((request, response, count) => (count === 1 ? breakOff(response, video, 30_000, 'W/"weak"') : send(request, response, video, null)));
    expect(await arrived(at)).toEqual(video);
    expect(at.requests[1]?.ifRange).toBeUndefined();
  });
});

describe("a download fails, clearly and without a trace, when", () => {
  test.each([401, 403, 404, 410])("its link has expired (%i)", async (status) => {
    const at = await scene((_request, response) => response.writeHead(status).end("gone"));
    expect(await failure(at)).toMatchObject({ code: "expired", retryable: false, message: expect.stringContaining(`HTTP ${status}`) });
    expect(at.requests).toHaveLength(1);
  });

  test("the server refuses it otherwise", async () => {
    expect(await failure(await scene((_request, response) => response.writeHead(400).end()))).toMatchObject({ code: "refused", retryable: false });
  });

  test("it never comes to its end", async () => {
    const at = await scene((_request, response) => breakOff(response, video, 30_000, null));
    expect(await failure(at)).toMatchObject({ code: "unreachable", retryable: true });
    expect(at.requests).toHaveLength(4);
  });

  test("its end is missing although the connection ended well", async () => {
    const home = tempFolder();
    const library = await openTemp({
      home,
      fetchMedia: ({ offset = 0 }) =>
        Promise.resolve({
          status: offset === 0 ? 200 : 206, contentLength: video.length - offset, contentRange: offset === 0 ? null : `bytes ${offset}-${video.length - 1}/${video.length}`,
          contentType: null, etag: ETAG, body: (async function* () { if (offset === 0) yield video.subarray(0, 1_000); })(),
        }),
    });
    expect(await failure({ library, home, url: "https://example.com/x", requests: [] })).toMatchObject({ code: "truncated", retryable: true, message: expect.stringContaining(`1000 of ${video.length} bytes`) });
  });

  test("more comes than was announced", async () => {
    const home = tempFolder();
    const body = (async function* () { yield video; yield Buffer.from("more"); });
    const library = await openTemp({ home, fetchMedia: () => Promise.resolve({ status: 200, contentLength: video.length, contentRange: null, contentType: null, etag: null, body: body() }) });
    expect(await failure({ library, home, url: "https://example.com/x", requests: [] })).toMatchObject({ code: "too-long", retryable: true });
  });

  test("nobody answers", async () => {
    const home = tempFolder();
    const library = await openTemp({ home });
    expect(await failure({ library, home, url: "http://127.0.0.1:9/x?signature=secret-in-url", requests: [] })).toMatchObject({ code: "unreachable", retryable: true, message: expect.stringContaining("4 attempts") });
  });

  test("it is empty", async () => {
    expect(await failure(await scene((_request, response) => response.writeHead(200, { "content-length": 0 }).end()))).toMatchObject({ code: "empty", retryable: true });
  });

  test("it is a web page served as a video", async () => {
    const page = `<!DOCTYPE html><html><body>${"Please sign in. ".repeat(600)}</body></html>`;
    const at = await scene((_request, response) => response.writeHead(200, { "content-type": "video/mp4" }).end(page));
    expect(await failure(at)).toMatchObject({ code: "not-media", retryable: false, message: expect.stringContaining("web page") });
  });

  test("it is a short JSON error", async () => {
    const at = await scene((_request, response) => response.writeHead(200, { "content-type": "image/png" }).end('{"error":"expired"}'));
    expect(await failure(at, "image")).toMatchObject({ code: "not-media", retryable: false, message: expect.stringContaining("expired") });
  });

  test("it is an image where a video was expected, or the other way round", async () => {
    expect(await failure(await scene((request, response) => send(request, response, png)), "video")).toMatchObject({ code: "wrong-type", retryable: false });
    expect(await failure(await scene((request, response) => send(request, response, video)), "image")).toMatchObject({ code: "wrong-type", retryable: false });
  });

  test("half a video is announced as a whole one", async () => {
    const half = video.subarray(0, video.length >> 1);
    expect(await failure(await scene((request, response) => send(request, response, half)))).toMatchObject({ code: "damaged", retryable: false, message: expect.stringContaining("damaged mp4") });
  });

  test("it is larger than the disk", async () => {
    const at = await scene((_request, response) => {
      response.writeHead(200, { "content-length": 1e15 });
      response.write(video);
    });
    expect(await failure(at)).toMatchObject({ code: "disk-full", retryable: true });
  });

  test("the caller has had enough, before, between and during attempts", async () => {
    const at = await scene((_request, response) => breakOff(response, video, 30_000, null));
    await expect(at.library.download(at.url, "video", { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "cancelled" });
    const during = new AbortController();
    await expect(at.library.download(at.url, "video", { signal: during.signal, onProgress: () => during.abort() })).rejects.toMatchObject({ code: "cancelled" });
    expect(readdirSync(join(at.home, "tmp"))).toEqual([]);
  });
});
