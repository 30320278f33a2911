import { atBothEnds, billedSeconds, creditsText, secondsText } from "./interval.ts";
import type { Interval, Quote } from "./interval.ts";
import { ADD_ON_UPSCALE_RATES, SD2_RATES } from "./rates.ts";
import type { NativeTier, Sd2Model, UpscaleTier } from "./rates.ts";

/** Seconds of a reference video whose length is not known: longer than nothing, at most what the service takes. */
export const UNKNOWN_REFERENCE_SECONDS: Interval = { min: 0, max: 15 };

export interface Sd2Job {
  model: Sd2Model;
  /** Seconds of output. */
  seconds: number;
  outputResolution: NativeTier;
  /** The add-on, null for none. It is priced on a 720p base only. */
  upscaleResolution: UpscaleTier | null;
  /** Seconds of each reference video. */
  references: readonly Interval[];
}

/**
 * `(output + input) × rate`, and the add-on on output seconds alone.
 * Input is the sum of the references' whole seconds, at least ⌈2 × output / 3⌉ as soon as there is one (our reading: the minimum is of the sum).
 * @throws RangeError for what the service does not sell: sd2-fast at native 1080p, native 1080p with the add-on.
 */
export function priceSd2({ model, seconds, outputResolution, upscaleResolution, references }: Sd2Job): Quote {
  const rates = SD2_RATES[model][outputResolution];
  if (!rates) throw new RangeError(`${model} has no native ${outputResolution}.`);
  if (outputResolution === "1080p" && upscaleResolution) throw new RangeError("The add-on upscale is priced on a 720p base, not on native 1080p.");

  const rate = references.length === 0 ? rates.plain : rates.withVideo;
  const input = inputSeconds(references, seconds);
  const addOn = upscaleResolution ? ADD_ON_UPSCALE_RATES[upscaleResolution] : 0;
  const credits = atBothEnds(input.seconds, (inputSeconds) => (seconds + inputSeconds) * rate + seconds * addOn);

  const base = references.length === 0 ? `${seconds} s × ${rate}` : `(${seconds} + ${input.text}) s × ${rate}`;
  const extra = upscaleResolution ? ` + ${seconds} s × ${addOn}` : "";
  return { credits, formula: `${base}${extra} = ${creditsText(credits)}` };
}

/** The billed seconds of all references together, and how the formula writes them: `5 + 3`, `4 minimum`, `4 to 15`. */
function inputSeconds(references: readonly Interval[], outputSeconds: number): { seconds: Interval; text: string } {
  if (references.length === 0) return { seconds: { min: 0, max: 0 }, text: "" };
  const each = references.map((reference) => atBothEnds(reference, billedSeconds));
  const sum = each.reduce((total, one) => ({ min: total.min + one.min, max: total.max + one.max }));
  const minimum = Math.ceil((2 * outputSeconds) / 3);
  const seconds = atBothEnds(sum, (value) => Math.max(value, minimum));
  if (sum.max < minimum) return { seconds, text: `${minimum} minimum` };
  if (sum.min < minimum) return { seconds, text: secondsText(seconds) };
  return { seconds, text: each.map(secondsText).join(" + ") };
}
