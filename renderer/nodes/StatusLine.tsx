import { useTranslation } from "react-i18next";
import type { StepEvent } from "../../shared/contract/runEvents.ts";
import { creditText, spanText } from "../ui/format.ts";
import { clockText, useNow } from "../ui/useNow.ts";
import { progressOf, type CardStatus } from "./cardStatus.ts";
import classes from "./Card.module.css";

type Running = Extract<CardStatus, { is: "running" }>;
export type Ended = Extract<CardStatus, { is: "failed" | "unknown" | "blocked" }>;

/** A running step's bar; it creeps when the step takes longer than usual. */
export function ProgressBar({ status: { state, since, expected, fraction } }: { status: Running }) {
  const { t } = useTranslation("nodes");
  const now = useNow(true);
  const share = fraction ?? (state === "generating" ? progressOf(now - since, expected) : null);
  return <progress className={classes["bar"]} aria-label={t("status.progress")} max={1} {...(share === null ? {} : { value: share })} />;
}

/** `Generating · 1:48 of about 3 min`, of several items also how many are done. */
export function RunningLine({ status: { state, since, expected, done, of } }: { status: Running }) {
  const { t } = useTranslation("nodes");
  const elapsed = clockText(useNow(true) - since);
  const words = { state: t(`status.${state}`), elapsed };
  const text =
    of > 1
      ? t("status.itemsTime", { ...words, items: t("status.items", { done, of }) })
      : expected && state === "generating"
        ? t("status.timeOf", { ...words, expected: spanText(expected) })
        : t("status.time", words);
  return (
    <span className={`${classes["line"]} num`} data-tone="run" title={text}>
      {text}
    </span>
  );
}

export function WaitingLine({ status: { done, of } }: { status: Extract<CardStatus, { is: "waiting" }> }) {
  const { t } = useTranslation("nodes");
  return <span className={classes["line"]}>{of > 1 ? t("status.both", { line: t("status.waiting"), items: t("status.items", { done, of }) }) : t("status.waiting")}</span>;
}

/** What went wrong and what it cost. */
export function EndedLine({ status: { is, error, billed, done, of } }: { status: Ended }) {
  const { t } = useTranslation("nodes");
  const message = error?.message ?? (is === "blocked" ? t("status.blockedBy") : t("status.noReason"));
  const line = is === "failed" ? t("status.failed", { message, credits: creditText({ min: billed, max: billed }) }) : t(`status.${is}`, { message });
  const text = of > 1 ? t("status.both", { line, items: t("status.items", { done, of }) }) : line;
  return (
    <span className={classes["line"]} data-tone={is === "failed" ? "bad" : "run"} title={text}>
      {text}
    </span>
  );
}

/** When the run that these steps belong to said its last word of them. */
export function endOf(steps: readonly StepEvent[]): string {
  return steps.map(({ state, since }) => `${state}${since}`).join(" ");
}
