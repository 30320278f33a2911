import { fromGraph } from "../../../shared/edit/records.ts";
import { FORMAT, VERSION, type Graph, type GraphEdge, type GraphNode } from "../../../shared/graph/document.ts";
import { createSession, type Session } from "../../../renderer/state/session.ts";

export function node(id: string, kind: string, x = 0, y = 0, params: Record<string, unknown> = {}): GraphNode {
  return { id, kind, position: { x, y }, params };
}

export function edge(id: string, from: string, to: string): GraphEdge {
  const [[fromNode = "", fromPort = ""], [toNode = "", toPort = ""]] = [from.split("."), to.split(".")];
  return { id, from: { node: fromNode, port: fromPort }, to: { node: toNode, port: toPort } };
}

function graph(nodes: GraphNode[], edges: GraphEdge[] = []): Graph {
  return { format: FORMAT, version: VERSION, id: "g", name: "g", nodes, edges };
}

export const docOf = (nodes: GraphNode[], edges: GraphEdge[] = []) => fromGraph(graph(nodes, edges));

export function session(nodes: GraphNode[], edges: GraphEdge[] = []): Session {
  return createSession({ session: "s", graph: graph(nodes, edges), path: null, unsaved: false, seq: 0, recovered: false, notes: [] } as unknown as Parameters<typeof createSession>[0], () => {});
}
