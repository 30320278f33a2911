import { atBothEnds, billedSeconds, creditsText, secondsText } from "./interval.ts";
import type { Interval, Quote } from "./interval.ts";
import { UPSCALE_MINIMUM_SECONDS, UPSCALE_RATES } from "./rates.ts";
import type { UpscaleTier } from "./rates.ts";

/** Seconds of a source whose length is not known: at most what the service takes. */
export const UNKNOWN_UPSCALE_SECONDS: Interval = { min: 0, max: 600 };

export interface UpscaleJob {
  /** Seconds of the source video. */
  seconds: Interval;
  targetResolution: UpscaleTier;
}

/**
 * The stand-alone upscaler: `max(5, ⌈seconds⌉) × rate` (our reading of "billable second; 5s minimum").
 * The document's own example bills less than its table; the table is what we quote.
 */
export function priceUpscale({ seconds, targetResolution }: UpscaleJob): Quote {
  const rate = UPSCALE_RATES[targetResolution];
  const whole = atBothEnds(seconds, billedSeconds);
  const billed = atBothEnds(whole, (value) => Math.max(value, UPSCALE_MINIMUM_SECONDS));
  const credits = atBothEnds(billed, (value) => value * rate);
  const minimum = whole.max < UPSCALE_MINIMUM_SECONDS ? " minimum" : "";
  return { credits, formula: `${secondsText(billed)} s${minimum} × ${rate} = ${creditsText(credits)}` };
}
