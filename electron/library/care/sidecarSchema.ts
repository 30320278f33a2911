import { z } from "zod";
import { mediaDetailsSchema, sha256Schema } from "../../../shared/graph/media.ts";
import type { Sidecar, SidecarTake } from "../sidecar.ts";

const figure = z.number().nullable();

const takeSchema = z.object({
  realm: z.string().min(1), key: z.string().min(1), ordinal: z.int().nonnegative(), service: z.string(), model: z.string(), taskId: z.string().nullable(),
  graph: z.object({ id: z.string(), name: z.string() }), node: z.string(), item: z.int(), run: z.string(), request: z.unknown(),
  origin: z.enum(["bundle", "adopted"]).exactOptional(), output: z.int().positive().exactOptional(), formula: z.string().exactOptional(), quoted: z.object({ min: z.number(), max: z.number() }), billed: figure, creditsRaw: figure,
  createdAt: z.int(), submittedAt: z.int().nullable(), completedAt: z.int().nullable(), storedAt: z.int().nullable(),
}) satisfies z.ZodType<SidecarTake>;

const factsSchema = z.object({
  sha256: sha256Schema, type: z.enum(["image", "video", "audio"]), format: z.string(), bytes: z.int().positive(),
  width: z.int().nullable(), height: z.int().nullable(), durationSeconds: figure, details: mediaDetailsSchema.exactOptional(),
});

/** A sidecar as strictly as an index needs it: it has lain on the disk for long, and anybody may have edited it. */
const sidecarSchema = z.object({ media: factsSchema, takes: z.array(takeSchema), imports: z.array(z.object({ name: z.string(), importedAt: z.int() })), derived: z.array(z.object({ identity: z.string().min(1), madeAt: z.int() })).exactOptional() });
export type CheckedSidecar = z.infer<typeof sidecarSchema>;

/** The sidecar of `sha256`, or what is wrong with it. */
export function checkSidecar(sidecar: Sidecar | null, sha256: string): CheckedSidecar | string {
  if (sidecar === null) return "it is no sidecar of Shotgraph, or a damaged one";
  const parsed = sidecarSchema.safeParse(sidecar);
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
  return parsed.data.media.sha256 === sha256 ? parsed.data : "it describes another file";
}
