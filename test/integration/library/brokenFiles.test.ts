import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { BufferTarget, Mp4OutputFormat, Output } from "mediabunny";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { imageFile, videoFile, wavFile } from "./samples.ts";
import { openTemp, tempFolder } from "./support.ts";
import { PNG_SIGNATURE, pngChunk, pngFile, probed } from "./tools.ts";

/** A gigapixel of nothing: 31,623 rows of noughts press into a few kilobytes. */
function pixelBomb(side = 31_623): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1;
  return Buffer.concat([PNG_SIGNATURE, pngChunk("IHDR", header), pngChunk("IDAT", deflateSync(Buffer.alloc((Math.ceil(side / 8) + 1) * side))), pngChunk("IEND", Buffer.alloc(0))]);
}

/** Changes a byte of a chunk's content, with a check sum that fits. */
function withHeader(change: (content: Buffer) => void): Buffer {
  const file = pngFile({ colourType: 2, bits: 8 });
  const content = Buffer.from(file.subarray(16, 29));
  change(content);
  return Buffer.concat([PNG_SIGNATURE, pngChunk("IHDR", content), file.subarray(33)]);
}

describe("a PNG that is wrong in the ways of PngSuite is refused", () => {
  const good = pngFile({ colourType: 2, bits: 8 });
  const spoilt = (at: number): Buffer => {
    const file = Buffer.from(good);
    file[at] = (file[at] ?? 0) ^ 0xff;
    return file;
  };
  const idat = good.indexOf("IDAT");
  test.each([
    ["a signature of MSBit lost", spoilt(0), "not-media"],
    ["a signature with another letter", spoilt(1), "not-media"],
    ["a signature with a space", spoilt(3), "not-media"],
    ["line ends changed by a mail program", Buffer.from(good.toString("latin1").replace("\r\n", "\n"), "latin1"), "not-media"],
    ["a header with another check sum", spoilt(30), "damaged"],
    ["pixels with another check sum", spoilt(good.length - 14), "damaged"],
    ["a byte changed in its pixels", spoilt(idat + 12), "damaged"],
    ["colour type 1", withHeader((content) => content.writeUInt8(1, 9)), "damaged"],
    ["colour type 9", withHeader((content) => content.writeUInt8(9, 9)), "damaged"],
    ["bit depth 0", withHeader((content) => content.writeUInt8(0, 8)), "damaged"],
    ["bit depth 3", withHeader((content) => content.writeUInt8(3, 8)), "damaged"],
    ["bit depth 99", withHeader((content) => content.writeUInt8(99, 8)), "damaged"],
    ["no width", withHeader((content) => content.writeUInt32BE(0, 0)), "damaged"],
    ["an unknown interlace", withHeader((content) => content.writeUInt8(7, 12)), "damaged"],
    ["no pixels", Buffer.concat([good.subarray(0, idat - 4), pngChunk("IEND", Buffer.alloc(0))]), "damaged"],
    ["no palette", Buffer.concat([good.subarray(0, 8), withHeader((content) => content.writeUInt8(3, 9)).subarray(8)]), "damaged"],
    ["more rows than it holds", withHeader((content) => content.writeUInt32BE(64, 4)), "damaged"],
  ])("%s", async (_, file, code) => {
    await expect(probed(file)).rejects.toMatchObject({ code, message: expect.stringMatching(/^The file holiday /) });
  });
});

