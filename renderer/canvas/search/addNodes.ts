import { isRefusal, type Added, type Refusal } from "../../../shared/edit/draft.ts";
import { addConnected } from "../../../shared/edit/fitting.ts";
import { addOnEdge } from "../../../shared/edit/insert.ts";
import { addNode, type NewNode } from "../../../shared/edit/nodes.ts";
import type { Point } from "../../../shared/edit/place.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { i18n } from "../../i18n/index.ts";
import { useApp } from "../../state/app.ts";
import type { Session } from "../../state/session.ts";
import { reportTrouble } from "../../state/trouble.ts";
import { announce } from "../../ui/announce.ts";
import { GRID } from "../gestures/drag.ts";
import { sizeOf } from "../scene/layout.ts";
import type { OpenWire, Stage } from "../stage/stage.ts";

/** How a node of a kind is held at a point: by its upper part, its first port where the wire ends. */
export interface AddOptions {
  params?: Readonly<Record<string, unknown>>;
  title?: string;
  /** The wire that was dropped: the node is connected to it. */
  wire?: OpenWire | null;
  /** The wire into which the node is inserted. */
  edge?: string | null;
}

/** Adds a node and selects it; one step of undo with its connection. Its id, or null when it could not be added: the user is told. */
export function addKind(session: Session, kind: string, at: Point, { params, title, wire = null, edge = null }: AddOptions = {}): string | null {
  const { doc } = session.getState();
  const what: NewNode = { kind, position: onGrid(at), params, title };
  const made: Added | Refusal = wire ? addConnected(doc, catalogue, what, wire.end, wire.side) : edge === null ? addNode(doc, what) : addOnEdge(doc, catalogue, edge, what);
  if (isRefusal(made)) {
    reportTrouble(made.refused);
    return null;
  }
  const name = catalogue.get(kind)?.title ?? kind;
  session.commit(made.change, { label: i18n.t("canvas:did.add", { name }) });
  session.select(made.added);
  announce(i18n.t("canvas:selectedOne", { name }));
  return made.added[0] ?? null;
}

export function onGrid({ x, y }: Point): Point {
  if (!useApp.getState().settings.snapToGrid) return { x: Math.round(x), y: Math.round(y) };
  return { x: Math.round(x / GRID) * GRID, y: Math.round(y / GRID) * GRID };
}

/** Where a new node of a kind has the point in the middle of its upper edge. */
export function cornerFor(kind: string, { x, y }: Point): Point {
  const { width } = sizeOf({ id: "", kind, position: { x: 0, y: 0 }, params: {} });
  return { x: x - width / 2, y: y - 20 };
}

/** The free place nearest to the middle of the view, if need be out of it; in a great crowd the middle itself, somewhat lower to the right of what lies there. */
export function freeCentre(stage: Stage, kind: string): Point {
  const { width, height } = sizeOf({ id: "", kind, position: { x: 0, y: 0 }, params: {} });
  const middle = stage.centre();
  const start = onGrid({ x: middle.x - width / 2, y: middle.y - height / 2 });
  const { nodes } = stage.scene;
  const isFree = ({ x, y }: Point): boolean => nodes.inside({ x: x - GRID, y: y - GRID, width: width + 2 * GRID, height: height + 2 * GRID }).every((at) => nodes.isGroup[at] === 1);
  let best: Point | null = null;
  for (let row = -REACH; row <= REACH; row += 1) {
    for (let column = -REACH; column <= REACH; column += 1) {
      const at = { x: start.x + column * STRIDE, y: start.y + row * STRIDE };
      if (best && distance(at, start) >= distance(best, start)) continue;
      if (isFree(at)) best = at;
    }
  }
  return best ?? besideTaken(stage, start);
}

/** Where nothing lies with the very same corner: two on top of each other look like one. */
export function besideTaken({ scene: { nodes } }: Stage, corner: Point): Point {
  let at = corner;
  const taken = (): boolean => nodes.list.some((_node, place) => Math.abs((nodes.x[place] ?? 0) - at.x) < GRID && Math.abs((nodes.y[place] ?? 0) - at.y) < GRID);
  for (let tries = 0; tries < MOST_TRIES && taken(); tries += 1) at = { x: at.x + STRIDE, y: at.y + STRIDE };
  return at;
}

const STRIDE = 2 * GRID;
/** Strides in each direction in which a free place is looked for: about three cards. */
const REACH = 20;
const MOST_TRIES = 40;

/** A row beside is nearer to the eye than one above or below. */
function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, 1.5 * (one.y - other.y));
}
