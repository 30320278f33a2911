import type { Graph, GraphNode } from "../graph/document.ts";
import type { Problem } from "../graph/problem.ts";
import type { Topology } from "../graph/topology.ts";
import type { Range } from "../nodes/values.ts";
import { usdOf } from "../pricing/usd.ts";
import type { Evaluation, Known, NodePlan, Plan, PlannedStep, Quote, StepPlan } from "./types.ts";

const ZERO: Range = { min: 0, max: 0 };

/**
 * Joins evaluations into plans: steps with equal requests are made once, by the first node in dependency order. Node plans that did
 * not change keep their identity.
 * @param known by rank
 */
export function assemble(graph: Graph, topology: Topology, known: readonly (Known | undefined)[], scope: ReadonlySet<string> | null): Plan {
  const makers: Makers = new Map();
  const nodes: NodePlan[] = [];
  let min = 0;
  let max = 0;
  const problems = scope ? topology.problems.filter((problem) => concerns(problem, graph, scope)) : topology.problems;
  let ok = problems.length === 0;
  for (const entry of known) {
    if (!entry?.evaluation || entry.evaluation.furniture || (scope && !scope.has(entry.node.id))) continue;
    const node = nodePlan(entry.evaluation, entry.plan, makers);
    entry.plan = node;
    nodes.push(node);
    min += node.credits.min;
    max += node.credits.max;
    ok &&= !node.problems.some(({ severity }) => severity === "error");
  }
  if (topology.cyclic.size > 0) nodes.push(...graph.nodes.filter(({ id }) => topology.cyclic.has(id) && (!scope || scope.has(id))).map(onCycle));
  return { graphId: graph.id, graphName: graph.name, ok, nodes, quote: quoteOf({ min, max }), problems };
}

/** The price of a plan in credits and, at the packs' rate (notes 9), in dollars. */
function quoteOf({ min, max }: Range): Quote {
  return { min, max, usd: usdOf({ min, max }) };
}

/** By key the first step that makes takes of it, and how many. */
type Makers = Map<string, { id: string; takes: number }>;

/** @param before the plan of the same evaluation among other nodes, if there is one */
function nodePlan(evaluation: Evaluation, before: NodePlan | null, makers: Makers): NodePlan {
  const steps = evaluation.steps.map((step, at) => plannedStep(step, before?.steps[at], makers));
  if (before && steps.every((step, at) => step === before.steps[at])) return before;
  const credits = { min: 0, max: 0 };
  for (const step of steps) {
    credits.min += step.credits.min;
    credits.max += step.credits.max;
  }
  return {
    id: evaluation.nodeId,
    kind: evaluation.kind,
    steps,
    credits,
    formula: formulaOf(steps, credits),
    reason: reasonOf(evaluation, steps),
    problems: evaluation.problems,
    received: evaluation.received,
    output: evaluation.output,
  };
}

/** How many takes a step makes itself, and whose it shares. */
function plannedStep(plan: StepPlan, before: PlannedStep | undefined, makers: Makers): PlannedStep {
  const { step, missing } = plan;
  let needed = missing;
  let sharedWith: string | null = null;
  if (missing > 0) {
    const maker = makers.get(step.key);
    if (maker) {
      needed = Math.max(0, missing - maker.takes);
      sharedWith = maker.id;
      maker.takes += needed;
    } else makers.set(step.key, { id: step.id, takes: missing });
  }
  if (before?.needed === needed && before.sharedWith === sharedWith) return before;
  const { credits } = step.price;
  return { ...plan, needed, sharedWith, credits: { min: needed * credits.min, max: needed * credits.max } };
}

/** The reason of a node is that of its first step that is not simply there already. */
function reasonOf(evaluation: Evaluation, steps: readonly PlannedStep[]): string {
  const [first] = steps;
  if (!first) return evaluation.reason;
  const telling = steps.find(({ needed }) => needed > 0) ?? steps.find(({ reason }) => reason !== "cached") ?? first;
  return telling.needed === 0 && telling.sharedWith !== null ? `shared(${telling.sharedWith.replace(/#\d+$/, "")})` : telling.reason;
}

function formulaOf(steps: readonly PlannedStep[], credits: Range): string {
  if (steps.length === 1 && steps[0]?.needed === 1) return steps[0].step.price.formula;
  const paid = steps.filter(({ needed }) => needed > 0);
  const [first] = paid;
  if (!first) return steps.length > 0 ? "0" : "";
  const takes = paid.reduce((sum, { needed }) => sum + needed, 0);
  if (takes === 1) return first.step.price.formula;
  const total = credits.min === credits.max ? `${credits.min}` : `${credits.min}–${credits.max}`;
  const alike = paid.every(({ step }) => step.price.formula === first.step.price.formula);
  if (alike) return `${takes} × (${first.step.price.formula}) = ${total}`;
  const shown = paid.slice(0, 4).map(({ step, needed }) => (needed > 1 ? `${needed} × (${step.price.formula})` : `(${step.price.formula})`));
  return `${shown.join(" + ")}${paid.length > shown.length ? ` + ${paid.length - shown.length} more` : ""} = ${total}`;
}

/** Whether a problem of the document stands in the way of these nodes: a cycle among them, or an edge into one of them. */
function concerns({ node, edge }: Problem, graph: Graph, scope: ReadonlySet<string>): boolean {
  if (node !== undefined) return scope.has(node);
  return graph.edges.some(({ id, to }) => id === edge && scope.has(to.node));
}

function onCycle({ id, kind }: GraphNode): NodePlan {
  return { id, kind, steps: [], credits: ZERO, formula: "", reason: "invalid", problems: [], received: [], output: { type: null, items: [] } };
}
