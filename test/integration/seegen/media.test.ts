import { describe, expect, test } from "vitest";
import { publicLookup } from "../../../electron/seegen/addresses.ts";
import { createMediaFetcher, type MediaService, type MediaServiceOptions } from "../../../electron/seegen/fetchMedia.ts";
import { type Answerer, cleanUp, closedPort, serve } from "./support.ts";

const BYTES = Buffer.from("0123456789");

function mediaOf(options: Partial<MediaServiceOptions> = {}): MediaService {
  const media = createMediaFetcher({ allowHttpLoopback: true, timeouts: { connectMs: 500, headersMs: 120, bodyMs: 120 }, ...options });
  cleanUp(() => media.close());
  return media;
}

async function allOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const file: Answerer = (response, { headers }) => {
  const start = Number(/^bytes=(\d+)-/.exec(headers.range ?? "")?.[1] ?? -1);
  if (start < 0) response.writeHead(200, { "content-length": BYTES.length, "content-type": "video/mp4", etag: '"e1"' }).end(BYTES);
  else response.writeHead(206, { "content-range": `bytes ${start}-9/10`, "content-length": BYTES.length - start, etag: '"e1"' }).end(BYTES.subarray(start));
};
const redirect = (location: string): Answerer => (response) => void response.writeHead(302, { location }).end("moved");

describe("media are fetched", () => {
  test("whole, with what the server says of them", async () => {
    const { origin, seen } = await serve(file);
    const media = mediaOf();
    const { body, ...rest } = await media.fetch({ url: `${origin}/a.mp4?sig=1%2F2` });
    expect(rest).toEqual({ status: 200, contentLength: 10, contentRange: null, contentType: "video/mp4", etag: '"e1"' });
    expect(await allOf(body)).toBe("0123456789");
    expect(media.calls()).toBe(1);
    expect(seen[0]?.url).toBe("/a.mp4?sig=1%2F2");
    expect(seen[0]?.headers).toMatchObject({ "accept-encoding": "identity" });
    expect(seen[0]?.headers).not.toHaveProperty("authorization");
  });

  test("from an offset, if it is still the same file", async () => {
    const { origin, seen } = await serve(file);
    const response = await mediaOf().fetch({ url: `${origin}/a.mp4`, offset: 4, ifRange: '"e1"' });
    expect(response).toMatchObject({ status: 206, contentRange: "bytes 4-9/10", contentLength: 6 });
    expect(await allOf(response.body)).toBe("456789");
    expect(seen[0]?.headers).toMatchObject({ range: "bytes=4-", "if-range": '"e1"' });
  });

  test("through three redirects and no more", async () => {
    const server = await serve((response, seen, count) => {
      const left = Number(seen.url.slice(1));
      if (left === 0) file(response, seen, count);
      else response.writeHead(307, { location: `/${left - 1}` }).end();
    });
    const media = mediaOf();
    expect(await allOf((await media.fetch({ url: `${server.origin}/3` })).body)).toBe("0123456789");
    expect(media.calls()).toBe(4);
    await expect(media.fetch({ url: `${server.origin}/4` })).rejects.toMatchObject({ code: "redirected" });
  });

  test.each([404, 410, 429, 503])("a status of %s is for the caller to judge", async (status) => {
    const { origin } = await serve((response) => void response.writeHead(status).end());
    expect(await mediaOf().fetch({ url: origin })).toMatchObject({ status });
  });
});

