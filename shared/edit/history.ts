import { compose, invert, type Change } from "./records.ts";

/** One step of undo. */
export interface Entry {
  change: Change;
  /** What was done, for the menu: "Undo move". */
  label: string;
  /** Edits with the same key that follow each other closely are one step. */
  mergeKey: string | null;
  /** Epoch ms of the last edit in it. */
  at: number;
}

export interface History {
  past: readonly Entry[];
  future: readonly Entry[];
}

export const NO_HISTORY: History = { past: [], future: [] };

const MOST_STEPS = 500;
/** A burst of typing is one step while its pauses are shorter. */
const MERGE_WITHIN_MS = 1_000;

/** The history after an edit. What was undone before is gone. */
export function record(history: History, change: Change, { label, mergeKey = null, at }: { label: string; mergeKey?: string | null; at: number }): History {
  const last = history.past.at(-1);
  if (last && mergeKey !== null && last.mergeKey === mergeKey && at - last.at <= MERGE_WITHIN_MS && history.future.length === 0) {
    return { past: [...history.past.slice(0, -1), { ...last, change: compose(last.change, change), at }], future: [] };
  }
  return { past: [...history.past, { change, label, mergeKey, at }].slice(-MOST_STEPS), future: [] };
}

/** The change that undoes the last step, and the history then; null when there is nothing to undo. */
export function undo({ past, future }: History): { change: Change; history: History } | null {
  const last = past.at(-1);
  return last ? { change: invert(last.change), history: { past: past.slice(0, -1), future: [last, ...future] } } : null;
}

export function redo({ past, future }: History): { change: Change; history: History } | null {
  const [next, ...rest] = future;
  return next ? { change: next.change, history: { past: [...past, { ...next, mergeKey: null }], future: rest } } : null;
}
