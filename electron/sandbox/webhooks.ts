import { setMaxListeners } from "node:events";
import { request } from "undici";
import type { Clock } from "./clock.ts";
import { isLoopback } from "./rules/fields.ts";

/** The document's retry policy: up to 3 more attempts on anything but a 2xx. */
const RETRY_DELAYS_MS = [1000, 5000, 30_000] as const;
const ATTEMPT_TIMEOUT_MS = 10_000;

export interface WebhookCounts {
  delivered: number;
  failed: number;
  /** Addresses outside this machine: the sandbox accepts them and never contacts them. */
  withheld: number;
}

/** Delivers the end of tasks to callback addresses on this machine. */
export class Webhooks {
  readonly counts: WebhookCounts = { delivered: 0, failed: 0, withheld: 0 };
  readonly #clock: Clock;
  readonly #speed: number;
  readonly #closed = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(clock: Clock, speed: number) {
    setMaxListeners(0, this.#closed.signal);
    this.#clock = clock;
    this.#speed = speed;
  }

  /** Starts a delivery; its outcome shows in `counts`. */
  send(url: string, body: unknown): void {
    if (!isLoopback(new URL(url).hostname)) {
      this.counts.withheld += 1;
      return;
    }
    const delivery = this.#deliver(url, JSON.stringify(body)).finally(() => this.#running.delete(delivery));
    this.#running.add(delivery);
  }

  /** Gives up what is under way and waits for it to end. */
  async close(): Promise<void> {
    this.#closed.abort();
    await Promise.all(this.#running);
  }

  async #deliver(url: string, body: string): Promise<void> {
    for (const delay of [0, ...RETRY_DELAYS_MS]) {
      if (delay > 0 && !(await this.#clock.sleep(delay / this.#speed, this.#closed.signal))) return;
      if (await this.#attempt(url, body)) {
        this.counts.delivered += 1;
        return;
      }
    }
    this.counts.failed += 1;
  }

  async #attempt(url: string, body: string): Promise<boolean> {
    try {
      const signal = AbortSignal.any([this.#closed.signal, AbortSignal.timeout(ATTEMPT_TIMEOUT_MS)]);
      const answer = await request(url, { method: "POST", headers: { "content-type": "application/json" }, body, signal });
      await answer.body.dump();
      return answer.statusCode >= 200 && answer.statusCode < 300;
    } catch (error) {
      // A receiver that is not there is what the retries are for.
      if (error instanceof Error) return false;
      throw error;
    }
  }
}
