import { useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import classes from "./Controls.module.css";
import { frameAt, middleOf, timeText } from "./frames.ts";
import type { Player } from "./player.ts";

/** The time line: drag to look, hover to read the time. */
export function Scrubber({ player }: { player: Player }) {
  const { t } = useTranslation("library");
  const { time, duration, frames } = useStore(player);
  const [hovered, setHovered] = useState<number | null>(null);
  const wasPlaying = useRef(false);
  const share = duration > 0 ? Math.min(1, time / duration) : 0;

  const timeAt = (event: PointerEvent<HTMLDivElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - left) / width)) * duration;
  };
  const go = (to: number) => player.seek(frames && frames.length > 1 ? middleOf(frames, frameAt(frames, to), duration) : to);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    player.step(event.shiftKey ? step * 10 : step);
  };
  const slider = {
    role: "slider",
    tabIndex: 0,
    "aria-valuemin": 0,
    "aria-valuemax": Math.round(duration * 1000) / 1000,
    "aria-valuenow": Math.round(time * 1000) / 1000,
    "aria-valuetext": t("viewer.positionText", { time: timeText(time), duration: timeText(duration) }),
    onKeyDown,
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      wasPlaying.current = player.getState().playing;
      if (wasPlaying.current) player.pause();
      go(timeAt(event));
    },
    onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
      setHovered(timeAt(event));
      if (event.currentTarget.hasPointerCapture(event.pointerId)) go(timeAt(event));
    },
    onPointerUp: () => {
      if (wasPlaying.current) player.play();
      wasPlaying.current = false;
    },
    onPointerLeave: () => setHovered(null),
  };
  return (
    <div className={classes["scrubber"]} aria-label={t("viewer.position")} {...slider}>
      <i className={classes["track"]} />
      <i className={classes["done"]} style={{ width: `${share * 100}%` }} />
      <i className={classes["thumb"]} style={{ left: `${share * 100}%` }} />
      {hovered !== null && duration > 0 && (
        <span className={`${classes["hover"]} num`} style={{ left: `${(hovered / duration) * 100}%` }}>
          {timeText(hovered)}
          {frames && frames.length > 1 && <em>{frameAt(frames, hovered) + 1}</em>}
        </span>
      )}
    </div>
  );
}
