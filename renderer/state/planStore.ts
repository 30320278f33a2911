import type { NodePlanView, PlanUpdate } from "../../shared/contract/api/plan.ts";

/** The newest plan of a session: per node, and as a whole. Node plans keep their identity while they are the same. */
export interface PlanState {
  nodes: ReadonlyMap<string, NodePlanView>;
  summary: PlanSummary;
}

type PlanSummary = Pick<PlanUpdate, "seq" | "ok" | "quote" | "saved" | "problems" | "hints" | "ms"> & {
  /** False until the host has planned once. */
  known: boolean;
};

export const NO_PLAN: PlanState = {
  nodes: new Map(),
  summary: { known: false, seq: 0, ok: true, quote: { min: 0, max: 0, usd: { min: 0, max: 0 } }, saved: 0, problems: [], hints: [], ms: 0 },
};

export function withUpdate(plan: PlanState, update: PlanUpdate): PlanState {
  const nodes = new Map(update.whole ? [] : plan.nodes);
  for (const id of update.removed) nodes.delete(id);
  for (const node of update.nodes) nodes.set(node.id, node);
  const { seq, ok, quote, saved, problems, hints, ms } = update;
  return { nodes, summary: { known: true, seq, ok, quote, saved, problems, hints, ms } };
}
