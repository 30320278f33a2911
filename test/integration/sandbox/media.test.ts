import { createHash } from "node:crypto";
import { imageSize } from "image-size";
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from "mediabunny";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { manualClock } from "../../../electron/sandbox/index.ts";
import { webpOfFrame } from "../../../electron/sandbox/media/vp8.ts";
import { type Client, type Json, outputUrl, sandboxFor } from "./client.ts";

async function bytesOf(url: string): Promise<Buffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

async function made({ create, query }: Client, model: string, inputs: Json): Promise<Buffer> {
  return bytesOf(outputUrl(await query(await create(model, inputs))));
}

interface Film {
  readonly width: number;
  readonly height: number;
  readonly seconds: number;
  readonly packets: number;
  readonly end: number;
  readonly frames: Uint8Array[];
}

/** Reads a film to its last packet. */
async function readFilm(bytes: Buffer): Promise<Film> {
  const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
  const track = await input.getPrimaryVideoTrack();
  if (track === null) throw new Error("no video track");
  const frames: Uint8Array[] = [];
  let end = 0;
  for await (const packet of new EncodedPacketSink(track).packets()) {
    if (packet.data.length !== packet.byteLength) throw new Error("a packet is not all there");
    frames.push(packet.data);
    end = packet.timestamp + packet.duration;
  }
  return { width: await track.getDisplayWidth(), height: await track.getDisplayHeight(), seconds: await input.computeDuration(), packets: frames.length, end, frames };
}

/** The mean colour of a patch of 40 pixels, rounded. */
async function meanOf(picture: Buffer, corner: { left: number; top: number }): Promise<number[]> {
  const pixels = await sharp(picture).extract({ ...corner, width: 40, height: 40 }).removeAlpha().raw().toBuffer();
  return [0, 1, 2].map((channel) => Math.round(pixels.filter((_, index) => index % 3 === channel).reduce((sum, value) => sum + value, 0) / 1600));
}

const hash = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

describe("images", () => {
  test.each([
    [{ resolution: "1k", aspectRatio: "16:9", outputFormat: "png" }, "png", 1024, 576],
    [{ resolution: "1k", aspectRatio: "3:4", outputFormat: "jpeg" }, "jpg", 768, 1024],
    [{ resolution: "2k", aspectRatio: "1:1", outputFormat: "webp" }, "webp", 2048, 2048],
  ])("%j is a real %s of %i x %i", async (inputs, type, width, height) => {
    const client = await sandboxFor({ media: "full" });
    expect(imageSize(await made(client, "gpt-image-2", { prompt: "A <neon> & \"wet\" alley", ...inputs }))).toMatchObject({ type, width, height });
  });

  test("a re-roll of the same request is another picture", async () => {
    const client = await sandboxFor({ media: "full" });
    const request = { prompt: "p", resolution: "1k" };
    expect(hash(await made(client, "gpt-image-2", request))).not.toBe(hash(await made(client, "gpt-image-2", request)));
    const quick = await sandboxFor({ media: "quick" });
    expect(hash(await made(quick, "gpt-image-2", request))).not.toBe(hash(await made(quick, "gpt-image-2", request)));
  });

  test("what is wired to a picture is seen in it", async () => {
    const client = await sandboxFor({ media: "full" });
    const red = await client.host(await sharp({ create: { width: 500, height: 500, channels: 3, background: "#f00" } }).png().toBuffer());
    const bytes = await made(client, "gpt-image-2", { prompt: "p", resolution: "1k", urls: ["https://example.com/a.jpg", red] });
    // The second thumbnail of a 1024 px square: see thumbnailStrip in media/card.ts.
    expect(await meanOf(bytes, { left: 340, top: 220 })).toEqual([254, 0, 0]);
  });
});

