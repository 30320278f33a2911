import { z } from "zod";
import type { ImageFit } from "../fit/operation.ts";
import { defineNode } from "./define.ts";
import type { MediaChoice } from "./mediaNode.ts";
import { checkMedia, mediaValues } from "./mediaNode.ts";
import { imageFitParam, reviewParam, sourceParam } from "./mediaParams.ts";
import { imageOutput } from "./outputs.ts";

export const imageAsset = defineNode({
  kind: "imageAsset",
  role: "source",
  title: "Image",
  description: "An image from a file, a URL or an asset.",
  category: "sources",
  params: z.object({ source: sourceParam, fit: imageFitParam, review: reviewParam }),
  inputs: () => [],
  output: imageOutput,
  check: ({ params, media }) => checkMedia(choiceOf(params), media),
  values: ({ params, media, derived }) => mediaValues(choiceOf(params), media, derived),
});

function choiceOf({ source, fit, review }: Omit<MediaChoice, "operation"> & { fit: ImageFit }): MediaChoice {
  return { source, review, operation: { type: "image", fit } };
}
