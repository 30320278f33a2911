import * as fc from "fast-check";
import { expect, test } from "vitest";
import { croppedRect, fittedSize } from "../../../shared/fit/forecast.ts";
import { mergedOperation } from "../../../shared/fit/merge.ts";
import type { Crop, ImageFit, Operation, VideoFit } from "../../../shared/fit/operation.ts";

const image = (fit: ImageFit): Operation => ({ type: "image", fit });
const video = (fit: VideoFit): Operation => ({ type: "video", fit });
const PAD = { aspect: 1, colour: "#000000" };

function cropOf(first: Crop, second: Crop): Crop {
  const merged = mergedOperation(image({ crop: first }), image({ crop: second }));
  if (merged?.type !== "image" || !merged.fit.crop) throw new Error("no crop");
  return merged.fit.crop;
}

const crops = fc
  .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0.1, max: 1, noNaN: true }), fc.double({ min: 0.1, max: 1, noNaN: true }))
  .map(([x, y, width, height]): Crop => ({ x: x * (1 - width), y: y * (1 - height), width, height }));

test("a crop of a crop keeps the pixels that one after the other would, but for rounding", () => {
  fc.assert(
    fc.property(crops, crops, (first, second) => {
      const whole = { width: 4000, height: 3000 };
      const outer = croppedRect(first, whole);
      const inner = croppedRect(second, outer);
      const both = croppedRect(cropOf(first, second), whole);
      for (const [one, other] of [[both.width, inner.width], [both.height, inner.height], [both.left, outer.left + inner.left], [both.top, outer.top + inner.top]] as const) expect(Math.abs(one - other)).toBeLessThanOrEqual(2);
    }),
  );
});

test("of two limits the stricter one holds", () => {
  const merged = mergedOperation(image({ minShortestSide: 300, maxBytes: 9_000_000, format: "png" }), image({ minShortestSide: 400, maxBytes: 50_000, format: "jpeg" }));
  expect(merged).toEqual(image({ minShortestSide: 400, maxBytes: 50_000, format: "jpeg" }));
  expect(mergedOperation(image({ maxLongestSide: 900 }), image({ maxLongestSide: 700 }))).toEqual(image({ maxLongestSide: 700 }));
});

test("a mend on top of a fit that is there cures as it would alone", () => {
  const merged = mergedOperation(image({ crop: { x: 0, y: 0, width: 0.5, height: 0.5 } }), image({ minShortestSide: 400 }));
  if (merged?.type !== "image") throw new Error("not merged");
  expect(fittedSize(merged.fit, { width: 300, height: 300 })).toEqual({ width: 400, height: 400 });
  expect(mergedOperation(image({ crop: { x: 0, y: 0, width: 0.5, height: 0.5 } }), image({ pad: PAD }))).toEqual(image({ crop: { x: 0, y: 0, width: 0.5, height: 0.5 }, pad: PAD }));
});

test("what one operation cannot say is not merged: a part of a padded picture, one that is enlarged after it was made small", () => {
  expect(mergedOperation(image({ pad: PAD }), image({ crop: { x: 0, y: 0, width: 0.5, height: 1 } }))).toBeNull();
  expect(mergedOperation(image({ maxLongestSide: 100 }), image({ minShortestSide: 400 }))).toBeNull();
  expect(mergedOperation(image({}), video({}))).toBeNull();
  expect(mergedOperation({ type: "frame", at: "last" }, { type: "frame", at: "last" })).toBeNull();
});

test("a cut of a cut begins later by both and is no longer than either leaves", () => {
  expect(mergedOperation(video({ start: 2, seconds: 8 }), video({ start: 1, seconds: 5 }))).toEqual(video({ start: 3, seconds: 5 }));
  expect(mergedOperation(video({ start: 2, seconds: 8 }), video({ start: 5 }))).toEqual(video({ start: 7, seconds: 3 }));
  expect(mergedOperation({ type: "audio", fit: {} }, { type: "audio", fit: { seconds: 15 } })).toEqual({ type: "audio", fit: { seconds: 15 } });
});

test("sound that was taken away stays away, the newer container counts, and the smaller size", () => {
  expect(mergedOperation(video({ mute: true, format: "mov", maxBytes: 500_000 }), video({ format: "mp4", maxBytes: 900_000 }))).toEqual(video({ mute: true, format: "mp4", maxBytes: 500_000 }));
});
