import type { Graph, GraphNode } from "./document.ts";

/**
 * Settings of a whole graph as pure functions, for programs that change a few and have no undo; the editor's commands are `shared/edit`.
 * What an edit does not concern keeps its identity, so that the planner can tell by `===` what changed.
 */

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
