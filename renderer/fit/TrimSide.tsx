import { NumberInput, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useSession } from "../state/hooks.ts";
import { creditText } from "../ui/format.ts";
import { FitActions } from "./FitActions.tsx";
import classes from "./FitViews.module.css";
import { secondsText } from "./madeWords.ts";
import { priceOf } from "./trimPrice.ts";

interface TrimSideProps {
  id: string;
  type: "video" | "audio";
  /** Of the whole clip. */
  seconds: number;
  part: readonly [number, number];
  onPart: (part: readonly [number, number]) => void;
  mute: boolean;
  onMute: (mute: boolean) => void;
  loop: boolean;
  onLoop: (loop: boolean) => void;
  onTake: () => void;
  onReset: () => void;
}

/** Beside the player: the part in numbers, what it bills and saves, and the switches. */
export function TrimSide({ id, type, seconds, part, onPart, mute, onMute, loop, onLoop, onTake, onReset }: TrimSideProps) {
  const { t } = useTranslation("fit");
  const [from, to] = part;
  const set = (next: readonly [number, number]): void => {
    const start = Math.min(Math.max(0, next[0]), seconds - 0.1);
    onPart([start, Math.min(seconds, Math.max(start + 0.1, next[1]))]);
  };
  return (
    <form
      className={classes["side"]}
      onSubmit={(event) => {
        event.preventDefault();
        onTake();
      }}
    >
      <div className={classes["part"]}>
        <h3 className={classes["label"]}>{t("trim.part")}</h3>
        <div className={classes["numbers"]}>
          <Seconds label={t("trim.from")} value={from} most={seconds} onChange={(value) => set([value, to])} />
          <Seconds label={t("trim.to")} value={to} most={seconds} onChange={(value) => set([from, value])} />
        </div>
      </div>
      <Bill id={id} seconds={seconds} length={to - from} onLength={(length) => set([from, from + length])} />
      <div className={classes["part"]}>
        <Switch size="xs" label={t("trim.loop")} checked={loop} onChange={({ currentTarget }) => onLoop(currentTarget.checked)} />
        {type === "video" && <Switch size="xs" label={t("trim.mute")} checked={mute} onChange={({ currentTarget }) => onMute(currentTarget.checked)} />}
      </div>
      <p className={classes["faint"]}>{t(type === "video" ? "trim.keys" : "trim.noKeys")}</p>
      <p className={classes["faint"]}>{t("view.free")}</p>
      <FitActions onReset={onReset} />
    </form>
  );
}

function Seconds({ label, value, most, onChange }: { label: string; value: number; most: number; onChange: (value: number) => void }) {
  return (
    <NumberInput
      size="xs"
      label={label}
      value={Math.round(value * 1000) / 1000}
      min={0}
      max={most}
      step={0.1}
      decimalScale={3}
      suffix=" s"
      onChange={(next) => {
        if (next !== "") onChange(Number(next));
      }}
    />
  );
}

/** How many seconds are billed, and what the next whole second would save. */
function Bill({ id, seconds, length, onLength }: { id: string; seconds: number; length: number; onLength: (length: number) => void }) {
  const { t } = useTranslation("fit");
  const session = useSession();
  const state = session.getState();
  const whole = priceOf(state, id, seconds);
  const now = priceOf(state, id, length);
  const full = Math.floor(length + 1e-6);
  const next = full >= 1 && full < length - 1e-6 ? priceOf(state, id, full) : null;
  const saved = whole && now ? { min: whole.min - now.min, max: whole.max - now.max } : null;
  const more = now && next ? { min: now.min - next.min, max: now.max - next.max } : null;
  return (
    <div className={classes["part"]}>
      <h3 className={classes["label"]}>
        {t("trim.length")} <span className="num">{secondsText(length)} s</span>
      </h3>
      {now && now.max > 0 && (
        <p className={`num ${classes["plain"]}`}>
          {[t("trim.bills", { seconds: secondsText(length), formula: now.formula }), saved && saved.max > 0 ? t("trim.saves", { credits: creditText(saved) }) : null]
            .filter((words) => words !== null)
            .join(" · ")}
        </p>
      )}
      {more && more.max > 0 && (
        <button type="button" className={`num ${classes["link"]}`} onClick={() => onLength(full)}>
          {t("trim.whole", { seconds: full, credits: creditText(more) })}
        </button>
      )}
    </div>
  );
}
