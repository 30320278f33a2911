import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useSession, useSessionState } from "../state/hooks.ts";
import { currentRun, isUnderWay, useRuns, type NodeSteps } from "../state/runsStore.ts";
import { creditText, numberText } from "../ui/format.ts";
import { titleOf } from "../ui/reasonText.ts";
import { billsOf, type NodeBill } from "./billed.ts";
import table from "./Bills.module.css";
import classes from "./Quote.module.css";

const MOST = 8;
const NO_STEPS: NodeSteps = new Map();

/** Billed against quoted, node by node, for the run under way or the last one. */
export function AfterRun() {
  const { t } = useTranslation("quote");
  const graphId = useSessionState(({ doc }) => doc.meta.id);
  const run = useRuns(({ runs }) => currentRun(runs, graphId));
  const steps = useRuns(({ steps }) => (run && steps.get(run.runId)) ?? NO_STEPS);
  const bills = useMemo(() => billsOf(steps), [steps]);
  if (!run || bills.length === 0) return null;
  return (
    <section className={classes.block} aria-label={isUnderWay(run) ? t("after.running") : t("after.title")}>
      <h2 className={classes.title}>{isUnderWay(run) ? t("after.running") : t("after.title")}</h2>
      <table className={`num ${table.bills}`}>
        <thead>
          <tr>
            <th scope="col">{t("after.node")}</th>
            <th scope="col">{t("after.quoted")}</th>
            <th scope="col">{t("after.billed")}</th>
          </tr>
        </thead>
        <tbody>
          {bills.slice(0, MOST).map((bill) => (
            <Bill key={bill.id} bill={bill} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{bills.length > MOST ? t("after.more", { count: bills.length - MOST }) : t("after.whole")}</th>
            <td>{creditText(run.quoted)}</td>
            <td>{numberText(run.billed)}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

function Bill({ bill: { id, quoted, billed, over } }: { bill: NodeBill }) {
  const { t } = useTranslation("quote");
  const session = useSession();
  const name = useSessionState(({ doc }) => titleOf(doc, id));
  const odd = over && (billed > quoted.max || (billed > 0 && billed < quoted.min));
  return (
    <tr onMouseEnter={() => session.hover(id)} onMouseLeave={() => session.hover(null)}>
      <th scope="row" title={name}>{name}</th>
      <td>{creditText(quoted)}</td>
      <td className={odd ? classes.warn : ""} title={billed > quoted.max ? t("after.over", { credits: numberText(billed - quoted.max) }) : ""}>
        {over || billed > 0 ? numberText(billed) : t("after.none")}
      </td>
    </tr>
  );
}
