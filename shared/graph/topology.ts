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

const NONE: readonly GraphEdge[] = [];

/** Iterative throughout: a chain of 20,000 nodes is an ordinary graph. */
export function topologyOf(graph: Pick<Graph, "nodes" | "edges">): Topology {
  const incoming = new Map<string, GraphEdge[]>(graph.nodes.map(({ id }) => [id, []]));
  const outgoing = new Map<string, GraphEdge[]>(graph.nodes.map(({ id }) => [id, []]));
  const problems: Problem[] = [];
  for (const edge of graph.edges) {
    const from = outgoing.get(edge.from.node);
    const to = incoming.get(edge.to.node);
    if (from && to) {
      from.push(edge);
      to.push(edge);
    } else {
      const missing = from ? edge.to.node : edge.from.node;
      problems.push({ severity: "error", edge: edge.id, message: `The edge leads ${from ? "to" : "from"} the node "${missing}", which does not exist.`, fix: "Delete the edge or bring the node back." });
    }
  }
  const open = new Map(graph.nodes.map(({ id }) => [id, incoming.get(id)?.length ?? 0]));
  const order = graph.nodes.filter(({ id }) => open.get(id) === 0).map(({ id }) => id);
  for (let at = 0; at < order.length; at++) {
    for (const { to } of outgoing.get(order[at] ?? "") ?? NONE) {
      const left = (open.get(to.node) ?? 0) - 1;
      open.set(to.node, left);
      if (left === 0) order.push(to.node);
    }
  }
  const cyclic = new Set(graph.nodes.filter(({ id }) => (open.get(id) ?? 0) > 0).map(({ id }) => id));
  problems.push(...cycleProblems(cyclic, incoming));
  return { order, rank: new Map(order.map((id, at) => [id, at])), incoming, outgoing, cyclic, problems };
}

/** Walk upstream among the nodes that could not be ordered until one of the same walk comes up again: that is a cycle. */
function cycleProblems(cyclic: ReadonlySet<string>, incoming: ReadonlyMap<string, readonly GraphEdge[]>): Problem[] {
  const visited = new Set<string>();
  const problems: Problem[] = [];
  for (const start of cyclic) {
    const path = new Map<string, number>();
    let id = start;
    while (!visited.has(id)) {
      visited.add(id);
      path.set(id, path.size);
      id = (incoming.get(id) ?? NONE).find(({ from }) => cyclic.has(from.node))?.from.node ?? id;
    }
    const from = path.get(id);
    if (from !== undefined) problems.push(cycleProblem([...path.keys()].slice(from).reverse()));
  }
  return problems;
}

function cycleProblem(cycle: readonly string[]): Problem {
  const [first = ""] = cycle;
  const shown = cycle.length > 8 ? [...cycle.slice(0, 4), "…", ...cycle.slice(-3)] : cycle;
  return { severity: "error", node: first, message: `These nodes feed each other in a circle: ${[...shown, first].join(" → ")}.`, fix: "Delete one of these edges." };
}

/** The nodes themselves and everything they need, through any number of edges. */
export function withAncestors(topology: Topology, ids: Iterable<string>): Set<string> {
  const found = new Set<string>();
  const stack = [...ids];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    for (const { from } of topology.incoming.get(id) ?? NONE) stack.push(from.node);
  }
  return found;
}
