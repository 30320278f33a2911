import { describe, expect, test } from "vitest";
import { billedInputSeconds, imageCredits, upscaleCredits, videoCredits, type ImageQuality, type ImageTier, type UpscaleTarget, type VideoPriceInput } from "../../../electron/sandbox/pricing.ts";

type Row = readonly [says: string, input: VideoPriceInput, credits: number];

const sd2 = { model: "sd2", tier: "720p", seconds: 5 } as const;
const fast = { model: "sd2-fast", tier: "720p", seconds: 5 } as const;
const horse = { model: "happyhorse", tier: "720p", seconds: 5 } as const;

const ROWS: readonly Row[] = [
  // Credits per task (5 s output), every row of the document.
  ["sd2 720p", sd2, 200],
  ["sd2-fast 720p", fast, 160],
  ["sd2 720p + 5 s reference", { ...sd2, videoSeconds: [5] }, 300],
  ["sd2-fast 720p + 5 s reference", { ...fast, videoSeconds: [5] }, 240],
  ["sd2 720p + 10 s reference", { ...sd2, videoSeconds: [10] }, 450],
  ["sd2-fast 720p + 10 s reference", { ...fast, videoSeconds: [10] }, 360],
  ["sd2 1080p", { ...sd2, tier: "1080p" }, 500],
  ["sd2 1080p + 5 s reference", { ...sd2, tier: "1080p", videoSeconds: [5] }, 750],
  ["sd2 1080p + 10 s reference", { ...sd2, tier: "1080p", videoSeconds: [10] }, 1125],
  ["sd2 720p + 2K", { ...sd2, addon: "2k" }, 350],
  ["sd2-fast 720p + 2K", { ...fast, addon: "2k" }, 310],
  ["sd2 720p + 4K", { ...sd2, addon: "4k" }, 400],
  ["sd2-fast 720p + 4K", { ...fast, addon: "4k" }, 360],
  // Worked examples.
  ["sd2-fast + 1080p add-on", { ...fast, addon: "1080p" }, 260],
  ["note 4: 15 s + a 2 s reference", { ...sd2, seconds: 15, videoSeconds: [2] }, 750],
  ["note 4: 5 s + a 2 s reference", { ...sd2, videoSeconds: [2] }, 270],
  ["note 5: a 5.04 s reference bills 6 s", { ...sd2, videoSeconds: [5.04] }, 330],
  ["each reference is rounded up by itself", { ...sd2, videoSeconds: [2.1, 3.2] }, (5 + 3 + 4) * 30],
  ["note 6: the add-on knows no input seconds", { ...sd2, videoSeconds: [5], addon: "1080p" }, 300 + 100],
  // HappyHorse.
  ["happyhorse 720p 5 s", horse, 160],
  ["happyhorse 1080p 5 s", { ...horse, tier: "1080p" }, 300],
  ["happyhorse 720p 15 s", { ...horse, seconds: 15 }, 480],
  ["happyhorse 1080p 15 s", { ...horse, seconds: 15, tier: "1080p" }, 900],
];

describe("the sandbox bills what the document says", () => {
  test.each(ROWS)("%s", (_says, input, credits) => {
    expect(videoCredits(input)).toBe(credits);
  });

  const images: readonly [ImageTier, ImageQuality, number][] = [
    ["1k", "medium", 15], ["1k", "high", 70], ["2k", "medium", 35], ["2k", "high", 125], ["4k", "medium", 60], ["4k", "high", 230],
  ];
  test.each(images)("gpt-image-2 %s %s", (tier, quality, credits) => {
    expect(imageCredits(tier, quality)).toBe(credits);
  });

  const upscales: readonly [UpscaleTarget, number, number][] = [
    ["1080p", 5, 125], ["2k", 5, 190], ["4k", 5, 250], ["4k", 30, 1500], ["1080p", 2, 125], ["2k", 5.2, 228], ["4k", 600, 30_000], ["1080p", 0, 125],
  ];
  test.each(upscales)("upscale to %s of %f s", (target, seconds, credits) => {
    expect(upscaleCredits(target, seconds)).toBe(credits);
  });

  test("a measurement's last digits never cost a second", () => {
    expect(billedInputSeconds([5.0000001], 5)).toBe(5);
    expect(billedInputSeconds([5.001], 5)).toBe(6);
  });

  test("sd2-fast has no native 1080p price", () => {
    expect(() => videoCredits({ ...fast, tier: "1080p" })).toThrow("sd2-fast at native 1080p");
  });
});
