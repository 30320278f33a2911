/** Time as the sandbox sees it, so that tests need not wait for it. All values are milliseconds. */
export interface Clock {
  now(): number;
  /** Resolves to true when the time has passed, to false when `signal` was aborted before. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<boolean>;
}

/** setTimeout takes no more than 31 bits; a longer sleep would end at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep(ms, signal) {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    if (signal?.aborted === true) return Promise.resolve(false);
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve(true);
    }, Math.min(Math.max(0, ms), LONGEST_TIMER));
    function stop(): void {
      clearTimeout(timer);
      resolve(false);
    }
    signal?.addEventListener("abort", stop, { once: true });
    return promise;
  },
};

interface Sleeper {
  readonly at: number;
  readonly wake: (elapsed: boolean) => void;
}

/** A clock that stands still until it is advanced, for tests. */
export interface ManualClock extends Clock {
  /** Moves the time on and wakes who was due, in the order of their due times. */
  advance(ms: number): Promise<void>;
}

export function manualClock(start = Date.UTC(2026, 3, 28)): ManualClock {
  let time = start;
  let sleepers: Sleeper[] = [];
  return {
    now: () => time,
    sleep(ms, signal) {
      const { promise, resolve } = Promise.withResolvers<boolean>();
      if (signal?.aborted === true) return Promise.resolve(false);
      const sleeper: Sleeper = { at: time + Math.max(0, ms), wake: resolve };
      sleepers.push(sleeper);
      signal?.addEventListener("abort", () => {
        sleepers = sleepers.filter((other) => other !== sleeper);
        resolve(false);
      }, { once: true });
      return promise;
    },
    async advance(ms) {
      const end = time + ms;
      for (;;) {
        const due = sleepers.filter((sleeper) => sleeper.at <= end).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        sleepers = sleepers.filter((sleeper) => sleeper !== due);
        time = Math.max(time, due.at);
        due.wake(true);
        await new Promise((resolve) => setImmediate(resolve));
      }
      time = end;
    },
  };
}
