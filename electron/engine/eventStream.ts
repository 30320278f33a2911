import type { RunEvent, StepEvent } from "../../shared/contract/runEvents.ts";

export type EventListener = (batch: readonly RunEvent[]) => void;

const BATCH_MS = 100;

/**
 * Run events in batches of at most ten a second. Within a batch only the newest state of each step is kept, so that the volume is
 * bounded by steps, not by polls or bytes; the last state of every step is always delivered.
 */
export class EventStream {
  readonly #listener: EventListener;
  readonly #steps = new Map<string, StepEvent>();
  #others: RunEvent[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(listener: EventListener) {
    this.#listener = listener;
  }

  push(event: RunEvent): void {
    if (event.type === "step") this.#steps.set(event.stepId, event);
    else this.#others.push(event);
    this.#timer ??= setTimeout(() => this.flush(), BATCH_MS);
  }

  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const started = this.#others.filter(({ type }) => type === "started");
    const rest = this.#others.filter(({ type }) => type !== "started");
    const batch = [...started, ...this.#steps.values(), ...rest];
    this.#others = [];
    this.#steps.clear();
    if (batch.length > 0) this.#listener(batch);
  }
}
