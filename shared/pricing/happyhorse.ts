import type { Quote } from "./interval.ts";
import { HAPPYHORSE_RATES } from "./rates.ts";
import type { NativeTier } from "./rates.ts";

export interface HappyhorseJob {
  /** Seconds of output. */
  seconds: number;
  outputResolution: NativeTier;
}

/** The same per second in every mode; reference images are not billed. */
export function priceHappyhorse({ seconds, outputResolution }: HappyhorseJob): Quote {
  const rate = HAPPYHORSE_RATES[outputResolution];
  const credits = seconds * rate;
  return { credits: { min: credits, max: credits }, formula: `${seconds} s × ${rate} = ${credits}` };
}
