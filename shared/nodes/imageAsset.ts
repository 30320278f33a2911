import { z } from "zod";
import { defineNode } from "./define.ts";
import { checkMedia, mediaValues } from "./mediaNode.ts";
import { reviewParam, sourceParam } from "./mediaParams.ts";
import { imageOutput } from "./outputs.ts";

export const imageAsset = defineNode({
  kind: "imageAsset",
  role: "source",
  title: "Image",
  description: "An image from a file, a URL or an asset.",
  category: "sources",
  params: z.object({ source: sourceParam, review: reviewParam }),
  inputs: () => [],
  output: imageOutput,
  check: ({ params, media }) => checkMedia({ type: "image", ...params }, media),
  values: ({ params, media }) => mediaValues({ type: "image", ...params }, media),
});
