import { inOrder } from "../../shared/edit/order.ts";
import type { DocState } from "../../shared/edit/records.ts";
import type { GraphEdge } from "../../shared/graph/document.ts";

interface AtNode {
  incoming: GraphEdge[];
  outgoing: GraphEdge[];
}

const NONE: AtNode = { incoming: [], outgoing: [] };
const indexes = new WeakMap<object, Map<string, AtNode>>();

/** A node's edges, looked up in an index that is made once for each set of edges. */
export function edgesAt({ edges }: Pick<DocState, "edges">, id: string): Readonly<AtNode> {
  return indexOf(edges).get(id) ?? NONE;
}

function indexOf(edges: DocState["edges"]): Map<string, AtNode> {
  const known = indexes.get(edges);
  if (known) return known;
  const index = new Map<string, AtNode>();
  const at = (id: string): AtNode => {
    const found = index.get(id);
    if (found) return found;
    const fresh: AtNode = { incoming: [], outgoing: [] };
    index.set(id, fresh);
    return fresh;
  };
  for (const edge of inOrder(edges)) {
    at(edge.from.node).outgoing.push(edge);
    at(edge.to.node).incoming.push(edge);
  }
  indexes.set(edges, index);
  return index;
}
