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
  return {
    ...graph,
    nodes: graph.nodes.filter(({ id }) => !ids.has(id)),
    edges: graph.edges.filter(({ from, to }) => !ids.has(from.node) && !ids.has(to.node)),
  };
}

/** Replace a node by a changed copy. Throws when there is no such node. */
export function updateNode(graph: Graph, id: string, change: (node: GraphNode) => GraphNode): Graph {
  const at = graph.nodes.findIndex((node) => node.id === id);
  const node = graph.nodes[at];
  if (!node) throw new Error(`there is no node "${id}"`);
  return { ...graph, nodes: graph.nodes.with(at, change(node)) };
}

export function setParam(graph: Graph, id: string, param: string, value: unknown): Graph {
  return updateNode(graph, id, (node) => ({ ...node, params: { ...node.params, [param]: value } }));
}

export function connect(graph: Graph, edge: GraphEdge): Graph {
  if (graph.edges.some(({ id }) => id === edge.id)) throw new Error(`an edge "${edge.id}" exists already`);
  return { ...graph, edges: [...graph.edges, edge] };
}

export function disconnect(graph: Graph, ids: ReadonlySet<string>): Graph {
  return { ...graph, edges: graph.edges.filter(({ id }) => !ids.has(id)) };
}

/**
 * Copy nodes and the edges among them; with `keepInputs` also the edges into them.
 * @param newId gives a fresh id for an old one
 * @param offset pixels by which the copies are moved
 */
export function duplicateNodes(graph: Graph, ids: ReadonlySet<string>, newId: (old: string) => string, offset: { x: number; y: number }, keepInputs: boolean): Graph {
  const renamed = new Map([...ids].map((id) => [id, newId(id)]));
  const nodes = graph.nodes
    .filter(({ id }) => ids.has(id))
    .map((node) => ({ ...node, id: renamed.get(node.id) ?? node.id, position: { ...node.position, x: node.position.x + offset.x, y: node.position.y + offset.y } }));
  const edges = graph.edges
    .filter(({ from, to }) => ids.has(to.node) && (keepInputs || ids.has(from.node)))
    .map((edge) => ({
      ...edge,
      id: newId(edge.id),
      from: { ...edge.from, node: renamed.get(edge.from.node) ?? edge.from.node },
      to: { ...edge.to, node: renamed.get(edge.to.node) ?? edge.to.node },
    }));
  return { ...graph, nodes: [...graph.nodes, ...nodes], edges: [...graph.edges, ...edges] };
}
