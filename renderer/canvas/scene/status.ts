import type { NodePlanView } from "../../../shared/contract/api/plan.ts";
import type { StepEvent, StepState } from "../../../shared/contract/runEvents.ts";
import type { GraphNode } from "../../../shared/graph/document.ts";
import { currentRun, isUnderWay, useRuns } from "../../state/runsStore.ts";
import type { Session } from "../../state/session.ts";

/** What a node's stripe in the overview says. */
export type Status = "none" | "ready" | "running" | "failed";

const AT_WORK: ReadonlySet<StepState> = new Set(["preparing", "reviewing", "submitting", "generating", "downloading"]);

/** How a node stands: its run if there is one, else its plan. */
export function statusOf(node: GraphNode, plan: NodePlanView | undefined, steps: readonly StepEvent[] | undefined): Status {
  if (node.state === "disabled") return "none";
  if (steps?.some(({ state }) => AT_WORK.has(state))) return "running";
  if (steps?.some(({ state }) => state === "failed" || state === "unknown")) return "failed";
  if (plan?.problems.some(({ severity }) => severity === "error")) return "failed";
  return plan && plan.steps.length > 0 && plan.steps.every(({ needed, wanted, stored }) => needed === 0 && stored.length >= Math.min(1, wanted)) ? "ready" : "none";
}

/** Steps of the graph's run by node; none when it never ran. */
export function stepsOf(session: Session): ReadonlyMap<string, readonly StepEvent[]> | undefined {
  const { runs, steps } = useRuns.getState();
  const run = currentRun(runs, session.getState().doc.meta.id);
  return run && steps.get(run.runId);
}

/** Ids of nodes that a run is at work on now. */
export function nodesAtWork(session: Session): readonly string[] {
  const { runs } = useRuns.getState();
  if (!isUnderWay(currentRun(runs, session.getState().doc.meta.id))) return [];
  return [...(stepsOf(session) ?? [])].flatMap(([id, steps]) => (steps.some(({ state }) => AT_WORK.has(state)) ? [id] : []));
}
