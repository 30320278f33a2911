import type { AccountView, Realm } from "../../../shared/contract/api/host.ts";
import type { Workspace } from "../workspace.ts";
import { createChannel } from "./channel.ts";

/** The balance: asked for at the start, around runs, and when somebody looks. */
export interface Account {
  readonly latest: AccountView;
  refresh(): Promise<AccountView>;
  watch(signal: AbortSignal | undefined): AsyncGenerator<AccountView, void>;
}

export function createAccount(current: () => { workspace: Workspace; realm: Realm }): Account {
  const channel = createChannel<AccountView>();
  let latest: AccountView = { realm: current().realm, credits: null, available: null, problem: null, at: 0 };
  let asking: Promise<AccountView> | null = null;

  async function ask(): Promise<AccountView> {
    const { workspace, realm } = current();
    const answer = await workspace.client?.credits();
    // Switched meanwhile: that was the other realm's balance.
    if (current().workspace !== workspace) return await ask();
    const nothing = { realm, credits: null, available: null, at: Date.now() };
    if (!answer) latest = { ...nothing, problem: realm === "service" ? "There is no API key." : null };
    else if (answer.kind === "ok") latest = { realm, credits: answer.value.credits, available: answer.value.availableCredits, problem: null, at: Date.now() };
    else latest = { ...nothing, problem: answer.error.message };
    channel.send(latest);
    return latest;
  }

  return {
    get latest() {
      return latest;
    },
    refresh() {
      asking ??= ask().finally(() => {
        asking = null;
      });
      return asking;
    },
    watch: (signal) => channel.listen(signal, [latest]),
  };
}
