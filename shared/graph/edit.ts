import type { Graph, GraphEdge, GraphNode } from "./document.ts";

/**
 * Edit commands as pure functions: (graph, what) → graph. What an edit does not concern keeps its identity, so that planner and
 * canvas can tell by `===` what changed.
 */

export function addNode(graph: Graph, node: GraphNode): Graph {
  if (graph.nodes.some(({ id }) => id === node.id)) throw new Error(`a node "${node.id}" exists already`);
  return { ...graph, nodes: [...graph.nodes, node] };
}

/** Remove nodes and the edges at them. */
export function removeNodes(graph: Graph, ids: ReadonlySet<string>): Graph {
  return withElements(
    graph,
    graph.nodes.filter(({ id }) => !ids.has(id)),
    graph.edges.filter(({ from, to }) => !ids.has(from.node) && !ids.has(to.node)),
  );
}

/** Replace a node by a changed copy. Throws when there is no such node. */
export function updateNode(graph: Graph, id: string, change: (node: GraphNode) => GraphNode): Graph {
  const at = graph.nodes.findIndex((node) => node.id === id);
  const node = graph.nodes[at];
  if (!node) throw new Error(`there is no node "${id}"`);
  const changed = change(node);
  return changed === node ? graph : { ...graph, nodes: graph.nodes.with(at, changed) };
}

export function setParam(graph: Graph, id: string, param: string, value: unknown): Graph {
  return updateNode(graph, id, (node) => (Object.hasOwn(node.params, param) && Object.is(node.params[param], value) ? node : { ...node, params: { ...node.params, [param]: value } }));
}

export function connect(graph: Graph, edge: GraphEdge): Graph {
  if (graph.edges.some(({ id }) => id === edge.id)) throw new Error(`an edge "${edge.id}" exists already`);
  return { ...graph, edges: [...graph.edges, edge] };
}

export function disconnect(graph: Graph, ids: ReadonlySet<string>): Graph {
  return withElements(
    graph,
    graph.nodes,
    graph.edges.filter(({ id }) => !ids.has(id)),
  );
}

/**
 * Copy nodes and the edges among them; with `keepInputs` also the edges into them. A chip (`@{node id}`) in a copied text that names a
 * copied node names the copy, so that the copies make the same requests as the originals.
 * @param newId gives a fresh id for an old one; throws when it exists already
 * @param offset pixels by which the copies are moved
 */
export function duplicateNodes(graph: Graph, ids: ReadonlySet<string>, newId: (old: string) => string, offset: { x: number; y: number }, keepInputs: boolean): Graph {
  const renamed = new Map([...ids].map((id) => [id, newId(id)]));
  const nodes = graph.nodes
    .filter(({ id }) => ids.has(id))
    .map((node) => ({ ...node, id: renamed.get(node.id) ?? node.id, params: renameChips(node.params, renamed) as GraphNode["params"], position: { ...node.position, x: node.position.x + offset.x, y: node.position.y + offset.y } }));
  const edges = graph.edges
    .filter(({ from, to }) => ids.has(to.node) && (keepInputs || ids.has(from.node)))
    .map((edge) => ({
      ...edge,
      id: newId(edge.id),
      from: { ...edge.from, node: renamed.get(edge.from.node) ?? edge.from.node },
      to: { ...edge.to, node: renamed.get(edge.to.node) ?? edge.to.node },
    }));
  const copied = { ...graph, nodes: [...graph.nodes, ...nodes], edges: [...graph.edges, ...edges] };
  refuseDoubles(copied.nodes, "a node");
  refuseDoubles(copied.edges, "an edge");
  return copied;
}

function refuseDoubles(elements: readonly { id: string }[], what: string): void {
  const seen = new Set<string>();
  for (const { id } of elements) {
    if (seen.has(id)) throw new Error(`${what} "${id}" exists already`);
    seen.add(id);
  }
}

function renameChips(value: unknown, renamed: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") return value.replaceAll(/@\{([^{}]+)\}/g, (_chip, id: string) => `@{${renamed.get(id) ?? id}}`);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((child) => renameChips(child, renamed));
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, renameChips(child, renamed)]));
}

/** Lists that lost nothing keep their identity, and so does a graph of which neither did. */
function withElements(graph: Graph, nodes: GraphNode[], edges: GraphEdge[]): Graph {
  const sameNodes = nodes.length === graph.nodes.length;
  const sameEdges = edges.length === graph.edges.length;
  if (sameNodes && sameEdges) return graph;
  return { ...graph, nodes: sameNodes ? graph.nodes : nodes, edges: sameEdges ? graph.edges : edges };
}
