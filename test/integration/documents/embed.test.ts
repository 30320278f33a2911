import { execFileSync } from "node:child_process";
import { copyFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { BufferSource, ALL_FORMATS, EncodedPacketSink, Input } from "mediabunny";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { openAny } from "../../../electron/documents/openAny.ts";
import { embedText } from "../../../electron/documents/embed/write.ts";
import { probe } from "../../../electron/library/probe.ts";
import { embeddedText } from "../../../shared/embed/payload.ts";
import { embeddedDocument } from "../../../shared/embed/read.ts";
import type { Graph } from "../../../shared/graph/document.ts";
import { imageFile, videoFile, wavFile } from "../library/samples.ts";
import { tempFolder } from "../library/support.ts";

const TAKE = { sha256: "a".repeat(64), key: "b".repeat(64), model: "sd2", node: "n", item: 0 };

function graph(filler = 0, more: Record<string, unknown> = {}): Graph {
  // Text that does not pack away.
  const text = Array.from({ length: filler }, (_, at) => ((at * 2_654_435_761) >>> 0).toString(36)).join(" ");
  return { format: "shotgraph", version: 1, id: "g-1", name: "Made of light", nodes: [{ id: "n", kind: "prompt", position: { x: 1.5, y: -2 }, params: { text: `a cat ${text}`, ...more } }], edges: [] };
}

const FILES: Record<string, () => Promise<Buffer>> = {
  png: () => imageFile("png"),
  jpeg: () => imageFile("jpeg"),
  "jpeg with EXIF": async () => await sharp(await imageFile("jpeg")).withExif({ IFD0: { Artist: "somebody" } }).jpeg().toBuffer(),
  "webp lossy": () => imageFile("webp"),
  "webp lossless": async () => await sharp(await imageFile("png")).webp({ lossless: true }).toBuffer(),
  "webp with alpha": async () => await sharp({ create: { width: 60, height: 40, channels: 4, background: { r: 1, g: 90, b: 30, alpha: 0.4 } } }).webp().toBuffer(),
  "mp4, index last": () => videoFile("mp4"),
  "mp4, index first": () => videoFile("mp4-index-first"),
  webm: () => videoFile("webm"),
};

const formatOf = (name: string) => name.split(/[ ,]/)[0] ?? "";

describe.for(Object.entries(FILES))("%s", ([name, make]) => {
  test.for([
    ["a small graph", 0],
    ["a graph of hundreds of kilobytes", 60_000],
  ] as const)("carries %s, and its pixels and packets are what they were", async ([, filler]) => {
    const folder = tempFolder();
    const format = formatOf(name);
    const before = await make();
    const [path, beside] = [join(folder, `in.${format}`), join(folder, "beside")];
    writeFileSync(path, before);
    const result = await embedText(path, format, embeddedText(graph(filler), TAKE), beside);
    const after = result === "beside" ? beside : path;
    expect(result).toBe(format === "jpeg" ? "beside" : null);
    expect(await contentOf(readFileSync(after), format)).toEqual(await contentOf(before, format));
    // The library takes it in as a whole file, and says the same of it.
    const facts = await probe(after, "x", "the file");
    writeFileSync(join(folder, "plain"), before);
    expect({ ...facts, bytes: 0 }).toEqual({ ...(await probe(join(folder, "plain"), "x", "it")), bytes: 0 });
    const opened = await openAny(after);
    expect(opened).toMatchObject({ kind: "media", result: { status: "ok", graph: graph(filler) } });
    // In a browser, which has no file but a blob.
    const blob = new Blob([readFileSync(after)]);
    const text = await embeddedDocument({ size: blob.size, read: async (position, length) => new Uint8Array(await blob.slice(position, position + length).arrayBuffer()) });
    expect(JSON.parse(text ?? "")).toEqual(graph(filler));
  });

  test("a graph that is too large is not put in, and the file stays as it was", async () => {
    const path = join(tempFolder(), "in");
    const before = await make();
    writeFileSync(path, before);
    expect(await embedText(path, formatOf(name), embeddedText(graph(3_000_000), TAKE), `${path}.beside`)).toBe("tooLarge");
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});

test("sounds and other files carry nothing and stay as they are", async () => {
  const path = join(tempFolder(), "in.wav");
  writeFileSync(path, wavFile(1));
  expect(await embedText(path, "wav", embeddedText(graph(), TAKE), `${path}.beside`)).toBe("format");
  await expect(openAny(path)).rejects.toThrow(/carries no graph/);
});

test("what nobody has put there is read as nothing: damaged, cut, of another format, endless", async () => {
  const folder = tempFolder();
  for (const [name, make] of Object.entries(FILES)) {
    const [path, beside] = [join(folder, `${name} in`), join(folder, `${name} beside`)];
    writeFileSync(path, await make());
    const result = await embedText(path, formatOf(name), embeddedText(graph(), TAKE), beside);
    const bytes = readFileSync(result === "beside" ? beside : path);
    for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / 150)) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      const text = await readFrom(damaged);
      expect(text === null ? graph() : JSON.parse(text)).toEqual(graph());
      const cut = await readFrom(bytes.subarray(0, at));
      expect(cut === null ? graph() : JSON.parse(cut)).toEqual(graph());
    }
  }
});

