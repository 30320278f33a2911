import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isIdle, operationText, type ImageFit, type Operation } from "../../../shared/fit/operation.ts";

const image = (fit: ImageFit): Operation => ({ type: "image", fit });

test("the same operation is one text, whatever order its keys were written in", () => {
  const crop = { x: 0.1, y: 0.2, width: 0.5, height: 0.5 };
  const one = image({ crop, format: "jpeg", maxBytes: 100_000 });
  const other = image({ maxBytes: 100_000, format: "jpeg", crop: { height: 0.5, width: 0.5, y: 0.2, x: 0.1 } });
  expect(operationText(one)).toBe(operationText(other));
  expect(operationText(one)).toBe('image{"crop":{"height":0.5,"width":0.5,"x":0.1,"y":0.2},"format":"jpeg","maxBytes":100000}');
});

test("what changes nothing is no part of it", () => {
  expect(operationText({ type: "video", fit: { start: 0, mute: false, seconds: 5 } })).toBe(operationText({ type: "video", fit: { seconds: 5 } }));
  expect(operationText(image({ crop: { x: 0, y: 0, width: 1, height: 1 }, format: "png" }))).toBe(operationText(image({ format: "png" })));
});

test("other operations are other texts: no request is taken for another", () => {
  const fits = fc.record({ minShortestSide: fc.integer({ min: 1, max: 8192 }), format: fc.constantFrom("png" as const, "jpeg" as const, "webp" as const), maxBytes: fc.integer({ min: 10_000, max: 1_000_000 }) }, { requiredKeys: [] });
  fc.assert(fc.property(fits, fits, (a, b) => (operationText(image(a)) === operationText(image(b))) === (JSON.stringify(sorted(a)) === JSON.stringify(sorted(b)))));
  expect(new Set([operationText({ type: "frame", at: "first" }), operationText({ type: "frame", at: "last" }), operationText({ type: "frame", at: 0 }), operationText({ type: "frame", at: 1.5 })]).size).toBe(4);
  expect(operationText({ type: "video", fit: { seconds: 5 } })).not.toBe(operationText({ type: "audio", fit: { seconds: 5 } }));
});

test("a fit is idle when nothing of it changes anything", () => {
  expect([isIdle({}), isIdle({ start: 0, mute: false }), isIdle({ crop: { x: 0, y: 0, width: 1, height: 1 } })]).toEqual([true, true, true]);
  expect([isIdle({ mute: true }), isIdle({ start: 1 }), isIdle({ crop: { x: 0, y: 0, width: 1, height: 0.5 } }), isIdle({ format: "png" })]).toEqual([false, false, false, false]);
});

function sorted(fit: object): object {
  return Object.fromEntries(Object.entries(fit).sort(([a], [b]) => a.localeCompare(b)));
}
