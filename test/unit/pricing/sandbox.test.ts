import * as fc from "fast-check";
import { expect, test } from "vitest";
import { imageCredits, upscaleCredits, videoCredits } from "../../../electron/sandbox/pricing.ts";
import { priceGptImage2, priceHappyhorse, priceSd2, priceUpscale } from "../../../shared/pricing/index.ts";

// Quoted is billed: the sandbox prices by itself, so a mistake has to be made twice to pass here.

const point = (value: number) => ({ min: value, max: value });
/** Lengths to the hundredth, in whole numbers so that nothing is lost on the way. */
const length = (max: number) => fc.integer({ min: 1, max: max * 100 }).map((hundredths) => hundredths / 100);
const tier = fc.constantFrom("1080p", "2k", "4k");

test("a video costs what the sandbox bills", () => {
  const upscaled = fc.record({ model: fc.constantFrom("sd2", "sd2-fast"), outputResolution: fc.constant("720p"), upscaleResolution: fc.option(tier) });
  const native = fc.constant({ model: "sd2", outputResolution: "1080p", upscaleResolution: null } as const);
  fc.assert(
    fc.property(fc.oneof(upscaled, native), fc.integer({ min: 4, max: 15 }), fc.array(length(15), { maxLength: 3 }), ({ model, outputResolution, upscaleResolution }, seconds, videos) => {
      const billed = videoCredits({ model, tier: outputResolution, seconds, addon: upscaleResolution ?? undefined, videoSeconds: videos });
      expect(priceSd2({ model, seconds, outputResolution, upscaleResolution, references: videos.map(point) }).credits).toEqual(point(billed));
    }),
    { numRuns: 500 },
  );
});

test("a happyhorse video costs what the sandbox bills", () => {
  fc.assert(
    fc.property(fc.integer({ min: 3, max: 15 }), fc.constantFrom("720p", "1080p"), (seconds, outputResolution) => {
      expect(priceHappyhorse({ seconds, outputResolution }).credits).toEqual(point(videoCredits({ model: "happyhorse", tier: outputResolution, seconds })));
    }),
  );
});

test("an upscale costs what the sandbox bills", () => {
  fc.assert(
    fc.property(length(600), tier, (seconds, targetResolution) => {
      expect(priceUpscale({ seconds: point(seconds), targetResolution }).credits).toEqual(point(upscaleCredits(targetResolution, seconds)));
    }),
  );
});

test("an image costs what the sandbox bills", () => {
  for (const resolution of ["1k", "2k", "4k"] as const) {
    for (const quality of ["medium", "high"] as const) expect(priceGptImage2({ resolution, quality }).credits).toEqual(point(imageCredits(resolution, quality)));
  }
});
