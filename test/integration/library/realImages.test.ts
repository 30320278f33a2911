import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { openImage } from "../../../electron/derive/decodeImage.ts";
import { tempFolder } from "./support.ts";
import { has, make, pngFile, probed, writes } from "./tools.ts";

/** The upright pixels as the fit and the thumbnails get them, with what they have of transparency. */
async function pixelsOf(bytes: Buffer, format: string): Promise<{ data: Buffer; width: number; height: number }> {
  const path = join(tempFolder(), "picture");
  writeFileSync(path, bytes);
  const { data, info } = await (await openImage(path, format)).toColourspace("srgb").ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

function difference(one: Buffer, other: Buffer): number {
  expect(one.length).toBe(other.length);
  return one.reduce((most, value, at) => Math.max(most, Math.abs(value - (other[at] ?? 0))), 0);
}

describe("PNG of every colour type and depth", () => {
  test.each([
    [0, 1], [0, 2], [0, 4], [0, 8], [0, 16], [2, 8], [2, 16], [3, 1], [3, 2], [3, 4], [3, 8], [4, 8], [4, 16], [6, 8], [6, 16],
  ])("type %i with %i bits is measured, and has transparency only with an alpha channel", async (colourType, bits) => {
    expect(await probed(pngFile({ colourType, bits }))).toMatchObject({ format: "png", width: 32, height: 32, details: { alpha: colourType >= 4, animated: false } });
  });

  test.each([
    [0, 8, Buffer.from([0, 7])],
    [2, 8, Buffer.from([0, 1, 0, 2, 0, 3])],
    [3, 8, Buffer.from([0, 128, 255])],
  ])("type %i with %i bits and a transparent colour can be transparent", async (colourType, bits, transparent) => {
    expect(await probed(pngFile({ colourType, bits, transparent }))).toMatchObject({ details: { alpha: true } });
  });

  test.each([[1, 1], [1, 7], [7, 1], [9, 33], [40, 3]])("a size of %i × %i is what it says", async (width, height) => {
    expect(await probed(pngFile({ width, height, colourType: 2, bits: 8 }))).toMatchObject({ width, height });
  });
});

describe("a photograph that the camera held in any way", () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])("orientation %i is remembered, and the size is that of the upright picture", async (orientation) => {
    const plain = sharp({ create: { width: 90, height: 40, channels: 3, background: "#336699" } });
    const file = await plain.withMetadata({ orientation }).jpeg().toBuffer();
    const [width, height] = orientation >= 5 ? [40, 90] : [90, 40];
    expect(await probed(file)).toMatchObject({ width, height, details: { orientation, alpha: false } });
    expect(await pixelsOf(file, "jpeg"), "what is sent has the size that was told").toMatchObject({ width, height });
  });
});

test.each(["webp", "avif"] as const)("transparency of %s is seen", async (format) => {
  const clear = sharp({ create: { width: 60, height: 40, channels: 4, background: { r: 9, g: 99, b: 200, alpha: 0.4 } } });
  expect(await probed(await clear.toFormat(format).toBuffer())).toMatchObject({ format, width: 60, height: 40, details: { alpha: true } });
});

const magick = has("convert");
const heic = magick && writes("HEIC");

