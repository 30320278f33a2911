import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { RunView } from "../../shared/contract/api/runs.ts";
import { cancelRun, startRun } from "../actions/runs.ts";
import { host } from "../state/app.ts";
import { reportTrouble } from "../state/trouble.ts";
import classes from "./Runs.module.css";
import { StepsTable } from "./StepsTable.tsx";
import { toRetry, useSteps } from "./useCurrentRun.ts";

/** A run of this host: what can be done about it, its steps, what was noticed. */
export function RunDetail({ run }: { run: RunView }) {
  const { t } = useTranslation("runs");
  const steps = useSteps(run.runId);
  const retry = run.state === "ended" ? toRetry(steps) : [];
  return (
    <>
      <RunBar run={run} retry={retry} />
      {steps.length > 0 && <StepsTable steps={steps} />}
      {run.notices.length > 0 && (
        <ul className={classes["notices"]} aria-label={t("notices")}>
          {run.notices.map(({ at, message }) => (
            <li key={`${at} ${message}`}>{message}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function RunBar({ run, retry }: { run: RunView; retry: readonly string[] }) {
  const { t } = useTranslation("runs");
  const underWay = run.state !== "ended";
  const words = run.paused ?? run.error?.message ?? null;
  if (!underWay && retry.length === 0 && words === null) return null;
  const resume = () => host().runs.resume({ runId: run.runId }).catch(reportTrouble);
  return (
    <div className={classes["bar"]}>
      {words !== null && (
        <output className={classes["words"]}>{words}</output>
      )}
      {run.state === "paused" && (
        <Button variant="light" onClick={() => void resume()}>
          {t("continueNow")}
        </Button>
      )}
      {underWay && run.state !== "cancelling" && (
        <Button variant="default" onClick={() => void cancelRun(run.runId)}>
          {t("cancel")}
        </Button>
      )}
      {retry.length > 0 && (
        <Button variant="light" title={t("retryHint")} onClick={() => void startRun({ only: retry })}>
          {t("retry")}
        </Button>
      )}
    </div>
  );
}
