import { isRefusal } from "../../../shared/edit/draft.ts";
import { addOnEdge } from "../../../shared/edit/insert.ts";
import type { Point } from "../../../shared/edit/place.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { edgeAt } from "../gestures/edges.ts";
import type { Stage } from "../stage/stage.ts";

/** The wire at a point into which a new node of a kind could be inserted. While something is dragged its kind is not known yet: then any wire. */
export function insertableEdge(stage: Stage, kind: string | null, at: Point): string | null {
  const edge = edgeAt(stage, at);
  if (!edge || kind === null) return edge?.id ?? null;
  return isRefusal(addOnEdge(stage.session.getState().doc, catalogue, edge.id, { kind, position: at })) ? null : edge.id;
}
