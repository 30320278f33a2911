import type { Graph, GraphNode } from "../graph/document.ts";
import type { Problem } from "../graph/problem.ts";
import type { Topology } from "../graph/topology.ts";
import type { Range } from "../nodes/values.ts";
import { usdOf } from "../pricing/usd.ts";
import type { Evaluation, NodePlan, Plan, PlannedStep, Quote, StepPlan } from "./types.ts";

export type Assembler = (graph: Graph, topology: Topology, evaluations: ReadonlyMap<string, Evaluation>, scope: ReadonlySet<string> | null) => Plan;

const ZERO: Range = { min: 0, max: 0 };

/** Joins evaluations into plans: steps with equal requests are made once, by the first node in dependency order. Node plans that did not change keep their identity. */
export function assemble(): Assembler {
  const earlier = new WeakMap<Evaluation, NodePlan>();

  return (graph, topology, evaluations, scope) => {
    const makers = new Map<string, { id: string; takes: number }>();
    const nodes: NodePlan[] = [];
    let min = 0;
    let max = 0;
    const problems = scope ? topology.problems.filter((problem) => concerns(problem, graph, scope)) : topology.problems;
    let ok = problems.length === 0;
    for (const id of topology.order) {
      if (scope && !scope.has(id)) continue;
      const evaluation = evaluations.get(id);
      if (!evaluation || evaluation.furniture) continue;
      const before = earlier.get(evaluation);
      let same = before !== undefined;
      const shares: Share[] = [];
      for (const [at, plan] of evaluation.steps.entries()) {
        const share = shareOf(plan, makers);
        same &&= before?.steps[at]?.needed === share.needed && before.steps[at].sharedWith === share.sharedWith;
        shares.push(share);
      }
      const node = same && before ? before : nodePlan(evaluation, evaluation.steps.map((plan, at) => plannedStep(plan, shares[at] ?? NO_SHARE)));
      if (node !== before) earlier.set(evaluation, node);
      nodes.push(node);
      min += node.credits.min;
      max += node.credits.max;
      ok &&= node.problems.length === 0 || !node.problems.some(({ severity }) => severity === "error");
    }
    const cyclic = graph.nodes.filter(({ id }) => topology.cyclic.has(id) && (!scope || scope.has(id))).map(onCycle);
    return { graphId: graph.id, graphName: graph.name, ok, nodes: [...nodes, ...cyclic], quote: quoteOf({ min, max }), problems };
  };
}

/** The price of a plan in credits and, at the packs' rate (notes 9), in dollars. */
function quoteOf({ min, max }: Range): Quote {
  return { min, max, usd: usdOf({ min, max }) };
}

/** How many takes a step makes itself, and whose it shares. */
interface Share {
  needed: number;
  sharedWith: string | null;
}

const NO_SHARE: Share = { needed: 0, sharedWith: null };

function shareOf({ missing, step }: StepPlan, makers: Map<string, { id: string; takes: number }>): Share {
  if (missing === 0) return NO_SHARE;
  const maker = makers.get(step.key);
  if (!maker) {
    makers.set(step.key, { id: step.id, takes: missing });
    return { needed: missing, sharedWith: null };
  }
  const needed = Math.max(0, missing - maker.takes);
  maker.takes += needed;
  return { needed, sharedWith: maker.id };
}

function plannedStep(plan: StepPlan, { needed, sharedWith }: Share): PlannedStep {
  const { credits } = plan.step.price;
  return { ...plan, needed, sharedWith, credits: { min: needed * credits.min, max: needed * credits.max } };
}

function nodePlan(evaluation: Evaluation, steps: readonly PlannedStep[]): NodePlan {
  const credits = steps.reduce((sum, step) => ({ min: sum.min + step.credits.min, max: sum.max + step.credits.max }), ZERO);
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

/** The reason of a node is that of its first step that is not simply there already. */
function reasonOf(evaluation: Evaluation, steps: readonly PlannedStep[]): string {
  const [first] = steps;
  if (!first) return evaluation.reason;
  const telling = steps.find(({ needed }) => needed > 0) ?? steps.find(({ reason }) => reason !== "cached") ?? first;
  return telling.needed === 0 && telling.sharedWith !== null ? `shared(${telling.sharedWith.replace(/#\d+$/, "")})` : telling.reason;
}

function formulaOf(steps: readonly PlannedStep[], credits: Range): string {
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
