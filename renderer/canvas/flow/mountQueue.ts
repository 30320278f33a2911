import { flushSync } from "react-dom";

/** Milliseconds of a frame that cards may take to become whole: little while the view moves, more while nothing else is to be done. */
const MOVING_MS = 3;
const RESTING_MS = 10;
const MOVED_LATELY_MS = 120;

const waiting = new Set<() => void>();
let frame = 0;
let movedAt = Number.NEGATIVE_INFINITY;

/** The view moves: the frames are needed for that. */
export function viewMoves(): void {
  movedAt = performance.now();
}

/** Calls back when a frame has room; returns the way to stop waiting. */
export function waitForRoom(upgrade: () => void): () => void {
  waiting.add(upgrade);
  frame ||= requestAnimationFrame(next);
  return () => waiting.delete(upgrade);
}

export function isMounting(): boolean {
  return waiting.size > 0;
}

function next(): void {
  const start = performance.now();
  const room = start - movedAt < MOVED_LATELY_MS ? MOVING_MS : RESTING_MS;
  for (const upgrade of waiting) {
    waiting.delete(upgrade);
    // At once, as only then it is known how long it took.
    flushSync(upgrade);
    if (performance.now() - start >= room) break;
  }
  frame = waiting.size > 0 ? requestAnimationFrame(next) : 0;
}
