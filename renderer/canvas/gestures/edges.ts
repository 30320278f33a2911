import { isRefusal } from "../../../shared/edit/draft.ts";
import { addOnEdge } from "../../../shared/edit/insert.ts";
import type { Point } from "../../../shared/edit/place.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { i18n } from "../../i18n/index.ts";
import type { Session } from "../../state/session.ts";
import { reportTrouble } from "../../state/trouble.ts";
import type { Stage } from "../stage/stage.ts";

/** Pixels of the screen. */
const REACH = 7;
/** This near to its end a wire is taken by it. */
const END = 56;

export interface PickedEdge {
  id: string;
  /** The end that is taken when it is dragged; null in the middle. */
  end: "from" | "to" | null;
}

/** The wire under a point of the canvas. */
export function edgeAt(stage: Stage, at: Point): PickedEdge | null {
  const { edges, nodes } = stage.scene;
  const { zoom } = stage.camera;
  const picked = edges.pick(nodes, at.x, at.y, REACH / zoom);
  const edge = picked && edges.list[picked.at];
  if (!picked || !edge) return null;
  const curve = { ax: 0, ay: 0, bx: 0, by: 0 };
  edges.curveOf(nodes, picked.at, curve);
  const [start, end] = [Math.hypot(at.x - curve.ax, at.y - curve.ay), Math.hypot(at.x - curve.bx, at.y - curve.by)];
  const near = Math.min(END / zoom, Math.hypot(curve.bx - curve.ax, curve.by - curve.ay) * 0.4);
  return { id: edge.id, end: end <= near && end <= start ? "to" : start <= near ? "from" : null };
}

/** A dot in a wire, to lead it around. */
export function addReroute(session: Session, edge: string, at: Point): void {
  const made = addOnEdge(session.getState().doc, catalogue, edge, { kind: "reroute", position: { x: at.x - 18, y: at.y - 10 } });
  if (isRefusal(made)) {
    reportTrouble(made.refused);
    return;
  }
  session.commit(made.change, { label: i18n.t("canvas:did.reroute") });
  session.select(made.added);
}

export function selectEdge(session: Session, id: string, adds: boolean): void {
  const { selection, selectedEdges } = session.getState();
  if (!adds) {
    session.select([], [id]);
    return;
  }
  const next = new Set(selectedEdges);
  if (!next.delete(id)) next.add(id);
  session.select(selection, next);
}
