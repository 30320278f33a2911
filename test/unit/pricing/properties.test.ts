import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { priceGptImage2, priceHappyhorse, priceSd2, priceUpscale, usdOf } from "../../../shared/pricing/index.ts";
import type { Interval } from "../../../shared/pricing/index.ts";

const length = (max: number) => fc.double({ min: 0, max, noNaN: true });
const interval = (max: number) => fc.tuple(length(max), length(max)).map(([a, b]): Interval => ({ min: Math.min(a, b), max: Math.max(a, b) }));
const tier = fc.constantFrom("1080p", "2k", "4k");
const sd2Base = fc.oneof(
  fc.record({ model: fc.constantFrom("sd2", "sd2-fast"), outputResolution: fc.constant("720p"), upscaleResolution: fc.option(tier) }),
  fc.constant({ model: "sd2", outputResolution: "1080p", upscaleResolution: null } as const),
);
const sd2Job = fc.record({ base: sd2Base, seconds: fc.integer({ min: 4, max: 15 }), references: fc.array(interval(15), { maxLength: 3 }) }).map(({ base, seconds, references }) => Object.assign({ seconds, references }, base));
const point = (value: number): Interval => ({ min: value, max: value });

describe("sd2", () => {
  test("the interval is well formed, whole and positive", () => {
    fc.assert(
      fc.property(sd2Job, (job) => {
        const { credits } = priceSd2(job);
        expect(credits.min).toBeGreaterThan(0);
        expect(credits.max).toBeGreaterThanOrEqual(credits.min);
        expect(Number.isInteger(credits.min) && Number.isInteger(credits.max)).toBe(true);
      }),
    );
  });

  test("durations that are points give a price that is a point, and every length within an interval costs within its price", () => {
    fc.assert(
      fc.property(sd2Job, fc.double({ min: 0, max: 1, noNaN: true }), (job, at) => {
        const inside = job.references.map(({ min, max }) => point(Math.min(max, min + (max - min) * at)));
        const exact = priceSd2({ ...job, references: inside }).credits;
        const bounds = priceSd2(job).credits;
        expect(exact.min).toBe(exact.max);
        expect(exact.min).toBeGreaterThanOrEqual(bounds.min);
        expect(exact.max).toBeLessThanOrEqual(bounds.max);
      }),
    );
  });

  test("longer output and longer references never cost less", () => {
    fc.assert(
      fc.property(sd2Job, length(10), (job, more) => {
        const base = priceSd2(job).credits;
        const longerOutput = priceSd2({ ...job, seconds: job.seconds + 1 }).credits;
        const longerReferences = priceSd2({ ...job, references: job.references.map(({ min, max }) => ({ min: min + more, max: max + more })) }).credits;
        for (const longer of [longerOutput, longerReferences]) {
          expect(longer.min).toBeGreaterThanOrEqual(base.min);
          expect(longer.max).toBeGreaterThanOrEqual(base.max);
        }
      }),
    );
  });

  test("references are billed by their sum of whole seconds: order and grouping do not matter", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 1, maxLength: 3 }), fc.integer({ min: 4, max: 15 }), (lengths, seconds) => {
        const job = { model: "sd2", seconds, outputResolution: "720p", upscaleResolution: null } as const;
        const each = priceSd2({ ...job, references: lengths.map(point) }).credits;
        const backwards = priceSd2({ ...job, references: lengths.toReversed().map(point) }).credits;
        const asOne = priceSd2({ ...job, references: [point(lengths.reduce((sum, one) => sum + one))] }).credits;
        expect(backwards).toEqual(each);
        expect(asOne).toEqual(each);
        const sum = lengths.reduce((total, one) => total + one);
        expect(each.min).toBe((seconds + Math.max(sum, Math.ceil((2 * seconds) / 3))) * 30);
      }),
    );
  });

  test("the add-on adds the same whatever the references", () => {
    fc.assert(
      fc.property(sd2Job, tier, (job, upscaleResolution) => {
        const without = { ...job, outputResolution: "720p", upscaleResolution: null } as const;
        const rate = { "1080p": 20, "2k": 30, "4k": 40 }[upscaleResolution];
        const plain = priceSd2(without).credits;
        const upscaled = priceSd2({ ...without, upscaleResolution }).credits;
        expect(upscaled).toEqual({ min: plain.min + job.seconds * rate, max: plain.max + job.seconds * rate });
      }),
    );
  });

  test("the formula ends with the price and, without references, computes to it", () => {
    fc.assert(
      fc.property(sd2Job, (job) => {
        const { credits, formula } = priceSd2(job);
        const [left = "", right] = formula.split(" = ");
        expect(right).toBe(credits.min === credits.max ? `${credits.min}` : `${credits.min}–${credits.max}`);
        if (job.references.length > 0) return;
        const sum = left.split(" + ").reduce((total, term) => total + term.split(" s × ").reduce((product, factor) => product * Number(factor), 1), 0);
        expect(sum).toBe(credits.min);
      }),
    );
  });
});

