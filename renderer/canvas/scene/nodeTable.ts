import { membersOf } from "../../../shared/edit/groups.ts";
import type { Rect } from "../../../shared/edit/place.ts";
import { inOrder, type DocState } from "../../../shared/edit/records.ts";
import type { GraphNode } from "../../../shared/graph/document.ts";
import { layoutIn, type CardLayout } from "../../nodes/cardLayout.ts";
import { sameLayout, sizeOf } from "./layout.ts";

/** Nodes as columns, in the document's order. Places are where they are shown: during a gesture not where the document has them. */
export class NodeTable {
  list: readonly GraphNode[] = [];
  layouts: CardLayout[] = [];
  count = 0;
  index = new Map<string, number>();
  x = new Float64Array(0);
  y = new Float64Array(0);
  width = new Float32Array(0);
  height = new Float32Array(0);
  selected = new Uint8Array(0);
  /** The node itself, or the collapsed group in which it is hidden. */
  shownAs = new Int32Array(0);
  isGroup = new Uint8Array(0);

  #doc: DocState | null = null;

  /** What changed: nothing but places and looks of some, their sizes or ports too, or which nodes there are. */
  sync(doc: DocState, selection: ReadonlySet<string>): "same" | "places" | "shapes" | "all" {
    const before = this.list;
    const wired = this.#doc?.edges !== doc.edges;
    this.list = inOrder(doc.nodes);
    this.#doc = doc;
    if (this.list === before && !wired) return "same";
    if (before.length !== this.list.length || this.list.some((node, at) => before[at]?.id !== node.id)) {
      this.#rebuild(doc, selection);
      this.#hideMembers(doc);
      return "all";
    }
    let shapes = false;
    this.list.forEach((node, at) => {
      // Which strange ports a card has depends on the edges at it.
      if (before[at] === node && !wired) return;
      const layout = layoutIn(doc, node);
      shapes ||= !sameLayout(this.layouts[at], layout);
      this.layouts[at] = layout;
      this.#put(at, node);
    });
    if (this.isGroup.includes(1)) this.#hideMembers(doc);
    return shapes ? "shapes" : "places";
  }

  /** Back to where the document has them. */
  restorePlaces(): void {
    this.list.forEach((node, at) => this.#put(at, node));
  }

  select(ids: ReadonlySet<string>): void {
    this.selected.fill(0);
    for (const id of ids) {
      const at = this.index.get(id);
      if (at !== undefined) this.selected[at] = 1;
    }
  }

  isHidden(at: number): boolean {
    return this.shownAs[at] !== at;
  }

  rectAt(at: number): Rect {
    return { x: this.x[at] ?? 0, y: this.y[at] ?? 0, width: this.width[at] ?? 0, height: this.height[at] ?? 0 };
  }

  /** Nodes that are at least partly inside, in the document's order, hidden ones left out. A scan of columns: 20,000 take some 30 µs. */
  inside({ x, y, width, height }: Rect): number[] {
    const found: number[] = [];
    const [right, bottom] = [x + width, y + height];
    for (let at = 0; at < this.count; at += 1) {
      const [left, top] = [this.x[at] ?? 0, this.y[at] ?? 0];
      if (left <= right && top <= bottom && left + (this.width[at] ?? 0) >= x && top + (this.height[at] ?? 0) >= y && this.shownAs[at] === at) found.push(at);
    }
    return found;
  }

  /** The uppermost node under a point. Frames lie below everything; of frames the smallest is taken. */
  hit(x: number, y: number): number | null {
    let frame: number | null = null;
    for (let at = this.count - 1; at >= 0; at -= 1) {
      const [left, top] = [this.x[at] ?? 0, this.y[at] ?? 0];
      const [width, height] = [this.width[at] ?? 0, this.height[at] ?? 0];
      if (x < left || y < top || x > left + width || y > top + height || this.shownAs[at] !== at) continue;
      if (this.isGroup[at] !== 1) return at;
      if (frame === null || width * height < (this.width[frame] ?? 0) * (this.height[frame] ?? 0)) frame = at;
    }
    return frame;
  }

  /** The rectangle around nodes, around all that are shown without `places`; null around none. */
  bounds(places?: Iterable<number>): Rect | null {
    let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const at of places ?? this.list.keys()) {
      if (!places && this.shownAs[at] !== at) continue;
      const { x, y, width, height } = this.rectAt(at);
      left = Math.min(left, x);
      top = Math.min(top, y);
      right = Math.max(right, x + width);
      bottom = Math.max(bottom, y + height);
    }
    return left > right ? null : { x: left, y: top, width: right - left, height: bottom - top };
  }

  placesOf(ids: Iterable<string>): number[] {
    return [...ids].flatMap((id) => this.index.get(id) ?? []);
  }

  #rebuild(doc: DocState, selection: ReadonlySet<string>): void {
    const size = this.list.length;
    this.count = size;
    this.x = new Float64Array(size);
    this.y = new Float64Array(size);
    this.width = new Float32Array(size);
    this.height = new Float32Array(size);
    this.selected = new Uint8Array(size);
    this.shownAs = Int32Array.from({ length: size }, (_none, at) => at);
    this.isGroup = new Uint8Array(size);
    this.index = new Map(this.list.map(({ id }, at) => [id, at]));
    this.layouts = this.list.map((node) => layoutIn(doc, node));
    this.list.forEach((node, at) => this.#put(at, node));
    this.select(selection);
  }

  #put(at: number, node: GraphNode): void {
    const layout = this.layouts[at];
    this.x[at] = node.position.x;
    this.y[at] = node.position.y;
    this.width[at] = layout?.width ?? 0;
    this.height[at] = layout?.height ?? 0;
    this.isGroup[at] = node.kind === "group" ? 1 : 0;
  }

  #hideMembers(doc: DocState): void {
    for (let at = 0; at < this.count; at += 1) this.shownAs[at] = at;
    this.list.forEach((node, at) => {
      if (node.kind !== "group" || node.params["collapsed"] !== true) return;
      for (const member of this.placesOf(membersOf(doc, node.id, sizeOf))) this.shownAs[member] = at;
    });
    // A group in a collapsed group hides where that one does.
    for (let at = 0; at < this.count; at += 1) {
      let shown = this.shownAs[at] ?? at;
      for (let steps = 0; steps < 32 && this.shownAs[shown] !== shown; steps += 1) shown = this.shownAs[shown] ?? shown;
      this.shownAs[at] = shown;
    }
  }
}
