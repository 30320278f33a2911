import sharp from "sharp";
import { expect, test } from "vitest";
import { profileOf, withProfile } from "../../../electron/derive/colourProfile.ts";

const red = () => sharp({ create: { width: 8, height: 8, channels: 3, background: { r: 230, g: 60, b: 40 } } });
const firstPixel = async (file: Buffer): Promise<number[]> => [...(await sharp(file).raw().toBuffer()).subarray(0, 3)];

test("the profile of a picture in boxes is found, byte for byte, and none where there is none", async () => {
  const file = await red().withIccProfile("p3").avif().toBuffer();
  const { icc } = await sharp(file).metadata();
  expect(icc?.length).toBeGreaterThan(100);
  expect(profileOf(file)?.equals(icc ?? Buffer.alloc(0))).toBe(true);
  expect(profileOf(Buffer.from("\0\0\0\x0cftypheic\0\0\0\x02meta", "latin1"))).toBeNull();
  expect(profileOf(Buffer.alloc(0))).toBeNull();
});

test("the colours of a phone's picture become those of sRGB that look the same", async () => {
  const tagged = await red().withIccProfile("p3").png().toBuffer();
  const { icc } = await sharp(tagged).metadata();
  // The numbers as they are in the wider space, as a decoder hands them out.
  const numbers = await sharp(tagged).keepIccProfile().png().toBuffer();
  const [r = 0, g = 0, b = 0] = rawOf(numbers);
  const bare = await sharp(Buffer.from([r, g, b]), { raw: { width: 1, height: 1, channels: 3 } }).png().toBuffer();
  expect(Math.abs(r - 230), "they are other numbers").toBeGreaterThan(10);
  const seen = await firstPixel(withProfile(bare, icc ?? Buffer.alloc(0)));
  for (const [index, wanted] of [230, 60, 40].entries()) expect(Math.abs((seen[index] ?? 0) - wanted)).toBeLessThanOrEqual(3);
});

/** What a PNG's first pixel has in the file, whatever its profile: no filter reaches back from there. */
function rawOf(png: Buffer): Buffer {
  const at = png.indexOf("IDAT");
  const { inflateSync } = process.getBuiltinModule("node:zlib");
  return inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4))).subarray(1, 4);
}
