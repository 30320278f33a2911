import { readFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { ico, icns, ICNS_SIZES, ICO_SIZES } from "../../electron/packaging/iconFiles.ts";

const FOLDER = join(import.meta.dirname, "..", "..", "resources", "icons");
const read = (name: string): Promise<Buffer> => readFile(join(FOLDER, name));

/** The pictures of an `.icns`, by type. */
function picturesOfIcns(file: Buffer): Map<string, Buffer> {
  expect(file.toString("latin1", 0, 4)).toBe("icns");
  expect(file.readUInt32BE(4)).toBe(file.length);
  const pictures = new Map<string, Buffer>();
  for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4)) pictures.set(file.toString("latin1", at, at + 4), file.subarray(at + 8, at + file.readUInt32BE(at + 4)));
  return pictures;
}

/** The pictures of an `.ico`, by the size that its list says. */
function picturesOfIco(file: Buffer): Map<number, Buffer> {
  expect([file.readUInt16LE(0), file.readUInt16LE(2)]).toEqual([0, 1]);
  const entries = Array.from({ length: file.readUInt16LE(4) }, (_none, index) => 6 + 16 * index);
  return new Map(entries.map((at) => [file.readUInt8(at) || 256, file.subarray(file.readUInt32LE(at + 12), file.readUInt32LE(at + 12) + file.readUInt32LE(at + 8))]));
}

async function sizeOf(png: Buffer): Promise<number> {
  const { format, width, height, hasAlpha } = await sharp(png).metadata();
  expect([format, width, hasAlpha]).toEqual(["png", height, true]);
  return width;
}

/** How far two pictures are apart, in steps of 255 per channel on average. */
async function distance(one: Buffer, other: Buffer): Promise<number> {
  const [a, b] = await Promise.all([one, other].map((picture) => sharp(picture).ensureAlpha().raw().toBuffer()));
  return a!.reduce((sum, value, index) => sum + Math.abs(value - b![index]!), 0) / a!.length;
}

describe.each(["icon", "document"])("%s", (name) => {
  test("has for macOS every size up to 1024, each under the type that says so", async () => {
    const pictures = picturesOfIcns(await read(`${name}.icns`));
    const sizes = Object.fromEntries(await Promise.all([...pictures].map(async ([type, png]) => [type, await sizeOf(png)] as const)));
    expect(sizes).toEqual({ icp4: 16, icp5: 32, ic11: 32, ic12: 64, ic07: 128, ic13: 256, ic08: 256, ic14: 512, ic09: 512, ic10: 1024 });
  });

  test("has for Windows every size from 16 to 256", async () => {
    const pictures = picturesOfIco(await read(`${name}.ico`));
    expect([...pictures.keys()]).toEqual(ICO_SIZES);
    for (const [size, png] of pictures) expect(await sizeOf(png)).toBe(size);
  });
});

test("Linux has each size in a file named after it", async () => {
  for (const size of [16, 24, 32, 48, 64, 128, 256, 512, 1024]) expect(await sizeOf(await read(`png/${size}x${size}.png`))).toBe(size);
  for (const size of [48, 128, 256]) expect(await sizeOf(await read(`document/${size}x${size}.png`))).toBe(size);
});

test("the icons are those of the drawing: who changes it runs npm run icons", async () => {
  const drawn = await sharp(await read("app.svg"), { density: 72 }).resize(256, 256).png().toBuffer();
  expect(await distance(drawn, picturesOfIcns(await read("icon.icns")).get("ic08")!)).toBeLessThan(2);
});

test("a size that is missing is named", () => {
  const png = new Uint8Array(1);
  expect(() => icns(ICNS_SIZES.filter((size) => size !== 512).map((size) => ({ size, png })))).toThrow("512");
  expect(() => ico([{ size: 16, png }])).toThrow("20");
});
