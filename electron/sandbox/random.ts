import { createHash } from "node:crypto";

/** The sha256 of the parts, in hex. Parts are length-prefixed, so that ("ab","c") and ("a","bc") differ. */
export function digest(...parts: readonly (string | number)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) {
    const text = String(part);
    hash.update(`${text.length}:${text}`);
  }
  return hash.digest("hex");
}

/** A number in [0, 1) that depends on the parts alone: the only randomness of the sandbox. */
export function chance(...parts: readonly (string | number)[]): number {
  return Number.parseInt(digest(...parts).slice(0, 12), 16) / 2 ** 48;
}

/** A number in [low, high) that depends on the parts alone. */
export function between(low: number, high: number, ...parts: readonly (string | number)[]): number {
  return low + (high - low) * chance(...parts);
}
