import type { GraphNode } from "../graph/document.ts";
import type { Catalogue } from "../nodes/catalogue.ts";
import { Draft } from "./draft.ts";
import { edgesAt } from "./edgesAt.ts";
import { passedThrough, portTypes, type PortEnd } from "./ports.ts";
import type { Change, DocState } from "./records.ts";

/**
 * Remove nodes and the wires at them. With `reconnect` a wire that led on from one of them starts where one of the same type led into it,
 * as when the node is bypassed; it keeps its place at a multi port. Frames are removed alone: pass `withMembers` for what is in them.
 */
export function removeNodes(doc: DocState, catalogue: Catalogue, ids: Iterable<string>, { reconnect }: { reconnect: boolean }): Change {
  const gone = new Set(ids);
  const draft = new Draft(doc);
  const fed = new Map<string, Set<string>>();
  for (const id of gone) {
    if (!doc.nodes.has(id)) continue;
    draft.nodes.drop(id);
    const { incoming, outgoing } = edgesAt(doc, id);
    for (const edge of incoming) draft.edges.drop(edge.id);
    for (const edge of outgoing) {
      const source = reconnect && !gone.has(edge.to.node) ? survivingSource(doc, catalogue, id, gone) : undefined;
      const place = markOf(edge.to);
      const sources = fed.get(place) ?? sourcesAt(doc, edge.to, gone);
      fed.set(place, sources);
      const mark = source && markOf(source);
      // What is connected there already is not connected twice.
      if (!source || mark === undefined || sources.has(mark)) draft.edges.drop(edge.id);
      else {
        draft.edges.put({ ...edge, from: { ...edge.from, node: source.node, port: source.port } });
        sources.add(mark);
      }
    }
  }
  return draft.change;
}

/** What comes out of the first node that stays, walking up through those that go. */
function survivingSource(doc: DocState, catalogue: Catalogue, id: string, gone: ReadonlySet<string>): PortEnd | undefined {
  const types = portTypes(doc, catalogue);
  const seen = new Set<string>();
  let at: PortEnd | undefined = { node: id, port: "" };
  while (at && gone.has(at.node) && !seen.has(at.node)) {
    seen.add(at.node);
    const node: GraphNode | undefined = doc.nodes.get(at.node)?.value;
    at = node && passedThrough(doc, catalogue, node, types);
  }
  return at && !gone.has(at.node) && doc.nodes.has(at.node) ? at : undefined;
}

function sourcesAt(doc: DocState, to: PortEnd, gone: ReadonlySet<string>): Set<string> {
  return new Set(edgesAt(doc, to.node).incoming.filter((edge) => edge.to.port === to.port && !gone.has(edge.from.node)).map(({ from }) => markOf(from)));
}

function markOf({ node, port }: PortEnd): string {
  return JSON.stringify([node, port]);
}
