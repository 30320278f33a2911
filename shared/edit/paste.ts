import type { GraphNode } from "../graph/document.ts";
import { renameChips } from "../nodes/chips.ts";
import { clipOf, type Clip } from "./clip.ts";
import { Draft, type Added, type Refusal } from "./draft.ts";
import { freshId } from "./ids.ts";
import { placed, type Point } from "./place.ts";
import type { DocState } from "./records.ts";

export interface PasteOptions {
  /** Where the copies' common top left corner comes to lie; absent: they lie where the originals do. */
  at?: Point;
  /** Wires from outside are copied too; only within one graph, and where their start is still there. */
  keepInputs: boolean;
}

/**
 * Nodes out of a clip under fresh ids, with the wires among them. A chip (`@{node id}`) in a copied text that names a copied node names
 * the copy, so that the copies make the same requests as the originals.
 */
export function paste(doc: DocState, clip: Clip, { at, keepInputs }: PasteOptions): Added | Refusal {
  const corner = cornerOf(clip.nodes);
  return copyInto(doc, clip, at ? { x: at.x - corner.x, y: at.y - corner.y } : { x: 0, y: 0 }, keepInputs && clip.graph === doc.meta.id);
}

/** Copies beside the originals. */
export function duplicate(doc: DocState, ids: Iterable<string>, offset: Point, keepInputs: boolean): Added | Refusal {
  return copyInto(doc, clipOf(doc, ids), offset, keepInputs);
}

function copyInto(doc: DocState, clip: Clip, offset: Point, keepInputs: boolean): Added | Refusal {
  const draft = new Draft(doc);
  const renamed = new Map<string, string>();
  const taken = new Set<string>();
  for (const { id, kind } of clip.nodes) {
    const fresh = freshId(kind, (name) => taken.has(name) || draft.nodes.has(name));
    taken.add(fresh);
    renamed.set(id, fresh);
  }
  for (const node of clip.nodes) draft.nodes.put(copyOf(node, renamed, offset));
  for (const edge of clip.edges) {
    const to = renamed.get(edge.to.node);
    const from = renamed.get(edge.from.node) ?? (keepInputs && doc.nodes.has(edge.from.node) ? edge.from.node : undefined);
    // A wire that leads from or to nothing here has no meaning.
    if (to === undefined || from === undefined) continue;
    draft.edges.put({ ...edge, id: freshId("edge", (id) => draft.edges.has(id)), from: { ...edge.from, node: from }, to: { ...edge.to, node: to } });
  }
  return draft.finishAdding([...taken]);
}

function copyOf(node: GraphNode, renamed: ReadonlyMap<string, string>, offset: Point): GraphNode {
  const { x, y } = node.position;
  return { ...placed(node, { x: x + offset.x, y: y + offset.y }), id: renamed.get(node.id) ?? node.id, params: renameChips(node.params, renamed) };
}

function cornerOf(nodes: readonly GraphNode[]): Point {
  const corner = { x: Number.POSITIVE_INFINITY, y: Number.POSITIVE_INFINITY };
  for (const { position } of nodes) {
    corner.x = Math.min(corner.x, position.x);
    corner.y = Math.min(corner.y, position.y);
  }
  return corner;
}
