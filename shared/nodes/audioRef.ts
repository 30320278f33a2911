import { z } from "zod";
import type { AudioFit } from "../fit/operation.ts";
import { defineNode } from "./define.ts";
import type { MediaChoice } from "./mediaNode.ts";
import { checkMedia, mediaValues } from "./mediaNode.ts";
import { audioFitParam, reviewParam, sourceParam } from "./mediaParams.ts";
import { audioOutput } from "./outputs.ts";

export const audioRef = defineNode({
  kind: "audioRef",
  role: "source",
  title: "Audio reference",
  description: "A sound from a file, a URL or an asset.",
  category: "sources",
  params: z.object({ source: sourceParam, fit: audioFitParam, review: reviewParam }),
  inputs: () => [],
  output: audioOutput,
  check: ({ params, media }) => checkMedia(choiceOf(params), media),
  values: ({ params, media, derived }) => mediaValues(choiceOf(params), media, derived),
});

function choiceOf({ source, fit, review }: Omit<MediaChoice, "operation"> & { fit: AudioFit }): MediaChoice {
  return { source, review, operation: { type: "audio", fit } };
}
