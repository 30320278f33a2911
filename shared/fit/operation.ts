import { z } from "zod";

const fraction = z.number().min(0).max(1);

/** A part of an upright picture, in fractions of its width and height from the top left. */
export const cropSchema = z
  .object({ x: fraction, y: fraction, width: z.number().gt(0).max(1), height: z.number().gt(0).max(1) })
  .refine(({ x, width }) => x + width <= 1.000_001, "reaches beyond the right edge")
  .refine(({ y, height }) => y + height <= 1.000_001, "reaches beyond the lower edge");
export type Crop = z.infer<typeof cropSchema>;

const colour = z.string().regex(/^#[0-9a-f]{6}$/, "must look like #1a2b3c");
const MEGABYTE = 1024 * 1024;

/**
 * How an image is changed before it is sent; what is left out stays as it is. Done in the order of the keys: cropped, padded to an aspect,
 * scaled, written in a format, pressed under a size. Nothing of it touches the file itself.
 */
export const imageFitSchema = z.object({
  crop: cropSchema.optional(),
  /** Bars of a colour until width / height is `aspect`. */
  pad: z.object({ aspect: z.number().min(0.05).max(20), colour: colour.default("#000000") }).optional(),
  /** Pixels of the shortest side: enlarged until it has at least so many. */
  minShortestSide: z.int().min(1).max(8192).optional(),
  /** Pixels of the longest side: made smaller until it has at most so many. */
  maxLongestSide: z.int().min(16).max(16_384).optional(),
  format: z.enum(["png", "jpeg", "webp"]).optional(),
  /** Bytes: written with less quality, then smaller, until it has at most so many. */
  maxBytes: z
    .int()
    .min(10_000)
    .max(200 * MEGABYTE)
    .optional(),
});
export type ImageFit = z.infer<typeof imageFitSchema>;

const seconds = z.number().min(0).max(36_000);

/** How a video is changed before it is sent: cut at key frames and without its sound, its pictures never encoded anew. */
export const videoFitSchema = z.object({
  /** Seconds from its beginning; the cut is at the key frame at or before it. */
  start: seconds.optional(),
  /** Seconds that are left at most. */
  seconds: z.number().min(0.1).max(36_000).optional(),
  mute: z.boolean().optional(),
  /** The container it is put into. */
  format: z.enum(["mp4", "mov", "webm"]).optional(),
  /** Bytes: cut off at its end until it has at most so many. */
  maxBytes: z
    .int()
    .min(100_000)
    .max(4096 * MEGABYTE)
    .optional(),
});
export type VideoFit = z.infer<typeof videoFitSchema>;

/** How a sound is cut before it is sent, at the packets of its codec. */
export const audioFitSchema = z.object({ start: seconds.optional(), seconds: z.number().min(0.1).max(36_000).optional() });
export type AudioFit = z.infer<typeof audioFitSchema>;

/** Which picture of a video: `first`, `last`, or the one shown at so many seconds. */
const frameAtSchema = z.union([z.enum(["first", "last"]), seconds]);
export type FrameAt = z.infer<typeof frameAtSchema>;

/** A change of a medium that this machine makes by itself, for nothing: the same operation on the same bytes is the same medium. */
export type Operation = { type: "image"; fit: ImageFit } | { type: "video"; fit: VideoFit } | { type: "audio"; fit: AudioFit } | { type: "frame"; at: FrameAt };

/** Whether it changes nothing at all. */
export function isIdle(fit: ImageFit | VideoFit | AudioFit): boolean {
  return Object.keys(told(fit)).length === 0;
}

/** The operation as one text, whatever order its keys were written in and whatever changes nothing: part of the identity of what it makes. */
export function operationText(operation: Operation): string {
  return operation.type === "frame" ? `frame(${operation.at})` : `${operation.type}${JSON.stringify(told(operation.fit))}`;
}

/** What of a fit changes something, its keys in code unit order. */
function told(fit: object): Record<string, unknown> {
  const kept = Object.entries(fit).filter(([key, value]) => value !== undefined && value !== false && !(key === "start" && value === 0) && !(key === "crop" && isWhole(value as Crop)));
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]: [string, unknown]) => [key, typeof value === "object" && value !== null ? sorted(value) : value]));
}

function sorted(part: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isWhole({ x, y, width, height }: Crop): boolean {
  return x === 0 && y === 0 && width === 1 && height === 1;
}
