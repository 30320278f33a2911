import { expect, test } from "vitest";
import { createAccount } from "../../../electron/host/editor/account.ts";
import type { Workspace } from "../../../electron/host/workspace.ts";
import type { Realm } from "../../../shared/contract/api/host.ts";

test("a balance that was asked for before the realm was switched is not shown as the other one's", async () => {
  let answer = () => {};
  const answered = new Promise<void>((done) => {
    answer = done;
  });
  const workspaceOf = (credits: number, ready: Promise<void>) => ({ client: { credits: async () => (await ready, { kind: "ok", value: { credits, availableCredits: credits } }) } }) as unknown as Workspace;
  let now: { workspace: Workspace; realm: Realm } = { workspace: workspaceOf(10_000, answered), realm: "sandbox" };
  const account = createAccount(() => now);
  const asked = account.refresh();
  now = { workspace: workspaceOf(5, Promise.resolve()), realm: "service" };
  const joined = account.refresh();
  answer();
  expect(await joined).toMatchObject({ realm: "service", available: 5 });
  expect(await asked).toMatchObject({ realm: "service", available: 5 });
  expect(account.latest).toMatchObject({ realm: "service", available: 5 });
});
