import { z } from "zod";
import { mediaSourceSchema } from "../graph/media.ts";
import type { Review } from "./values.ts";

export const sourceParam = mediaSourceSchema
  .nullable()
  .default(null)
  .meta({ label: "Source", description: "A file of the library, a URL or an asset of the service; null while nothing is chosen." });

const REVIEWS = ["never", "always", "auto"] as const satisfies readonly Review[];

export const reviewParam = z.enum(REVIEWS).default("auto").meta({
  label: "Review",
  description: "always: registered with the service and reviewed before use, which pictures of real people need; never and auto: sent as a URL.",
  advanced: true,
});
