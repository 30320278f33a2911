import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, expect, test } from "vitest";
import { fitImage } from "../../../electron/derive/fitImage.ts";
import { fittedSize } from "../../../shared/fit/forecast.ts";
import type { ImageFit } from "../../../shared/fit/operation.ts";
import type { MediaFacts } from "../../../shared/graph/media.ts";

const folder = mkdtempSync(join(tmpdir(), "shotgraph-fit-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const fresh = () => join(folder, `${(files += 1)}`);

/** Left half red, right half blue, so that one sees what is kept. */
async function picture(width: number, height: number, orientation?: number): Promise<{ path: string; facts: MediaFacts }> {
  const path = fresh();
  const half = await sharp({ create: { width: Math.ceil(width / 2), height, channels: 3, background: "#ff0000" } }).png().toBuffer();
  const whole = sharp({ create: { width, height, channels: 3, background: "#0000ff" } }).composite([{ input: half, left: 0, top: 0 }]);
  await (orientation ? whole.jpeg({ quality: 100 }).withMetadata({ orientation }) : whole.png()).toFile(path);
  const turned = orientation !== undefined && orientation >= 5;
  return { path, facts: { sha256: "f".repeat(64), type: "image", format: orientation ? "jpeg" : "png", bytes: statSync(path).size, width: turned ? height : width, height: turned ? width : height, durationSeconds: null } };
}

async function made(original: { path: string; facts: MediaFacts }, fit: ImageFit) {
  const target = fresh();
  await fitImage(original, fit, target);
  return { target, meta: await sharp(target).metadata(), bytes: statSync(target).size };
}

async function colourAt(path: string, left: number, top: number): Promise<string> {
  const { data } = await sharp(path).extract({ left, top, width: 1, height: 1 }).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return [...data].map((value) => (value > 200 ? "1" : value < 60 ? "0" : "?")).join("");
}

const FITS: [string, ImageFit][] = [
  ["enlarged", { minShortestSide: 333 }],
  ["made smaller", { maxLongestSide: 77 }],
  ["cropped", { crop: { x: 0.5, y: 0.1, width: 0.37, height: 0.61 } }],
  ["padded", { pad: { aspect: 2.5, colour: "#00ff00" } }],
  ["all at once", { crop: { x: 0.1, y: 0, width: 0.5, height: 1 }, pad: { aspect: 0.5, colour: "#00ff00" }, minShortestSide: 400, maxLongestSide: 900 }],
];

test.each(FITS)("an image that is %s has exactly the size that was foretold", async (_name, fit) => {
  for (const [width, height] of [[301, 207], [90, 260]] as const) {
    const original = await picture(width, height);
    const { meta } = await made(original, fit);
    expect({ width: meta.width, height: meta.height }).toEqual(fittedSize(fit, { width, height }));
  }
});

test("the part that is kept is the one that was meant, also of a picture that a phone held sideways", async () => {
  const right = await made(await picture(200, 100), { crop: { x: 0.5, y: 0, width: 0.5, height: 1 } });
  expect(await colourAt(right.target, 5, 5)).toBe("001");
  // Orientation 6: its left side is shown on top.
  const top = await made(await picture(200, 100, 6), { crop: { x: 0, y: 0, width: 1, height: 0.5 } });
  expect([top.meta.width, top.meta.height, await colourAt(top.target, 50, 20)]).toEqual([100, 100, "100"]);
  expect(top.meta.orientation ?? 1).toBe(1);
});

test("bars have their colour and lie on both sides", async () => {
  const { target, meta } = await made(await picture(100, 100), { pad: { aspect: 2, colour: "#00ff00" } });
  expect([meta.width, await colourAt(target, 5, 50), await colourAt(target, 195, 50), await colourAt(target, 60, 50)]).toEqual([200, "010", "010", "100"]);
});

test("what is pressed is under its size, and the same fit gives the same bytes", async () => {
  const path = fresh();
  await sharp({ create: { width: 900, height: 700, channels: 3, background: "#808080", noise: { type: "gaussian", mean: 128, sigma: 60 } } }).png().toFile(path);
  const original = { path, facts: { sha256: "f".repeat(64), type: "image" as const, format: "png", bytes: statSync(path).size, width: 900, height: 700, durationSeconds: null } };
  const fit: ImageFit = { format: "jpeg", maxBytes: 60_000 };
  const [one, other] = [await made(original, fit), await made(original, fit)];
  expect(one.bytes).toBeLessThanOrEqual(60_000);
  expect((await sharp(one.target).raw().toBuffer()).equals(await sharp(other.target).raw().toBuffer())).toBe(true);
});
