import type { Library } from "../../shared/contract/library.ts";
import type { LedgerEntry } from "../../shared/contract/records.ts";
import type { RunResult, StepResult } from "../../shared/contract/runEvents.ts";
import { judgeUnknown } from "./unknownVerdict.ts";

interface Settling {
  library: Pick<Library, "ledger" | "takesIn" | "advance">;
  /** Available credits before the run's first POST. */
  before: number;
  /** Available credits now; null when they are not told. */
  balance: () => Promise<number | null>;
  /** Waits until a balance that was cached is an old one, and a service that was still at work on a lost request has ended it. */
  pause: () => Promise<void>;
}

/** What was lost from sight before that has ended by now. */
const LONGEST_TASK_MS = 24 * 60 * 60 * 1000;

const NOT_CHARGED = { code: "not_charged", message: "The answer was lost, and the balance shows that it was not charged. Run again to send it again." };
const CHARGED = { code: "charged", message: "The answer was lost or its task is not known any more, and the balance shows that it was charged. Ask the service for the task and adopt it (in the editor beside the quote, or with shotgraph unknown adopt), or have it sent again (--on-unknown retry), which pays for it a second time." };

/**
 * Decide the unknown spends of a run by the balance, where it allows that. What was certainly not charged becomes `refused` and may be sent
 * again; what was charged stays `unknown`, since its result still has to be found. Call when the run's last task has ended.
 */
export async function settleUnknown(result: RunResult, { library, before, balance, pause }: Settling): Promise<RunResult> {
  const takes = library.takesIn(["unknown"]).filter(({ runId }) => runId === result.runId);
  const after = takes.length === 0 ? null : await balance();
  if (after === null) return result;
  const entries = library.ledger({ runId: result.runId });
  const verdicts = judgeUnknown({ before, after, entries, others: refundable(library, entries) });
  // "Not charged" lets it be sent again, so one look is not enough for that.
  const isConfirmed = verdicts.some(({ is }) => is === "notCharged") && (await sameLater(after, balance, pause));
  const errors = new Map(verdicts.filter(({ is }) => is === "charged" || isConfirmed).map(({ takeId, is }) => [takeId, is === "charged" ? CHARGED : NOT_CHARGED]));
  for (const [takeId, error] of errors) await library.advance(takeId, { to: error === CHARGED ? "unknown" : "refused", error });
  const steps = result.steps.map((step): StepResult => {
    const own = takes.filter(({ nodeId, item }) => step.stepId === `${nodeId}#${item}`).map(({ id }) => errors.get(id) ?? null);
    const [first] = own;
    if (step.status !== "unknown" || first === undefined) return step;
    if (own.every((error) => error === NOT_CHARGED)) return { ...step, status: "failed", error: NOT_CHARGED };
    return { ...step, error: own.find((error) => error === CHARGED) ?? step.error };
  });
  const outcome = result.outcome === "unknown" && !steps.some(({ status }) => status === "unknown") ? "failed" : result.outcome;
  return { ...result, steps, outcome };
}

/**
 * Tasks of other runs whose credits may have come back since the balance was read: those that were still at the service, and those that failed or
 * were lost from sight lately. Without them a refund of one of them would look as if a lost request of the same price had not been charged.
 */
function refundable(library: Settling["library"], own: readonly LedgerEntry[]): LedgerEntry[] {
  const ids = new Set(own.map(({ takeId }) => takeId));
  const latest = new Map(library.ledger().map((entry) => [entry.takeId, entry]));
  const failed = new Set(library.takesIn(["failed"]).map(({ id }) => id));
  const since = (own[0]?.at ?? 0) - LONGEST_TASK_MS;
  return [...latest.values()].filter(({ takeId, kind, at }) => !ids.has(takeId) && (kind === "reserved" || (at >= since && (kind === "unknown" || (kind === "refunded" && failed.has(takeId))))));
}

async function sameLater(figure: number, balance: () => Promise<number | null>, pause: () => Promise<void>): Promise<boolean> {
  await pause();
  return (await balance()) === figure;
}
