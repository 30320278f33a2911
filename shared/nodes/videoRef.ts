import { z } from "zod";
import type { VideoFit } from "../fit/operation.ts";
import { defineNode } from "./define.ts";
import type { MediaChoice } from "./mediaNode.ts";
import { checkMedia, mediaValues } from "./mediaNode.ts";
import { sourceParam, videoFitParam } from "./mediaParams.ts";
import { videoOutput } from "./outputs.ts";

/** The service takes reference videos only as reviewed assets (notes 18), so there is nothing to choose. */
function choiceOf({ source, fit }: { source: MediaChoice["source"]; fit: VideoFit }): MediaChoice {
  return { source, review: "always", operation: { type: "video", fit } };
}

export const videoRef = defineNode({
  kind: "videoRef",
  role: "source",
  title: "Video reference",
  description: "A video from a file, a URL or an asset. As a reference it is registered and reviewed first.",
  category: "sources",
  params: z.object({ source: sourceParam, fit: videoFitParam }),
  inputs: () => [],
  output: videoOutput,
  check: ({ params, media }) => checkMedia(choiceOf(params), media),
  values: ({ params, media, derived }) => mediaValues(choiceOf(params), media, derived),
});
