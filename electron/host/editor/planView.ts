import type { NodePlanView, StepView, ValueView } from "../../../shared/contract/api/plan.ts";
import type { Graph } from "../../../shared/graph/document.ts";
import type { Catalogue } from "../../../shared/nodes/catalogue.ts";
import type { Operation } from "../../../shared/fit/operation.ts";
import { rootOf } from "../../../shared/nodes/derived.ts";
import { isMedia, type MediaValue, type Value } from "../../../shared/nodes/values.ts";
import type { NodePlan, Plan, PlannedStep } from "../../../shared/plan/types.ts";

/** A node shows a strip of values, not a list of thousands. */
const MOST_VALUES = 24;

/**
 * Node plans as the editor shows them. The planner keeps the identity of what did not change, and so does this: an unchanged node is the same
 * object as last time.
 */
export function createPlanViews(catalogue: Catalogue): (plan: Plan, graph: Graph) => readonly NodePlanView[] {
  const made = new WeakMap<NodePlan, NodePlanView>();
  return (plan) =>
    plan.nodes.map((node) => {
      const known = made.get(node);
      if (known) return known;
      const view = viewOf(node, catalogue);
      made.set(node, view);
      return view;
    });
}

function viewOf(node: NodePlan, catalogue: Catalogue): NodePlanView {
  const kind = catalogue.get(node.kind);
  const { id, credits, formula, reason, problems } = node;
  return {
    id,
    kind: node.kind,
    makes: kind?.role === "task" ? kind.makes : null,
    steps: node.steps.map(stepView),
    credits,
    saved: node.steps.reduce((sum, step) => sum + savedBy(step), 0),
    formula,
    reason,
    problems,
    values: node.output.items.slice(0, MOST_VALUES).map(valueView),
    items: node.output.items.length,
    output: node.output.type,
  };
}

function stepView(planned: PlannedStep): StepView {
  const { step, reason, needed, stored, inFlight, unknown, credits, sharedWith } = planned;
  const { latency, width, height, duration } = step.forecast;
  return {
    id: step.id,
    item: step.item,
    key: step.key,
    reason,
    wanted: step.wanted,
    needed,
    stored: stored.flatMap(({ sha256 }) => (sha256 === null ? [] : [sha256])),
    inFlight: inFlight.length,
    unknown: unknown.length,
    credits,
    price: step.price.credits,
    formula: step.price.formula,
    latency,
    size: { width, height },
    duration,
    sharedWith,
    pending: step.pending,
  };
}

/** What the wanted takes would cost that are there already. */
function savedBy({ step, stored }: PlannedStep): number {
  return Math.min(stored.length, step.wanted) * step.price.credits.min;
}

function valueView(value: Value): ValueView {
  if (!isMedia(value)) return { type: "text", sha256: null, label: value.text.slice(0, 200), width: null, height: null, durationSeconds: null };
  const { width, height, duration, reviewed, identity } = value;
  const durationSeconds = duration && duration.min === duration.max ? duration.min : null;
  const made = value.source.type === "derived" ? { made: madeView(value) } : {};
  return { type: value.type, sha256: shaOf(value), label: labelOf(rootOf(value)), width, height, durationSeconds, ...(reviewed ? { reviewed, identity } : {}), ...made };
}

function madeView(value: MediaValue): NonNullable<ValueView["made"]> {
  const operations: Operation[] = [];
  for (let each = value; each.source.type === "derived"; each = each.source.from) operations.unshift(each.source.operation);
  const root = rootOf(value);
  const { type, width, height, format, bytes, duration } = root;
  return { operations, format: value.format, bytes: value.bytes, from: { type, sha256: shaOf(root), width, height, format, bytes, seconds: duration } };
}

function shaOf({ source, made }: MediaValue): string | null {
  return source.type === "file" || source.type === "take" ? source.sha256 : (made ?? null);
}

function labelOf({ source }: MediaValue): string | null {
  if (source.type === "file") return source.name;
  if (source.type === "asset") return source.uri;
  // The query of a pre-signed URL is a secret of a kind.
  return source.type === "url" ? source.url.replace(/[?#].*$/s, "") : null;
}
