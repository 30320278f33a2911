import type { VideoFit } from "../fit/operation.ts";
import type { Mend } from "../graph/problem.ts";
import type { MediaValue } from "./values.ts";

/** A cut of a clip as a mend; none where nobody knows what hands it on. `label`: what the button says. */
export function clipMend(clip: MediaValue, label: string, fit: VideoFit): Mend[] {
  const from = clip.origins.at(-1);
  if (from === undefined || clip.type === "image") return [];
  if (clip.type === "video") return [{ label, from, operation: { type: "video", fit } }];
  const { start, seconds } = fit;
  return [{ label, from, operation: { type: "audio", fit: { ...(start === undefined ? {} : { start }), ...(seconds === undefined ? {} : { seconds }) } } }];
}

export function trimMend(clip: MediaValue, seconds: number): Mend[] {
  return clipMend(clip, `Trim to ${seconds} s`, { seconds });
}
