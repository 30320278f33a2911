import { IconArrowsHorizontal } from "@tabler/icons-react";
import type { KeyboardEvent, MouseEvent, PointerEvent } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Stage.module.css";

const STEP = 0.01;
const LARGE_STEP = 0.1;

/** The line between the two halves of a wipe, as a share of the stage's width. */
export function Divider({ at, onMove }: { at: number; onMove: (at: number) => void }) {
  const { t } = useTranslation("library");
  const to = (share: number) => onMove(Math.min(1, Math.max(0, share)));
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.shiftKey ? LARGE_STEP : STEP;
    const next = { ArrowLeft: at - step, ArrowRight: at + step, Home: 0, End: 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    to(next);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (box && event.currentTarget.hasPointerCapture(event.pointerId)) to((event.clientX - box.left) / box.width);
  };
  const slider = {
    role: "slider",
    tabIndex: 0,
    "aria-orientation": "horizontal" as const,
    "aria-valuemin": 0,
    "aria-valuemax": 100,
    "aria-valuenow": Math.round(at * 100),
    onKeyDown,
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      event.stopPropagation();
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove,
    onPointerUp: (event: PointerEvent) => event.stopPropagation(),
    onDoubleClick: (event: MouseEvent) => {
      event.stopPropagation();
      to(0.5);
    },
  };
  return (
    <div className={classes["divider"]} style={{ left: `${at * 100}%` }} aria-label={t("viewer.divider")} {...slider}>
      <span>
        <IconArrowsHorizontal size={16} aria-hidden />
      </span>
    </div>
  );
}
