import { z } from "zod";
import type { VideoFit } from "../fit/operation.ts";
import type { Problem } from "../graph/problem.ts";
import { priceUpscale, UNKNOWN_UPSCALE_SECONDS } from "../pricing/index.ts";
import { clipMend } from "./clipMends.ts";
import { roundedSeconds } from "./clipRules.ts";
import { defineNode } from "./define.ts";
import type { Inputs, PortSpec } from "./define.ts";
import { megabytesText } from "./imageRules.ts";
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
  const { duration, bytes, format } = source;
  const problems: Problem[] = [];
  const refuse = (message: string, fix: string): void => {
    problems.push({ severity: "error", port: "video", message: `${name} ${message}`, fix });
  };
  const cut: VideoFit = {};
  const words: string[] = [];
  if (duration !== null && duration.min > MAX_SECONDS) {
    refuse(`has ${roundedSeconds(duration.min)} s; the upscaler takes at most ${MAX_SECONDS} s.`, "Cut it into shorter clips.");
    cut.seconds = MAX_SECONDS;
    words.push(`trim to ${MAX_SECONDS} s`);
  }
  if (bytes !== null && bytes > MAX_MEGABYTES * 1024 * 1024) {
    refuse(`has ${megabytesText(bytes)} MB; the upscaler takes at most ${MAX_MEGABYTES} MB.`, "Compress it, or cut it into shorter clips.");
    cut.maxBytes = MAX_MEGABYTES * 1_000_000;
    words.push(`trim to ${MAX_MEGABYTES} MB`);
  }
  if (format !== null && !FORMATS.includes(format)) {
    refuse(`is a ${format} file; the upscaler takes ${FORMATS.join(", ")}.`, "Convert it, for example to mp4.");
    cut.format = "mp4";
    words.push("put into mp4");
  }
  const text = words.join(", ");
  // One cut mends all that can be mended by one.
  const mends = clipMend(source, `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`, cut);
  return [...(mends.length > 0 ? problems.map((problem) => ({ ...problem, mends })) : problems), ...checkSize(source, name, target)];
}

function checkSize({ width, height }: MediaValue, name: string, target: Target): Problem[] {
  if (width === null || height === null) return [];
  const short = Math.min(width, height);
  if (short < SHORTEST_SIDE[target]) return [];
  const higher = TARGETS.find((candidate) => SHORTEST_SIDE[candidate] > short);
  const fix = higher ? `Set targetResolution to ${higher}.` : "It needs no upscale: disconnect it.";
  return [{ severity: "error", param: "targetResolution", message: `${name} is ${width}×${height}; the source must be smaller than the target ${target}.`, fix }];
}
