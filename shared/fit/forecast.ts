import type { ImageFit, Operation } from "./operation.ts";

/** What is known of a medium before an operation, and foretold of it afterwards. Pixels, bytes, seconds; null where it is not known. */
export interface Measures {
  format: string | null;
  bytes: number | null;
  width: number | null;
  height: number | null;
  duration: { min: number; max: number } | null;
}

/** What an operation will make of a medium. Sizes of pictures are exact, those of files and cut clips are not known before it is done. */
export function forecastOf(operation: Operation, before: Measures): Measures {
  switch (operation.type) {
    case "image": {
      const { fit } = operation;
      const size = before.width === null || before.height === null ? null : fittedSize(fit, { width: before.width, height: before.height });
      return { format: fit.format ?? formatWritten(before.format), bytes: null, width: size?.width ?? null, height: size?.height ?? null, duration: null };
    }
    case "frame":
      return { format: "png", bytes: null, width: before.width, height: before.height, duration: null };
    case "video":
      return { ...before, format: operation.fit.format ?? before.format, bytes: null, duration: cutDuration(operation.fit, before.duration) };
    case "audio":
      return { ...before, bytes: null, duration: cutDuration(operation.fit, before.duration) };
  }
}

/** Formats that cannot be written here become png, which loses nothing. */
export function formatWritten(format: string | null): string | null {
  return format === null || format === "jpeg" || format === "webp" ? format : "png";
}

/** Width and height in whole pixels after cropping, padding and scaling; pressing under a size may make it smaller still. */
export function fittedSize(fit: ImageFit, size: { width: number; height: number }): { width: number; height: number } {
  let { width, height } = size;
  if (fit.crop) {
    width = pixels(width * fit.crop.width);
    height = pixels(height * fit.crop.height);
  }
  if (fit.pad) {
    const { aspect } = fit.pad;
    if (width / height < aspect) width = pixels(height * aspect);
    else height = pixels(width / aspect);
  }
  const short = Math.min(width, height);
  if (fit.minShortestSide !== undefined && short < fit.minShortestSide) [width, height] = byFactor(width, height, fit.minShortestSide / short);
  const long = Math.max(width, height);
  if (fit.maxLongestSide !== undefined && long > fit.maxLongestSide) [width, height] = byFactor(width, height, fit.maxLongestSide / long);
  return { width, height };
}

function byFactor(width: number, height: number, factor: number): [number, number] {
  return [pixels(width * factor), pixels(height * factor)];
}

function pixels(length: number): number {
  return Math.max(1, Math.round(length));
}

/** A cut at key frames keeps at most what was asked for, and how much less is not known before it is done. */
function cutDuration({ start = 0, seconds = Infinity }: { start?: number | undefined; seconds?: number | undefined }, before: Measures["duration"]): Measures["duration"] {
  if (before === null) return seconds === Infinity ? null : { min: 0, max: seconds };
  if (start === 0 && seconds >= before.max) return before;
  return { min: 0, max: Math.min(seconds, before.max) };
}
