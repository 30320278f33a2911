import type { Graph, GraphEdge } from "./document.ts";
import type { Problem } from "./problem.ts";

/** The order in which nodes can be computed, and what stands in its way. Built once per set of nodes and edges. */
export interface Topology {
  /** Ids in dependency order; nodes of a cycle are left out. */
  order: readonly string[];
  /** Position in `order`. */
  rank: ReadonlyMap<string, number>;
  /** Edges into each node, in the document's order; dangling ones are left out. */
  incoming: ReadonlyMap<string, readonly GraphEdge[]>;
  outgoing: ReadonlyMap<string, readonly GraphEdge[]>;
  /** Ids of nodes on a cycle or behind one. */
  cyclic: ReadonlySet<string>;
  problems: readonly Problem[];
}

/** A node among its neighbours, so that walking needs no look-ups. */
interface Place {
  id: string;
  incoming: GraphEdge[];
  outgoing: GraphEdge[];
  feeders: Place[];
  fed: Place[];
  /** Feeders that are not ordered yet. */
  open: number;
}

/** Iterative throughout: a chain of 20,000 nodes is an ordinary graph. */
export function topologyOf(graph: Pick<Graph, "nodes" | "edges">): Topology {
  const places = new Map<string, Place>(graph.nodes.map(({ id }) => [id, { id, incoming: [], outgoing: [], feeders: [], fed: [], open: 0 }]));
  const problems: Problem[] = [];
  for (const edge of graph.edges) {
    const from = places.get(edge.from.node);
    const to = places.get(edge.to.node);
    if (from && to) {
      from.outgoing.push(edge);
      from.fed.push(to);
      to.incoming.push(edge);
      to.feeders.push(from);
      to.open += 1;
    } else {
      const missing = from ? edge.to.node : edge.from.node;
      problems.push({ severity: "error", edge: edge.id, message: `The edge leads ${from ? "to" : "from"} the node "${missing}", which does not exist.`, fix: "Delete the edge or bring the node back." });
    }
  }
  const ordered = [...places.values()].filter(({ open }) => open === 0);
  // The list grows while it is walked.
  for (const { fed } of ordered) {
    for (const next of fed) {
      next.open -= 1;
      if (next.open === 0) ordered.push(next);
    }
  }
  const cyclic = [...places.values()].filter(({ open }) => open > 0);
  problems.push(...cycleProblems(cyclic));
  return {
    order: ordered.map(({ id }) => id),
    rank: new Map(ordered.map(({ id }, at) => [id, at])),
    incoming: new Map([...places].map(([id, { incoming }]) => [id, incoming])),
    outgoing: new Map([...places].map(([id, { outgoing }]) => [id, outgoing])),
    cyclic: new Set(cyclic.map(({ id }) => id)),
    problems,
  };
}

/** Walk upstream among the nodes that could not be ordered until one of the same walk comes up again: that is a cycle. */
function cycleProblems(cyclic: readonly Place[]): Problem[] {
  const visited = new Set<Place>();
  const problems: Problem[] = [];
  for (const start of cyclic) {
    const path: Place[] = [];
    let place: Place | undefined = start;
    while (place && !visited.has(place)) {
      visited.add(place);
      path.push(place);
      place = place.feeders.find(({ open }) => open > 0);
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
    for (const { from } of topology.incoming.get(id) ?? []) stack.push(from.node);
  }
  return found;
}
