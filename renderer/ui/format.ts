import type { Range } from "../../shared/nodes/values.ts";
import { usdOf } from "../../shared/pricing/index.ts";

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
const dollars = new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** `47,825` */
export function numberText(value: number): string {
  return whole.format(value);
}

/** Credits as they are shown: `360`, or `360–385` where the price is an interval. */
export function creditText({ min, max }: Range): string {
  return min === max ? whole.format(min) : `${whole.format(min)}–${whole.format(max)}`;
}

/** What that many credits cost at the packs' rate: `$1.54`. Of an interval the upper end, as nobody minds paying less. */
export function dollarText(credits: Range): string {
  return `$${dollars.format(usdOf(credits).max)}`;
}

/** Seconds as a person says them: `40 s`, `1 to 3 min`, `about 2 min` is the caller's word. */
export function spanText({ min, max }: Range): string {
  if (max < 90) return min === max ? `${Math.round(min)} s` : `${Math.round(min)}–${Math.round(max)} s`;
  const [from, to] = [Math.max(1, Math.round(min / 60)), Math.round(max / 60)];
  return from === to ? `${from} min` : `${from}–${to} min`;
}

const KILO = 1024;

/** `820 kB`, `1.2 MB`, `14 MB` */
export function bytesText(bytes: number): string {
  if (bytes < 1000 * KILO) return `${whole.format(Math.max(1, Math.round(bytes / KILO)))} kB`;
  const [size, unit] = bytes < 1000 * KILO ** 2 ? [bytes / KILO ** 2, "MB"] : [bytes / KILO ** 3, "GB"];
  return `${size < 10 ? size.toFixed(1) : whole.format(Math.round(size))} ${unit}`;
}
