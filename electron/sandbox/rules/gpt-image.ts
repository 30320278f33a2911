import { z } from "zod";
import type { ImageJob } from "../jobs.ts";
import { invalid } from "../refusal.ts";
import { atMost, requirePrompt, sourceList } from "./fields.ts";
import { parseStrictly } from "./parse.ts";

const inputsSchema = z.strictObject({
  prompt: z.string().optional(),
  urls: sourceList.optional(),
  quality: z.enum(["medium", "high"]).default("medium"),
  resolution: z.enum(["1k", "2k", "4k"]).default("2k"),
  aspectRatio: z.enum(["1:1", "16:9", "9:16", "4:3", "3:4"]).default("1:1"),
  outputFormat: z.enum(["png", "jpeg", "webp"]).default("png"),
});

/** Reads the `inputs` of gpt-image-2; throws a 400 that names the field. */
export function parseGptImage(value: unknown): ImageJob {
  const inputs = parseStrictly(inputsSchema, value, "inputs");
  const images = inputs.urls ?? [];
  atMost("inputs.urls", images, 10);
  for (const [index, url] of images.entries()) {
    // Note 22: assets are documented for the video models only.
    if (url.startsWith("asset://")) throw invalid(`inputs.urls[${index}]`, "gpt-image-2 takes https URLs, not asset:// URIs");
  }
  return {
    kind: "image",
    model: "gpt-image-2",
    prompt: requirePrompt(inputs.prompt, "gpt-image-2 has no mode without one"),
    quality: inputs.quality,
    resolution: inputs.resolution,
    aspectRatio: inputs.aspectRatio,
    format: inputs.outputFormat,
    images,
  };
}
