import type { Point } from "../../../shared/edit/place.ts";
import type { Stage } from "../stage/stage.ts";

/** What the pointer does between going down and up. Points are of the canvas's element. */
export interface Gesture {
  /** It went farther than a click may; `move` follows at once. */
  start?(event: PointerEvent): void;
  move(at: Point, event: PointerEvent): void;
  end(at: Point, event: PointerEvent): void;
  /** Escape, or the pointer was taken away: everything is as before. */
  cancel?(): void;
  /** It went up without having moved. */
  click?(event: PointerEvent): void;
  /** The view moves along when the pointer comes near its border. */
  pans?: boolean;
  cursor?: string;
}

/** Pixels that a click may move. */
const SLOP = 3;
const BORDER = 36;
const FASTEST = 14;

/** Follows one pointer until it goes up. */
export function runGesture(stage: Stage, down: PointerEvent, gesture: Gesture): void {
  const from = stage.local(down);
  let moved = false;
  let last = down;
  let frame = 0;

  const surface = stage.root;
  const move = (event: PointerEvent): void => {
    if (event.pointerId !== down.pointerId) return;
    last = event;
    const at = stage.local(event);
    if (!moved) {
      if (Math.hypot(at.x - from.x, at.y - from.y) < SLOP) return;
      moved = true;
      stage.ui.setState({ busy: true });
      if (surface) {
        surface.dataset["dragging"] = "";
        surface.dataset["cursor"] = gesture.cursor ?? "";
      }
      gesture.start?.(event);
      if (gesture.pans) frame = requestAnimationFrame(pan);
    }
    gesture.move(at, event);
  };

  function pan(): void {
    const { width, height, x, y, zoom } = stage.camera;
    const at = stage.local(last);
    const by = { x: pull(at.x, width), y: pull(at.y, height) };
    if (by.x !== 0 || by.y !== 0) {
      stage.setView({ x: x + by.x, y: y + by.y, zoom });
      gesture.move(at, last);
    }
    frame = requestAnimationFrame(pan);
  }

  const stop = (): void => {
    cancelAnimationFrame(frame);
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", up);
    removeEventListener("pointercancel", cancel);
    removeEventListener("blur", cancel);
    removeEventListener("keydown", key, true);
    if (surface) {
      delete surface.dataset["dragging"];
      delete surface.dataset["cursor"];
    }
    if (moved) stage.ui.setState({ busy: false });
  };
  const up = (event: PointerEvent): void => {
    if (event.pointerId !== down.pointerId) return;
    stop();
    if (moved) {
      swallowClick();
      gesture.end(stage.local(event), event);
    } else gesture.click?.(event);
  };
  const cancel = (): void => {
    stop();
    if (moved) gesture.cancel?.();
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !moved) return;
    event.stopPropagation();
    swallowClick();
    cancel();
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", up);
  addEventListener("pointercancel", cancel);
  addEventListener("blur", cancel);
  addEventListener("keydown", key, true);
}

/** The click that the browser makes of the end of a drag opens nothing. */
function swallowClick(): void {
  const swallow = (event: Event): void => {
    event.stopPropagation();
    event.preventDefault();
  };
  addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", swallow, true), 50);
}

/** How fast the view moves when the pointer is there. */
function pull(at: number, size: number): number {
  if (at < BORDER) return FASTEST * Math.min(1, (BORDER - at) / BORDER);
  return at > size - BORDER ? -FASTEST * Math.min(1, (at - size + BORDER) / BORDER) : 0;
}
