import { z } from "zod";
import type { CreditRange, RecordedError } from "../records.ts";
import type { ConsentAsk } from "./hosting.ts";
import type { RunEvent, RunOutcome, StepEvent } from "../runEvents.ts";

/** A run of this host, from the moment it is asked for. Steps are newest state only. */
export interface RunView {
  runId: string;
  session: string | null;
  graphId: string;
  graphName: string;
  state: "queued" | "running" | "cancelling" | "paused" | "ended";
  /** Why it is paused, in plain English. */
  paused: string | null;
  only: readonly string[] | null;
  startedAt: number;
  endedAt: number | null;
  quoted: CreditRange;
  billed: number;
  outcome: RunOutcome | null;
  error: RecordedError | null;
  steps: readonly StepEvent[];
  notices: readonly { at: number; level: "info" | "warning"; code: string; message: string }[];
}

/** The stream begins with a snapshot, so that who reconnects has caught up. */
export type RunUpdate =
  | { type: "snapshot"; runs: readonly RunView[] }
  /** A run was asked for, started, paused or ended: everything but its steps. */
  | { type: "run"; run: Omit<RunView, "steps" | "notices"> }
  | { type: "events"; runId: string; events: readonly RunEvent[] };

export type StartRunResult =
  | { status: "started" | "queued"; runId: string }
  /** Nothing was sent: somebody else's graph wants these to go out. Asked once; ask again with their keys as `agreed`. */
  | { status: "consent"; asks: readonly ConsentAsk[] }
  /** Nothing was sent. */
  | { status: "refused"; code: "invalid" | "price" | "budget" | "balance" | "noKey" | "held" | "nothing" | "consent"; message: string; quote: CreditRange | null };

export const startRunInput = z.object({
  session: z.string().min(1).max(64),
  /** Run these nodes and what they need; everything when absent. */
  only: z.array(z.string()).max(50_000).optional(),
  /** One take more than there are, of this node. */
  reroll: z.string().optional(),
  /** The upper end of the quote that the user saw: a run that would cost more is refused. */
  accepted: z.number().nonnegative(),
  /** Where it was seen: a price in the sandbox is no consent to spend at the service. */
  realm: z.enum(["sandbox", "service"]).optional(),
  /** Keys of what the user was asked about and agreed to; remembered for this graph. */
  agreed: z.array(z.string().max(600)).max(10_000).default([]),
  /** What to do about requests whose answer was lost. */
  onUnknown: z.enum(["fail", "retry"]).default("fail"),
});

export const runInput = z.object({ runId: z.string().min(1).max(64) });
export const runsInput = z.object({ graphId: z.string().max(200).optional(), limit: z.int().min(1).max(200).default(50), cursor: z.string().max(500).optional() });
