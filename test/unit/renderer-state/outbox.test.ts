import { describe, expect, test, vi } from "vitest";
import type { HostClient } from "../../../renderer/state/client.ts";
import { OfflineError } from "../../../renderer/state/connection.ts";
import { createOutbox } from "../../../renderer/state/outbox.ts";
import { fromGraph, type Change } from "../../../shared/edit/records.ts";
import type { WireChange } from "../../../shared/edit/wire.ts";
import { graphOf } from "../../fixtures/graphs.ts";

interface Got {
  seq: number;
  changes: WireChange[];
}

/** A host that can be away, or have lost what it had. */
function hostOf() {
  const got: Got[] = [];
  const replaced: number[] = [];
  const state = { away: false, ok: true, ahead: 0 };
  const edit = async ({ seq, changes }: Got) => {
    await Promise.resolve();
    if (state.away) throw new OfflineError("away");
    got.push({ seq, changes });
    return { ok: state.ok, seq: seq + changes.length + state.ahead };
  };
  const replace = async ({ seq }: { seq: number }) => {
    replaced.push(seq);
    return { seq };
  };
  return { got, replaced, state, client: () => ({ graphs: { edit, replace } }) as unknown as HostClient };
}

const named = (name: string): Change => ({ meta: [{ format: "shotgraph", version: 1, id: "g", name: "" }, { format: "shotgraph", version: 1, id: "g", name }] });
const names = (got: readonly Got[]) => got.flatMap(({ changes }) => changes.map(({ meta }) => meta?.["name"]));

describe("edits on their way to the host", () => {
  test("go in their order, numbered without gaps, and those made meanwhile go together", async () => {
    const host = hostOf();
    const outbox = createOutbox({ session: "s", window: "w", seq: 5, client: host.client, doc: () => fromGraph(graphOf([])), behind: () => undefined, trouble: (error) => expect(error).toBeUndefined() });
    outbox.add(named("a"));
    await Promise.resolve();
    outbox.add(named("b"));
    outbox.add(named("c"));
    await outbox.settled();
    expect(names(host.got)).toEqual(["a", "b", "c"]);
    let next = 5;
    for (const { seq, changes } of host.got) {
      expect(seq).toBe(next);
      next += changes.length;
    }
    expect(host.got.length).toBeLessThan(3);
  });

  test("wait while the connection is away, and go when it is back", async () => {
    const host = hostOf();
    const trouble = vi.fn<(error: unknown) => void>();
    const outbox = createOutbox({ session: "s", window: "w", seq: 0, client: host.client, doc: () => fromGraph(graphOf([])), behind: () => undefined, trouble });
    host.state.away = true;
    outbox.add(named("a"));
    await new Promise((wake) => setTimeout(wake, 10));
    expect(host.got).toEqual([]);
    host.state.away = false;
    outbox.resend();
    await outbox.settled();
    expect(names(host.got)).toEqual(["a"]);
    expect(trouble).not.toHaveBeenCalled();
  });

  test("a host that lost some gets the whole document", async () => {
    const host = hostOf();
    const outbox = createOutbox({ session: "s", window: "w", seq: 3, client: host.client, doc: () => fromGraph(graphOf([])), behind: () => undefined, trouble: () => undefined });
    host.state.ok = false;
    outbox.add(named("a"));
    await outbox.settled();
    expect(host.replaced).toEqual([4]);
  });

  test("a host that lost some is given them after a reconnect, though nothing was edited since", async () => {
    const host = hostOf();
    const outbox = createOutbox({ session: "s", window: "w", seq: 3, client: host.client, doc: () => fromGraph(graphOf([])), behind: () => undefined, trouble: () => undefined });
    host.state.ok = false;
    outbox.resend();
    await vi.waitFor(() => expect(host.replaced).toEqual([3]));
  });

  test("a host that has edits of another window says so, and nothing of it is overwritten", async () => {
    const host = hostOf();
    const behind = vi.fn<() => void>();
    const outbox = createOutbox({ session: "s", window: "w", seq: 3, client: host.client, doc: () => fromGraph(graphOf([])), behind, trouble: () => undefined });
    outbox.resend();
    await new Promise((wake) => setTimeout(wake, 5));
    expect(behind).not.toHaveBeenCalled();
    host.state.ahead = 2;
    outbox.resend();
    await vi.waitFor(() => expect(behind).toHaveBeenCalledOnce());
    expect(host.replaced).toEqual([]);
  });

  test("thousands of edits that were made while the connection was away fit into what one request may hold", async () => {
    const host = hostOf();
    host.state.away = true;
    const outbox = createOutbox({ session: "s", window: "w", seq: 0, client: host.client, doc: () => fromGraph(graphOf([])), behind: () => undefined, trouble: () => undefined });
    for (let edit = 0; edit < 12_000; edit += 1) outbox.add(named(`${edit}`));
    await new Promise((wake) => setTimeout(wake, 5));
    host.state.away = false;
    outbox.resend();
    await outbox.settled();
    expect(Math.max(...host.got.map(({ changes }) => changes.length))).toBeLessThan(10_000);
    expect(names(host.got)).toHaveLength(12_000);
  });
});
