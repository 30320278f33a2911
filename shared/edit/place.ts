import type { GraphNode } from "../graph/document.ts";
import { group } from "../nodes/group.ts";
import { paramsOf } from "./ports.ts";

/** Pixels of the canvas. */
export interface Point {
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

export interface Rect extends Point, Size {}

/** How large a node is drawn. Only the canvas knows that of cards; groups are asked for their own params. */
export type SizeOf = (node: GraphNode) => Size;

/** The node at another place. What is no number (which a file cannot hold) leaves it where it is. */
export function placed(node: GraphNode, { x, y }: Point): GraphNode {
  if (!Number.isFinite(x) || !Number.isFinite(y) || (x === node.position.x && y === node.position.y)) return node;
  return { ...node, position: { ...node.position, x, y } };
}

export function rectOf(node: GraphNode, sizeOf: SizeOf): Rect {
  const { x, y } = node.position;
  const { width, height } = node.kind === group.kind ? frameSize(node) : sizeOf(node);
  return { x, y, width, height };
}

function frameSize(node: GraphNode): Size {
  const { width, height } = paramsOf(node, group);
  return { width: Number(width), height: Number(height) };
}

/** The smallest rectangle around all; null around none. */
export function boundsOf(rects: readonly Rect[]): Rect | null {
  const [first] = rects;
  if (!first) return null;
  let [left, top, right, bottom] = [first.x, first.y, first.x, first.y];
  for (const { x, y, width, height } of rects) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
