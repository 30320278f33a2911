/** Seconds or credits known only within bounds; both ends are equal when the figure is fixed. */
export interface Interval {
  min: number;
  max: number;
}

/** The price of one task: what it costs in credits, and the arithmetic as text. */
export interface Quote {
  credits: Interval;
  /** `5 s × 40 = 200`, or with an interval `5 to 6 s × 25 = 125–150`. */
  formula: string;
}

/**
 * Whole seconds as the service bills them: rounded up, and a clip of any length is at least one.
 * The service measures with a prober that gives six decimals, so 5.0000001 s is still 5.
 * @throws RangeError when the duration is negative or no number: a nonsensical length must not become a price.
 */
export function billedSeconds(seconds: number): number {
  if (!Number.isFinite(seconds) || seconds < 0) throw new RangeError(`A duration must be a number of seconds from 0 up, not ${seconds}.`);
  return Math.max(1, Math.ceil(Math.round(seconds * 1e6) / 1e6));
}

/** Both ends of an interval through the same function, which must not fall where its argument grows. */
export function atBothEnds(interval: Interval, compute: (value: number) => number): Interval {
  return { min: compute(interval.min), max: compute(interval.max) };
}

/** `5`, or `5 to 6`. */
export function secondsText({ min, max }: Interval): string {
  return min === max ? `${min}` : `${min} to ${max}`;
}

/** `125`, or `125–150`. */
export function creditsText({ min, max }: Interval): string {
  return min === max ? `${min}` : `${min}–${max}`;
}
