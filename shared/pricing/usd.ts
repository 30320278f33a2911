import type { Interval } from "./interval.ts";
import { CREDIT_USD } from "./rates.ts";

/** Dollars for an amount of credits, exact to a tenth of a cent (0.1 + 0.2 stays 0.3). */
export function usdOf({ min, max }: Interval): Interval {
  return { min: dollars(min), max: dollars(max) };
}

function dollars(credits: number): number {
  return Math.round(credits * CREDIT_USD * 1000) / 1000;
}
