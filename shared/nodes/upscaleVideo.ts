import { z } from "zod";
import type { Problem } from "../graph/problem.ts";
import { priceUpscale, UNKNOWN_UPSCALE_SECONDS } from "../pricing/index.ts";
import { roundedSeconds } from "./clipRules.ts";
import { defineNode } from "./define.ts";
import type { Inputs, PortSpec } from "./define.ts";
import { asUrl, mediaAt, nameOf, refuseAssets } from "./inputs.ts";
import { upscaleLatency } from "./latency.ts";
import { videoOutput } from "./outputs.ts";
import { SHORTEST_SIDE, withShortestSide } from "./pixels.ts";
import type { MediaValue } from "./values.ts";

const video: PortSpec = { name: "video", label: "Video", type: "video", max: 1, required: true };
const ports = [video];

const TARGETS = ["1080p", "2k", "4k"] as const;
type Target = (typeof TARGETS)[number];

const MAX_SECONDS = 600;
const MAX_MEGABYTES = 200;
const FORMATS: readonly string[] = ["mp4", "mov", "webm"];

export const upscaleVideo = defineNode({
  kind: "upscaleVideo",
  role: "task",
  makes: "video",
  title: "Upscale video",
  description: "Enlarges a finished video to 1080p, 2K or 4K.",
  category: "generate",
  params: z.object({
    targetResolution: z.enum(TARGETS).default("1080p").meta({ label: "Target" }),
  }),
  inputs: () => ports,
  output: videoOutput,

  check: ({ params, inputs }): Problem[] => {
    const [source] = mediaAt(inputs, "video");
    if (!source) return [{ severity: "error", port: "video", message: "There is no video to upscale.", fix: "Connect a video to Video." }];
    return [...refuseAssets(inputs, video, "The upscaler"), ...checkSource(source, params.targetResolution)];
  },

  price: ({ params, inputs }) =>
    priceUpscale({ seconds: secondsOf(inputs), targetResolution: params.targetResolution }),

  request: ({ params, inputs }) => {
    const [media] = mediaAt(inputs, "video");
    return {
      service: "upscale",
      model: "upscale",
      body: { ...(media ? { source: { type: "url", url: asUrl(media) } } : {}), targetResolution: params.targetResolution },
    };
  },

  forecast: ({ params, inputs }) => {
    const [source] = mediaAt(inputs, "video");
    const { width = null, height = null, duration = null } = source ?? {};
    const size = width === null || height === null ? { width: null, height: null } : withShortestSide({ width, height }, SHORTEST_SIDE[params.targetResolution]);
    return { ...size, duration, latency: upscaleLatency(secondsOf(inputs)) };
  },
});

function secondsOf(inputs: Inputs) {
  return mediaAt(inputs, "video")[0]?.duration ?? UNKNOWN_UPSCALE_SECONDS;
}

function checkSource(source: MediaValue, target: Target): Problem[] {
  const name = nameOf(source, video, 0);
  const problems: Problem[] = [];
  const refuse = (message: string, fix: string, place: { port: string } | { param: string } = { port: "video" }): void => {
    problems.push({ severity: "error", ...place, message: `${name} ${message}`, fix });
  };
  if (source.duration !== null && source.duration.min > MAX_SECONDS) {
    refuse(`has ${roundedSeconds(source.duration.min)} s; the upscaler takes at most ${MAX_SECONDS} s.`, "Cut it into shorter clips.");
  }
  if (source.bytes !== null && source.bytes > MAX_MEGABYTES * 1024 * 1024) {
    refuse(`has ${(source.bytes / (1024 * 1024)).toFixed(2)} MB; the upscaler takes at most ${MAX_MEGABYTES} MB.`, "Compress it, or cut it into shorter clips.");
  }
  if (source.format !== null && !FORMATS.includes(source.format)) {
    refuse(`is a ${source.format} file; the upscaler takes ${FORMATS.join(", ")}.`, "Convert it, for example to mp4.");
  }
  if (source.width !== null && source.height !== null) {
    const short = Math.min(source.width, source.height);
    if (short >= SHORTEST_SIDE[target]) {
      const higher = TARGETS.find((candidate) => SHORTEST_SIDE[candidate] > short);
      refuse(
        `is ${source.width}×${source.height}; the source must be smaller than the target ${target}.`,
        higher ? `Set targetResolution to ${higher}.` : "It needs no upscale: disconnect it.",
        { param: "targetResolution" },
      );
    }
  }
  return problems;
}
