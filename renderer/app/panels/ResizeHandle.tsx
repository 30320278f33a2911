import type { KeyboardEvent, PointerEvent } from "react";
import { useTranslation } from "react-i18next";
import { changePanels, showPanel, type PanelSide } from "../../actions/panels.ts";
import { PANEL_LIMITS } from "./fitPanels.ts";
import classes from "./ResizeHandle.module.css";

const STEP = 16;
const LARGE_STEP = 64;
/** Drawn this much smaller than its least, a panel closes. */
const CLOSES_BELOW = 60;

/** A separator that can be moved is a widget by the ARIA specification: a button may be one, `hr` may not. */
const separator = (isRow: boolean, size: number, { least, most }: { least: number; most: number }) =>
  ({ role: "separator", "aria-orientation": isRow ? "horizontal" : "vertical", "aria-valuenow": size, "aria-valuemin": least, "aria-valuemax": most }) as const;

/** The edge of a panel: drag it, or use the arrow keys; Enter closes, a double-click gives the usual size. */
export function ResizeHandle({ side, size }: { side: PanelSide; size: number }) {
  const { t } = useTranslation("app");
  const { least, most, usual } = PANEL_LIMITS[side];
  const isRow = side === "bottom";
  // To the left and down make the right and the lower panel smaller.
  const sign = side === "left" ? 1 : -1;
  const set = (to: number) => changePanels({ [side]: Math.min(most, Math.max(least, Math.round(to))) });

  const onPointerDown = (event: PointerEvent<HTMLButtonElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const handle = event.currentTarget;
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    handle.dataset["dragging"] = "";
    const start = isRow ? event.clientY : event.clientX;
    const move = ({ clientX, clientY }: globalThis.PointerEvent) => {
      const wanted = size + sign * ((isRow ? clientY : clientX) - start);
      if (wanted >= least - CLOSES_BELOW) set(wanted);
      else {
        end();
        showPanel(side, false);
      }
    };
    const end = () => {
      delete handle.dataset["dragging"];
      handle.removeEventListener("pointermove", move);
      handle.removeEventListener("pointerup", end);
      handle.removeEventListener("pointercancel", end);
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("pointerup", end);
    handle.addEventListener("pointercancel", end);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.shiftKey ? LARGE_STEP : STEP;
    const [more, less] = isRow ? ["ArrowUp", "ArrowDown"] : sign > 0 ? ["ArrowRight", "ArrowLeft"] : ["ArrowLeft", "ArrowRight"];
    if (event.key === more) set(size + by);
    else if (event.key === less) set(size - by);
    else if (event.key === "Home") set(least);
    else if (event.key === "End") set(most);
    else if (event.key === "Enter") showPanel(side, false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <button
      type="button"
      {...separator(isRow, size, PANEL_LIMITS[side])}
      className={`${classes.handle} ${classes[side]}`}
      aria-label={t(isRow ? "panels.resizeHeight" : "panels.resize", { panel: t(`panels.${side}`) })}
      onPointerDown={onPointerDown}
      onDoubleClick={() => set(usual)}
      onKeyDown={onKeyDown}
    />
  );
}
