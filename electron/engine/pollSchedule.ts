/** How long tasks of one sort took lately, shortest first, in milliseconds. */
export class TaskDurations {
  static readonly #KEPT = 32;
  readonly #recent = new Map<string, number[]>();

  observe(sort: string, milliseconds: number): void {
    const list = this.#recent.get(sort) ?? [];
    list.push(Math.max(0, milliseconds));
    if (list.length > TaskDurations.#KEPT) list.shift();
    this.#recent.set(sort, list);
  }

  window(sort: string): { min: number; max: number } | null {
    const list = this.#recent.get(sort);
    return list ? { min: Math.min(...list), max: Math.max(...list) } : null;
  }
}

const SHORTEST_MS = 20;
const FIRST_MS = 200;
const LONGEST_MS = 15_000;

/**
 * Milliseconds until a task is asked after again. Tasks of its sort that ended lately tell when to expect it: until shortly before that
 * there is little to ask, around it asking is close, beyond it the gaps grow. Without experience the gaps grow with the time waited. Never
 * longer than 15 s, so that a failure is not told late.
 * @param elapsed since the service took the task, in ms
 */
export function nextPoll(elapsed: number, window: { min: number; max: number } | null, random: () => number = Math.random): number {
  return Math.min(LONGEST_MS, Math.max(window ? SHORTEST_MS : FIRST_MS, untilAsked(elapsed, window)) * (0.95 + 0.1 * random()));
}

function untilAsked(elapsed: number, window: { min: number; max: number } | null): number {
  if (!window) return elapsed * 0.3;
  const early = window.min * 0.97;
  if (elapsed < early) return early - elapsed;
  const close = Math.max((window.max - window.min) / 8, window.max * 0.02);
  return elapsed > window.max ? close + (elapsed - window.max) * 0.3 : close;
}
