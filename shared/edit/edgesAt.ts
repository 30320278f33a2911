import type { GraphEdge } from "../graph/document.ts";
import { inOrder } from "./order.ts";
import type { DocState } from "./records.ts";

export interface EdgesAtNode {
  readonly incoming: readonly GraphEdge[];
  readonly outgoing: readonly GraphEdge[];
}

type Index = ReadonlyMap<string, { incoming: GraphEdge[]; outgoing: GraphEdge[] }>;

const NONE: EdgesAtNode = { incoming: [], outgoing: [] };
const indexes = new WeakMap<object, Index>();

/** A node's edges in the document's order, looked up in an index that is made once for each set of edges. */
export function edgesAt({ edges }: Pick<DocState, "edges">, id: string): EdgesAtNode {
  let index = indexes.get(edges);
  if (!index) {
    index = indexOf(edges);
    indexes.set(edges, index);
  }
  return index.get(id) ?? NONE;
}

function indexOf(edges: DocState["edges"]): Index {
  const index = new Map<string, { incoming: GraphEdge[]; outgoing: GraphEdge[] }>();
  const at = (id: string): { incoming: GraphEdge[]; outgoing: GraphEdge[] } => {
    const found = index.get(id) ?? { incoming: [], outgoing: [] };
    index.set(id, found);
    return found;
  };
  for (const edge of inOrder(edges)) {
    at(edge.from.node).outgoing.push(edge);
    at(edge.to.node).incoming.push(edge);
  }
  return index;
}
