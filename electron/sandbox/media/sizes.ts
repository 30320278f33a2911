import type { ImageJob, Size, VideoJob } from "../jobs.ts";
import type { UpscaleTarget } from "../pricing.ts";

/** Video encoders want even sides. */
function even(value: number): number {
  return Math.max(2, Math.round(value / 2) * 2);
}

const DEFAULT_ASPECT: Size = { width: 1280, height: 720 };
const TIER_FACTOR: Readonly<Record<string, number>> = { "720p": 1, "1080p": 1.5, "2k": 2, "4k": 3 };

/** The shortest side of each target; a 2560 × 1440 picture is "2k", a 3840 × 2160 one is "4k". */
const TARGET_SHORT_SIDE: Readonly<Record<UpscaleTarget, number>> = { "1080p": 1080, "2k": 1440, "4k": 2160 };

const LONG_SIDE = { "1k": 1024, "2k": 2048, "4k": 3840 } as const;
/** A square of 3840 would be 14.7 megapixels; image services cap the area, here at that of a 16:9 4K picture. */
const LARGEST_SQUARE = 2880;

/** The 720p size with the aspect of a frame: its shortest side becomes 720, extremes are cut at 2.5:1. */
function sizeOfFrame(frame: Size): Size {
  const aspect = Math.max(0.4, Math.min(2.5, frame.width / frame.height));
  return aspect >= 1 ? { width: 720 * aspect, height: 720 } : { width: 720, height: 720 / aspect };
}

/** The size of a generated video; `frame` is the first image where the aspect is taken from it. */
export function videoSize(job: VideoJob, frame: Size | null): Size {
  const fromFrame = frame !== null && (job.mode === "firstFrame" || job.mode === "keyframe") ? sizeOfFrame(frame) : null;
  const base = job.aspect ?? fromFrame ?? DEFAULT_ASPECT;
  const factor = TIER_FACTOR[job.addon ?? job.tier] ?? 1;
  return { width: even(base.width * factor), height: even(base.height * factor) };
}

/** The size of a generated image. */
export function imageSizeOf(job: ImageJob): Size {
  const [across = 1, down = 1] = job.aspectRatio.split(":").map(Number);
  const long = across === down ? Math.min(LONG_SIDE[job.resolution], LARGEST_SQUARE) : LONG_SIDE[job.resolution];
  const longest = Math.max(across, down);
  return { width: even((long * across) / longest), height: even((long * down) / longest) };
}

/** Whether a source is smaller than an upscale target, by its shortest side. */
export function isBelowTarget(source: Size, target: UpscaleTarget): boolean {
  return Math.min(source.width, source.height) < TARGET_SHORT_SIDE[target];
}

/** The size of an upscaled video: the source's aspect, the target's shortest side. */
export function upscaledSize(source: Size, target: UpscaleTarget): Size {
  const factor = TARGET_SHORT_SIDE[target] / Math.min(source.width, source.height);
  return { width: even(source.width * factor), height: even(source.height * factor) };
}
