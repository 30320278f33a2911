import type { GraphNode } from "../graph/document.ts";
import { group } from "../nodes/group.ts";
import { Draft, type Refusal } from "./draft.ts";
import { updateNodes, type Ids } from "./nodes.ts";
import { placed, type Point, type Rect } from "./place.ts";
import type { Change, DocState } from "./records.ts";

/** Put nodes at new places. For a frame pass its members' places too, see `withMembers`. */
export function moveNodes(doc: DocState, places: ReadonlyMap<string, Readonly<Point>>): Change {
  const draft = new Draft(doc);
  for (const [id, place] of places) {
    const node = draft.nodes.get(id)?.value;
    if (node) draft.nodes.put(placed(node, place));
  }
  return draft.change;
}

export function nudge(doc: DocState, ids: Ids, by: Point): Change {
  return updateNodes(doc, ids, (node) => placed(node, { x: node.position.x + by.x, y: node.position.y + by.y }));
}

/** Pixels; a group's own limits, which are reasonable for all. */
const SMALLEST = 40;
const LARGEST = 100_000;

/** Give a node another size, and another place where its left or upper side was drawn. Groups keep it in their params, other nodes in a key of their own. */
export function resize(doc: DocState, id: string, { x, y, width, height }: Rect): Change | Refusal {
  if (![x, y, width, height].every(Number.isFinite)) return { refused: "A node's place and size are numbers." };
  const size = { width: clamped(width), height: clamped(height) };
  return updateNodes(doc, id, (node) => sized(placed(node, { x, y }), size));
}

export function clamped(side: number): number {
  return Math.min(LARGEST, Math.max(SMALLEST, side));
}

function sized(node: GraphNode, size: { width: number; height: number }): GraphNode {
  const isGroup = node.kind === group.kind;
  const known = (isGroup ? node.params : node["size"]) as Record<string, unknown> | undefined;
  if (known?.["width"] === size.width && known["height"] === size.height) return node;
  return isGroup ? { ...node, params: { ...node.params, ...size } } : { ...node, size: { ...known, ...size } };
}
