import type { Graph, GraphNode } from "../../../shared/graph/document.ts";
import type { Workspace } from "../workspace.ts";

/**
 * The graph in which a node wants one take more than it has. Only for the run: the document's `takes` stay, so that a later change of the prompt does not
 * silently ask for several.
 */
export function withReroll(graph: Graph, nodeId: string, workspace: Pick<Workspace, "plan">): Graph {
  // A picked take needs no steps; what is asked for is one more beside it.
  const open = changed(graph, nodeId, ({ picked: _picked, ...node }) => node);
  const plan = workspace.plan(open, { only: [nodeId] });
  const steps = plan.nodes.find(({ id }) => id === nodeId)?.steps ?? [];
  const most = steps.reduce((found, { stored, inFlight }) => Math.max(found, stored.length + inFlight.length), 0);
  return changed(open, nodeId, (node) => ({ ...node, takes: most + 1 }));
}

function changed(graph: Graph, nodeId: string, change: (node: GraphNode) => GraphNode): Graph {
  return { ...graph, nodes: graph.nodes.map((node) => (node.id === nodeId ? change(node) : node)) };
}