describe("media are not fetched", () => {
  test.each(["http://example.com/", "https://192.168.0.1/", "https://169.254.169.254/latest", "file:///etc/passwd", "nonsense"])("through a redirect to %s", async (location) => {
    const { origin } = await serve(redirect(location));
    const media = mediaOf();
    // A redirect to a relative address is one to the same server, which redirects for ever.
    await expect(media.fetch({ url: origin })).rejects.toMatchObject({ code: location === "nonsense" ? "redirected" : "refused" });
  });

  test("from this machine unless that is allowed, by address or by name", async () => {
    const { origin, seen } = await serve(file);
    const media = mediaOf({ allowHttpLoopback: false });
    await expect(media.fetch({ url: origin })).rejects.toMatchObject({ code: "refused" });
    const byName = origin.replace("http://127.0.0.1", "https://localhost");
    await expect(media.fetch({ url: byName })).rejects.toMatchObject({ name: "MediaError", code: "refused", message: expect.stringContaining("private network") });
    expect(seen).toHaveLength(0);
  });

  test("by a name that leads to this machine, however it is looked up", async () => {
    const lookUp = (allow: boolean, all: boolean) =>
      new Promise<unknown>((done) => publicLookup(allow)("localhost", { all }, (error, address) => done(error ?? address)));
    expect(await lookUp(false, true)).toMatchObject({ code: "refused" });
    expect(await lookUp(false, false)).toMatchObject({ code: "refused" });
    expect(await lookUp(true, true)).toEqual(expect.arrayContaining([expect.objectContaining({ address: expect.any(String) })]));
    expect(await lookUp(true, false)).toMatch(/^(127\.0\.0\.1|::1)$/);
  });

  test("compressed, since nothing could be verified", async () => {
    const { origin } = await serve((response) => void response.writeHead(200, { "content-encoding": "gzip" }).end("x"));
    await expect(mediaOf().fetch({ url: origin })).rejects.toMatchObject({ code: "encoded" });
  });

  test("for ever: headers, bodies and cancelling", async () => {
    const silent = await serve(() => undefined);
    await expect(mediaOf().fetch({ url: silent.origin })).rejects.toMatchObject({ code: "timeout" });
    const stalled = await serve((response) => void response.writeHead(200, { "content-length": "100" }).write("x"));
    await expect(allOf((await mediaOf().fetch({ url: stalled.origin })).body)).rejects.toMatchObject({ code: "timeout" });
    const signal = AbortSignal.timeout(50);
    await expect(allOf((await mediaOf({ timeouts: {} }).fetch({ url: stalled.origin, signal })).body)).rejects.toThrow(/broke off/);
  });

  test("when nobody is there", async () => {
    await expect(mediaOf().fetch({ url: `http://127.0.0.1:${await closedPort()}/` })).rejects.toMatchObject({ code: "connection_refused" });
  });
});

test("a body that breaks half-way throws", async () => {
  const { origin } = await serve((response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("half", () => setTimeout(() => response.socket?.resetAndDestroy(), 20));
  });
  await expect(allOf((await mediaOf().fetch({ url: origin })).body)).rejects.toMatchObject({ code: "connection_lost" });
});

test("a reader that stops early ends the connection", async () => {
  const closed = Promise.withResolvers<void>();
  const { origin } = await serve((response) => {
    response.on("close", closed.resolve);
    response.writeHead(200, { "content-length": "1000000000" }).write(Buffer.alloc(100_000));
  });
  const { body } = await mediaOf().fetch({ url: origin });
  for await (const chunk of body) if (chunk.byteLength > 0) break;
  await expect(closed.promise).resolves.toBeUndefined();
});

describe("whether a URL still answers", () => {
  test.each<[string, Answerer, string]>([
    ["the file", file, "answers"],
    ["the file, without ranges", (response) => void response.end("x".repeat(1000)), "answers"],
    ["401", (response) => void response.writeHead(401).end(), "gone"],
    ["403", (response) => void response.writeHead(403).end(), "gone"],
    ["404", (response) => void response.writeHead(404).end(), "gone"],
    ["410", (response) => void response.writeHead(410).end(), "gone"],
    ["429", (response) => void response.writeHead(429).end(), "unknown"],
    ["503", (response) => void response.writeHead(503).end(), "unknown"],
    ["a reset", (response) => void response.socket?.resetAndDestroy(), "unknown"],
    ["a redirect into a private network", redirect("https://10.0.0.1/"), "unknown"],
  ])("%s", async (_name, answer, state) => {
    const { origin, seen } = await serve(answer);
    const media = mediaOf();
    expect(await media.probe(`${origin}/a`)).toBe(state);
    expect(seen[0]?.headers.range).toBe("bytes=0-0");
    expect(media.calls()).toBe(1);
  });
});
