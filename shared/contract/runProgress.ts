import type { StepEvent, StepState } from "./runEvents.ts";

const ENDED: ReadonlySet<StepState> = new Set(["done", "cached", "failed", "blocked", "unknown", "skipped"]);
/** What takes longer than usual is never shown as done. */
const MOST_OF_A_STEP = 0.95;

/** How much of a run is done, from 0 to 1; steps under way count for the part of their usual time that has passed. `now` in epoch ms. */
export function doneOf(steps: readonly StepEvent[], now: number): number {
  return steps.length === 0 ? 0 : steps.reduce((sum, step) => sum + partOf(step, now), 0) / steps.length;
}

export function isEnded({ state }: Pick<StepEvent, "state">): boolean {
  return ENDED.has(state);
}

function partOf({ state, since, began, expected }: StepEvent, now: number): number {
  if (ENDED.has(state)) return 1;
  if (state !== "generating" || !expected || expected.max <= 0) return 0;
  return Math.min(MOST_OF_A_STEP, Math.max(0, (now - (began ?? since)) / (500 * (expected.min + expected.max))));
}
