/**
 * Whether a message that came over IPC is small enough to be looked at: counts characters, bytes and members, and stops counting at `most`. Depth is limited,
 * too: whoever reads it walks it.
 */
export function isWithin(value: unknown, most: number): boolean {
  return left(value, most, 0) >= 0;
}

const DEEPEST = 32;
/** What a member of an object costs besides its content. */
const MEMBER = 8;

/** How much of `budget` is left after this value; negative once it is used up. */
function left(value: unknown, budget: number, depth: number): number {
  if (budget < 0 || depth > DEEPEST) return -1;
  if (typeof value === "string") return budget - value.length;
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return budget - value.byteLength;
  if (typeof value !== "object" || value === null) return budget - MEMBER;
  if (value instanceof Map || value instanceof Set) return left([...value], budget, depth + 1);
  let rest = budget;
  for (const [name, member] of Object.entries(value)) {
    rest = left(member, rest - name.length - MEMBER, depth + 1);
    if (rest < 0) return -1;
  }
  return rest;
}
