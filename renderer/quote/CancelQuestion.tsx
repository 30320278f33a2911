import { Button } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useRuns } from "../state/runsStore.ts";
import type { StepState } from "../../shared/contract/runEvents.ts";
import classes from "./RunDialogs.module.css";

const SENT: ReadonlySet<StepState> = new Set(["submitting", "generating", "downloading"]);
const NOT_SENT: ReadonlySet<StepState> = new Set(["waiting", "preparing", "reviewing"]);

/** Cancelling is told truthfully: what was sent is paid for. Counted anew while the question stands. */
export function CancelQuestion({ runId, answer }: { runId: string; answer: (yes: boolean) => void }) {
  const { t } = useTranslation("quote");
  const queued = useRuns(({ runs }) => runs.find((run) => run.runId === runId)?.state === "queued");
  const over = useRuns(({ runs }) => runs.find((run) => run.runId === runId)?.state === "ended");
  // There is nothing left to cancel.
  useEffect(() => {
    if (over) answer(false);
  }, [over, answer]);
  const count = (states: ReadonlySet<StepState>) => (all: ReturnType<typeof useRuns.getState>) => [...(all.steps.get(runId)?.values() ?? [])].reduce((sum, steps) => sum + steps.filter(({ state }) => states.has(state)).length, 0);
  const sent = useRuns(count(SENT));
  const waiting = useRuns(count(NOT_SENT));
  return (
    <div className={classes.body}>
      {queued ? (
        <p className={classes.text}>{t("ask.cancelQueued")}</p>
      ) : (
        <>
          <p className={classes.text}>{t("ask.cancelAbout")}</p>
          <p className={classes.text}>{sent > 0 ? t("ask.cancelSent", { count: sent }) : t("ask.cancelNone")}</p>
          {waiting > 0 && <p className={classes.quiet}>{t("ask.cancelWaiting", { count: waiting })}</p>}
        </>
      )}
      <div className={classes.buttons}>
        <Button variant="default" data-autofocus onClick={() => answer(false)}>
          {t("ask.cancelNo")}
        </Button>
        <Button color="red" onClick={() => answer(true)}>
          {t("ask.cancelYes")}
        </Button>
      </div>
    </div>
  );
}
