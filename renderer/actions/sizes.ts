import type { Size, SizeOf } from "../../shared/edit/place.ts";

/** Until the cards have told theirs. */
const USUAL: Size = { width: 236, height: 160 };

let known: SizeOf = () => USUAL;

/** Cards know how large they are drawn, and stand above the actions: the page tells it once, when it starts. */
export function provideSizes(sizeOf: SizeOf): void {
  known = sizeOf;
}

/** How large a node is drawn. */
export const sizeOf: SizeOf = (node) => known(node);
