import type { GraphNode } from "../../../shared/graph/document.ts";
import { layoutOf, type CardLayout, type CardPort } from "../../nodes/cardLayout.ts";

/** For edit commands, which ask how large a node is. */
export function sizeOf(node: GraphNode): { width: number; height: number } {
  return layoutOf(node);
}

export function portAt(layout: CardLayout | undefined, side: CardPort["side"], name: string): CardPort | undefined {
  return layout?.ports.find((port) => port.side === side && port.name === name);
}

/** Whether wires end at the same places of both. */
export function sameLayout(one: CardLayout | undefined, other: CardLayout): boolean {
  if (one === other) return true;
  if (!one || one.width !== other.width || one.height !== other.height || one.ports.length !== other.ports.length) return false;
  return one.ports.every((port, at) => {
    const twin = other.ports[at];
    return twin && port.name === twin.name && port.side === twin.side && port.type === twin.type && port.x === twin.x && port.y === twin.y;
  });
}
