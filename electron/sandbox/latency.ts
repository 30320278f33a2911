import type { Job } from "./jobs.ts";
import { between } from "./random.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** How long the real service takes for a task, in ms (note 32). `key` makes it the same for the same task. */
export function taskLatency(job: Job, videoSeconds: number, key: string): { readonly queued: number; readonly total: number } {
  const total = workOf(job, videoSeconds, key);
  return { queued: total * between(0.02, 0.1, key, "queued"), total };
}

function workOf(job: Job, videoSeconds: number, key: string): number {
  if (job.kind === "image") return between(20 * SECOND, 60 * SECOND, key);
  if (job.kind === "upscale") return Math.max(1, videoSeconds) * between(10 * SECOND, 30 * SECOND, key);
  const base = job.tier === "1080p" ? between(10 * MINUTE, 16 * MINUTE, key) : between(2 * MINUTE, 7 * MINUTE, key);
  const addon = job.addon === undefined ? 0 : job.seconds * between(10 * SECOND, 30 * SECOND, key, "addon");
  return base + addon;
}

/** How long a review takes, in ms. */
export function reviewLatency(key: string): number {
  return between(2 * SECOND, 6 * SECOND, key);
}
