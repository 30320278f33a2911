import { createHash } from "node:crypto";
import { Refusal } from "./refusal.ts";
import type { Account, Change, Task } from "./state.ts";
import type { Store } from "./store.ts";

const SHARED_ACCOUNT = "everyone";

/** Who calls, and what they have. Credits are held when a task is created, charged or released when it ends. */
export class Accounts {
  readonly #store: Store;
  readonly #keys: ReadonlySet<string> | null;
  readonly #startingCredits: number;

  constructor(store: Store, startingCredits: number, apiKeys: readonly string[] | undefined) {
    this.#store = store;
    this.#startingCredits = startingCredits;
    this.#keys = apiKeys === undefined ? null : new Set(apiKeys);
  }

  /** The account of an Authorization header. Throws a 401. */
  authorise(header: string | undefined): Account {
    const token = /^Bearer ([^\s]+)$/.exec(header ?? "")?.[1];
    if (token === undefined) throw new Refusal(401, "UNAUTHORIZED", "Send your API key as `Authorization: Bearer YOUR_API_KEY`.");
    if (this.#keys !== null && !this.#keys.has(token)) throw new Refusal(401, "UNAUTHORIZED", "This API key is not valid.");
    // The key itself is never written to the state folder.
    return this.get(this.#keys === null ? SHARED_ACCOUNT : createHash("sha256").update(token).digest("hex").slice(0, 16));
  }

  get(id: string): Account {
    return this.#store.accounts.get(id) ?? { id, credits: this.#startingCredits, billed: 0, refunded: 0 };
  }

  /** Every account that was ever changed; at least the one that all keys share. */
  all(): Account[] {
    const known = [...this.#store.accounts.values()];
    return known.length === 0 && this.#keys === null ? [this.get(SHARED_ACCOUNT)] : known;
  }

  /** What running tasks hold. */
  held(id: string): number {
    let held = 0;
    for (const task of this.#store.running.values()) if (task.account === id) held += task.credits;
    return held;
  }

  available(id: string): number {
    return this.get(id).credits - this.held(id);
  }

  /** Throws a 402 when the account cannot hold this much more. */
  requireCredits(id: string, required: number): void {
    const available = this.available(id);
    if (available >= required) return;
    throw new Refusal(402, "INSUFFICIENT_CREDITS", `This task needs ${required} credits, ${available} are available.`, { extra: { required, available } });
  }

  /** The change that charges a finished task or refunds a failed one. */
  settlement(task: Task): Change {
    const account = this.get(task.account);
    const record = task.failure === null
      ? { ...account, credits: account.credits - task.credits, billed: account.billed + task.credits }
      : { ...account, refunded: account.refunded + task.credits };
    return { kind: "account", record };
  }
}