describe("videos", () => {
  test.each([
    ["sd2", { duration: "4s", resolution: "1280x540" }, 1280, 540, 4],
    ["sd2-fast", { duration: "5s" }, 1280, 720, 5],
    ["happyhorse", { duration: "3", ratio: "9:16" }, 720, 1280, 3],
  ])("%s %j lasts and measures what was asked, to the last packet", async (model, inputs, width, height, seconds) => {
    const film = await readFilm(await made(await sandboxFor({ media: "full" }), model, { prompt: "A dog runs", ...inputs }));
    expect(film).toMatchObject({ width, height });
    expect(film.seconds).toBeCloseTo(seconds, 2);
    expect(film.end).toBeCloseTo(seconds, 2);
    expect(film.packets).toBe(seconds * 10);
    expect(new Set(film.frames.map(hash)).size).toBe(film.packets);
  });

  test("a keyframe film goes from its first frame to its last", async () => {
    const client = await sandboxFor({ media: "full" });
    const plain = async (background: string): Promise<string> => client.host(await sharp({ create: { width: 800, height: 450, channels: 3, background } }).png().toBuffer());
    const { frames } = await readFilm(await made(client, "sd2", { prompt: "p", duration: "4s", videoInputMode: "keyframe", urls: [await plain("#000"), await plain("#fff")] }));
    const brightness = async (frame: Uint8Array | undefined): Promise<number> => (await meanOf(webpOfFrame(frame ?? new Uint8Array()), { left: 500, top: 470 }))[0] ?? -1;
    const levels = await Promise.all([frames[0], frames[8], frames[35], frames.at(-1)].map(brightness));
    expect(levels[0]).toBeLessThan(10);
    expect(levels.at(-1)).toBeGreaterThan(245);
    expect(levels).toEqual(levels.toSorted((a, b) => a - b));
  });

  test("an upscale shows the source's own frames at the new size", async () => {
    const client = await sandboxFor({ media: "full" });
    const source = outputUrl(await client.query(await client.create("sd2", { prompt: "p", duration: "4s", resolution: "720x720" })));
    const { body } = await client.call("POST", "/upscale/create", { source: { type: "url", url: source }, targetResolution: "1080p" });
    const result = (await client.call("GET", `/upscale/query?taskId=${String(body["taskId"])}`)).body["result"] as { url: string };
    const film = await readFilm(await bytesOf(result.url));
    expect(film).toMatchObject({ width: 1080, height: 1080 });
    expect(film.end).toBeCloseTo(4, 2);
  });

  test("the biggest and longest still read to their last packet", async () => {
    const film = await readFilm(await made(await sandboxFor(), "sd2", { prompt: "p", duration: "15s", upscaleResolution: "4k" }));
    expect(film).toMatchObject({ width: 3840, height: 2160 });
    expect(film.end).toBeCloseTo(15, 2);
  });

  test("the same task in the same sandbox is the same file", async () => {
    const once = await made(await sandboxFor({ media: "full" }), "sd2", { prompt: "p", duration: "4s" });
    const again = await made(await sandboxFor({ media: "full" }), "sd2", { prompt: "p", duration: "4s" });
    const frames = async (bytes: Buffer): Promise<string[]> => (await readFilm(bytes)).frames.map(hash);
    expect(await frames(again)).toEqual(await frames(once));
  });
});

describe("downloads", () => {
  test("ranges join to the whole, and resume only the same content", async () => {
    const { create, query } = await sandboxFor();
    const url = outputUrl(await query(await create("gpt-image-2", { prompt: "p", resolution: "1k" })));
    const whole = await fetch(url);
    const bytes = Buffer.from(await whole.arrayBuffer());
    expect(Object.fromEntries(whole.headers)).toMatchObject({ "content-type": "image/png", "content-length": String(bytes.length), "accept-ranges": "bytes", etag: expect.stringMatching(/^".+"$/) });
    const head = await fetch(url, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length"), (await head.arrayBuffer()).byteLength]).toEqual([200, String(bytes.length), 0]);
    const part = async (headers: Record<string, string>): Promise<[number, string | null, Buffer]> => {
      const response = await fetch(url, { headers });
      return [response.status, response.headers.get("content-range"), Buffer.from(await response.arrayBuffer())];
    };
    const [status, range, first] = await part({ range: "bytes=0-99" });
    expect([status, range]).toEqual([206, `bytes 0-99/${bytes.length}`]);
    const [, , rest] = await part({ range: "bytes=100-", "if-range": whole.headers.get("etag") ?? "" });
    expect(Buffer.concat([first, rest]).equals(bytes)).toBe(true);
    expect((await part({ range: "bytes=100-", "if-range": `"other"` }))[0]).toBe(200);
    expect((await part({ range: `bytes=${bytes.length}-` })).slice(0, 2)).toEqual([416, `bytes */${bytes.length}`]);
    expect((await fetch(url, { headers: { "if-none-match": whole.headers.get("etag") ?? "" } })).status).toBe(304);
  });

  test("there is nothing to download before a task is done, nor under a made-up name", async () => {
    const { create, sandbox } = await sandboxFor({ clock: manualClock(), speed: 1 });
    const id = await create("sd2", { prompt: "p" });
    for (const name of [`${id}.mp4`, `${id}-2.mp4`, "..%2f..%2fstate.ndjson", "x"]) expect((await fetch(`${sandbox.origin}/outputs/${name}`)).status).toBe(404);
  });
});
