import type { Quote } from "./interval.ts";
import { GPT_IMAGE_2_RATES } from "./rates.ts";
import type { ImageQuality, ImageTier } from "./rates.ts";

export interface GptImage2Job {
  resolution: ImageTier;
  quality: ImageQuality;
}

/** One image; N variants are N tasks. Input images are not billed. */
export function priceGptImage2({ resolution, quality }: GptImage2Job): Quote {
  const credits = GPT_IMAGE_2_RATES[resolution][quality];
  return { credits: { min: credits, max: credits }, formula: `${resolution} ${quality} = ${credits}` };
}
