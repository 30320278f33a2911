import { z } from "zod";

/** What a port may carry. `text` is a string, the others are media. */
const PORT_TYPES = ["text", "image", "video", "audio"] as const;
export type PortType = (typeof PORT_TYPES)[number];
export type MediaType = Exclude<PortType, "text">;

export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, "must be 64 lower-case hexadecimal digits (a sha256)");

/** Where a media value of a document comes from. A document never names a path: a local file lives in the library under its sha256. */
export const mediaSourceSchema = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("file"), sha256: sha256Schema, name: z.string().max(255), bytes: z.int().nonnegative() }),
  z.looseObject({ type: z.literal("url"), url: z.string().min(1).max(4096) }),
  z.looseObject({ type: z.literal("asset"), uri: z.string().regex(/^asset:\/\/[A-Za-z0-9._-]+$/, "must look like asset://asset-20260326-abc123") }),
]);
export type MediaSource = z.infer<typeof mediaSourceSchema>;

/** What more a file says of itself; each is left out where the format has no such thing or it could not be read. */
export const mediaDetailsSchema = z.object({
  /** EXIF orientation, 1 to 8. Width and height are those of the upright picture all the same. */
  orientation: z.int().min(1).max(8).optional(),
  /** It has transparent parts, or could have them. */
  alpha: z.boolean().optional(),
  /** More than one picture: of an animated image only the first is used. */
  animated: z.boolean().optional(),
  /** Pictures per second, on average. */
  frameRate: z.number().positive().optional(),
  videoCodec: z.string().max(64).optional(),
  audioCodec: z.string().max(64).optional(),
  /** Of a video: whether there is a sound track. */
  sound: z.boolean().optional(),
  /** Of what was cut here: the second of its original at which it begins. */
  begins: z.number().nonnegative().optional(),
});
export type MediaDetails = z.infer<typeof mediaDetailsSchema>;

/** What is known of a file's bytes, measured, never guessed. Durations in seconds, sizes in pixels and bytes. */
export interface MediaFacts {
  sha256: string;
  type: MediaType;
  /** Container or image format by its bytes: `png`, `jpeg`, `webp`, `bmp`, `gif`, `avif`, `heic`, `mp4`, `mov`, `webm`, `mp3`, `wav`, `m4a`. */
  format: string;
  bytes: number;
  width: number | null;
  height: number | null;
  durationSeconds: number | null;
  /** Absent for files that an older version measured. */
  details?: MediaDetails;
}
