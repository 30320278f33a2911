import type { NodePlanView, ValueView } from "../../shared/contract/api/plan.ts";
import { edgesAt } from "../../shared/edit/edgesAt.ts";
import { fitOf, type Fit } from "../../shared/edit/mends.ts";
import { isThrough, nameOfNode } from "../../shared/edit/ports.ts";
import type { DocState } from "../../shared/edit/records.ts";
import type { GraphNode } from "../../shared/graph/document.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import { imageLimitsOf } from "../../shared/nodes/imageLimitsOf.ts";
import type { ImageLimits } from "../../shared/nodes/imageRules.ts";
import type { SessionState } from "../state/session.ts";
import { feeder } from "../ui/feeder.ts";

/** A node whose medium is changed by eye, what is done to it now, and what it is done to. */
export interface FitSubject {
  node: GraphNode;
  title: string;
  operation: Fit;
  /** `sha256` is null while it is not on this machine. Pixels, seconds. */
  from: { sha256: string | null; width: number | null; height: number | null; seconds: number | null };
}

/** Null for nodes that do not change their medium. */
export function subjectOf({ doc, plan }: Pick<SessionState, "doc" | "plan">, id: string): FitSubject | null {
  const node = doc.nodes.get(id)?.value;
  const own = node && fitOf(node);
  if (!node || !own) return null;
  const title = nameOfNode(node, catalogue);
  if (!own.isNode) return { node, title, operation: own.fit, from: beginningOf(plan.nodes.get(id)) };
  const value = plan.nodes.get(feeder(doc, id) ?? "")?.values[0];
  return { node, title, operation: own.fit, from: value ? factsOf(value) : NOTHING };
}

const NOTHING: FitSubject["from"] = { sha256: null, width: null, height: null, seconds: null };

/** The file of a source, whatever is made of it. */
function beginningOf(plan: NodePlanView | undefined): FitSubject["from"] {
  const value = plan?.values[0];
  if (!value) return NOTHING;
  if (!value.made) return factsOf(value);
  const { sha256, width, height, seconds } = value.made.from;
  return { sha256, width, height, seconds: seconds && seconds.min === seconds.max ? seconds.min : null };
}

function factsOf({ sha256, width, height, durationSeconds }: ValueView): FitSubject["from"] {
  return { sha256, width, height, seconds: durationSeconds };
}

/** Nodes that what a node makes goes into, and those that it passes on its way there: itself, reroutes and nodes that change it. */
export function reachOf(doc: DocState, id: string): { passed: ReadonlySet<string>; consumers: readonly GraphNode[] } {
  const found = new Map<string, GraphNode>();
  const passed = new Set<string>();
  const waiting = [id];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (passed.has(at)) continue;
    passed.add(at);
    for (const { to } of edgesAt(doc, at).outgoing) {
      const node = doc.nodes.get(to.node)?.value;
      if (!node) continue;
      if (isThrough(node, catalogue) || node.kind.startsWith("fit")) waiting.push(node.id);
      else found.set(node.id, node);
    }
  }
  return { passed, consumers: [...found.values()] };
}

/** What the models take that a node's image goes into, each once. */
export function limitsFor(doc: DocState, id: string): readonly ImageLimits[] {
  return [...new Set(reachOf(doc, id).consumers.flatMap(({ kind }) => imageLimitsOf(kind) ?? []))];
}
