import type { NodePlanView } from "../../shared/contract/api/plan.ts";
import { toGraph, type DocState } from "../../shared/edit/records.ts";
import { topologyOf, type Place, type Topology } from "../../shared/graph/topology.ts";

/** What the quote lists, and what it sums up. */
export interface QuoteLines {
  /** Nodes that cost, or have takes that were paid for, or whose spend is not clear. */
  lines: readonly NodePlanView[];
  /** How many others there are. */
  free: number;
  /** Nodes that ask the service but have no price, as something is wrong with them or before them. */
  unpriced: number;
}

export type QuoteOrder = "cost" | "graph";

export function quoteLines(nodes: Iterable<NodePlanView>, order: QuoteOrder, doc: DocState): QuoteLines {
  const lines: NodePlanView[] = [];
  let [free, unpriced] = [0, 0];
  for (const node of nodes) {
    if (isListed(node)) lines.push(node);
    else if (node.makes !== null && (node.reason === "invalid" || node.reason === "blocked")) unpriced += 1;
    else free += 1;
  }
  return { lines: order === "cost" ? lines.sort(byCost) : inGraphOrder(lines, doc), free, unpriced };
}

function isListed({ credits, saved, steps, reason }: NodePlanView): boolean {
  return credits.max > 0 || saved > 0 || reason === "pinned" || steps.some(({ unknown, inFlight, sharedWith }) => unknown > 0 || inFlight > 0 || sharedWith !== null);
}

/** The dearest first; of those that cost nothing now the one that saved most. */
function byCost(one: NodePlanView, other: NodePlanView): number {
  return other.credits.max - one.credits.max || other.credits.min - one.credits.min || other.saved - one.saved || (one.id < other.id ? -1 : 1);
}

const orders = new WeakMap<object, Topology["places"]>();

/** What stands on a circle comes last. */
function rankOf(place: Place | undefined): number {
  return place && place.rank >= 0 ? place.rank : Number.MAX_SAFE_INTEGER;
}

/** Along the edges. Looked up for each set of edges once: most edits leave them alone. */
function inGraphOrder(lines: readonly NodePlanView[], doc: DocState): NodePlanView[] {
  let places = orders.get(doc.edges);
  if (!places) {
    ({ places } = topologyOf(toGraph(doc)));
    orders.set(doc.edges, places);
  }
  const at = ({ id }: NodePlanView): number => rankOf(places.get(id));
  return [...lines].sort((one, other) => at(one) - at(other) || (one.id < other.id ? -1 : 1));
}
