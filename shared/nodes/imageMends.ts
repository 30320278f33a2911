import { croppedRect } from "../fit/forecast.ts";
import type { Crop, ImageFit } from "../fit/operation.ts";
import type { Mend } from "../graph/problem.ts";
import type { ImageLimits } from "./imageRules.ts";
import type { MediaValue } from "./values.ts";

/** Bytes of a megabyte in its smaller reading: what is pressed under it is under the larger one, too. */
const MEGABYTE = 1_000_000;

/** What of an image is against the limits. */
export interface ImageFaults {
  format: boolean;
  bytes: boolean;
  small: boolean;
  aspect: boolean;
  animated: boolean;
}

/** Ways to make an image fit, each of which cures all of its faults, the mildest first. None where nothing is wrong, or nobody knows what hands it on. */
export function imageMends(image: MediaValue, faults: ImageFaults, limits: ImageLimits): Mend[] {
  const from = image.origins.at(-1);
  if (from === undefined || !Object.values(faults).some(Boolean)) return [];
  const rest = cure(image, faults, limits);
  const mend = (shape: ImageFit, words: readonly string[]): Mend => ({ label: sentence([...words, ...rest.words]), from, operation: { type: "image", fit: { ...shape, ...rest.fit } } });
  if (!faults.aspect || limits.aspect === null || image.width === null || image.height === null) return [mend({}, [])];
  const isWide = image.width > image.height;
  const aspect = isWide ? limits.aspect : 1 / limits.aspect;
  const ratio = ratioText(limits.aspect, isWide);
  return [mend({ crop: centred(image.width, image.height, limits.aspect) }, [`crop to ${ratio}`]), mend({ pad: { aspect, colour: "#000000" } }, [`pad to ${ratio}`])];
}

/** What is the same whichever way the aspect is mended, and its words. */
function cure(image: MediaValue, faults: ImageFaults, limits: ImageLimits): { fit: ImageFit; words: string[] } {
  const words: string[] = [];
  const fit: ImageFit = {};
  if (faults.animated && !faults.format) words.push("use its first picture");
  if (faults.small) words.push(`enlarge to ${limits.shortestSide} px`);
  const format = formatFor(image, faults);
  if (format) {
    fit.format = format;
    words.push(`save as ${format}`);
  }
  if (faults.bytes) words.push(`press under ${limits.megabytes} MB`);
  const isPressed = limits.megabytes !== null && (faults.bytes || mayBecomeLarge(image, limits.shortestSide, limits.megabytes * MEGABYTE));
  if (isPressed && limits.megabytes !== null) fit.maxBytes = limits.megabytes * MEGABYTE;
  // Pressed, it must not become too small.
  if (faults.small || isPressed) fit.minShortestSide = limits.shortestSide;
  return { fit, words };
}

/** The format to write it in; null where it stays as it is. What is pressed needs one that can be; photos are no matter for png. */
function formatFor({ format, details }: MediaValue, faults: ImageFaults): ImageFit["format"] | null {
  const clear = details?.alpha === true;
  if (faults.bytes && format !== "jpeg" && format !== "webp") return clear ? "webp" : "jpeg";
  if (!faults.format) return null;
  return (format === "heic" || format === "avif") && !clear ? "jpeg" : "png";
}

/** As png, at its worst, it may have more bytes than are taken. */
function mayBecomeLarge({ width, height }: MediaValue, shortestSide: number, bytes: number): boolean {
  if (width === null || height === null) return false;
  const factor = Math.max(1, shortestSide / Math.min(width, height));
  return width * height * factor * factor * 4 > bytes;
}

/** The largest part in the middle whose longer side is at most `most` times the shorter one. */
function centred(width: number, height: number, most: number): Crop {
  const long = Math.max(width, height);
  const kept = Math.max(1, Math.floor(Math.min(width, height) * most));
  const offset = Math.floor((long - kept) / 2) / long;
  const crop = width > height ? { x: offset, y: 0, width: kept / long, height: 1 } : { x: 0, y: offset, width: 1, height: kept / long };
  const found = croppedRect(crop, { width, height });
  if (Math.max(found.width, found.height) > Math.min(found.width, found.height) * most) throw new Error("a centred crop is longer than was asked for");
  return crop;
}

/** `5:2`, `1:3`. */
function ratioText(aspect: number, isWide: boolean): string {
  const by = Number.isInteger(aspect) ? 1 : 2;
  const [long, short] = [aspect * by, by];
  return isWide ? `${long}:${short}` : `${short}:${long}`;
}

function sentence(words: readonly string[]): string {
  const text = words.join(", ");
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
