import { z } from "zod";
import { defineNode } from "./define.ts";
import { checkMedia, mediaValues } from "./mediaNode.ts";
import { reviewParam, sourceParam } from "./mediaParams.ts";
import { audioOutput } from "./outputs.ts";

export const audioRef = defineNode({
  kind: "audioRef",
  role: "source",
  title: "Audio reference",
  description: "A sound from a file, a URL or an asset.",
  category: "sources",
  params: z.object({ source: sourceParam, review: reviewParam }),
  inputs: () => [],
  output: audioOutput,
  check: ({ params, media }) => checkMedia({ type: "audio", ...params }, media),
  values: ({ params, media }) => mediaValues({ type: "audio", ...params }, media),
});
