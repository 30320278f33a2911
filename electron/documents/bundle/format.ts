import { z } from "zod";
import { sha256Schema } from "../../../shared/graph/media.ts";

export const BUNDLE_FORMAT = "shotgraph-bundle";
export const BUNDLE_VERSION = 1;

const MIB = 1024 * 1024;

/** Caps on what a bundle may hold: it is a stranger's file. */
export const BUNDLE_LIMITS = {
  entries: 20_000,
  manifestBytes: 8 * MIB,
  takesBytes: 64 * MIB,
  takes: 100_000,
  /** Honest JSON is made smaller by a factor of ten or twenty; what is written here never passes this one. */
  ratio: 100,
  /** Below this no ratio is a bomb. */
  smallBytes: MIB,
} as const;

/** Why a bundle is not opened or written, in plain English. */
export class BundleError extends Error {
  override readonly name = "BundleError";
  /** `tooNew`: made by a newer Shotgraph; `exists`: there is a file of that name already. */
  readonly code: "refused" | "tooNew" | "exists";

  constructor(message: string, code: BundleError["code"] = "refused", options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const figure = z.number().min(0).max(1e12);
const time = z.int().min(0);

const entrySchema = z.object({
  sha256: sha256Schema,
  /** As its entry is called after the dot. */
  extension: z.string().regex(/^[a-z0-9]{2,5}$/),
  bytes: z.int().positive(),
  type: z.enum(["image", "video", "audio"]),
  format: z.string().max(20),
  width: z.int().nullable(),
  height: z.int().nullable(),
  durationSeconds: z.number().nonnegative().nullable(),
});

/** `manifest.json`, the first entry: enough to show what is inside without reading the media. What it says of media is measured anew when they are taken in. */
export const manifestSchema = z.object({
  format: z.literal(BUNDLE_FORMAT),
  version: z.literal(BUNDLE_VERSION),
  /** The version of Shotgraph that wrote it. */
  madeBy: z.string().max(100),
  graph: z.object({ id: z.string().min(1).max(200), name: z.string().max(500) }),
  media: z.array(entrySchema).max(BUNDLE_LIMITS.entries),
  takes: z.int().nonnegative(),
});
export type Manifest = z.infer<typeof manifestSchema>;
export type BundleMedia = z.infer<typeof entrySchema>;

/** No account, no task, no address of the service: what is needed to answer for a request, and what it was. */
const takeSchema = z.strictObject({
  key: sha256Schema,
  service: z.enum(["jobs", "upscale"]),
  model: z.string().max(200),
  mediaType: z.enum(["image", "video", "audio"]),
  node: z.string().min(1).max(200),
  item: z.int().nonnegative(),
  request: z.unknown(),
  quoted: z.object({ min: figure, max: figure }),
  formula: z.string().max(2_000).nullable(),
  billed: figure.nullable(),
  createdAt: time,
  completedAt: time,
  sha256: sha256Schema,
});
export type BundleTake = z.infer<typeof takeSchema>;

/** `takes.json`. */
export const takesSchema = z.strictObject({
  /** `local` for takes of a sandbox, else the host of the service: takes answer nowhere else. */
  realm: z.string().regex(/^[a-z0-9.:[\]-]{1,253}$/),
  takes: z.array(takeSchema).max(BUNDLE_LIMITS.takes),
});

export function mediaName({ sha256, extension }: Pick<BundleMedia, "sha256" | "extension">): string {
  return `media/${sha256}.${extension}`;
}
