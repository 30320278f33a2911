/** Cards that become whole in one frame. */
const AT_ONCE = 6;

const waiting = new Set<() => void>();
let frame = 0;
let left = AT_ONCE;

/** True when this frame has room for one more whole card; it is then counted. */
export function takeRoom(): boolean {
  start();
  if (left === 0 || waiting.size > 0) return false;
  left -= 1;
  return true;
}

/** Calls back when a frame has room; returns the way to stop waiting. */
export function waitForRoom(upgrade: () => void): () => void {
  waiting.add(upgrade);
  start();
  return () => waiting.delete(upgrade);
}

export function isMounting(): boolean {
  return waiting.size > 0;
}

function start(): void {
  if (frame === 0) frame = requestAnimationFrame(next);
}

function next(): void {
  frame = 0;
  left = AT_ONCE;
  for (const upgrade of waiting) {
    waiting.delete(upgrade);
    upgrade();
    left -= 1;
    if (left === 0) break;
  }
  if (waiting.size > 0) start();
}
