import type { MediaValue } from "../../../shared/nodes/values.ts";
import { unmadeOf } from "../../../shared/plan/derivedValues.ts";
import type { Plan } from "../../../shared/plan/types.ts";
import type { Making } from "../making.ts";

/** A slider that is dragged asks for something else with every movement: only what is still wanted after this is begun. */
const AFTER_MS = 200;
/** What went wrong for want of room or right is tried again after this. */
const AGAIN_MS = 30_000;
const AT_ONCE = 2;

export interface DerivationsOptions {
  /** Asked anew for everything that is begun: the realm may have been switched. Null while another process has the library. */
  making: () => Making | null;
  /** Something was made, or cannot be: plans may look different. */
  onMade: () => void;
  afterMs?: number;
}

/** Makes quietly, ahead of any run, what the open graphs make here of media that are there: quotes and thumbnails are then of what will really be sent. */
export interface Derivations {
  /** The newest plan of an open graph. What no graph wants any more is not made to its end. */
  planned(session: string, plan: Plan): void;
  closed(session: string): void;
  close(): void;
}

export function createDerivations({ making, onMade, afterMs = AFTER_MS }: DerivationsOptions): Derivations {
  const wanted = new Map<string, Map<string, MediaValue>>();
  const underWay = new Map<string, AbortController>();
  /** Epoch ms before which something is not tried again. */
  const later = new Map<string, number>();
  let soon: NodeJS.Timeout | null = null;
  let isClosed = false;

  const isWanted = (identity: string): boolean => [...wanted.values()].some((values) => values.has(identity));

  function want(session: string, values: readonly MediaValue[]): void {
    if (values.length === 0) wanted.delete(session);
    else wanted.set(session, new Map(values.map((value) => [value.identity, value])));
    for (const [identity, stop] of underWay) if (!isWanted(identity)) stop.abort(new Error("nobody wants it any more"));
    if (wanted.size > 0) wakeIn(afterMs);
  }

  function wakeIn(milliseconds: number): void {
    if (isClosed) return;
    soon ??= setTimeout(() => {
      soon = null;
      begin();
    }, milliseconds);
    soon.unref();
  }

  function begin(): void {
    const now = making();
    if (isClosed || !now) return;
    let waits = false;
    for (const values of wanted.values()) {
      for (const value of values.values()) {
        if (underWay.size >= AT_ONCE) return;
        if (underWay.has(value.identity) || now.trouble(value.identity) !== undefined) continue;
        if ((later.get(value.identity) ?? 0) > Date.now()) waits = true;
        else void makeOne(value, now);
      }
    }
    if (waits) wakeIn(AGAIN_MS);
  }

  async function makeOne(value: MediaValue, now: Making): Promise<void> {
    const { identity } = value;
    const stop = new AbortController();
    underWay.set(identity, stop);
    const outcome = await now.make(value, stop.signal).then(
      () => "made" as const,
      () => (stop.signal.aborted ? ("unwanted" as const) : ("failed" as const)),
    );
    underWay.delete(identity);
    // What will go wrong again is known as trouble by now, and told with the next plan.
    if (outcome === "failed" && now.trouble(identity) === undefined) later.set(identity, Date.now() + AGAIN_MS);
    for (const values of wanted.values()) if (outcome === "made") values.delete(identity);
    if (isClosed) return;
    if (outcome !== "unwanted") onMade();
    begin();
  }

  return {
    planned: (session, plan) => want(session, unmadeOf(plan)),
    closed: (session) => want(session, []),
    close() {
      isClosed = true;
      if (soon) clearTimeout(soon);
      for (const stop of underWay.values()) stop.abort(new Error("Shotgraph is being closed"));
    },
  };
}
