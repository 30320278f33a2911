import { IconArrowsHorizontal } from "@tabler/icons-react";
import type { KeyboardEvent, PointerEvent } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Stage.module.css";

const SLIDER = { role: "slider" } as const;
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
  return (
    <div
      className={classes["divider"]}
      style={{ left: `${at * 100}%` }}
      {...SLIDER}
      tabIndex={0}
      aria-label={t("viewer.divider")}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(at * 100)}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={onPointerMove}
      onPointerUp={(event) => event.stopPropagation()}
      onDoubleClick={(event) => {
        event.stopPropagation();
        to(0.5);
      }}
    >
      <span>
        <IconArrowsHorizontal size={16} aria-hidden />
      </span>
    </div>
  );
}
