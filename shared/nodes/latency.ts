import type { Range } from "./values.ts";

/** Typical seconds until a task is done (notes 32). Something to show while waiting: a slower task is not a failed one. */
export const IMAGE_LATENCY: Range = { min: 20, max: 60 };

export const VIDEO_LATENCY = {
  "720p": { min: 120, max: 420 },
  "1080p": { min: 600, max: 1200 },
} as const satisfies Record<string, Range>;

/** 10 to 30 s for each second of video. */
export function upscaleLatency(seconds: Range): Range {
  return { min: Math.max(10, seconds.min * 10), max: Math.max(30, seconds.max * 30) };
}

/** A generated "5 s" clip may probe at a little over 5 (notes 5). */
export function generatedSeconds(seconds: number): Range {
  return { min: seconds, max: seconds + 1 };
}
