import { useTranslation } from "react-i18next";
import { isUnderWay } from "../state/runsStore.ts";
import { creditText, numberText } from "../ui/format.ts";
import { clockText, useNow } from "../ui/useNow.ts";
import classes from "./Runs.module.css";
import { isEnded, timeLeft, useCurrentRun, useSteps } from "./useCurrentRun.ts";

/** One line about the run under way: steps, bill, time left. */
export function RunSummary() {
  const { t } = useTranslation("runs");
  const run = useCurrentRun();
  const steps = useSteps(run?.runId);
  const now = useNow(isUnderWay(run));
  if (!run || steps.length === 0) return null;
  const left = isUnderWay(run) ? timeLeft(steps, now) : null;
  return (
    <span className={`${classes["summary"]} num`}>
      {t("summary.progress", { done: steps.filter(isEnded).length, all: steps.length })} · {t("summary.billed", { credits: numberText(run.billed) })}
      {" "}
      {t("summary.of", { credits: creditText(run.quoted) })}
      {left !== null && ` · ${t("summary.left", { time: clockText(left) })}`}
    </span>
  );
}
