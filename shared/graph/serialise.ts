import type { Graph } from "./document.ts";

type Json = Record<string, unknown>;

const GRAPH_KEYS = ["format", "version", "id", "name", "nodes", "edges", "view"];
const NODE_KEYS = ["id", "kind", "title", "position", "params", "takes", "picked", "spread", "state"];
const EDGE_KEYS = ["id", "from", "to"];
const END_KEYS = ["node", "port"];
const POSITION_KEYS = ["x", "y"];

/**
 * The text of a document: known keys in a fixed order, then unknown ones as they came; nodes and edges in the document's own order (the
 * order of edges is the order of a multi port's items). Equal documents give equal bytes, and one edit is one line of a diff.
 */
export function serialiseGraph(graph: Graph): string {
  const document = ordered(graph, GRAPH_KEYS);
  document["nodes"] = graph.nodes.map((node) => ({ ...ordered(node, NODE_KEYS), position: ordered(node.position, POSITION_KEYS) }));
  document["edges"] = graph.edges.map((edge) => ({ ...ordered(edge, EDGE_KEYS), from: ordered(edge.from, END_KEYS), to: ordered(edge.to, END_KEYS) }));
  return `${JSON.stringify(document, null, 2)}\n`;
}

function ordered(value: Json, first: readonly string[]): Json {
  const result: Json = {};
  for (const key of first) if (value[key] !== undefined) result[key] = value[key];
  for (const key of Object.keys(value)) if (!Object.hasOwn(result, key)) result[key] = value[key];
  return result;
}
