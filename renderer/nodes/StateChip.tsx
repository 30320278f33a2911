import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { NodePlanView } from "../../shared/contract/api/plan.ts";
import { nameOfNode } from "../../shared/edit/ports.ts";
import type { GraphNode } from "../../shared/graph/document.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import { ProblemChip } from "../fit/ProblemChip.tsx";
import { useSession } from "../state/hooks.ts";
import { creditText } from "../ui/format.ts";
import { useReasonText } from "../ui/reasonText.ts";
import classes from "./Card.module.css";
import { chipOf } from "./cardStatus.ts";

const TONES = { price: "price", cached: "ok", following: "run", unknown: "run", invalid: "bad", blocked: "run", free: "plain", shared: "plain", bypassed: "plain", disabled: "plain", heldUp: "plain", waiting: "plain" } as const;

/** What a run would pay for this node, or why it pays nothing; the arithmetic and the reason as its tooltip. */
export const StateChip = memo(function StateChip({ node, plan }: { node: GraphNode; plan: NodePlanView | undefined }) {
  const { t } = useTranslation("nodes");
  const reasonText = useReasonText();
  const session = useSession();
  const chip = chipOf(node, plan);
  if (!chip) return null;
  const reason = plan && plan.reason !== "" ? reasonText(session.getState().doc, node.id, plan.reason) : null;
  const formula = plan?.formula ? t("chipHint.credits", { formula: plan.formula }) : null;
  const problems = plan?.problems.filter(({ severity }) => severity === "error").map(({ message, fix }) => [message, fix].filter(Boolean).join(" ")) ?? [];
  const hint = chip.is === "price" || chip.is === "cached" ? [formula, reason] : chip.is === "invalid" ? problems : [t(`chipHint.${chip.is}`), formula];
  if (chip.is === "invalid" && plan) {
    return (
      <ProblemChip nodeId={node.id} name={nameOfNode(node, catalogue)} problems={plan.problems} className={`${classes["chip"]} num`} hint={problems.join("\n")} word={t("chip.invalid")} />
    );
  }
  return (
    <span className={`${classes["chip"]} num`} data-tone={TONES[chip.is]} title={hint.filter(Boolean).join("\n")}>
      {chip.is === "price" ? creditText(chip.credits) : t(`chip.${chip.is}`)}
    </span>
  );
});
