import { describe, expect, test } from "vitest";
import { CREDIT_USD, priceGptImage2, priceHappyhorse, priceSd2, priceUpscale, usdOf } from "../../../shared/pricing/index.ts";

// Every figure here is copied from the API document by hand. None may be computed from the rate tables: a wrong rate must show.

const seconds = (value: number) => ({ min: value, max: value });
const point = (credits: number, formula: string) => ({ credits: { min: credits, max: credits }, formula });

describe("the document's table of sd2 rates, per second of output", () => {
  test.each([
    ["sd2", "720p", [], 200, "5 s × 40 = 200"],
    ["sd2", "720p", [5], 300, "(5 + 5) s × 30 = 300"],
    ["sd2", "1080p", [], 500, "5 s × 100 = 500"],
    ["sd2", "1080p", [5], 750, "(5 + 5) s × 75 = 750"],
    ["sd2-fast", "720p", [], 160, "5 s × 32 = 160"],
    ["sd2-fast", "720p", [5], 240, "(5 + 5) s × 24 = 240"],
  ] as const)("%s at %s with references %j costs %i", (model, outputResolution, references, credits, formula) => {
    const quote = priceSd2({ model, seconds: 5, outputResolution, upscaleResolution: null, references: references.map(seconds) });
    expect(quote).toEqual(point(credits, formula));
  });
});

describe("the document's credits per task (5 s of output)", () => {
  test.each([
    ["sd2", "720p", null, [10], 450],
    ["sd2", "1080p", null, [10], 1125],
    ["sd2", "720p", "2k", [], 350],
    ["sd2", "720p", "4k", [], 400],
    ["sd2-fast", "720p", null, [10], 360],
    ["sd2-fast", "720p", "2k", [], 310],
    ["sd2-fast", "720p", "4k", [], 360],
  ] as const)("%s %s, upscale %s, references %j: %i", (model, outputResolution, upscaleResolution, references, credits) => {
    const quote = priceSd2({ model, seconds: 5, outputResolution, upscaleResolution, references: references.map(seconds) });
    expect(quote.credits).toEqual({ min: credits, max: credits });
  });

  test("sd2-fast with the 1080p add-on is 260, the document's own example", () => {
    const quote = priceSd2({ model: "sd2-fast", seconds: 5, outputResolution: "720p", upscaleResolution: "1080p", references: [] });
    expect(quote).toEqual(point(260, "5 s × 32 + 5 s × 20 = 260"));
  });

  test("sd2 with the 1080p add-on is 300", () => {
    const quote = priceSd2({ model: "sd2", seconds: 5, outputResolution: "720p", upscaleResolution: "1080p", references: [] });
    expect(quote).toEqual(point(300, "5 s × 40 + 5 s × 20 = 300"));
  });
});

describe("reference videos are billed as the notes read the document", () => {
  test.each([
    [15, [2], 750, "(15 + 10 minimum) s × 30 = 750"],
    [5, [2], 270, "(5 + 4 minimum) s × 30 = 270"],
    [5, [4], 270, "(5 + 4) s × 30 = 270"],
    [5, [5.04], 330, "(5 + 6) s × 30 = 330"],
    [5, [1.2, 1.2, 1.2], 330, "(5 + 2 + 2 + 2) s × 30 = 330"],
    [6, [1, 1, 1], 300, "(6 + 4 minimum) s × 30 = 300"],
    [4, [15, 15, 15], 1470, "(4 + 15 + 15 + 15) s × 30 = 1470"],
  ] as const)("%i s of output with %j s of reference: %i", (output, references, credits, formula) => {
    const quote = priceSd2({ model: "sd2", seconds: output, outputResolution: "720p", upscaleResolution: null, references: references.map(seconds) });
    expect(quote).toEqual(point(credits, formula));
  });

  test("the add-on is billed on output seconds alone", () => {
    const quote = priceSd2({ model: "sd2", seconds: 5, outputResolution: "720p", upscaleResolution: "2k", references: [seconds(5)] });
    expect(quote).toEqual(point(450, "(5 + 5) s × 30 + 5 s × 30 = 450"));
  });

  test("a clip that is not made yet makes the price an interval", () => {
    const quote = priceSd2({ model: "sd2", seconds: 5, outputResolution: "720p", upscaleResolution: null, references: [{ min: 5, max: 6 }] });
    expect(quote).toEqual({ credits: { min: 300, max: 330 }, formula: "(5 + 5 to 6) s × 30 = 300–330" });
  });

  test("a reference of unknown length costs from the minimum to the longest that is accepted", () => {
    const quote = priceSd2({ model: "sd2", seconds: 5, outputResolution: "720p", upscaleResolution: null, references: [{ min: 0, max: 15 }] });
    expect(quote).toEqual({ credits: { min: 270, max: 600 }, formula: "(5 + 4 to 15) s × 30 = 270–600" });
  });

  test("a prober's rounding noise does not bill a second more", () => {
    const quote = priceSd2({ model: "sd2", seconds: 5, outputResolution: "720p", upscaleResolution: null, references: [seconds(5.000_000_1)] });
    expect(quote.credits).toEqual({ min: 300, max: 300 });
  });
});

