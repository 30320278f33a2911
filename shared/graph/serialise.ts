import type { Graph } from "./document.ts";

const GRAPH_KEYS = ["format", "version", "id", "name", "budget", "nodes", "edges", "view"];
const NODE_KEYS = ["id", "kind", "title", "position", "params", "takes", "picked", "spread", "state"];
const EDGE_KEYS = ["id", "from", "to"];
const END_KEYS = ["node", "port"];
const POSITION_KEYS = ["x", "y"];

/**
 * The text of a document: known keys in a fixed order, then all others sorted by name; nodes and edges in the document's own order (the
 * order of edges is the order of a multi port's items). Equal documents give equal bytes, and one edit is one line of a diff.
 */
export function serialiseGraph(graph: Graph): string {
  const document = {
    ...ordered(graph, GRAPH_KEYS),
    nodes: graph.nodes.map((node) => ({ ...ordered(node, NODE_KEYS), position: ordered(node.position, POSITION_KEYS), params: sorted(node.params) })),
    edges: graph.edges.map((edge) => ({ ...ordered(edge, EDGE_KEYS), from: ordered(edge.from, END_KEYS), to: ordered(edge.to, END_KEYS) })),
    ...(graph.view === undefined ? {} : { view: sorted(graph.view) }),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The keys named come first and with their values as they are; of the others everything is sorted, however deep. */
function ordered(value: Readonly<Record<string, unknown>>, first: readonly string[]): Record<string, unknown> {
  const known = first.filter((key) => value[key] !== undefined).map((key) => [key, value[key]] as const);
  const others = Object.keys(value)
    .filter((key) => !first.includes(key))
    .sort()
    .map((key) => [key, sorted(value[key])] as const);
  return Object.fromEntries([...known, ...others]);
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return ordered(value as Record<string, unknown>, []);
}
