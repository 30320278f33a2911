import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { startRun } from "../actions/runs.ts";
import { useApp } from "../state/app.ts";
import { useSession } from "../state/hooks.ts";
import { runnable } from "../ui/runPrice.ts";
import type { Refused } from "../ui/runQuestion.ts";
import { showProblems } from "./showProblems.ts";
import { switchToSandbox } from "./switchToSandbox.ts";
import classes from "./RunDialogs.module.css";

/** Why a run did not start, and what can be done about it. */
export function RefusedNote({ refused: { code, message }, partly, answer }: { refused: Refused; partly: boolean; answer: (yes: boolean) => void }) {
  const { t } = useTranslation("quote");
  const session = useSession();
  const inSandbox = useApp(({ info }) => info?.realm === "sandbox");
  const { doc, plan } = session.getState();
  const ready = code === "invalid" && !partly ? runnable(doc, plan) : [];
  const then = (act: () => void) => () => {
    answer(false);
    act();
  };
  return (
    <div className={classes.body}>
      <p className={classes.text}>{message}</p>
      {ready.length > 0 && <p className={classes.text}>{t("refused.mend")}</p>}
      {code !== "nothing" && <p className={classes.quiet}>{t("refused.nothingSent")}</p>}
      <div className={classes.buttons}>
        {code === "invalid" && (
          <Button variant="default" onClick={then(showProblems)}>
            {t("refused.problems")}
          </Button>
        )}
        {ready.length > 0 && (
          <Button variant="default" onClick={then(() => void startRun({ only: ready }))}>
            {t("refused.ready")}
          </Button>
        )}
        {(code === "balance" || code === "noKey") && !inSandbox && (
          <Button variant="default" onClick={then(() => void switchToSandbox())}>
            {t("refused.sandbox")}
          </Button>
        )}
        <Button data-autofocus onClick={() => answer(false)}>
          {t("ask.close")}
        </Button>
      </div>
    </div>
  );
}
