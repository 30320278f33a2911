import type { Accounts } from "./accounts.ts";
import type { Endpoint } from "./scenario.ts";
import type { Task } from "./state.ts";
import type { Store } from "./store.ts";
import type { WebhookCounts } from "./webhooks.ts";
import { phaseOf } from "./views.ts";

/** One task as the sandbox's books have it. */
interface BookedTask {
  readonly taskId: string;
  readonly model: string;
  readonly status: "waiting" | "running" | "completed" | "failed";
  /** The price: held while it runs, billed when completed, refunded when failed. */
  readonly credits: number;
}

/** What happened in a sandbox, over all accounts. `calls` are those that arrived since it was started. */
export interface Books {
  readonly tasks: { readonly created: number; readonly running: number; readonly completed: number; readonly failed: number };
  readonly credits: number;
  readonly available: number;
  readonly held: number;
  readonly billed: number;
  readonly refunded: number;
  readonly assets: number;
  readonly files: number;
  readonly calls: Readonly<Record<Endpoint, number>>;
  readonly webhooks: Readonly<WebhookCounts>;
  readonly list: readonly BookedTask[];
}

function booked(task: Task, now: number): BookedTask {
  return { taskId: task.id, model: task.job.kind === "upscale" ? "upscale" : task.job.model, status: phaseOf(task, now), credits: task.credits };
}

export function booksOf(store: Store, accounts: Accounts, calls: Readonly<Record<Endpoint, number>>, webhooks: WebhookCounts, now: number): Books {
  const list = [...store.tasks.values()].map((task) => booked(task, now));
  const count = (status: BookedTask["status"]): number => list.filter((task) => task.status === status).length;
  const sums = { credits: 0, held: 0, billed: 0, refunded: 0 };
  for (const account of accounts.all()) {
    sums.credits += account.credits;
    sums.held += accounts.held(account.id);
    sums.billed += account.billed;
    sums.refunded += account.refunded;
  }
  return {
    tasks: { created: list.length, running: count("waiting") + count("running"), completed: count("completed"), failed: count("failed") },
    ...sums,
    available: sums.credits - sums.held,
    assets: store.assets.size,
    files: store.files.size,
    calls,
    webhooks: { ...webhooks },
    list,
  };
}