test("addresses lose what may be a key, local files stay names, and everything else is as it was", () => {
  const source = { type: "url", url: "https://user:pw@bucket.example.com/a.png?X-Amz-Signature=abc&Expires=1#part" };
  const text = embeddedText(graph(0, { source, file: { type: "file", sha256: "c".repeat(64), name: "cat.png", bytes: 5 }, note: "see https://x.example/y?token=hush and https://x.example/z?page=2." }), TAKE);
  expect(text).not.toMatch(/abc|hush|user|pw@/);
  const { nodes } = JSON.parse(text).graph as Graph;
  expect(nodes[0]?.params).toMatchObject({ source: { url: "https://bucket.example.com/a.png" }, file: { name: "cat.png" }, note: "see https://x.example/y and https://x.example/z?page=2." });
  expect(JSON.parse(text)).toMatchObject({ take: TAKE });
});

const hasFfprobe = has("ffprobe");

test.runIf(hasFfprobe)("players read the films that carry a graph without a complaint", async () => {
  const folder = tempFolder();
  for (const name of ["mp4, index last", "mp4, index first", "webm"]) {
    const path = join(folder, `${formatOf(name)}-${name.length}.${formatOf(name)}`);
    writeFileSync(path, (await FILES[name]?.()) ?? "");
    copyFileSync(path, `${path}.plain`);
    await embedText(path, formatOf(name), embeddedText(graph(20_000), TAKE), "");
    expect([name, packetsOf(path)]).toEqual([name, packetsOf(`${path}.plain`)]);
  }
});

test("a film of gigabytes is changed at its ends alone", async () => {
  const path = join(tempFolder(), "large.mp4");
  const film = await videoFile("mp4-index-first");
  writeFileSync(path, film);
  const file = await open(path, "r+");
  // A box of three gigabytes that is not on the disk.
  const head = Buffer.alloc(16);
  head.writeUInt32BE(1);
  head.write("free", 4);
  head.writeBigUInt64BE(3n * 1024n ** 3n, 8);
  await file.write(head, 0, 16, film.length);
  await file.truncate(film.length + 3 * 1024 ** 3);
  await file.close();
  const memory = process.memoryUsage().rss;
  const began = performance.now();
  expect(await embedText(path, "mp4", embeddedText(graph(), TAKE), "")).toBe(null);
  expect(await openAny(path)).toMatchObject({ kind: "media", result: { status: "ok" } });
  expect([process.memoryUsage().rss - memory < 200e6, performance.now() - began < 5_000, statSync(path).size > 3 * 1024 ** 3]).toEqual([true, true, true]);
});

function packetsOf(path: string): string {
  return execFileSync("ffprobe", ["-v", "error", "-show_entries", "packet=pts,size,data_hash", "-show_data_hash", "md5", "-of", "csv", path], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

function has(program: string): boolean {
  try {
    execFileSync(program, ["-version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function readFrom(bytes: Buffer): Promise<string | null> {
  return embeddedDocument({ size: bytes.length, read: async (position, length) => new Uint8Array(bytes.subarray(position, position + length)) });
}

/** Every pixel, or every packet with its time. */
async function contentOf(bytes: Buffer, format: string): Promise<unknown> {
  if (["png", "jpeg", "webp"].includes(format)) {
    const { data, info } = await sharp(bytes, { failOn: "warning" }).raw().toBuffer({ resolveWithObject: true });
    return [info.width, info.height, info.channels, data.toString("base64")];
  }
  const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
  const track = await input.getPrimaryVideoTrack();
  if (!track) throw new Error("no track");
  const packets: unknown[] = [];
  for await (const packet of new EncodedPacketSink(track).packets()) packets.push([packet.timestamp, packet.duration, Buffer.from(packet.data).toString("base64")]);
  return [await input.computeDuration(), packets];
}
