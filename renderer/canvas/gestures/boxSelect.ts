import type { Rect } from "../../../shared/edit/place.ts";
import { toCanvas } from "../stage/camera.ts";
import type { Stage } from "../stage/stage.ts";
import { announceSelection } from "./selection.ts";
import type { Gesture } from "./run.ts";

/** A box over the empty canvas selects what it touches; frames only when they are wholly inside, or one could not draw a box within them. */
export function boxGesture(stage: Stage, down: PointerEvent): Gesture {
  const { nodes } = stage.scene;
  const { selection } = stage.session.getState();
  const from = stage.place(down);
  const adds = down.shiftKey || down.metaKey || down.ctrlKey;
  const before = adds ? nodes.placesOf(selection) : [];

  function choose(box: Rect): void {
    nodes.selected.fill(0);
    for (const at of before) nodes.selected[at] = 1;
    for (const at of nodes.inside(box)) {
      if (nodes.isGroup[at] === 1) {
        const { x, y, width, height } = nodes.rectAt(at);
        if (x < box.x || y < box.y || x + width > box.x + box.width || y + height > box.y + box.height) continue;
      }
      nodes.selected[at] = 1;
    }
  }

  function finish(): void {
    stage.overlay.box = null;
    stage.overlay.outline = false;
  }

  return {
    pans: true,
    start: () => {
      stage.overlay.outline = true;
    },
    move(at) {
      const to = toCanvas(stage.camera, at);
      const box = { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width: Math.abs(to.x - from.x), height: Math.abs(to.y - from.y) };
      stage.overlay.box = box;
      choose(box);
      stage.draw();
    },
    end() {
      finish();
      const chosen: string[] = [];
      nodes.list.forEach(({ id }, at) => {
        if (nodes.selected[at] === 1) chosen.push(id);
      });
      stage.session.select(chosen);
      announceSelection(stage.session);
      stage.refresh();
    },
    cancel() {
      finish();
      nodes.select(selection);
      stage.refresh();
    },
    click() {
      if (!adds) stage.session.select([]);
    },
  };
}
