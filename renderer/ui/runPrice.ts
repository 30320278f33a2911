import type { NodePlanView, StepView } from "../../shared/contract/api/plan.ts";
import { edgesAt } from "../../shared/edit/edgesAt.ts";
import type { DocState } from "../../shared/edit/records.ts";
import type { Problem } from "../../shared/graph/problem.ts";
import type { Range } from "../../shared/nodes/values.ts";
import type { PlanState } from "../state/planStore.ts";

/** What a run of some nodes, and of what they need, would do. Credits. */
export interface RunPrice {
  credits: Range;
  /** Nodes that would pay, in the plan's order. */
  lines: readonly { id: string; credits: Range }[];
  /** Takes that would be made, or are under way and would be followed. */
  takes: number;
  /** What stands in the way. */
  problems: number;
}

/** Of everything with `only` null. Worked out from the plan of the whole graph, so that it is there at once. */
export function priceOfRun(doc: DocState, plan: PlanState, only: Iterable<string> | null): RunPrice {
  return priced(doc, plan, only === null ? null : closureOf(doc, only), null);
}

const rerolls = new WeakMap<PlanState, Map<string, { edges: DocState["edges"]; price: RunPrice }>>();

/** Of one take more than there are, of each item of a node, and of what it still needs. The same object while plan and wires are: every card that has takes shows it. */
export function priceOfReroll(doc: DocState, plan: PlanState, node: string): RunPrice {
  const known = rerolls.get(plan) ?? new Map<string, { edges: DocState["edges"]; price: RunPrice }>();
  rerolls.set(plan, known);
  const kept = known.get(node);
  if (kept?.edges === doc.edges) return kept.price;
  const price = rerollPriced(doc, plan, node);
  known.set(node, { edges: doc.edges, price });
  return price;
}

function rerollPriced(doc: DocState, plan: PlanState, node: string): RunPrice {
  const steps = plan.nodes.get(node)?.steps ?? [];
  const most = steps.reduce((found, step) => Math.max(found, there(step)), 0);
  return priced(doc, plan, closureOf(doc, [node]), { node, wanted: most + 1 });
}

/** The nodes and all that feed them. */
function closureOf(doc: DocState, ids: Iterable<string>): ReadonlySet<string> {
  const found = new Set(ids);
  // The set grows while it is walked.
  for (const id of found) for (const { from } of edgesAt(doc, id).incoming) found.add(from.node);
  return found;
}

/** Nodes that would do something, and nothing stands in the way of: what can run while the rest waits to be mended. */
export function runnable(doc: DocState, plan: PlanState): string[] {
  const stuck = new Set([...plan.nodes.values()].filter(({ problems }) => problems.some(blocks)).map(({ id }) => id));
  for (const { edge, node } of plan.summary.problems) {
    const at = node ?? (edge === undefined ? undefined : doc.edges.get(edge)?.value.to.node);
    if (at !== undefined) stuck.add(at);
  }
  for (const id of stuck) for (const { to } of edgesAt(doc, id).outgoing) stuck.add(to.node);
  return [...plan.nodes.values()].filter(({ id, steps }) => !stuck.has(id) && steps.some(works)).map(({ id }) => id);
}

/** A run refuses it: an error, or a file that the service could not reach. */
export function blocks({ severity, code }: Problem): boolean {
  return severity === "error" || code === "hosting";
}

function priced(doc: DocState, plan: PlanState, scope: ReadonlySet<string> | null, reroll: { node: string; wanted: number } | null): RunPrice {
  const nodes = [...plan.nodes.values()].filter(({ id }) => !scope || scope.has(id));
  const all = nodes.flatMap(({ id, steps }) => steps.map((step) => ({ step, wanted: id === reroll?.node ? reroll.wanted : step.wanted })));
  // Equal requests are made once, by the step that the host chose; where that one is not in the scope, by another one.
  const inTurn = [...all.filter(({ step }) => step.sharedWith === null), ...all.filter(({ step }) => step.sharedWith !== null)];
  const made = new Map<string, number>();
  const needed = new Map<StepView, number>();
  for (const { step, wanted } of inTurn) {
    const before = made.get(step.key) ?? 0;
    const more = Math.max(0, wanted - there(step) - before);
    needed.set(step, more);
    made.set(step.key, before + more);
  }
  const lines = nodes.flatMap((node) => {
    const credits = creditsOf(node, needed);
    return credits.max > 0 ? [{ id: node.id, credits }] : [];
  });
  return {
    credits: lines.reduce((sum, { credits }) => plus(sum, credits), NOTHING),
    lines,
    takes: nodes.reduce((sum, { steps }) => sum + steps.reduce((part, step) => part + (needed.get(step) ?? 0) + step.inFlight, 0), 0),
    problems: nodes.reduce((sum, { problems }) => sum + problems.filter(blocks).length, 0) + plan.summary.problems.filter((problem) => blocks(problem) && concerns(problem, doc, scope)).length,
  };
}

const NOTHING: Range = { min: 0, max: 0 };

function creditsOf({ steps }: NodePlanView, needed: ReadonlyMap<StepView, number>): Range {
  return steps.reduce((sum, step) => {
    const takes = needed.get(step) ?? 0;
    return plus(sum, { min: takes * step.price.min, max: takes * step.price.max });
  }, NOTHING);
}

function plus(one: Range, other: Range): Range {
  return { min: one.min + other.min, max: one.max + other.max };
}

/** Takes that need not be paid for again. */
function there({ stored, inFlight }: StepView): number {
  return stored.length + inFlight;
}

function works({ needed, inFlight, sharedWith }: StepView): boolean {
  return needed > 0 || inFlight > 0 || sharedWith !== null;
}

function concerns({ node, edge }: Problem, doc: DocState, scope: ReadonlySet<string> | null): boolean {
  if (!scope) return true;
  if (node !== undefined) return scope.has(node);
  const at = edge === undefined ? undefined : doc.edges.get(edge)?.value.to.node;
  return at !== undefined && scope.has(at);
}
