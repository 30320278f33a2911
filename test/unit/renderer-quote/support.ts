import { createPlanViews } from "../../../electron/host/editor/planView.ts";
import { withUpdate, NO_PLAN, type PlanState } from "../../../renderer/state/planStore.ts";
import type { Graph } from "../../../shared/graph/document.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { planOf, type FakeLibrary } from "../plan/support.ts";

/** The plan of a graph as the window has it. */
export function planState(document: Graph, library?: FakeLibrary): PlanState {
  const plan = planOf(document, library);
  const nodes = createPlanViews(catalogue)(plan, document);
  return withUpdate(NO_PLAN, { type: "plan", seq: 1, whole: true, nodes, removed: [], ok: plan.ok, quote: plan.quote, saved: 0, problems: plan.problems, hints: [], ms: 0 });
}
