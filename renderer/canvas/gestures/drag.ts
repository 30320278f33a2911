import { isRefusal } from "../../../shared/edit/draft.ts";
import { withMembers } from "../../../shared/edit/groups.ts";
import { insertOnEdge } from "../../../shared/edit/insert.ts";
import { moveNodes } from "../../../shared/edit/layout.ts";
import { duplicate } from "../../../shared/edit/paste.ts";
import type { Point } from "../../../shared/edit/place.ts";
import { apply, compose } from "../../../shared/edit/records.ts";
import { snap } from "../../../shared/edit/snap.ts";
import { edgesAt } from "../../../shared/edit/edgesAt.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { i18n } from "../../i18n/index.ts";
import { useApp } from "../../state/app.ts";
import { reportTrouble } from "../../state/trouble.ts";
import { sizeOf } from "../scene/layout.ts";
import { visibleRect, toCanvas } from "../stage/camera.ts";
import type { Stage } from "../stage/stage.ts";
import { toggleNode, announceSelection } from "./selection.ts";
import type { Gesture } from "./run.ts";

export const GRID = 20;
/** Pixels of the screen. */
const CATCH = 6;
const EDGE_REACH = 14;
/** Among more neighbours nobody looks for a line, and looking takes time. */
const MOST_NEIGHBOURS = 250;

