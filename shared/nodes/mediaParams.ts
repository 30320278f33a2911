import { z } from "zod";
import { audioFitSchema, imageFitSchema, videoFitSchema } from "../fit/operation.ts";
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

const FIT = "How the file is changed on this machine before it is used; the file itself stays as it is.";

export const imageFitParam = imageFitSchema.default({}).meta({ label: "Fit", description: FIT });
export const videoFitParam = videoFitSchema.default({}).meta({ label: "Fit", description: FIT });
export const audioFitParam = audioFitSchema.default({}).meta({ label: "Fit", description: FIT });
