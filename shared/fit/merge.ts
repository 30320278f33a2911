import type { AudioFit, ImageFit, Operation, VideoFit } from "./operation.ts";

/** Both operations as one, the second done to what the first makes; null where one operation cannot say that. */
export function mergedOperation(first: Operation, second: Operation): Operation | null {
  if (first.type === "image" && second.type === "image") {
    const fit = mergedImage(first.fit, second.fit);
    return fit && { type: "image", fit };
  }
  if (first.type === "video" && second.type === "video") return { type: "video", fit: mergedVideo(first.fit, second.fit) };
  return first.type === "audio" && second.type === "audio" ? { type: "audio", fit: mergedCut(first.fit, second.fit) } : null;
}

function mergedImage(first: ImageFit, second: ImageFit): ImageFit | null {
  // A part of a padded picture holds some of its bars, and a picture is padded after it was cropped.
  if (first.pad && second.crop) return null;
  // Made smaller first, it would have been enlarged again: what is lost in between cannot be said in one.
  if (first.maxLongestSide !== undefined && second.minShortestSide !== undefined) return null;
  const { crop, pad, ...rest } = { ...first, ...second };
  const outer = first.crop ?? WHOLE;
  const inner = second.crop;
  return {
    ...(inner ? { crop: { x: outer.x + inner.x * outer.width, y: outer.y + inner.y * outer.height, width: inner.width * outer.width, height: inner.height * outer.height } } : crop && { crop }),
    ...(pad && { pad }),
    ...rest,
    ...most("minShortestSide", first, second),
    ...least("maxLongestSide", first, second),
    ...least("maxBytes", first, second),
  };
}

const WHOLE = { x: 0, y: 0, width: 1, height: 1 };

function mergedVideo(first: VideoFit, second: VideoFit): VideoFit {
  const muted = first.mute === true || second.mute === true;
  return { ...first, ...second, ...mergedCut(first, second), ...least("maxBytes", first, second), ...(muted ? { mute: true } : {}) };
}

function mergedCut(first: AudioFit, second: AudioFit): AudioFit {
  const start = (first.start ?? 0) + (second.start ?? 0);
  const left = first.seconds === undefined ? undefined : Math.max(0.1, first.seconds - (second.start ?? 0));
  const seconds = Math.min(left ?? Infinity, second.seconds ?? Infinity);
  return { ...(start > 0 ? { start } : {}), ...(seconds === Infinity ? {} : { seconds }) };
}

function least<Key extends string>(key: Key, first: Partial<Record<Key, number | undefined>>, second: Partial<Record<Key, number | undefined>>): Partial<Record<Key, number>> {
  return picked(key, Math.min, first, second);
}

function most<Key extends string>(key: Key, first: Partial<Record<Key, number | undefined>>, second: Partial<Record<Key, number | undefined>>): Partial<Record<Key, number>> {
  return picked(key, Math.max, first, second);
}

function picked<Key extends string>(key: Key, pick: (...of: number[]) => number, ...fits: Partial<Record<Key, number | undefined>>[]): Partial<Record<Key, number>> {
  const found = fits.flatMap((fit) => fit[key] ?? []);
  return found.length === 0 ? {} : ({ [key]: pick(...found) } as Partial<Record<Key, number>>);
}
