import type { CreditRange, RecordedError, TakeRecord } from "./records.ts";

/** Where a step of a run is. The last six are ends. */
export type StepState =
  | "waiting"
  | "preparing"
  /** Its media wait for the service's review. */
  | "reviewing"
  | "submitting"
  | "generating"
  | "downloading"
  | "done"
  | "cached"
  | "failed"
  | "blocked"
  | "unknown"
  | "skipped";

export interface StepEvent {
  type: "step";
  stepId: string;
  nodeId: string;
  item: number;
  state: StepState;
  /** Epoch ms at which this state began; elapsed time is counted by whoever shows it. */
  since: number;
  /** Epoch ms at which its work began; null while it waits, and for a step that ended without any. */
  began: number | null;
  /** Typical seconds of the whole step, for an honest progress bar. */
  expected: CreditRange | null;
  /** Takes that are stored, of those wanted. */
  takes: { stored: number; wanted: number };
  /** POSTs that left for this step. */
  attempts: number;
  credits: { quoted: CreditRange; billed: number | null };
  bytes: { received: number; total: number | null } | null;
  error: RecordedError | null;
}

export type RunEvent =
  | { type: "started"; runId: string; at: number; graphId: string; graphName: string; quoted: CreditRange; steps: number }
  | StepEvent
  /** Something the user should know that is not a step's end: offline, throttled, paused. */
  | { type: "notice"; at: number; level: "info" | "warning"; code: string; message: string }
  /**
   * Nothing new is sent until what `why` says is mended; what is paid for is followed. The run looks by itself from time to time and goes on. Sent
   * again when its figures change. Pauses of different `why` may overlap.
   */
  | { type: "paused"; at: number; why: PauseReason; message: string; missing: number | null }
  | { type: "resumed"; at: number; why: PauseReason }
  | { type: "ended"; at: number; outcome: RunOutcome; billed: number };

/** `credits`: the balance does not cover the next task (`missing` credits, where they are known) · `key`: the service refuses the API key · `offline`: it cannot be reached · `disk`: there is no room for a result. */
export type PauseReason = "credits" | "key" | "offline" | "disk";

export type RunOutcome = "done" | "failed" | "cancelled" | "unknown" | "overBudget" | "insufficientCredits" | "unauthorised" | "held";

export interface StepResult {
  stepId: string;
  nodeId: string;
  item: number;
  status: "done" | "cached" | "failed" | "blocked" | "unknown" | "skipped";
  /** The takes that the node shows and hands on, oldest first. */
  takes: readonly TakeRecord[];
  /** Ids of the takes that were billed during this run. */
  billedTakes: readonly number[];
  /** Credits that the step's takes were billed during this run. */
  billed: number;
  error: RecordedError | null;
}

export interface RunResult {
  runId: string;
  outcome: RunOutcome;
  quoted: CreditRange;
  billed: number;
  steps: readonly StepResult[];
}