describe("what is not sold has no price", () => {
  test("sd2-fast has no native 1080p", () => {
    expect(() => priceSd2({ model: "sd2-fast", seconds: 5, outputResolution: "1080p", upscaleResolution: null, references: [] })).toThrow("sd2-fast has no native 1080p");
  });

  test("native 1080p and the add-on exclude each other", () => {
    expect(() => priceSd2({ model: "sd2", seconds: 5, outputResolution: "1080p", upscaleResolution: "2k", references: [] })).toThrow("720p base");
  });

  test.each([Number.NaN, -1, Number.POSITIVE_INFINITY])("a length of %d s is refused, not priced", (value) => {
    expect(() => priceUpscale({ seconds: seconds(value), targetResolution: "4k" })).toThrow(RangeError);
  });
});

describe("the stand-alone upscaler", () => {
  test.each([
    ["1080p", 10, 250, "10 s × 25 = 250"],
    ["2k", 10, 380, "10 s × 38 = 380"],
    ["4k", 10, 500, "10 s × 50 = 500"],
    ["4k", 30, 1500, "30 s × 50 = 1500"],
    ["1080p", 3, 125, "5 s minimum × 25 = 125"],
    ["1080p", 5, 125, "5 s × 25 = 125"],
    ["1080p", 5.04, 150, "6 s × 25 = 150"],
    ["2k", 600, 22800, "600 s × 38 = 22800"],
  ] as const)("to %s, %d s: %i", (targetResolution, length, credits, formula) => {
    expect(priceUpscale({ seconds: seconds(length), targetResolution })).toEqual(point(credits, formula));
  });

  test("a clip that is not made yet: 5 to 6 s", () => {
    expect(priceUpscale({ seconds: { min: 5, max: 6 }, targetResolution: "1080p" })).toEqual({ credits: { min: 125, max: 150 }, formula: "5 to 6 s × 25 = 125–150" });
  });

  test("a clip of 4 to 5 s is billed as 5 s either way", () => {
    expect(priceUpscale({ seconds: { min: 4, max: 5 }, targetResolution: "1080p" })).toEqual(point(125, "5 s × 25 = 125"));
  });

  test("a source of unknown length costs up to the longest that is accepted", () => {
    expect(priceUpscale({ seconds: { min: 0, max: 600 }, targetResolution: "1080p" })).toEqual({ credits: { min: 125, max: 15000 }, formula: "5 to 600 s × 25 = 125–15000" });
  });
});

describe("happyhorse", () => {
  test.each([
    ["720p", 5, 160, "5 s × 32 = 160"],
    ["1080p", 5, 300, "5 s × 60 = 300"],
    ["720p", 15, 480, "15 s × 32 = 480"],
    ["1080p", 15, 900, "15 s × 60 = 900"],
  ] as const)("%s for %i s: %i", (outputResolution, length, credits, formula) => {
    expect(priceHappyhorse({ seconds: length, outputResolution })).toEqual(point(credits, formula));
  });
});

describe("gpt-image-2, per image", () => {
  test.each([
    ["1k", "medium", 15],
    ["1k", "high", 70],
    ["2k", "medium", 35],
    ["2k", "high", 125],
    ["4k", "medium", 60],
    ["4k", "high", 230],
  ] as const)("%s %s: %i", (resolution, quality, credits) => {
    expect(priceGptImage2({ resolution, quality })).toEqual(point(credits, `${resolution} ${quality} = ${credits}`));
  });
});

describe("the price of a credit", () => {
  test.each([
    [500, 125_000],
    [2000, 500_000],
  ])("both packs sell at it: $%i for %i credits", (dollars, credits) => {
    expect(CREDIT_USD).toBe(0.004);
    expect(usdOf({ min: credits, max: credits })).toEqual({ min: dollars, max: dollars });
  });

  test("dollars carry no floating noise", () => {
    expect(usdOf({ min: 35, max: 1527 })).toEqual({ min: 0.14, max: 6.108 });
  });
});
