import type { Catalogue } from "../nodes/catalogue.ts";
import { canConnect } from "./canConnect.ts";
import { connect, disconnect } from "./connect.ts";
import { Draft, isRefusal, type Added, type Refusal } from "./draft.ts";
import { bestPort } from "./fitting.ts";
import { addNode, type NewNode } from "./nodes.ts";
import { portsOf } from "./ports.ts";
import { apply, compose, type Change, type DocState } from "./records.ts";

/** Lead a wire through a node: what it brought goes into the node, and what the node makes goes where it led, at the same place. */
export function insertOnEdge(doc: DocState, catalogue: Catalogue, edgeId: string, nodeId: string): Change | Refusal {
  const edge = doc.edges.get(edgeId)?.value;
  const node = doc.nodes.get(nodeId)?.value;
  if (!edge || !node) return { refused: "The wire or the node is not in the graph any more." };
  const cut = disconnect(doc, [edgeId]);
  const open = apply(doc, cut);
  const best = bestPort(open, catalogue, nodeId, edge.from, "from");
  if (isRefusal(best)) return best;
  const output = portsOf(node, catalogue).output;
  if (!output) return { refused: "Nothing comes out of this node, so no wire can lead through it." };
  if (best.replaces) return { refused: "The input that this wire would lead to is taken already." };
  const first = connect(open, catalogue, edge.from, { node: nodeId, port: best.port });
  if (isRefusal(first)) return first;
  const half = apply(open, first);
  const start = { node: nodeId, port: output.name };
  const verdict = canConnect(half, catalogue, start, edge.to);
  if (!verdict.ok) return { refused: verdict.reason };
  const second = new Draft(half);
  second.edges.put({ ...edge, from: { ...edge.from, ...start } }, doc.edges.get(edgeId)?.rank);
  const last = second.finish();
  return isRefusal(last) ? last : [cut, first, last].reduce(compose);
}

/** A new node in the middle of a wire. */
export function addOnEdge(doc: DocState, catalogue: Catalogue, edgeId: string, what: NewNode): Added | Refusal {
  const made = addNode(doc, what);
  if (isRefusal(made)) return made;
  const inserted = insertOnEdge(apply(doc, made.change), catalogue, edgeId, made.added[0] ?? "");
  return isRefusal(inserted) ? inserted : { change: compose(made.change, inserted), added: made.added };
}
