import type { Stage } from "../stage/stage.ts";
import type { Gesture } from "./run.ts";

/** The view follows the pointer. @param click what a press without a move means */
export function panGesture(stage: Stage, down: PointerEvent, click?: (event: PointerEvent) => void): Gesture {
  const { x, y, zoom } = stage.camera;
  const from = stage.local(down);
  return {
    cursor: "grabbing",
    move: (at) => stage.setView({ x: x + at.x - from.x, y: y + at.y - from.y, zoom }),
    end: () => stage.remember(),
    cancel: () => stage.setView({ x, y, zoom }),
    ...(click ? { click } : {}),
  };
}
