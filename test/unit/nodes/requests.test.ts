import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { parseCreate, parseUpscale } from "../../../electron/sandbox/rules/requests.ts";
import type { Inputs } from "../../../shared/nodes/define.ts";
import type { MediaValue, Value } from "../../../shared/nodes/values.ts";
import { filled, media, task, text } from "./support.ts";

// Whatever is wired and set: what passes the rules is a body that the document allows, with a sound price. The schemas here are
// written from the document and know nothing of the kinds.

const address = z.string().regex(/^(https|asset):\/\//);
const https = z.string().regex(/^https:\/\//);
const asset = z.string().regex(/^asset:\/\//);
const seconds = (from: number) => z.string().refine((value) => /^\d+s$/.test(value) && Number.parseInt(value, 10) >= from && Number.parseInt(value, 10) <= 15);
const prompt = z.string().min(1);

const SD2 = z
  .strictObject({
    prompt: prompt.optional(),
    urls: z.array(address).min(1).max(9).optional(),
    videoUrls: z.array(asset).min(1).max(3).optional(),
    audioUrls: z.array(address).min(1).max(3).optional(),
    duration: seconds(4),
    resolution: z.enum(["720x720", "720x960", "960x720", "1280x720", "720x1280", "1280x540"]),
    outputResolution: z.literal("1080p").optional(),
    videoInputMode: z.enum(["keyframe", "reference"]).optional(),
    upscaleResolution: z.enum(["1080p", "2k", "4k"]).optional(),
  })
  .refine(({ urls = [], videoUrls = [], audioUrls = [] }) => urls.length + videoUrls.length + audioUrls.length <= 12, "at most 12")
  .refine(({ urls, videoUrls, audioUrls }) => !audioUrls || urls || videoUrls, "audio alone")
  .refine(({ urls, videoUrls, audioUrls, prompt }) => urls || videoUrls || audioUrls || prompt, "text to video without a prompt")
  .refine(({ videoInputMode, urls }) => videoInputMode !== "keyframe" || urls?.length === 2, "keyframe is two frames")
  .refine(({ videoInputMode, videoUrls, audioUrls }) => videoInputMode === "reference" || !(videoUrls ?? audioUrls), "references without their mode")
  .refine(({ videoInputMode, urls }) => videoInputMode || (urls ?? []).length <= 1, "several urls without a mode")
  .refine(({ outputResolution, upscaleResolution }) => !(outputResolution && upscaleResolution), "1080p and the add-on");

const BODIES = {
  generateSd2: z.discriminatedUnion("model", [
    z.strictObject({ model: z.literal("sd2"), inputs: SD2 }),
    z.strictObject({ model: z.literal("sd2-fast"), inputs: SD2.refine(({ outputResolution }) => !outputResolution, "sd2-fast at 1080p") }),
  ]),
  generateHappyhorse: z.strictObject({
    model: z.literal("happyhorse"),
    inputs: z
      .strictObject({
        prompt: prompt.optional(),
        urls: z.array(address).min(1).max(9).optional(),
        videoWorkflowTab: z.literal("multi-reference").optional(),
        duration: seconds(3),
        outputResolution: z.enum(["720p", "1080p"]),
        ratio: z.enum(["16:9", "9:16", "1:1", "4:3", "3:4"]).optional(),
        seed: z.int().min(0).max(2147483647).optional(),
      })
      .refine(({ urls, videoWorkflowTab }) => videoWorkflowTab || (urls ?? []).length <= 1, "several urls without the tab")
      .refine(({ urls, videoWorkflowTab }) => urls || !videoWorkflowTab, "the tab without urls")
      .refine(({ urls, videoWorkflowTab, ratio }) => (urls && !videoWorkflowTab ? !ratio : ratio), "ratio and first frame")
      .refine(({ urls, videoWorkflowTab, prompt }) => prompt ?? (urls && !videoWorkflowTab), "no prompt"),
  }),
  gptImage2: z.strictObject({
    model: z.literal("gpt-image-2"),
    inputs: z.strictObject({
      prompt,
      urls: z.array(https).min(1).max(10).optional(),
      quality: z.enum(["medium", "high"]),
      resolution: z.enum(["1k", "2k", "4k"]),
      aspectRatio: z.enum(["1:1", "16:9", "9:16", "4:3", "3:4"]),
      outputFormat: z.enum(["jpeg", "webp"]).optional(),
    }),
  }),
  upscaleVideo: z.strictObject({ source: z.strictObject({ type: z.literal("url"), url: https }), targetResolution: z.enum(["1080p", "2k", "4k"]) }),
} as const;

const PARAMS: Record<keyof typeof BODIES, fc.Arbitrary<Record<string, unknown>>> = {
  generateSd2: fc.record(
    {
      model: fc.constantFrom("sd2", "sd2-fast"),
      duration: fc.integer({ min: 4, max: 15 }),
      resolution: fc.constantFrom("720x720", "1280x540"),
      outputResolution: fc.constantFrom("720p", "1080p"),
      upscaleResolution: fc.constantFrom("none", null, "1080p", "2k", "4k"),
    },
    { requiredKeys: [] },
  ),
  generateHappyhorse: fc.record({ duration: fc.integer({ min: 3, max: 15 }), seed: fc.option(fc.integer({ min: 0, max: 2147483647 })), ratio: fc.constantFrom("1:1", "3:4") }, { requiredKeys: [] }),
  gptImage2: fc.record({ quality: fc.constantFrom("medium", "high"), resolution: fc.constantFrom("1k", "4k"), outputFormat: fc.constantFrom("png", "webp") }, { requiredKeys: [] }),
  upscaleVideo: fc.record({ targetResolution: fc.constantFrom("1080p", "2k", "4k") }, { requiredKeys: [] }),
};

function mediaOf(type: MediaValue["type"]): fc.Arbitrary<MediaValue> {
  const side = fc.option(fc.integer({ min: 200, max: 4000 }));
  return fc
    .record({
      address: fc.constantFrom("https://example.com/a", "https://example.com/b", "asset://asset-1"),
      review: fc.constantFrom("never", "always", "auto"),
      width: side,
      height: side,
      duration: fc.option(fc.integer({ min: 1, max: 16 }).map((min) => ({ min, max: min + 1 }))),
      origins: fc.constantFrom(["a"], ["b", "a"]),
    })
    .map(({ address: where, ...facts }) => media(type, where, facts));
}

function inputsOf(name: keyof typeof BODIES): fc.Arbitrary<Record<string, readonly Value[]>> {
  const kind = task(name);
  return fc.record(
    Object.fromEntries(
      kind.inputs({}).map((port) => {
        const value = port.type === "text" ? fc.constantFrom("words", " ", "@{a} words").map(text) : mediaOf(port.type as MediaValue["type"]);
        return [port.name, fc.array<Value>(value as fc.Arbitrary<Value>, { maxLength: port.max === 1 ? 1 : port.max + 1, size: "max" })];
      }),
    ),
    { requiredKeys: [] },
  ) as fc.Arbitrary<Record<string, readonly Value[]>>;
}

describe("what passes the rules is what the document allows", () => {
  test.each(Object.keys(BODIES) as (keyof typeof BODIES)[])("%s", (name) => {
    const kind = task(name);
    let accepted = 0;
    fc.assert(
      fc.property(PARAMS[name], inputsOf(name), (params, inputs) => {
        const context = { params: kind.params.parse(params), inputs: inputs as Inputs };
        const problems = kind.check(context);
        for (const problem of problems) {
          expect(problem.port ?? problem.param).toBeTruthy();
          expect(problem.fix).toBeTruthy();
        }
        if (problems.some(({ severity }) => severity === "error")) return;
        accepted += 1;
        const request = kind.request(context);
        const body = filled(request.body);
        expect(BODIES[name].safeParse(body).error?.issues ?? []).toEqual([]);
        expect(() => (request.service === "jobs" ? parseCreate(body) : parseUpscale(body))).not.toThrow();
        const { credits } = kind.price(context);
        expect(credits.min).toBeGreaterThan(0);
        expect(credits.max).toBeGreaterThanOrEqual(credits.min);
        const { latency } = kind.forecast(context);
        expect(latency.max).toBeGreaterThanOrEqual(latency.min);
      }),
      { numRuns: 400 },
    );
    expect(accepted).toBeGreaterThan(10);
  });
});