describe("a file that is not what it seems is refused by name", () => {
  const head = "\0\0\0\x18ftyp";
  test.each([
    ["empty", Buffer.alloc(0), "empty", /is empty \(0 bytes\)/],
    ["a web page", Buffer.from("\n<!DOCTYPE html><html><body>Not found</body></html>"), "not-media", /is a web page \(HTML\)/],
    ["an SVG", Buffer.from('<?xml version="1.0"?><!-- made by me --><svg xmlns="http://www.w3.org/2000/svg"/>'), "not-media", /is an SVG drawing, which cannot be used here: export it as PNG/],
    ["a text", Buffer.from("Free the pictures.\nAll of them — ünïcode too."), "not-media", /is text \("Free the pictures\. All of them/],
    ["JSON", Buffer.from('{"error":"expired"}'), "not-media", /is text/],
    ["a PDF", Buffer.from("%PDF-1.7\n%\xff\xff", "latin1"), "not-media", /is a PDF/],
    ["an archive", Buffer.from("PK\x03\x04rest", "latin1"), "not-media", /is a ZIP archive/],
    ["a program", Buffer.from("\x7fELF\x02\x01\x01\0", "latin1"), "not-media", /is a program/],
    ["a raw photograph", Buffer.from(`${head}crx \0\0\0\x01crx isom`, "latin1"), "not-media", /raw file \(CR3\)/],
    ["nothing known", Buffer.from([1, 2, 3, 4, 5, 6, 7, 8, 9]), "not-media", /of no format that is known here. Accepted are PNG/],
    ["an MP4 of a beginning only", Buffer.from(`${head}isom\0\0\0\x01isommp41`, "latin1"), "damaged", /it has no index/],
    ["a WAV of a beginning only", wavFile(1).subarray(0, 36), "damaged", /damaged wav/],
    ["a GIF that is a script", Buffer.from("GIF89a/*aa*/=1;alert(1)//".padEnd(80, ";")), "damaged", /damaged gif/],
  ])("%s", async (_, file, code, said) => {
    await expect(probed(file)).rejects.toMatchObject({ code, message: expect.stringMatching(said) });
  });

  test("a film without a single picture", async () => {
    const target = new BufferTarget();
    const output = new Output({ format: new Mp4OutputFormat(), target });
    const { EncodedVideoPacketSource } = await import("mediabunny");
    output.addVideoTrack(new EncodedVideoPacketSource("avc"), { frameRate: 25 });
    await output.start();
    await output.finalize();
    await expect(probed(Buffer.from(target.buffer ?? new ArrayBuffer(0)))).rejects.toMatchObject({ code: "damaged", message: expect.stringContaining("The file holiday is a damaged mp4 file") });
  });

  test("the format is what the bytes say, whatever the name says", async () => {
    const library = await openTemp();
    const path = join(tempFolder(), "clip.mp4");
    writeFileSync(path, await imageFile("jpeg"));
    expect(await library.importFile(path)).toMatchObject({ type: "image", format: "jpeg", name: "clip.mp4" });
  });

  test("a picture with a page behind it is the picture", async () => {
    const polyglot = Buffer.concat([await imageFile("png", 64, 64), Buffer.from("<html><script>alert(1)</script></html>")]);
    expect(await probed(polyglot)).toMatchObject({ format: "png", width: 64 });
  });
});

describe("a file that is too much", () => {
  test("a gigapixel in a few kilobytes is refused by its size before a pixel of it is made", async () => {
    const bomb = pixelBomb();
    expect(bomb.length).toBeLessThan(200_000);
    const [before, at] = [process.memoryUsage().rss, performance.now()];
    await expect(probed(bomb)).rejects.toMatchObject({ code: "not-media", message: "The file holiday has 31623 × 31623 pixels, 1000 megapixels. At most 268 megapixels can be used: make it smaller." });
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
    expect(performance.now() - at).toBeLessThan(2_000);
  });

  test("a BMP that claims a gigapixel is refused, too", async () => {
    const bmp = Buffer.alloc(60);
    bmp.write("BM");
    bmp.writeUInt32LE(54, 10);
    bmp.writeUInt32LE(40, 14);
    bmp.writeInt32LE(40_000, 18);
    bmp.writeInt32LE(-40_000, 22);
    bmp.writeUInt16LE(24, 28);
    await expect(probed(bmp)).rejects.toMatchObject({ code: "not-media", message: expect.stringContaining("1600 megapixels") });
  });

  test("megabytes of metadata before the picture are skipped", async () => {
    const jpeg = await imageFile("jpeg", 200, 100);
    const segment = Buffer.alloc(65_535 + 2, 0x20);
    segment.writeUInt16BE(0xffec, 0);
    segment.writeUInt16BE(65_535, 2);
    const heavy = Buffer.concat([jpeg.subarray(0, 2), ...Array.from({ length: 80 }, () => segment), jpeg.subarray(2)]);
    expect(await probed(heavy)).toMatchObject({ format: "jpeg", width: 200, height: 100, bytes: heavy.length });
    const texts = Array.from({ length: 20 }, () => pngChunk("tEXt", Buffer.alloc(400_000, 0x41)));
    expect(await probed(pngFile({ colourType: 2, bits: 8, before: texts }))).toMatchObject({ format: "png", width: 32 });
  });
});

test("nothing of a refused file is left behind, and others go on", async () => {
  const home = tempFolder();
  const library = await openTemp({ home });
  const folder = tempFolder();
  const write = (name: string, bytes: Buffer): string => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  const video = await videoFile("mp4", 2);
  const files = [write("bomb.png", pixelBomb()), write("cut.mp4", video.subarray(0, video.length / 2)), write("page.png", Buffer.from("<html>")), write("none.wav", Buffer.alloc(0))];
  for (const path of files) {
    await expect(library.importFile(path)).rejects.toThrow(path);
    await expect(library.importStream("sent.png", [await sharp(Buffer.from("<svg xmlns='http://www.w3.org/2000/svg' width='4' height='4'/>")).png().toBuffer().then((png) => png.subarray(0, 40))] as unknown as AsyncIterable<Uint8Array>)).rejects.toThrow("sent.png");
  }
  expect(readdirSync(join(home, "tmp"))).toEqual([]);
  expect(readdirSync(join(home, "media"))).toEqual([]);
  expect(await library.importFile(write("good.mp4", video))).toMatchObject({ type: "video" });
});
