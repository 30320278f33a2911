import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SpendView } from "../../shared/contract/api/host.ts";
import { useSessionState } from "../state/hooks.ts";
import { currentRun, isUnderWay, useRuns } from "../state/runsStore.ts";
import { Fold } from "../ui/Fold.tsx";
import { numberText } from "../ui/format.ts";
import { AfterRun } from "./AfterRun.tsx";
import { Budget } from "./Budget.tsx";
import { Spend } from "./Spend.tsx";

/** The budget, billed against quoted, what was spent: folded, but for a budget that does not reach. */
export function Money({ spend }: { spend: SpendView | null }) {
  const { t } = useTranslation("quote");
  const [open, setOpen] = useState(false);
  const graphId = useSessionState(({ doc }) => doc.meta.id);
  const isOver = useSessionState(({ doc, plan }) => doc.meta.budget !== undefined && plan.summary.quote.max > doc.meta.budget);
  const run = useRuns(({ runs }) => currentRun(runs, graphId));
  const aside = run && t(isUnderWay(run) ? "money.billing" : "money.billed", { credits: numberText(run.billed) });
  return (
    <Fold title={t("money.title")} aside={aside} open={open || isOver} onToggle={() => setOpen(!open)}>
      <Budget />
      <AfterRun />
      <Spend spend={spend} />
    </Fold>
  );
}
