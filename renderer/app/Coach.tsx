import { Button } from "@mantine/core";
import { type RefObject, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCoach } from "../actions/coach.ts";
import { changeSettings } from "../actions/settings.ts";
import { useApp } from "../state/app.ts";
import classes from "./Coach.module.css";
import { coachPlace, type CoachPlace } from "./coachPlace.ts";

const STEPS = ["write", "price", "run"] as const;

/** Three sentences at the places that they are about. It takes nothing away: everything can be used meanwhile. */
export function Coach() {
  const step = useCoach(({ step }) => step);
  const hasGraph = useApp(({ active }) => active !== null);
  const name = step === null ? undefined : STEPS[step];
  return name !== undefined && step !== null && hasGraph ? <CoachStep key={name} name={name} step={step} /> : null;
}

function CoachStep({ name, step }: { name: (typeof STEPS)[number]; step: number }) {
  const { t } = useTranslation("app");
  const card = useRef<HTMLDialogElement>(null);
  const place = useFollowed(name, card);
  const paid = useApp(({ info }) => info?.realm === "service");
  const words = name === "run" && paid ? "runPaid" : name;
  const isLast = step === STEPS.length - 1;
  const end = () => {
    useCoach.setState({ step: null });
    if (!useApp.getState().settings.welcomed) changeSettings({ welcomed: true });
  };
  const isPlaced = place !== null;
  useEffect(() => {
    if (isPlaced) card.current?.querySelector<HTMLElement>("[data-coach-next]")?.focus({ preventScroll: true });
  }, [isPlaced]);
  return (
    <dialog
      ref={card}
      open
      aria-label={t("coach.label")}
      aria-describedby={`coach-${name}`}
      className={classes.card}
      data-side={place?.side}
      style={{ left: place?.x ?? 0, top: place?.y ?? 0, visibility: isPlaced ? "visible" : "hidden" }}
      onKeyDown={(event) => {
        if (event.key === "Escape") end();
        event.stopPropagation();
      }}
    >
      {place && <i className={classes.arrow} style={place.side === "below" || place.side === "above" ? { left: place.arrow } : { top: place.arrow }} aria-hidden />}
      <div id={`coach-${name}`}>
        <strong>{t(`coach.${words}.title`)}</strong>
        <p>{t(`coach.${words}.text`)}</p>
      </div>
      <footer className={classes.foot}>
        <span className={`num ${classes.count}`}>{t("coach.count", { step: step + 1, all: STEPS.length })}</span>
        {!isLast && (
          <Button size="compact-xs" variant="subtle" color="gray" onClick={end}>
            {t("coach.skip")}
          </Button>
        )}
        <Button size="compact-sm" data-coach-next onClick={isLast ? end : () => useCoach.setState({ step: step + 1 })}>
          {t(isLast ? "coach.done" : "coach.next")}
        </Button>
      </footer>
    </dialog>
  );
}

/** Stays beside its place while the canvas or the window moves. */
function useFollowed(name: (typeof STEPS)[number], card: RefObject<HTMLDialogElement | null>): CoachPlace | null {
  const [place, setPlace] = useState<CoachPlace | null>(null);
  useEffect(() => {
    let frame = 0;
    const look = () => {
      const size = card.current?.getBoundingClientRect();
      const next = size ? coachPlace(name, size) : null;
      setPlace((before) => (before && next && before.x === next.x && before.y === next.y && before.side === next.side && before.arrow === next.arrow ? before : next));
      frame = requestAnimationFrame(look);
    };
    look();
    return () => cancelAnimationFrame(frame);
  }, [name, card]);
  return place;
}
