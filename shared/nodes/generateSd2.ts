import { z } from "zod";
import { priceSd2, UNKNOWN_REFERENCE_SECONDS } from "../pricing/index.ts";
import { compileChips } from "./chips.ts";
import { defineNode } from "./define.ts";
import type { BodyPart } from "./define.ts";
import { durationParam, outputResolutionParam, secondsOnTheWire } from "./generateParams.ts";
import { asAsset, mediaAt, textAt, urlOrAsset } from "./inputs.ts";
import { generatedSeconds, upscaleLatency, VIDEO_LATENCY } from "./latency.ts";
import { videoOutput } from "./outputs.ts";
import { parseSize, SHORTEST_SIDE, withShortestSide } from "./pixels.ts";
import { modeOf, sd2ChipTargets, sd2Ports } from "./sd2Mode.ts";
import type { Sd2Mode } from "./sd2Mode.ts";
import { checkSd2 } from "./sd2Rules.ts";
import { SD2_RESOLUTIONS } from "./sd2Rules.ts";

/** Sent only where the service would not know by itself (notes 16). */
const INPUT_MODE: Partial<Record<Sd2Mode, string>> = { keyframe: "keyframe", reference: "reference" };

const UPSCALES = ["none", "1080p", "2k", "4k"] as const;

const ports = Object.values(sd2Ports);

export const generateSd2 = defineNode({
  kind: "generateSd2",
  role: "task",
  makes: "video",
  title: "Seedance 2",
  description: "Video from a prompt, from a first and a last frame, or from reference images, videos and audios.",
  category: "generate",
  params: z.object({
    model: z.enum(["sd2", "sd2-fast"]).default("sd2").meta({ label: "Model", description: "sd2: best quality; sd2-fast: cheaper, without native 1080p." }),
    duration: durationParam(4, 15),
    resolution: z.enum(SD2_RESOLUTIONS).default("1280x720").meta({ label: "Aspect", description: "Width × height at 720p." }),
    outputResolution: outputResolutionParam,
    upscaleResolution: z
      .enum(UPSCALES)
      .nullable()
      .default("none")
      .meta({ label: "Upscale", description: "Enlarges the 720p result as a part of the same task.", advanced: true }),
  }),
  inputs: () => ports,
  output: videoOutput,
  check: checkSd2,

  price: ({ params, inputs }) =>
    priceSd2({
      model: params.model,
      seconds: params.duration,
      outputResolution: params.outputResolution,
      upscaleResolution: addOnOf(params.upscaleResolution),
      references: mediaAt(inputs, "videos").map((video) => video.duration ?? UNKNOWN_REFERENCE_SECONDS),
    }),

  request: (context) => {
    const { params, inputs } = context;
    const prompt = textAt(inputs, "prompt");
    const images = [...mediaAt(inputs, "firstFrame"), ...mediaAt(inputs, "lastFrame"), ...mediaAt(inputs, "images")].map(urlOrAsset);
    const videos = mediaAt(inputs, "videos").map(asAsset);
    const audios = mediaAt(inputs, "audios").map(urlOrAsset);
    const inputMode = INPUT_MODE[modeOf(inputs)];
    const addOn = addOnOf(params.upscaleResolution);
    const body: Record<string, BodyPart> = {
      ...(prompt === null ? {} : { prompt: compileChips(prompt, () => sd2ChipTargets(context)) }),
      ...(images.length > 0 ? { urls: images } : {}),
      ...(videos.length > 0 ? { videoUrls: videos } : {}),
      ...(audios.length > 0 ? { audioUrls: audios } : {}),
      duration: secondsOnTheWire(params.duration),
      resolution: params.resolution,
      ...(params.outputResolution === "1080p" ? { outputResolution: "1080p" } : {}),
      ...(inputMode ? { videoInputMode: inputMode } : {}),
      ...(addOn ? { upscaleResolution: addOn } : {}),
    };
    return { service: "jobs", model: params.model, body: { model: params.model, inputs: body } };
  },

  forecast: ({ params }) => {
    const addOn = addOnOf(params.upscaleResolution);
    const base = VIDEO_LATENCY[params.outputResolution];
    const extra = addOn ? upscaleLatency({ min: params.duration, max: params.duration }) : { min: 0, max: 0 };
    // A resolution is named by its 720p size, though 1280x540 has a shorter shortest side: everything grows by the tier's factor.
    const factor = SHORTEST_SIDE[addOn ?? params.outputResolution] / SHORTEST_SIDE["720p"];
    const size = parseSize(params.resolution);
    return {
      ...withShortestSide(size, Math.min(size.width, size.height) * factor),
      duration: generatedSeconds(params.duration),
      latency: { min: base.min + extra.min, max: base.max + extra.max },
    };
  },
});

function addOnOf(upscale: (typeof UPSCALES)[number] | null) {
  return upscale === "none" ? null : upscale;
}
