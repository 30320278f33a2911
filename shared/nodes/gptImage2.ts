import { z } from "zod";
import type { Problem } from "../graph/problem.ts";
import { priceGptImage2 } from "../pricing/index.ts";
import { checkChips, compileChips, countedTargets } from "./chips.ts";
import { defineNode } from "./define.ts";
import type { Inputs, PortSpec } from "./define.ts";
import { checkImages } from "./imageRules.ts";
import type { ImageLimits } from "./imageRules.ts";
import { asUrl, checkCount, mediaAt, promptMissing, promptPort, refuseAssets, textAt } from "./inputs.ts";
import { IMAGE_LATENCY } from "./latency.ts";
import { imageOutput } from "./outputs.ts";
import { parseSize, scaled } from "./pixels.ts";

const images: PortSpec = { name: "images", label: "Images", type: "image", max: 10 };
const ports = [promptPort, images];

export const IMAGE_LIMITS: ImageLimits = { model: "GPT Image 2", shortestSide: 256, aspect: 3, megabytes: 50, formats: ["jpeg", "png", "webp"] };

/** The document names no pixels. This is a guess at the longer side, good for aspect ratios and placeholders until the image is there. */
const LONGER_SIDE = { "1k": 1024, "2k": 2048, "4k": 3840 } as const;

/** The model's own documents name no syntax; plain words work. */
function chipTargets(inputs: Inputs) {
  return countedTargets(mediaAt(inputs, "images"), "image {n}");
}

export const gptImage2 = defineNode({
  kind: "gptImage2",
  role: "task",
  makes: "image",
  title: "GPT Image 2",
  description: "An image from a prompt, or an edit of up to 10 images.",
  category: "generate",
  params: z.object({
    quality: z.enum(["medium", "high"]).default("medium").meta({ label: "Quality" }),
    resolution: z.enum(["1k", "2k", "4k"]).default("2k").meta({ label: "Resolution" }),
    aspectRatio: z.enum(["1:1", "16:9", "9:16", "4:3", "3:4"]).default("1:1").meta({ label: "Aspect" }),
    outputFormat: z.enum(["png", "jpeg", "webp"]).default("png").meta({ label: "Format", advanced: true }),
  }),
  inputs: () => ports,
  output: imageOutput,

  check: ({ inputs }): Problem[] => {
    const text = textAt(inputs, "prompt");
    return [
      ...(text === null ? [promptMissing("every image")] : []),
      ...checkChips(text, () => chipTargets(inputs), ["Images"]),
      ...checkCount(inputs, images),
      ...refuseAssets(inputs, images, "GPT Image 2"),
      ...checkImages(inputs, images, IMAGE_LIMITS),
    ];
  },

  price: ({ params }) => priceGptImage2(params),

  request: ({ params, inputs }) => {
    const prompt = textAt(inputs, "prompt");
    // Always as URLs: assets are not documented for this model (notes 22), reviewed or not.
    const urls = mediaAt(inputs, "images").map(asUrl);
    return {
      service: "jobs",
      model: "gpt-image-2",
      body: {
        model: "gpt-image-2",
        inputs: {
          ...(urls.length > 0 ? { urls } : {}),
          ...(prompt === null ? {} : { prompt: compileChips(prompt, () => chipTargets(inputs)) }),
          quality: params.quality,
          resolution: params.resolution,
          aspectRatio: params.aspectRatio,
          ...(params.outputFormat === "png" ? {} : { outputFormat: params.outputFormat }),
        },
      },
    };
  },

  forecast: ({ params }) => {
    const aspect = parseSize(params.aspectRatio);
    const size = scaled(aspect, LONGER_SIDE[params.resolution] / Math.max(aspect.width, aspect.height));
    return { ...size, duration: null, latency: IMAGE_LATENCY };
  },
});
