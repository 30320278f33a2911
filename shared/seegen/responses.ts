import { z } from "zod";
import { wireId, wireNumber, wireText, wireTime, wireUrl } from "./fields.ts";

// Schemas of the answers as documented, tolerant: unknown fields are dropped, numbers may be texts. A field that a state of a task
// has no value for may be null or absent there (the document's own failed upscale leaves four out); a mistyped one is an error.

const object = { error: "must be a JSON object" };

/** createTask and upscale/create. Only the id counts: refusing an answer over another field would lose a paid task. */
export const createdSchema = z.object({ taskId: wireId }, object);

const outputSchema = z.object({ url: wireUrl, width: wireNumber.nullish(), height: wireNumber.nullish() }, object);
export type WireOutput = z.infer<typeof outputSchema>;

export const jobSchema = z.object(
  {
    taskId: wireId,
    model: wireText.nullish(),
    status: wireText,
    creditsUsed: wireNumber.nullish(),
    output: z.array(outputSchema, { error: "must be a list" }).nullish(),
    error: z.unknown().optional(),
    createTime: wireTime.nullish(),
    completeTime: wireTime.nullish(),
  },
  object,
);

const upscaleResultSchema = z.object(
  { url: wireUrl, probedDurationSeconds: wireNumber.nullish(), probedSourceResolution: wireText.nullish() },
  object,
);

export const upscaleSchema = z.object(
  {
    taskId: wireId,
    status: wireText,
    targetResolution: wireText.nullish(),
    creditsConsumed: wireNumber.nullish(),
    result: upscaleResultSchema.nullish(),
    error: z.unknown().optional(),
    createdAt: wireTime.nullish(),
    finishedAt: wireTime.nullish(),
  },
  object,
);

export const creditsSchema = z.object({ credits: wireNumber, availableCredits: wireNumber }, object);
/** `availableCredits` is what is not held by running tasks; what can be afforded is judged by it (note 11). */
export type Credits = z.infer<typeof creditsSchema>;

export const assetSchema = z.object(
  {
    assetId: wireId,
    volcAssetId: z.string().min(1, { error: "must be a text that is not empty" }),
    type: wireText.nullish(),
    status: wireText,
    failReason: wireText.nullish(),
    url: wireText.nullish(),
    name: wireText.nullish(),
    createdAt: wireTime.nullish(),
  },
  object,
);

export const assetListSchema = z.object({ items: z.array(z.unknown(), { error: "must be a list" }), nextCursor: wireNumber.nullish() }, object);
