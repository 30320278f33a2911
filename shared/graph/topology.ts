import type { Graph, GraphEdge } from "./document.ts";
import type { Problem } from "./problem.ts";

/** A node among its neighbours, so that walking needs no look-ups. */
export interface Place {
  id: string;
  /** Position in the order; -1 on a cycle or behind one. */
  rank: number;
  /** Edges into the node, in the document's order; dangling ones are left out. */
  incoming: readonly Feed[];
  /** The nodes that it feeds, in the order of its edges. */
  fed: readonly Place[];
}

/** An edge and the node that it comes from. */
interface Feed {
  edge: GraphEdge;
  from: Place;
}

/** The order in which nodes can be computed, and what stands in its way. Built once per set of nodes and edges. */
export interface Topology {
  places: ReadonlyMap<string, Place>;
  /** In dependency order; nodes of a cycle are left out. */
  order: readonly Place[];
  /** Ids of nodes on a cycle or behind one. */
  cyclic: ReadonlySet<string>;
  problems: readonly Problem[];
}

interface OpenPlace extends Place {
  incoming: { edge: GraphEdge; from: OpenPlace }[];
  fed: OpenPlace[];
  /** Feeders that are not ordered yet. */
  open: number;
}

/** Iterative throughout: a chain of 20,000 nodes is an ordinary graph. */
export function topologyOf(graph: Pick<Graph, "nodes" | "edges">): Topology {
  const places = new Map<string, OpenPlace>();
  for (const { id } of graph.nodes) places.set(id, { id, rank: -1, incoming: [], fed: [], open: 0 });
  const problems: Problem[] = [];
  for (const edge of graph.edges) {
    const from = places.get(edge.from.node);
    const to = places.get(edge.to.node);
    if (from && to) {
      from.fed.push(to);
      to.incoming.push({ edge, from });
      to.open += 1;
    } else {
      const missing = from ? edge.to.node : edge.from.node;
      problems.push({ severity: "error", edge: edge.id, message: `The edge leads ${from ? "to" : "from"} the node "${missing}", which does not exist.`, fix: "Delete the edge or bring the node back." });
    }
  }
  const order = inOrder(places.values());
  const cyclic = order.length === places.size ? [] : [...places.values()].filter(({ open }) => open > 0);
  problems.push(...cycleProblems(cyclic));
  return { places, order, cyclic: new Set(cyclic.map(({ id }) => id)), problems };
}

/** The places that can be ordered, each with its rank. */
function inOrder(places: Iterable<OpenPlace>): OpenPlace[] {
  const ordered: OpenPlace[] = [];
  for (const place of places) if (place.open === 0) ordered.push(place);
  // The list grows while it is walked.
  let rank = 0;
  for (const place of ordered) {
    place.rank = rank++;
    for (const next of place.fed) {
      next.open -= 1;
      if (next.open === 0) ordered.push(next);
    }
  }
  return ordered;
}

/** Walk upstream among the nodes that could not be ordered until one of the same walk comes up again: that is a cycle. */
function cycleProblems(cyclic: readonly OpenPlace[]): Problem[] {
  const visited = new Set<OpenPlace>();
  const problems: Problem[] = [];
  for (const start of cyclic) {
    const path: OpenPlace[] = [];
    let place: OpenPlace | undefined = start;
    while (place && !visited.has(place)) {
      visited.add(place);
      path.push(place);
      place = place.incoming.find(({ from }) => from.open > 0)?.from;
    }
    const from = path.findIndex((one) => one === place);
    if (from >= 0) problems.push(cycleProblem(path.slice(from).reverse()));
  }
  return problems;
}

function cycleProblem(cycle: readonly Place[]): Problem {
  const ids = cycle.map(({ id }) => id);
  const shown = ids.length > 8 ? [...ids.slice(0, 4), "…", ...ids.slice(-3)] : ids;
  return { severity: "error", node: ids[0] ?? "", message: `These nodes feed each other in a circle: ${[...shown, ids[0]].join(" → ")}.`, fix: "Delete one of these edges." };
}

/** The nodes themselves and everything they need, through any number of edges. */
export function withAncestors(topology: Topology, ids: Iterable<string>): Set<string> {
  const found = new Set<string>();
  const stack = [...ids];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    for (const { from } of topology.places.get(id)?.incoming ?? []) stack.push(from.id);
  }
  return found;
}