describe("the upscaler", () => {
  test("is monotone, never below 5 s, and a point for a point", () => {
    fc.assert(
      fc.property(interval(600), length(60), tier, (seconds, more, targetResolution) => {
        const rate = { "1080p": 25, "2k": 38, "4k": 50 }[targetResolution];
        const { credits } = priceUpscale({ seconds, targetResolution });
        const longer = priceUpscale({ seconds: { min: seconds.min + more, max: seconds.max + more }, targetResolution }).credits;
        const exact = priceUpscale({ seconds: point(seconds.max), targetResolution }).credits;
        expect(credits.min).toBeGreaterThanOrEqual(5 * rate);
        expect(credits.max).toBeGreaterThanOrEqual(credits.min);
        expect(longer.min).toBeGreaterThanOrEqual(credits.min);
        expect(longer.max).toBeGreaterThanOrEqual(credits.max);
        expect(exact).toEqual({ min: credits.max, max: credits.max });
      }),
    );
  });

  test("a quote for a clip that is not made yet holds whatever it probes at within its second", () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 15 }), fc.double({ min: 0, max: 1, noNaN: true }), tier, (seconds, excess, targetResolution) => {
        const quoted = priceUpscale({ seconds: { min: seconds, max: seconds + 1 }, targetResolution }).credits;
        const billed = priceUpscale({ seconds: point(seconds + excess), targetResolution }).credits;
        expect(billed.min).toBeGreaterThanOrEqual(quoted.min);
        expect(billed.max).toBeLessThanOrEqual(quoted.max);
      }),
    );
  });
});

test("happyhorse is a rate times seconds, and always a point", () => {
  fc.assert(
    fc.property(fc.integer({ min: 3, max: 15 }), fc.constantFrom("720p", "1080p"), (seconds, outputResolution) => {
      const { credits } = priceHappyhorse({ seconds, outputResolution });
      expect(credits.min).toBe(credits.max);
      expect(credits.min).toBe(seconds * (outputResolution === "720p" ? 32 : 60));
    }),
  );
});

test("a better image never costs less", () => {
  const prices = (["medium", "high"] as const).map((quality) => (["1k", "2k", "4k"] as const).map((resolution) => priceGptImage2({ resolution, quality }).credits.min));
  for (const row of prices) expect(row).toEqual(row.toSorted((a, b) => a - b));
  for (const [index, medium] of (prices[0] ?? []).entries()) expect(prices[1]?.[index]).toBeGreaterThan(medium);
});

test("dollars of a sum are the sum of the dollars", () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.nat(1_000_000), (a, b) => {
      const sum = usdOf(point(a + b)).min;
      expect(Math.round(sum * 1000)).toBe(Math.round(usdOf(point(a)).min * 1000) + Math.round(usdOf(point(b)).min * 1000));
    }),
  );
});
