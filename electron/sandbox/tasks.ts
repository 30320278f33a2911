import type { Accounts } from "./accounts.ts";
import type { Clock } from "./clock.ts";
import { Refusal } from "./refusal.ts";
import type { Account, Change, Task } from "./state.ts";
import type { Store } from "./store.ts";
import { taskView } from "./views.ts";
import type { Webhooks } from "./webhooks.ts";

interface TasksOptions {
  readonly store: Store;
  readonly accounts: Accounts;
  readonly clock: Clock;
  readonly webhooks: Webhooks;
  readonly concurrency: number;
  readonly origin: () => string;
}

/** Keeps tasks, and ends them when their time has come. */
export class Tasks {
  readonly #options: TasksOptions;
  readonly #closed = new AbortController();
  #alarm = new AbortController();

  constructor(options: TasksOptions) {
    this.#options = options;
  }

  /** Throws a 429 when the account runs as many tasks as it may. */
  requireSlot(account: string): void {
    const now = this.#options.clock.now();
    const running = [...this.#options.store.running.values()].filter((task) => task.account === account);
    const { concurrency: limit } = this.#options;
    if (running.length < limit) return;
    const wait = Math.min(...running.map((task) => task.endsAt - now), 30_000);
    // Whole seconds, but none at all where the clock runs so fast that a second would be an age.
    const retryAfter = wait < 500 ? 0 : Math.ceil(wait / 1000);
    throw new Refusal(429, "CONCURRENCY_LIMIT_REACHED", `${running.length} tasks are running, at most ${limit} may.`, {
      extra: { limit, current: running.length },
      headers: { "retry-after": String(retryAfter) },
    });
  }

  /** Takes a task in; its credits are held from here on. */
  add(task: Task): void {
    const { store, accounts } = this.#options;
    store.commit({ kind: "task", record: task }, { kind: "account", record: accounts.get(task.account) });
    this.settleDue();
  }

  /** A task of this account. Throws a 404, or a 403 when it is another's. */
  find(id: string, account: Account, kind: "job" | "upscale"): Task {
    const task = this.#options.store.tasks.get(id);
    if (task === undefined || (task.job.kind === "upscale") !== (kind === "upscale")) {
      throw new Refusal(404, "TASK_NOT_FOUND", `There is no ${kind === "upscale" ? "upscale task" : "task"} ${JSON.stringify(id)}.`);
    }
    if (task.account !== account.id) throw new Refusal(403, "ACCESS_DENIED", "This task belongs to another account.");
    return task;
  }

  /** Charges or refunds every task that has ended, sends their webhooks, and sets the alarm for the next. */
  settleDue(): void {
    const { store, accounts, clock, webhooks } = this.#options;
    const now = clock.now();
    for (const task of store.running.values()) {
      if (task.endsAt > now) continue;
      const changes: Change[] = [{ kind: "task", record: { ...task, settled: true } }, accounts.settlement(task)];
      store.commit(...changes);
      if (task.callBackUrl !== null) webhooks.send(task.callBackUrl, taskView(task, now, this.#options.origin()));
    }
    this.#setAlarm();
  }

  close(): void {
    this.#closed.abort();
    this.#alarm.abort();
  }

  #setAlarm(): void {
    this.#alarm.abort();
    this.#alarm = new AbortController();
    const next = Math.min(...[...this.#options.store.running.values()].map((task) => task.endsAt));
    if (!Number.isFinite(next) || this.#closed.signal.aborted) return;
    void this.#wakeAt(next, this.#alarm.signal);
  }

  async #wakeAt(time: number, signal: AbortSignal): Promise<void> {
    if (await this.#options.clock.sleep(time - this.#options.clock.now(), signal)) this.settleDue();
  }
}
