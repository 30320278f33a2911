import { useEffect } from "react";
import { toCanvas } from "../stage/camera.ts";
import type { Stage } from "../stage/stage.ts";
import { fieldOf, moveBy, selectNext, walk, type Direction } from "./moves.ts";

const ARROWS: Readonly<Record<string, Direction>> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };

/** The canvas's own keys: arrows, Tab, Enter, brackets, the space bar. Everything that is also in a menu is an action and listened to there. */
export function useKeys(stage: Stage): void {
  useEffect(() => {
    const stop = new AbortController();
    const down = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || !isForCanvas(stage, event)) return;
      if (event.code === "Space") {
        event.preventDefault();
        stage.holdSpace(true);
      } else if (press(stage, event)) {
        event.preventDefault();
        stage.usedBy("keys");
      }
    };
    const up = (event: KeyboardEvent): void => {
      if (event.code === "Space") stage.holdSpace(false);
    };
    addEventListener("keydown", down, { signal: stop.signal });
    addEventListener("keyup", up, { signal: stop.signal });
    addEventListener("blur", () => stage.holdSpace(false), { signal: stop.signal });
    return () => stop.abort();
  }, [stage]);
}

/** True when the key meant something here. */
function press(stage: Stage, event: KeyboardEvent): boolean {
  const mod = event.ctrlKey || event.metaKey;
  const direction = ARROWS[event.key];
  if (direction && !mod) {
    if (event.altKey) walk(stage, direction);
    else return moveBy(stage, direction, event.shiftKey);
    return true;
  }
  if (mod || event.altKey) return false;
  switch (event.key) {
    case "Tab": {
      if (event.shiftKey) return false;
      const screen = stage.pointer ?? { x: stage.camera.width / 2 - 150, y: stage.camera.height / 4 };
      stage.ui.setState({ search: { screen, at: toCanvas(stage.camera, screen), wire: null } });
      return true;
    }
    case "Enter":
      return fieldOf(stage);
    case "]":
    case "[":
      selectNext(stage, event.key === "]" ? 1 : -1);
      return true;
    default:
      return false;
  }
}

/** The canvas has the keyboard, or nothing has it; a field on a card keeps its keys, but for Escape, which gives the keyboard back. */
function isForCanvas(stage: Stage, event: KeyboardEvent): boolean {
  const { root } = stage;
  const { search, connecting, menu } = stage.ui.getState();
  if (search || connecting !== null || menu || document.querySelector("[aria-modal='true']")) return false;
  const target = event.target instanceof Element ? event.target : document.body;
  if (target === document.body) return true;
  if (!root?.contains(target)) return false;
  if (!target.closest(".react-flow__node")) return true;
  if (event.key !== "Escape") return false;
  stage.focus();
  return false;
}
