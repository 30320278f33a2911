import type { Problem } from "../graph/problem.ts";
import type { Value } from "../nodes/values.ts";

/**
 * Caps on what a graph may grow into while it is planned. A short file can describe a huge amount of work (lists spread again and
 * again, texts that contain texts that contain texts), and opening one plans it.
 */
export const PLAN_LIMITS = {
  /** Items that one node hands on. */
  items: 10_000,
  /** Characters of all texts that one node makes of others. */
  characters: 1_000_000,
  /** Nodes that a value remembers to have come through. */
  origins: 64,
} as const;

/** An error when there are too many items. */
export function tooManyItems(count: number): Problem | null {
  if (count <= PLAN_LIMITS.items) return null;
  return { severity: "error", message: `This would make ${count} items; a node hands on at most ${PLAN_LIMITS.items}.`, fix: "Shorten the list, or spread fewer takes." };
}

/** An error when the texts are too long. */
export function tooMuchText(characters: number): Problem | null {
  if (characters <= PLAN_LIMITS.characters) return null;
  return { severity: "error", message: `The texts that this node makes of others would have more than ${PLAN_LIMITS.characters} characters.`, fix: "Shorten the texts that it is made of, or use them fewer times." };
}

/** The value after it came through one more node. Who made it is always remembered, and of the others the last ones. */
export function through(value: Value, nodeId: string): Value {
  const { origins } = value;
  const kept = origins.length < PLAN_LIMITS.origins ? origins : [...origins.slice(0, 1), ...origins.slice(2)];
  return { ...value, origins: [...kept, nodeId] };
}
