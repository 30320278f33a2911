import { z } from "zod";
import type { MediaChoice } from "./mediaNode.ts";
import { defineNode } from "./define.ts";
import { checkMedia, mediaValues } from "./mediaNode.ts";
import { sourceParam } from "./mediaParams.ts";
import { videoOutput } from "./outputs.ts";

/** The service takes reference videos only as reviewed assets (notes 18), so there is nothing to choose. */
function choiceOf(source: MediaChoice["source"]): MediaChoice {
  return { type: "video", source, review: "always" };
}

export const videoRef = defineNode({
  kind: "videoRef",
  role: "source",
  title: "Video reference",
  description: "A video from a file, a URL or an asset. As a reference it is registered and reviewed first.",
  category: "sources",
  params: z.object({ source: sourceParam }),
  inputs: () => [],
  output: videoOutput,
  check: ({ params, media }) => checkMedia(choiceOf(params.source), media),
  values: ({ params, media }) => mediaValues(choiceOf(params.source), media),
});
