import type { Library } from "../../shared/contract/library.ts";
import type { RunResult, StepResult } from "../../shared/contract/runEvents.ts";
import { judgeUnknown } from "./unknownVerdict.ts";

/**
 * Decide the unknown spends of a run by the balance, where it allows that. What was certainly not charged becomes `refused` and may be sent
 * again; what was charged stays `unknown`, since its result still has to be found.
 * @param before available credits before the run's first POST
 * @param after the same after its last task
 */
export async function settleUnknown(result: RunResult, library: Pick<Library, "ledger" | "takesIn" | "advance">, before: number, after: number): Promise<RunResult> {
  const takes = library.takesIn(["unknown"]).filter(({ runId }) => runId === result.runId);
  const verdict = judgeUnknown({ before, after, entries: library.ledger({ runId: result.runId }) });
  if (takes.length === 0 || verdict === "inconclusive") return result;
  const error =
    verdict === "notCharged"
      ? { code: "not_charged", message: "The answer was lost, and the balance shows that it was not charged. Run again to send it again." }
      : { code: "charged", message: "The answer was lost or its task is not known any more, and the balance shows that it was charged. Ask the service for the task and adopt it (shotgraph unknown), or run with --on-unknown retry, which pays for it a second time." };
  for (const take of takes) await library.advance(take.id, { to: verdict === "notCharged" ? "refused" : "unknown", error });
  const places = new Set(takes.map(({ nodeId, item }) => `${nodeId}#${item}`));
  const steps = result.steps.map((step): StepResult => (step.status === "unknown" && places.has(step.stepId) ? { ...step, status: verdict === "notCharged" ? "failed" : "unknown", error } : step));
  const outcome = result.outcome === "unknown" && !steps.some(({ status }) => status === "unknown") ? "failed" : result.outcome;
  return { ...result, steps, outcome };
}
