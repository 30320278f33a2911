import * as fc from "fast-check";
import { expect, test } from "vitest";
import { croppedRect, fittedSize, forecastOf, formatWritten, paddedSize, type Measures } from "../../../shared/fit/forecast.ts";
import type { ImageFit } from "../../../shared/fit/operation.ts";

const sides = fc.integer({ min: 1, max: 9000 });
const sizes = fc.record({ width: sides, height: sides });
const NOTHING: Measures = { format: null, bytes: null, width: null, height: null, duration: null };
const clip = (seconds: number): Measures => ({ format: "mp4", bytes: 9_000, width: 640, height: 360, duration: { min: seconds, max: seconds } });
const cut = (fit: object, before: Measures = clip(10)) => forecastOf({ type: "video", fit }, before);

test("a crop keeps at least a pixel and never leaves the picture", () => {
  const fractions = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(sizes, fractions, fractions, fractions, fractions, (size, x, y, width, height) => {
      const rect = croppedRect({ x: x * (1 - width), y: y * (1 - height), width: Math.max(width, 1e-6), height: Math.max(height, 1e-6) }, size);
      expect(Math.min(rect.width, rect.height)).toBeGreaterThanOrEqual(1);
      expect(rect.left + rect.width).toBeLessThanOrEqual(size.width);
      expect(rect.top + rect.height).toBeLessThanOrEqual(size.height);
      expect(Math.min(rect.left, rect.top)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test("bars are only added, and the aspect is reached", () => {
  fc.assert(
    fc.property(sizes, fc.double({ min: 0.25, max: 4, noNaN: true }), (size, aspect) => {
      const padded = paddedSize({ pad: { aspect, colour: "#000000" } }, size);
      expect(padded.width >= size.width && padded.height >= size.height).toBe(true);
      expect(padded.width === size.width || padded.height === size.height).toBe(true);
      // Within the one pixel that a side is rounded up by.
      expect(Math.abs(padded.width - padded.height * aspect)).toBeLessThanOrEqual(Math.max(1, aspect) + 1e-6);
    }),
  );
});

test("after enlarging no side is too short, after shrinking none too long, and an allowed aspect stays allowed", () => {
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 3000 }), fc.double({ min: 1, max: 4, noNaN: true }), (size, wanted, aspect) => {
      const long = Math.max(size.width, size.height);
      const short = Math.min(size.width, size.height);
      fc.pre(long <= short * aspect);
      const enlarged = fittedSize({ minShortestSide: wanted }, size);
      expect(Math.min(enlarged.width, enlarged.height)).toBeGreaterThanOrEqual(Math.min(wanted, Math.max(short, wanted)));
      expect(Math.max(enlarged.width, enlarged.height)).toBeLessThanOrEqual(Math.min(enlarged.width, enlarged.height) * aspect + 1e-6);
      const shrunk = fittedSize({ maxLongestSide: wanted }, size);
      expect(Math.max(shrunk.width, shrunk.height)).toBeLessThanOrEqual(Math.max(1, Math.min(long, wanted)));
    }),
  );
});

test("a picture is cropped, then padded, then scaled", () => {
  const fit: ImageFit = { crop: { x: 0, y: 0, width: 0.5, height: 1 }, pad: { aspect: 1, colour: "#000000" }, minShortestSide: 800 };
  expect(fittedSize(fit, { width: 400, height: 300 })).toEqual({ width: 800, height: 800 });
  expect(fittedSize({ maxLongestSide: 100 }, { width: 400, height: 300 })).toEqual({ width: 100, height: 75 });
});

test("what an image becomes is foretold: its size exactly, its format as it is written, its bytes not at all", () => {
  const before = { ...NOTHING, format: "bmp", bytes: 5, width: 40, height: 30 };
  expect(forecastOf({ type: "image", fit: { minShortestSide: 60 } }, before)).toEqual({ format: "png", bytes: null, width: 80, height: 60, duration: null });
  expect(forecastOf({ type: "image", fit: { format: "jpeg" } }, before).format).toBe("jpeg");
  expect(forecastOf({ type: "image", fit: { minShortestSide: 60 } }, NOTHING)).toEqual(NOTHING);
  expect([formatWritten("jpeg"), formatWritten("webp"), formatWritten("gif"), formatWritten(null)]).toEqual(["jpeg", "webp", "png", null]);
});

test("a frame is a png of the video's size", () => {
  expect(forecastOf({ type: "frame", at: "last" }, clip(5))).toEqual({ format: "png", bytes: null, width: 640, height: 360, duration: null });
});

test("a cut never foretells more than was asked for or is there, and nothing where nothing is cut", () => {
  expect(cut({ mute: true })).toEqual({ ...clip(10), bytes: null });
  expect(cut({ seconds: 12 }).duration).toEqual({ min: 10, max: 10 });
  expect(cut({ seconds: 4 }).duration).toEqual({ min: 3.5, max: 4 });
  expect(cut({ seconds: 4, format: "mov" }).format).toBe("mov");
  expect(cut({ start: 8 }).duration).toEqual({ min: 2, max: 10 });
  expect(cut({ maxBytes: 100_000 }).duration).toEqual({ min: 0, max: 10 });
  expect(cut({ seconds: 4 }, { ...clip(1), duration: null }).duration).toEqual({ min: 0, max: 4 });
  expect(cut({ mute: true }, { ...clip(1), duration: null }).duration).toBeNull();
  expect(forecastOf({ type: "audio", fit: { seconds: 2 } }, { ...NOTHING, format: "mp3", duration: { min: 3, max: 3 } })).toEqual({ ...NOTHING, format: "mp3", duration: { min: 1.5, max: 2 } });
});
