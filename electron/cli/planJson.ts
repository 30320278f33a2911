import type { Leaving } from "../../shared/contract/api/hosting.ts";
import type { Problem } from "../../shared/graph/problem.ts";
import type { NodePlan, Plan } from "../../shared/plan/types.ts";

export interface Balance {
  credits: number;
  available: number;
}

/** `plan --json`: see the README "Command line". */
export function planJson(plan: Plan, balance: Balance | null, problems: readonly Problem[] = [], leaving: readonly Leaving[] = []) {
  return {
    ok: plan.ok,
    graph: { id: plan.graphId, name: plan.graphName },
    quote: plan.quote,
    balance,
    nodes: plan.nodes.map(nodeJson),
    problems: [...plan.problems, ...problems],
    leaving: leaving.map(({ what, name, type, nodes, sha256, bytes, to, registers, alreadyThere }) => ({ what, name, type, nodes, sha256, bytes, to, registers, alreadyThere })),
  };
}

function nodeJson({ id, kind, steps, credits, formula, reason, problems }: NodePlan) {
  return {
    id,
    kind,
    steps: steps.length,
    run: steps.filter(({ needed }) => needed > 0).length,
    cached: steps.filter(({ missing, inFlight }) => missing === 0 && inFlight.length === 0).length,
    resume: steps.filter(({ needed, inFlight }) => needed === 0 && inFlight.length > 0).length,
    shared: steps.filter(({ needed, sharedWith }) => needed === 0 && sharedWith !== null).length,
    takes: { wanted: sum(steps, ({ step }) => step.wanted), stored: sum(steps, ({ stored, step }) => Math.min(stored.length, step.wanted)), needed: sum(steps, ({ needed }) => needed) },
    credits,
    formula,
    reason,
    problems,
  };
}

function sum<T>(list: readonly T[], figure: (one: T) => number): number {
  return list.reduce((total, one) => total + figure(one), 0);
}
