import type { GraphEdge } from "../graph/document.ts";
import type { Catalogue } from "../nodes/catalogue.ts";
import { canConnect, edgesAtPort } from "./canConnect.ts";
import { Draft, type Refusal } from "./draft.ts";
import { edgesAt } from "./edgesAt.ts";
import { freshId } from "./ids.ts";
import { portsOf, type PortEnd, type Side } from "./ports.ts";
import type { Change, DocState } from "./records.ts";

/** Lead an edge from an output to an input; on a single port it takes the place of the one that is there. */
export function connect(doc: DocState, catalogue: Catalogue, from: PortEnd, to: PortEnd): Change | Refusal {
  const verdict = canConnect(doc, catalogue, from, to);
  if (!verdict.ok) return { refused: verdict.reason };
  const draft = new Draft(doc);
  const rank = makeRoom(draft, doc, catalogue, to);
  draft.edges.put({ id: freshEdgeId(draft), from: endOf(from), to: endOf(to) }, rank);
  return draft.finish();
}

/** Lead one end of an edge elsewhere; the edge stays what it is otherwise. */
export function moveEdge(doc: DocState, catalogue: Catalogue, id: string, side: Side, end: PortEnd): Change | Refusal {
  const edge = doc.edges.get(id)?.value;
  if (!edge) return { refused: "This wire is not in the graph any more." };
  if (edge[side].node === end.node && edge[side].port === end.port) return {};
  const moved: GraphEdge = { ...edge, [side]: { ...edge[side], node: end.node, port: end.port } };
  const verdict = canConnect(doc, catalogue, moved.from, moved.to, id);
  if (!verdict.ok) return { refused: verdict.reason };
  const draft = new Draft(doc);
  const rank = side === "to" ? makeRoom(draft, doc, catalogue, moved.to, id) : undefined;
  // At another port it comes last, as a new one does.
  if (side === "to" && rank === undefined) draft.edges.drop(id);
  draft.edges.put(moved, rank);
  return draft.change;
}

export function disconnect(doc: DocState, ids: Iterable<string>): Change {
  const draft = new Draft(doc);
  for (const id of ids) if (draft.edges.has(id)) draft.edges.drop(id);
  return draft.change;
}

/** Put a port's edges into another order, which is the order of a multi port's items. The edges share out the places that they have. */
export function reorderEdges(doc: DocState, to: PortEnd, order: readonly string[]): Change | Refusal {
  const present = edgesAt(doc, to.node).incoming.filter((edge) => edge.to.port === to.port);
  const wanted = new Set(order);
  if (wanted.size !== order.length || present.length !== order.length || !present.every(({ id }) => wanted.has(id))) {
    return { refused: "The wires at this port have changed meanwhile. Try again." };
  }
  const ranks = present.map(({ id }) => doc.edges.get(id)?.rank ?? 0);
  const draft = new Draft(doc);
  order.forEach((id, place) => {
    const edge = doc.edges.get(id)?.value;
    if (edge) draft.edges.put(edge, ranks[place]);
  });
  return draft.change;
}

/** What a single port gives up for a new edge, and the rank that becomes free by it. */
function makeRoom(draft: Draft, doc: DocState, catalogue: Catalogue, to: PortEnd, moving?: string): number | undefined {
  const node = doc.nodes.get(to.node)?.value;
  const port = node && portsOf(node, catalogue).inputs.find(({ name }) => name === to.port);
  if (port?.max !== 1) return undefined;
  const replaced = edgesAtPort(doc, to).filter((edge) => edge.id !== moving);
  for (const { id } of replaced) draft.edges.drop(id);
  return replaced[0] && doc.edges.get(replaced[0].id)?.rank;
}

function freshEdgeId(draft: Draft): string {
  return freshId("edge", (id) => draft.edges.has(id));
}

function endOf({ node, port }: PortEnd): GraphEdge["from"] {
  return { node, port };
}
