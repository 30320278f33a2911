import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { NodePlanView } from "../../shared/contract/api/plan.ts";
import { useSession, useSessionState } from "../state/hooks.ts";
import { creditText } from "../ui/format.ts";
import { titleOf, useReasonText } from "../ui/reasonText.ts";
import classes from "./QuoteLines.module.css";

/** What one node costs and why. Points at its node, and leads there. */
export const QuoteLine = memo(function QuoteLine({ node }: { node: NodePlanView }) {
  const { t } = useTranslation("quote");
  const session = useSession();
  const { id, credits, formula, steps } = node;
  const name = useSessionState(({ doc }) => titleOf(doc, id));
  const reasonText = useReasonText();
  const reason = useSessionState(({ doc }) => reasonText(doc, id, node.reason));
  const hovered = useSessionState((state) => state.hovered === id);
  const selected = useSessionState(({ selection }) => selection.has(id));
  const stored = steps.reduce((sum, step) => sum + step.stored.length, 0);
  const about = [
    credits.max > 0 ? formula : null,
    steps.length > 1 ? t("lines.steps", { count: steps.length }) : null,
    credits.max === 0 && stored > 0 ? `${reason}, ${t("lines.takes", { count: stored })}` : reason,
  ].filter((part) => part !== null);
  return (
    <button
      type="button"
      className={[classes.line, hovered && classes.hovered, selected && classes.selected].filter(Boolean).join(" ")}
      title={t("lines.show", { name })}
      data-quote-line={id}
      onMouseEnter={() => session.hover(id)}
      onMouseLeave={() => session.hover(null)}
      onFocus={() => session.hover(id)}
      onBlur={() => session.hover(null)}
      onClick={() => {
        session.select([id]);
        session.focusOn([id]);
      }}
    >
      <span className={classes.name}>{name}</span>
      <span className={`num ${classes.price} ${credits.max === 0 ? classes.free : ""}`}>{creditText(credits)}</span>
      <span className={`num ${classes.why}`}>{about.join(" · ")}</span>
    </button>
  );
});
