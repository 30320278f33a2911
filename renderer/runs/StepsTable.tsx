import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { StepEvent } from "../../shared/contract/runEvents.ts";
import { nameOfNode } from "../../shared/edit/ports.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import { useSession, useSessionState } from "../state/hooks.ts";
import { creditText, numberText, spanText } from "../ui/format.ts";
import { clockText, useNow } from "../ui/useNow.ts";
import classes from "./Runs.module.css";
import { StateDot } from "./StateDot.tsx";
import { isEnded } from "./useCurrentRun.ts";

/** More rows help nobody; the rest is told as a number. */
const MOST_ROWS = 400;

/** What each step of a run does, how long it takes, what it costs. */
export function StepsTable({ steps }: { steps: readonly StepEvent[] }) {
  const { t } = useTranslation("runs");
  const inOrder = [...steps].sort((a, b) => Number(isEnded(a)) - Number(isEnded(b)) || b.since - a.since);
  return (
    <table className={classes["table"]}>
      <StepsHead />
      <tbody>
        {inOrder.slice(0, MOST_ROWS).map((step) => (
          <StepRow key={step.stepId} step={step} />
        ))}
        {inOrder.length > MOST_ROWS && (
          <tr>
            <td colSpan={7} className={classes["dim"]}>
              + {t("onlySome", { count: inOrder.length - MOST_ROWS })}
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

export function StepsHead() {
  const { t } = useTranslation("runs");
  return (
    <thead>
      <tr>
        <th>{t("column.step")}</th>
        <th>{t("column.state")}</th>
        <th>{t("column.detail")}</th>
        <th className={classes["end"]}>{t("column.elapsed")}</th>
        <th className={classes["end"]}>{t("column.expected")}</th>
        <th className={classes["end"]}>{t("column.quoted")}</th>
        <th className={classes["end"]}>{t("column.billed")}</th>
      </tr>
    </thead>
  );
}

function StepRow({ step }: { step: StepEvent }) {
  const { t } = useTranslation("runs");
  const active = step.began !== null && !isEnded(step);
  const now = useNow(active);
  const elapsed = step.began === null ? null : (active ? now : step.since) - step.began;
  const { quoted, billed } = step.credits;
  return (
    <tr>
      <td>
        <NodeName id={step.nodeId} item={step.item} />
      </td>
      <td>
        <span className={classes["state"]}>
          <StateDot state={step.state} />
          {t(`step.${step.state}`)}
        </span>
      </td>
      <td>{detailOf(step, t)}</td>
      <td className={`${classes["end"]} num`}>{elapsed === null ? "–" : clockText(elapsed)}</td>
      <td className={`${classes["end"]} ${classes["dim"]} num`}>{step.expected ? spanText(step.expected) : "–"}</td>
      <td className={`${classes["end"]} num`}>{creditText(quoted)}</td>
      <td className={`${classes["end"]} num`}>{billed !== null ? numberText(billed) : active && step.attempts > 0 ? t("reserved") : "–"}</td>
    </tr>
  );
}

type Translate = ReturnType<typeof useTranslation<"runs">>["t"];

function detailOf(step: StepEvent, t: Translate): ReactNode {
  const { error, bytes, takes, state } = step;
  if (error) {
    const cost = state === "failed" ? ` ${step.credits.billed ? t("cost", { credits: numberText(step.credits.billed) }) : t("costNothing")}` : "";
    return <span className={state === "failed" || state === "unknown" ? classes["error"] : classes["dim"]}>{`${error.message}${cost}`}</span>;
  }
  if (state === "blocked") return <span className={classes["dim"]}>{t("blockedBy")}</span>;
  if (bytes?.total) return <span className={`${classes["dim"]} num`}>{`${Math.round((100 * bytes.received) / bytes.total)} %`}</span>;
  return takes.wanted > 1 ? <span className={`${classes["dim"]} num`}>{`${takes.stored}/${takes.wanted}`}</span> : null;
}

/** The node's title; a click brings it into view. */
export function NodeName({ id, item }: { id: string; item: number }) {
  const { t } = useTranslation("runs");
  const session = useSession();
  const name = useSessionState(({ doc }) => {
    const node = doc.nodes.get(id)?.value;
    return node ? nameOfNode(node, catalogue) : id;
  });
  const many = useSessionState(({ plan }) => (plan.nodes.get(id)?.steps.length ?? 0) > 1) || item > 0;
  const go = () => {
    session.select([id]);
    session.focusOn([id]);
  };
  return (
    <button type="button" className={classes["name"]} onClick={go} onPointerEnter={() => session.hover(id)} onPointerLeave={() => session.hover(null)}>
      {name}
      {many && <span className={classes["dim"]}> · {t("item", { item: item + 1 })}</span>}
    </button>
  );
}
