import { z } from "zod";

/** A number, or one written as text ("200"). Nothing else: "" and "12 credits" are errors. */
export const wireNumber = z.union(
  [z.number(), z.string().regex(/^-?\d{1,15}(\.\d{1,9})?$/).transform(Number)],
  { error: "must be a number" },
);

/** An id as text. Some services answer their ids as numbers: losing a paid task over that would be absurd. */
export const wireId = z.union([z.string().min(1).max(512), z.int().nonnegative().transform(String)], { error: "must be an id: a text that is not empty" });

export const wireText = z.string({ error: "must be a text" });

export const wireUrl = z.string({ error: "must be a URL" }).regex(/^https?:\/\/[^\s]+$/i, { error: "must be an http or https URL" });

/** Epoch milliseconds; the document has them as numbers (jobs) and as ISO dates (upscale), here each may be either. */
export const wireTime = z.union(
  [
    wireNumber,
    z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}T/)
      .transform((text) => Date.parse(text))
      .refine((time) => !Number.isNaN(time)),
  ],
  { error: "must be a time: epoch milliseconds or an ISO date" },
);
