import { generateHappyhorse } from "./generateHappyhorse.ts";
import { generateSd2 } from "./generateSd2.ts";
import { gptImage2, IMAGE_LIMITS as GPT_IMAGE_2 } from "./gptImage2.ts";
import { IMAGE_LIMITS as HAPPYHORSE } from "./happyhorseRules.ts";
import type { ImageLimits } from "./imageRules.ts";
import { IMAGE_LIMITS as SEEDANCE_2 } from "./sd2Rules.ts";

const BY_KIND: ReadonlyMap<string, ImageLimits> = new Map([
  [generateSd2.kind, SEEDANCE_2],
  [generateHappyhorse.kind, HAPPYHORSE],
  [gptImage2.kind, GPT_IMAGE_2],
]);

/** What a kind of node takes as an image; undefined for those that take none, or any. */
export function imageLimitsOf(kind: string): ImageLimits | undefined {
  return BY_KIND.get(kind);
}
