import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { NodePlanView, StepView } from "../../shared/contract/api/plan.ts";
import { reroll, runUpTo } from "../actions/runs.ts";
import { useNodePlan, useSession, useSessionState } from "../state/hooks.ts";
import { creditText, numberText, spanText } from "../ui/format.ts";
import { useReasonText } from "../ui/reasonText.ts";
import { priceOfReroll, priceOfRun } from "../ui/runPrice.ts";
import classes from "./Inspector.module.css";

const MOST_ITEMS = 20;

/** What a node costs now, why, and how that comes about; for several items one by one. */
export function NodePrice({ id }: { id: string }) {
  const { t } = useTranslation("inspector");
  const plan = useNodePlan(id);
  const reasonText = useReasonText();
  const reason = useSessionState(({ doc }) => (plan ? reasonText(doc, id, plan.reason) : ""));
  if (!plan || plan.reason === "invalid" || plan.reason === "blocked" || plan.reason === "disabled" || plan.reason === "bypassed") return null;
  const { credits, formula, saved, steps } = plan;
  const [first] = steps;
  const makes = steps.some(({ needed }) => needed > 0);
  return (
    <section className={classes.section} aria-label={t("node.price")}>
      <div className={classes.head}>
        <h3 className={classes.title}>{t("node.price")}</h3>
      </div>
      <div>
        <div className={`num ${classes.big}`}>{credits.max > 0 ? t("price.now", { credits: creditText(credits) }) : t("price.free")}</div>
        <div className={`num ${classes.plain}`}>{[credits.max > 0 ? formula : "", reason].filter((part) => part !== "").join(" · ")}</div>
        <div className={`num ${classes.faint}`}>
          {[
            saved > 0 ? t("price.saved", { credits: numberText(saved) }) : "",
            makes && first ? t(steps.length > 1 ? "price.durationEach" : "price.duration", { span: spanText(longest(steps)) }) : "",
            steps.some(({ pending, price }) => pending && price.min !== price.max) ? t("price.pending") : "",
          ]
            .filter((part) => part !== "")
            .join(" · ")}
        </div>
      </div>
      {steps.length > 1 && <Items id={id} steps={steps} />}
      <Actions id={id} of={plan} />
    </section>
  );
}

function Items({ id, steps }: { id: string; steps: readonly StepView[] }) {
  const { t } = useTranslation("inspector");
  const reasonText = useReasonText();
  const reasons = useSessionState(({ doc }) => steps.slice(0, MOST_ITEMS).map(({ reason }) => reasonText(doc, id, reason)).join("\n")).split("\n");
  return (
    <table className={`num ${classes.table}`}>
      <thead>
        <tr>
          <th scope="col">{t("price.item")}</th>
          <th scope="col">{t("price.why")}</th>
          <th scope="col">{t("price.credits")}</th>
        </tr>
      </thead>
      <tbody>
        {steps.slice(0, MOST_ITEMS).map((step, at) => (
          <tr key={step.id}>
            <th scope="row">{step.item + 1}</th>
            <td>{[step.needed > 1 ? t("price.times", { count: step.needed, formula: step.formula }) : step.needed > 0 ? step.formula : "", reasons[at] ?? ""].filter((part) => part !== "").join(" · ")}</td>
            <td>{creditText(step.credits)}</td>
          </tr>
        ))}
        {steps.length > MOST_ITEMS && (
          <tr>
            <td colSpan={3}>{t("price.more", { count: steps.length - MOST_ITEMS })}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

/** Run up to here, and another take, with their prices. */
function Actions({ id, of: { steps } }: { id: string; of: NodePlanView }) {
  const { t } = useTranslation("inspector");
  const session = useSession();
  const plan = useSessionState((state) => state.plan);
  const edges = useSessionState(({ doc }) => doc.edges);
  const prices = useMemo(() => {
    const { doc } = session.getState();
    return { run: priceOfRun({ ...doc, edges }, plan, [id]), again: priceOfReroll({ ...doc, edges }, plan, id) };
  }, [session, plan, edges, id]);
  const runPrice = creditText(prices.run.credits);
  const rerollPrice = creditText(prices.again.credits);
  const works = prices.run.takes > 0;
  const has = steps.some(({ stored }) => stored.length > 0);
  return (
    <div className={`num ${classes.actions}`}>
      {works && (
        <button type="button" className={classes.link} onClick={() => void runUpTo(id)}>
          {runPrice === "0" ? t("price.runToFree") : t("price.runTo", { credits: runPrice })}
        </button>
      )}
      {has && (
        <button type="button" className={classes.link} onClick={() => void reroll(id)}>
          {t("price.reroll", { credits: rerollPrice })}
        </button>
      )}
    </div>
  );
}

function longest(steps: readonly StepView[]): { min: number; max: number } {
  return steps.reduce((most, { latency }) => ({ min: Math.max(most.min, latency.min), max: Math.max(most.max, latency.max) }), { min: 0, max: 0 });
}
