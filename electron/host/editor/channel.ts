/** One sender, any number of listeners, each with a queue of its own. */
export interface Channel<T> {
  send(value: T): void;
  /** Values from now on, until `signal` aborts or the channel is closed. `first` come before them. */
  listen(signal: AbortSignal | undefined, first?: readonly T[]): AsyncGenerator<T, void>;
  readonly listeners: number;
  close(): void;
}

/** Slower listeners than this are dropped: they ask again and begin with a snapshot. */
const LONGEST_QUEUE = 10_000;

export function createChannel<T>(): Channel<T> {
  const listeners = new Set<Listener<T>>();
  return {
    send(value) {
      for (const listener of listeners) listener.push(value);
    },
    async *listen(signal, first = []) {
      const listener = new Listener<T>(first);
      const end = () => listener.end();
      listeners.add(listener);
      signal?.addEventListener("abort", end);
      if (signal?.aborted) listener.end();
      try {
        for (let value = await listener.next(); value !== null; value = await listener.next()) yield value.value;
      } finally {
        listeners.delete(listener);
        signal?.removeEventListener("abort", end);
      }
    },
    get listeners() {
      return listeners.size;
    },
    close() {
      for (const listener of listeners) listener.end();
    },
  };
}

class Listener<T> {
  readonly #queue: { value: T }[];
  #wake: (() => void) | null = null;
  #ended = false;

  constructor(first: readonly T[]) {
    this.#queue = first.map((value) => ({ value }));
  }

  push(value: T): void {
    this.#queue.push({ value });
    if (this.#queue.length > LONGEST_QUEUE) this.end();
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  async next(): Promise<{ value: T } | null> {
    for (;;) {
      const value = this.#queue.shift();
      if (value) return value;
      if (this.#ended) return null;
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
      this.#wake = null;
    }
  }
}
