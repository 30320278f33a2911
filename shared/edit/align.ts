import type { GraphNode } from "../graph/document.ts";
import type { Refusal } from "./draft.ts";
import { membersOf } from "./groups.ts";
import { moveNodes } from "./layout.ts";
import { boundsOf, rectOf, type Point, type Rect, type SizeOf } from "./place.ts";
import type { Change, DocState } from "./records.ts";

export type AlignTo = "left" | "right" | "top" | "bottom" | "centerX" | "centerY";
export type Axis = "x" | "y";

/** Line nodes up with a side or the middle of the rectangle around them. Frames take along what is in them. */
export function align(doc: DocState, ids: Iterable<string>, to: AlignTo, sizeOf: SizeOf): Change | Refusal {
  const boxes = boxesOf(doc, ids, sizeOf);
  const bounds = boundsOf(boxes.map(({ rect }) => rect));
  if (!bounds || boxes.length < 2) return { refused: "Select at least two nodes to align." };
  return shift(doc, boxes.map(({ node, rect }) => ({ node, by: offsetTo(to, rect, bounds) })), sizeOf);
}

function offsetTo(to: AlignTo, rect: Rect, bounds: Rect): Point {
  switch (to) {
    case "left":
      return { x: bounds.x - rect.x, y: 0 };
    case "right":
      return { x: bounds.x + bounds.width - rect.x - rect.width, y: 0 };
    case "centerX":
      return { x: bounds.x + bounds.width / 2 - rect.x - rect.width / 2, y: 0 };
    case "top":
      return { x: 0, y: bounds.y - rect.y };
    case "bottom":
      return { x: 0, y: bounds.y + bounds.height - rect.y - rect.height };
    case "centerY":
      return { x: 0, y: bounds.y + bounds.height / 2 - rect.y - rect.height / 2 };
  }
}

/** Make the gaps between nodes equal; the first and the last stay. */
export function distribute(doc: DocState, ids: Iterable<string>, axis: Axis, sizeOf: SizeOf): Change | Refusal {
  const side = axis === "x" ? "width" : "height";
  const boxes = boxesOf(doc, ids, sizeOf).sort((one, other) => one.rect[axis] - other.rect[axis]);
  const bounds = boundsOf(boxes.map(({ rect }) => rect));
  const [first, last] = [boxes[0], boxes.at(-1)];
  if (!bounds || !first || !last || boxes.length < 3) return { refused: "Select at least three nodes to distribute." };
  const total = boxes.reduce((sum, { rect }) => sum + rect[side], 0);
  const gap = (last.rect[axis] + last.rect[side] - first.rect[axis] - total) / (boxes.length - 1);
  let next = first.rect[axis];
  const shifts = boxes.map(({ node, rect }) => {
    const by = { x: 0, y: 0, [axis]: node === last.node ? 0 : next - rect[axis] };
    next += rect[side] + gap;
    return { node, by };
  });
  return shift(doc, shifts, sizeOf);
}

interface Box {
  node: GraphNode;
  rect: Rect;
}

/** Of frames and what is in them, when both are selected, only the frames: the rest comes along. */
function boxesOf(doc: DocState, ids: Iterable<string>, sizeOf: SizeOf): Box[] {
  const nodes = [...new Set(ids)].flatMap((id) => doc.nodes.get(id)?.value ?? []);
  const inside = new Set(nodes.flatMap(({ id }) => membersOf(doc, id, sizeOf)));
  return nodes.filter(({ id }) => !inside.has(id)).map((node) => ({ node, rect: rectOf(node, sizeOf) }));
}

function shift(doc: DocState, shifts: readonly { node: GraphNode; by: Point }[], sizeOf: SizeOf): Change {
  const places = new Map<string, Point>();
  const put = ({ id, position }: GraphNode, by: Point): void => {
    places.set(id, { x: position.x + by.x, y: position.y + by.y });
  };
  for (const { node, by } of shifts) {
    put(node, by);
    for (const id of membersOf(doc, node.id, sizeOf)) {
      const member = doc.nodes.get(id)?.value;
      if (member) put(member, by);
    }
  }
  return moveNodes(doc, places);
}