/** Moves a node and what is selected with it; groups take along what is in them. Alt leaves the originals and makes copies. One step of undo at its end. */
export function dragGesture(stage: Stage, down: PointerEvent, id: string): Gesture {
  const { session, scene } = stage;
  const { nodes } = scene;
  const from = stage.place(down);
  const adds = down.shiftKey || down.metaKey || down.ctrlKey;
  const wasSelected = session.getState().selection.has(id);
  let moving: number[] = [];
  let home: { x: Float64Array; y: Float64Array } = { x: new Float64Array(0), y: new Float64Array(0) };
  let by: Point = { x: 0, y: 0 };
  let neighbours: number[] = [];
  const copies = down.altKey;

  if (!wasSelected && !adds) session.select([id]);

  function shift(dx: number, dy: number): void {
    by = { x: dx, y: dy };
    if (copies) stage.overlay.ghosts = moving.map((at) => ({ ...nodes.rectAt(at), x: (nodes.x[at] ?? 0) + dx, y: (nodes.y[at] ?? 0) + dy }));
    else {
      moving.forEach((at, place) => {
        nodes.x[at] = (home.x[place] ?? 0) + dx;
        nodes.y[at] = (home.y[place] ?? 0) + dy;
      });
    }
  }

  /** Onto a helper line if one is near, else onto the grid. */
  function snapped(wanted: Point, free: boolean): Point {
    stage.overlay.guides = [];
    if (free) return wanted;
    const own = moving.map((at, place) => ({ ...nodes.rectAt(at), x: (home.x[place] ?? 0) + wanted.x, y: (home.y[place] ?? 0) + wanted.y }));
    const lines = stage.ui.getState().far || moving.length > MOST_NEIGHBOURS ? { dx: 0, dy: 0, guides: [] } : snap(own, neighbours.map((at) => nodes.rectAt(at)), CATCH / stage.camera.zoom);
    stage.overlay.guides = lines.guides;
    const onGrid = useApp.getState().settings.snapToGrid;
    const grid = (value: number, start: number): number => (onGrid ? Math.round((start + value) / GRID) * GRID - start : Math.round(value));
    // A frame keeps what is in it on the grid, wherever its own corner lies.
    const isFrame = nodes.isGroup[moving[0] ?? 0] === 1;
    const caught = (axis: "x" | "y"): boolean => lines.guides.some((guide) => guide.axis === axis);
    return {
      x: caught("x") ? wanted.x + lines.dx : grid(wanted.x, isFrame ? 0 : (home.x[0] ?? 0)),
      y: caught("y") ? wanted.y + lines.dy : grid(wanted.y, isFrame ? 0 : (home.y[0] ?? 0)),
    };
  }

  function finish(): void {
    stage.overlay.guides = [];
    stage.overlay.ghosts = [];
    stage.targetEdge = null;
    stage.moving = new Set();
  }

  return {
    pans: true,
    cursor: "grabbing",
    start() {
      if (adds && !wasSelected) toggleNode(session, id);
      const { doc, selection } = session.getState();
      moving = nodes.placesOf(withMembers(doc, selection, sizeOf)).filter((at) => nodes.list[at] !== undefined);
      // The grid is that of the node under the pointer.
      const held = nodes.index.get(id);
      if (held !== undefined) moving = [held, ...moving.filter((at) => at !== held)];
      home = { x: Float64Array.from(moving, (at) => nodes.x[at] ?? 0), y: Float64Array.from(moving, (at) => nodes.y[at] ?? 0) };
      const all = new Set(moving);
      stage.moving = copies ? new Set() : all;
      neighbours = nodes.inside(visibleRect(stage.camera)).filter((at) => copies || !all.has(at));
      if (neighbours.length > MOST_NEIGHBOURS) neighbours = [];
    },
    move(at, event) {
      const to = toCanvas(stage.camera, at);
      const next = snapped({ x: to.x - from.x, y: to.y - from.y }, event.ctrlKey || event.metaKey);
      shift(next.x, next.y);
      if (moving.length === 1 && !copies) stage.targetEdge = edgeFor(stage, id, to);
      stage.refresh();
    },
    end() {
      const edge = stage.targetEdge;
      finish();
      if (copies) drop();
      else move(edge);
      stage.refresh();
    },
    cancel() {
      if (!copies) shift(0, 0);
      finish();
      stage.refresh();
    },
    click() {
      if (adds) toggleNode(session, id);
      else session.select([id]);
      announceSelection(session);
    },
  };

  function move(edge: string | null): void {
    if (by.x === 0 && by.y === 0) return;
    const { doc } = session.getState();
    const places = new Map(moving.map((at) => [nodes.list[at]?.id ?? "", { x: nodes.x[at] ?? 0, y: nodes.y[at] ?? 0 }]));
    const moved = moveNodes(doc, places);
    const inserted = edge === null ? null : insertOnEdge(apply(doc, moved), catalogue, edge, id);
    if (inserted && !isRefusal(inserted)) session.commit(compose(moved, inserted), { label: i18n.t("canvas:did.insert") });
    else session.commit(moved, { label: i18n.t("canvas:did.move") });
  }

  function drop(): void {
    const { doc } = session.getState();
    const made = duplicate(doc, moving.flatMap((at) => nodes.list[at]?.id ?? []), by, false);
    if (isRefusal(made)) {
      reportTrouble(made.refused);
      return;
    }
    session.commit(made.change, { label: i18n.t("canvas:did.duplicate") });
    session.select(made.added);
  }
}

const judged = new WeakMap<object, Map<string, boolean>>();

/** The wire at a point into which a node with no wires of its own could be inserted. */
function edgeFor(stage: Stage, id: string, at: Point): string | null {
  const { doc } = stage.session.getState();
  const { incoming, outgoing } = edgesAt(doc, id);
  if (incoming.length + outgoing.length > 0) return null;
  const picked = stage.scene.edges.pick(stage.scene.nodes, at.x, at.y, EDGE_REACH / stage.camera.zoom);
  const edge = picked && stage.scene.edges.list[picked.at];
  if (!edge) return null;
  const known = judged.get(doc) ?? new Map<string, boolean>();
  judged.set(doc, known);
  const key = `${edge.id} ${id}`;
  const fits = known.get(key) ?? !isRefusal(insertOnEdge(doc, catalogue, edge.id, id));
  known.set(key, fits);
  return fits ? edge.id : null;
}
