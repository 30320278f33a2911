import { compose, invert, isEmpty, type Change } from "./records.ts";

/** One step of undo. */
interface Entry {
  readonly change: Change;
  /** What was done, for the menu: "Undo move". */
  readonly label: string;
  /** Edits with the same key that follow each other closely are one step. */
  readonly mergeKey: string | null;
  /** Epoch ms of the last edit in it. */
  readonly at: number;
}

export interface History {
  readonly past: readonly Entry[];
  /** The next one to redo comes first. */
  readonly future: readonly Entry[];
}

export const NO_HISTORY: History = { past: [], future: [] };

const MOST_STEPS = 500;
/** A burst of typing is one step while its pauses are shorter. */
const MERGE_WITHIN_MS = 1_000;

export interface Step {
  label: string;
  mergeKey?: string | null;
  at: number;
  /** The longest pause within one step; Infinity for a drag, whose key is that of one gesture. */
  within?: number;
}

/** The history after an edit. What was undone before is gone; an edit that changes nothing is none. */
export function record(history: History, change: Change, { label, mergeKey = null, at, within = MERGE_WITHIN_MS }: Step): History {
  if (isEmpty(change)) return history;
  const last = history.past.at(-1);
  if (last && mergeKey !== null && last.mergeKey === mergeKey && at - last.at <= within && history.future.length === 0) {
    const before = history.past.slice(0, -1);
    const both = compose(last.change, change);
    // Dragged there and back: nothing was done.
    return { past: isEmpty(both) ? before : [...before, { ...last, change: both, at }], future: [] };
  }
  return { past: [...history.past, { change, label, mergeKey, at }].slice(-MOST_STEPS), future: [] };
}

/** The change that undoes the last step, and the history then; null when there is nothing to undo. */
export function undo({ past, future }: History): { change: Change; history: History } | null {
  const last = past.at(-1);
  return last ? { change: invert(last.change), history: { past: past.slice(0, -1), future: [last, ...future] } } : null;
}

/** The change that does the last undone step again; what is edited next is a step of its own. */
export function redo({ past, future }: History): { change: Change; history: History } | null {
  const [next, ...rest] = future;
  return next ? { change: next.change, history: { past: [...past, { ...next, mergeKey: null }], future: rest } } : null;
}
