import type { Crop, ImageFit, Operation, VideoFit } from "./operation.ts";

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
      return { format: operation.fit.format ?? before.format, bytes: null, width: before.width, height: before.height, duration: cutDuration(operation.fit, before.duration) };
    case "audio":
      return { format: before.format, bytes: null, width: null, height: null, duration: cutDuration(operation.fit, before.duration) };
  }
}

/** Formats that cannot be written here become png, which loses nothing. */
export function formatWritten(format: string | null): string | null {
  return format === null || format === "jpeg" || format === "webp" ? format : "png";
}

export interface PixelSize {
  width: number;
  height: number;
}

/** Width and height in whole pixels after cropping, padding and scaling; pressing under a size may make it smaller still. */
export function fittedSize(fit: ImageFit, whole: PixelSize): PixelSize {
  const size = paddedSize(fit, fit.crop ? croppedRect(fit.crop, whole) : whole);
  const short = Math.min(size.width, size.height);
  const enlarged = fit.minShortestSide !== undefined && short < fit.minShortestSide ? scaledSize(size, fit.minShortestSide / short) : size;
  const long = Math.max(enlarged.width, enlarged.height);
  return fit.maxLongestSide !== undefined && long > fit.maxLongestSide ? scaledSize(enlarged, fit.maxLongestSide / long) : enlarged;
}

/** The pixels that a crop keeps of a picture. */
export function croppedRect({ x, y, width, height }: Crop, whole: PixelSize): PixelSize & { left: number; top: number } {
  const kept = { width: Math.min(whole.width, pixels(whole.width * width)), height: Math.min(whole.height, pixels(whole.height * height)) };
  return { ...kept, left: Math.min(whole.width - kept.width, Math.round(whole.width * x)), top: Math.min(whole.height - kept.height, Math.round(whole.height * y)) };
}

/** The size with its bars; rounded so that the aspect is reached. */
export function paddedSize({ pad }: ImageFit, { width, height }: PixelSize): PixelSize {
  if (!pad) return { width, height };
  return width / height < pad.aspect ? { width: Math.max(width, Math.ceil(height * pad.aspect - TINY)), height } : { width, height: Math.max(height, Math.ceil(width / pad.aspect - TINY)) };
}

/** Rounded so that the picture never becomes longer for its width than it was: an aspect that is allowed stays so. */
export function scaledSize({ width, height }: PixelSize, factor: number): PixelSize {
  const long = Math.max(1, Math.floor(Math.max(width, height) * factor + TINY));
  const short = width === height ? long : Math.min(long, Math.max(1, Math.ceil(Math.min(width, height) * factor - TINY)));
  return width >= height ? { width: long, height: short } : { width: short, height: long };
}

/** What the arithmetic of fractions leaves. */
const TINY = 1e-6;

function pixels(length: number): number {
  return Math.max(1, Math.round(length));
}

/** Pictures that are decoded after the end of a cut and shown before it go with it: never more than this in what encoders make. */
const LOST_AT_THE_END_SECONDS = 0.5;

/** A cut begins at the key frame at or before `start`, and keeps at most what was asked for; how much exactly is not known before it is done. */
function cutDuration({ start = 0, seconds = Infinity, maxBytes }: Pick<VideoFit, "start" | "seconds" | "maxBytes">, before: Measures["duration"]): Measures["duration"] {
  if (before === null) return seconds === Infinity ? null : { min: 0, max: seconds };
  if (start === 0 && seconds >= before.max && maxBytes === undefined) return before;
  const least = maxBytes === undefined ? Math.min(before.min - start, seconds - LOST_AT_THE_END_SECONDS) : 0;
  return { min: Math.max(0, least), max: Math.min(seconds, before.max) };
}
