import { moveNodes } from "../../../shared/edit/layout.ts";
import type { Point } from "../../../shared/edit/place.ts";
import { i18n } from "../../i18n/index.ts";
import { reportTrouble } from "../../state/trouble.ts";
import { prefersStillness, type Stage } from "../stage/stage.ts";
import { fit } from "../view/animate.ts";
import { elkGraph, placesFrom } from "./elkGraph.ts";
import { layOut } from "./elk.ts";

const GLIDE_MS = 280;
/** More than this glide in jerks: they are put there at once. */
const MOST_GLIDING = 2_000;

/** Lays out these nodes, or the selected ones, or all, from left to right. The nodes glide to their places; one step of undo. */
export async function tidyUp(stage: Stage, ids?: readonly string[]): Promise<void> {
  const { session } = stage;
  const { doc, selection } = session.getState();
  const chosen = new Set(ids ?? (selection.size > 1 ? selection : doc.nodes.keys()));
  const graph = elkGraph(doc, chosen);
  if ((graph.children?.length ?? 0) < 2) return;
  try {
    const places = placesFrom(doc, await layOut(graph));
    await glide(stage, places);
    // What was edited meanwhile stays: only places are written.
    session.commit(moveNodes(session.getState().doc, places), { label: i18n.t("canvas:did.tidy") });
    stage.refresh();
    if (chosen.size === session.getState().doc.nodes.size) fit(stage);
  } catch (error) {
    stage.scene.nodes.restorePlaces();
    stage.refresh();
    reportTrouble(i18n.t("canvas:tidy.failed", { why: error instanceof Error ? error.message : String(error) }));
  }
}

async function glide(stage: Stage, places: ReadonlyMap<string, Point>): Promise<void> {
  if (prefersStillness() || places.size > MOST_GLIDING) return;
  const { nodes } = stage.scene;
  const ways = [...places].flatMap(([id, to]) => {
    const at = nodes.index.get(id);
    return at === undefined ? [] : [{ id, to, from: { x: nodes.x[at] ?? 0, y: nodes.y[at] ?? 0 } }];
  });
  const start = performance.now();
  for (let done = 0; done < 1; ) {
    const now = await new Promise<number>((next) => requestAnimationFrame(next));
    done = Math.min(1, Math.max(0, (now - start) / GLIDE_MS));
    const eased = 1 - (1 - done) ** 3;
    for (const { id, from, to } of ways) {
      // By id, as nodes may come and go meanwhile.
      const at = nodes.index.get(id);
      if (at === undefined) continue;
      nodes.x[at] = from.x + (to.x - from.x) * eased;
      nodes.y[at] = from.y + (to.y - from.y) * eased;
    }
    stage.refresh();
  }
}
