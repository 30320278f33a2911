import { ranksOf, toGraph, type Change, type DocState } from "../../shared/edit/records.ts";
import { wireOf, type WireChange } from "../../shared/edit/wire.ts";
import type { HostClient } from "./client.ts";
import { OfflineError } from "./connection.ts";

export interface Outbox {
  add(change: Change): void;
  /** Whether there are edits that the host does not have yet: closing the page now would lose them. */
  readonly pending: boolean;
  /** Resolves when the host has every edit made so far: before a run or a save. */
  settled(): Promise<void>;
  /** After a reconnect: send again what the host did not get, and see whether it still has the rest. */
  resend(): void;
}

interface OutboxParts {
  session: string;
  /** Names this page. */
  window: string;
  /** Number of edits that the host had when the graph was opened. */
  seq: number;
  client: () => HostClient;
  /** The document as it is here, for a host that lost edits. */
  doc: () => DocState;
  /** The host has edits that were made elsewhere: what is here is not the newest. */
  behind: () => void;
  /** The host answered and refused: nothing of this should happen, so the user is told. */
  trouble: (error: unknown) => void;
}

/** Fewer than a request may hold: a drag that goes on while the connection is away makes thousands. */
const MOST_AT_ONCE = 1_000;

/** Sends a graph's edits in their order, one request at a time; edits made meanwhile go together in the next one. */
export function createOutbox({ session, window, seq, client, doc, behind, trouble }: OutboxParts): Outbox {
  let sent = seq;
  let waiting: WireChange[] = [];
  let sending: Promise<void> | null = null;
  let scheduled = false;
  let unsure = false;

  async function sendAll(): Promise<void> {
    while (waiting.length > 0 || unsure) {
      const host = client();
      const batch = waiting.slice(0, MOST_AT_ONCE);
      unsure = false;
      const answer = await host.graphs.edit({ session, window, seq: sent, changes: batch });
      waiting = waiting.slice(batch.length);
      sent += batch.length;
      if (answer.taken) continue;
      if (!answer.ok) await replaceAll(host);
      else if (answer.seq > sent) behind();
    }
  }

  async function replaceAll(host: HostClient): Promise<void> {
    const { nodes, edges } = ranksOf(doc());
    await host.graphs.replace({ session, window, seq: sent, graph: toGraph(doc()), ranks: { nodes: [...nodes], edges: [...edges] } });
  }

  function start(): void {
    scheduled = false;
    sending ??= sendAll()
      .catch((error: unknown) => {
        // What could not be sent stays in `waiting` and goes when the connection is back.
        if (!(error instanceof OfflineError)) trouble(error);
      })
      .finally(() => {
        sending = null;
      });
  }

  return {
    get pending() {
      return waiting.length > 0;
    },
    add(change) {
      waiting.push(wireOf(change));
      if (scheduled) return;
      scheduled = true;
      queueMicrotask(start);
    },
    async settled() {
      for (let tries = 0; waiting.length > 0 && tries < 50; tries += 1) {
        start();
        await sending;
        if (waiting.length > 0) await new Promise((wake) => setTimeout(wake, 100));
      }
      if (waiting.length > 0) throw new Error("The host does not answer, so the newest edits have not reached it. Try again when the connection is back.");
    },
    resend() {
      unsure = true;
      start();
    },
  };
}
