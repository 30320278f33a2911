import { portTypes } from "../../../shared/edit/ports.ts";
import { inOrder, type DocState } from "../../../shared/edit/records.ts";
import type { GraphEdge } from "../../../shared/graph/document.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { distanceTo, mayTouch, type Curve } from "./curve.ts";
import { portAt } from "./layout.ts";
import type { NodeTable } from "./nodeTable.ts";

/** In the order of the colours that the painter knows. */
export const WIRE_TYPES = ["text", "image", "video", "audio", "any"] as const;

/** Wires as columns, so that thousands are drawn and picked without an object for each. */
export class EdgeTable {
  list: readonly GraphEdge[] = [];
  count = 0;
  /** Places of the nodes in the node table. A wire from or to nothing is not in this table. */
  from = new Int32Array(0);
  to = new Int32Array(0);
  /** Where on their cards the ends are. */
  fromDx = new Float32Array(0);
  fromDy = new Float32Array(0);
  toDx = new Float32Array(0);
  toDy = new Float32Array(0);
  type = new Uint8Array(0);
  /** 1: what comes out is not what the port takes, or the port is not there. */
  bad = new Uint8Array(0);
  index = new Map<string, number>();

  rebuild(doc: DocState, nodes: NodeTable): void {
    const types = portTypes(doc, catalogue);
    const list: GraphEdge[] = [];
    const all = inOrder(doc.edges);
    this.from = new Int32Array(all.length);
    this.to = new Int32Array(all.length);
    this.fromDx = new Float32Array(all.length);
    this.fromDy = new Float32Array(all.length);
    this.toDx = new Float32Array(all.length);
    this.toDy = new Float32Array(all.length);
    this.type = new Uint8Array(all.length);
    this.bad = new Uint8Array(all.length);
    this.index = new Map();
    for (const edge of all) {
      const [from, to] = [nodes.index.get(edge.from.node), nodes.index.get(edge.to.node)];
      const [source, target] = [from === undefined ? undefined : nodes.list[from], to === undefined ? undefined : nodes.list[to]];
      if (from === undefined || to === undefined || !source || !target) continue;
      const at = list.length;
      const [start, end] = [nodes.layouts[from], nodes.layouts[to]];
      const output = portAt(start, "out", edge.from.port);
      const input = portAt(end, "in", edge.to.port);
      const shown = types.shown(source.id) ?? "any";
      this.from[at] = from;
      this.to[at] = to;
      this.fromDx[at] = output?.x ?? start?.width ?? 0;
      this.fromDy[at] = output?.y ?? (start?.height ?? 0) / 2;
      this.toDx[at] = input?.x ?? 0;
      this.toDy[at] = input?.y ?? (end?.height ?? 0) / 2;
      this.type[at] = WIRE_TYPES.indexOf(shown);
      this.bad[at] = !output || !input || output.strange || input.strange || (shown !== "any" && input.type !== "any" && input.type !== shown) ? 1 : 0;
      this.index.set(edge.id, at);
      list.push(edge);
    }
    this.list = list;
    this.count = list.length;
  }

  /** Where a wire is now; false when it is hidden in a collapsed group. Written into `curve`, as this is asked for thousands of times a frame. */
  curveOf(nodes: NodeTable, at: number, curve: Curve): boolean {
    const from = this.from[at] ?? 0;
    const to = this.to[at] ?? 0;
    const start = nodes.shownAs[from] ?? from;
    const end = nodes.shownAs[to] ?? to;
    if (start === end) return false;
    // A wire of a hidden node ends at the frame that hides it.
    curve.ax = (nodes.x[start] ?? 0) + (start === from ? (this.fromDx[at] ?? 0) : (nodes.width[start] ?? 0));
    curve.ay = (nodes.y[start] ?? 0) + (start === from ? (this.fromDy[at] ?? 0) : (nodes.height[start] ?? 0) / 2);
    curve.bx = (nodes.x[end] ?? 0) + (end === to ? (this.toDx[at] ?? 0) : 0);
    curve.by = (nodes.y[end] ?? 0) + (end === to ? (this.toDy[at] ?? 0) : (nodes.height[end] ?? 0) / 2);
    return true;
  }

  /** The wire nearest to a point within `tolerance`, and where on it (0 at its output, 1 at its input). */
  pick(nodes: NodeTable, x: number, y: number, tolerance: number): { at: number; t: number } | null {
    const curve: Curve = { ax: 0, ay: 0, bx: 0, by: 0 };
    let best: { at: number; t: number } | null = null;
    let nearest = tolerance;
    for (let at = 0; at < this.count; at += 1) {
      if (!this.curveOf(nodes, at, curve) || !mayTouch(curve, x - tolerance, y - tolerance, x + tolerance, y + tolerance)) continue;
      const { distance, t } = distanceTo(curve, x, y);
      // Of two at the same distance the later one is drawn above.
      if (distance <= nearest) {
        nearest = distance;
        best = { at, t };
      }
    }
    return best;
  }
}