describe.skipIf(!magick)("a picture that ImageMagick made", () => {
  const plasma = ["-size", "61x43", "-seed", "7", "plasma:red-blue"];
  const clear = ["-alpha", "set", "-channel", "A", "-evaluate", "set", "40%", "+channel"];

  test.each([
    ["16 bits.png", "png", ["-depth", "16", "-define", "png:bit-depth=16"], {}],
    ["interlaced.png", "png", ["-interlace", "PNG"], {}],
    ["palette.png", "png", ["-colors", "8", "-define", "png:color-type=3"], {}],
    ["clear.png", "png", clear, { alpha: true }],
    ["cmyk.jpg", "jpeg", ["-colorspace", "CMYK"], {}],
    ["progressive.jpg", "jpeg", ["-interlace", "JPEG"], {}],
    ["grey.jpg", "jpeg", ["-colorspace", "gray"], {}],
    ["lossy.webp", "webp", ["-quality", "80"], {}],
    ["lossless.webp", "webp", ["-define", "webp:lossless=true"], {}],
    ["clear.webp", "webp", clear, { alpha: true }],
    ["moving.webp", "webp", ["(", "+clone", "-negate", ")", "-loop", "0"], { animated: true }],
    ["still.gif", "gif", [], {}],
    ["moving.gif", "gif", ["(", "+clone", "-negate", ")"], { animated: true }],
    ...(heic ? ([["still.avif", "avif", [], {}], ["phone.heic", "heic", [], {}]] as const) : []),
  ] as const)("%s is measured", async (name, format, args, details) => {
    const file = make("convert", name, [...plasma, ...args]);
    expect(await probed(file)).toMatchObject({ type: "image", format, width: 61, height: 43, details: { alpha: false, animated: false, ...details } });
    expect(await pixelsOf(file, format)).toMatchObject({ width: 61, height: 43 });
  });

  test.each([
    ["24.bmp", []],
    ["BMP2:core.bmp", []],
    ["BMP3:short-header.bmp", []],
    ["BMP3:palette.bmp", ["-colors", "200", "-type", "Palette", "-compress", "none"]],
    ["BMP3:run-lengths.bmp", ["-colors", "60", "-type", "Palette"]],
    ["BMP3:16-colours.bmp", ["-colors", "14", "-type", "Palette"]],
    ["BMP3:two-colours.bmp", ["-monochrome"]],
    ["clear.bmp", clear],
  ] as const)("%s is decoded to the very pixels that ImageMagick reads", async (name, args) => {
    const folder = tempFolder();
    const [prefix, plain] = name.includes(":") ? name.split(":") as [string, string] : ["", name];
    const path = join(folder, plain);
    make("convert", "also.png", [...plasma, ...args, "-write", `${prefix ? `${prefix}:` : ""}${path}`]);
    const bytes = readFileSync(path);
    expect(await probed(bytes)).toMatchObject({ format: "bmp", width: 61, height: 43, details: { alpha: name === "clear.bmp" } });
    const png = make("convert", "same.png", [path]);
    expect(difference((await pixelsOf(bytes, "bmp")).data, (await pixelsOf(png, "png")).data)).toBeLessThanOrEqual(1);
  });

  test.skipIf(!heic)("a HEIC is decoded to the picture that was packed", async () => {
    const [heic, png] = [make("convert", "a.heic", [...plasma, "-quality", "95"]), make("convert", "a.png", plasma)];
    const [one, other] = [(await pixelsOf(heic, "heic")).data, (await pixelsOf(png, "png")).data];
    const mean = one.reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? 0)), 0) / one.length;
    expect(mean, "levels of 255 by which a pixel is off on average").toBeLessThan(6);
  });

  test.skipIf(!heic)("a HEIC that is cut anywhere is found out", async () => {
    const file = make("convert", "cut.heic", plasma);
    for (const part of [0.3, 0.6, 0.95]) await expect(probed(file.subarray(0, Math.floor(file.length * part))), `${part} of it`).rejects.toMatchObject({ code: "damaged" });
  });

  test.each([["a.tiff", "TIFF"], ["a.jp2", "JPEG 2000"], ["a.psd", "Photoshop"]])("%s is refused by what it is, with what is accepted", async (name, said) => {
    await expect(probed(make("convert", name, plasma))).rejects.toMatchObject({ code: "not-media", message: expect.stringMatching(new RegExp(`^The file holiday is a .*${said}.*Accepted are PNG, JPEG`)) });
  });
});

describe.skipIf(!has("ffmpeg"))("a picture that ffmpeg made", () => {
  const test2 = ["-loglevel", "error", "-f", "lavfi", "-i", "testsrc=d=0.3:s=62x44:r=10"];

  test("an animated PNG is animated, one with a single picture is not", async () => {
    expect(await probed(make("ffmpeg", "moving.png", [...test2, "-f", "apng"]))).toMatchObject({ format: "png", width: 62, details: { animated: true } });
    expect(await probed(make("ffmpeg", "still.png", [...test2, "-frames:v", "1", "-f", "apng"]))).toMatchObject({ format: "png", details: { animated: false } });
  });

  test.each([["rgb565le"], ["rgb555le"], ["bgra"], ["bgr24"]])("a BMP of %s has the same pixels as its PNG", async (layout) => {
    const path = join(tempFolder(), "picture.bmp");
    const bytes = make("ffmpeg", "picture.bmp", [...test2, "-frames:v", "1", "-pix_fmt", layout]);
    writeFileSync(path, bytes);
    const png = make("ffmpeg", "same.png", ["-loglevel", "error", "-i", path]);
    expect(await probed(bytes)).toMatchObject({ format: "bmp", width: 62, height: 44 });
    expect(difference((await pixelsOf(bytes, "bmp")).data, (await pixelsOf(png, "png")).data)).toBeLessThanOrEqual(8);
  });

  test("an animation in AVIF is refused with what to do", async () => {
    const made = make("ffmpeg", "moving.avif", [...test2, "-c:v", "libaom-av1", "-cpu-used", "8"]);
    await expect(probed(made)).rejects.toMatchObject({ code: "not-media", message: expect.stringContaining("Convert it to MP4") });
  });
});
