import type { Session } from "../../state/session.ts";
import { currentView, isView, type View } from "../../ui/canvasApi.ts";

/** Where a graph is shown first: as it was left in this window, as its file says, or null: everything is to fit. */
export function firstView(session: Session): View | null {
  const kept = currentView(session.id);
  if (kept) return kept;
  const { view } = session.getState().doc.meta;
  return isView(view) ? { x: view.x, y: view.y, zoom: view.zoom } : null;
}
