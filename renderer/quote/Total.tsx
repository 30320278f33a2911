import { Skeleton } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useSession, useSessionState } from "../state/hooks.ts";
import { creditText, dollarText } from "../ui/format.ts";
import { quoteLines } from "./quoteLines.ts";
import { showProblems } from "./showProblems.ts";
import classes from "./Quote.module.css";

/** What a run of everything would spend now. */
export function Total() {
  const { t } = useTranslation("quote");
  const session = useSession();
  const { known, quote } = useSessionState(({ plan }) => plan.summary);
  const nodes = useSessionState(({ plan }) => plan.nodes);
  const { unpriced, paid, followed } = useMemo(() => {
    const { unpriced, lines } = quoteLines(nodes.values(), "cost", session.getState().doc);
    return { unpriced, paid: lines.length > 0, followed: lines.reduce((sum, { steps }) => sum + steps.reduce((part, { inFlight }) => part + inFlight, 0), 0) };
  }, [nodes, session]);
  if (!known) {
    return (
      <output className={classes.block} aria-label={t("total.loading")}>
        <Skeleton height={28} width={140} />
        <Skeleton height={14} width={200} />
      </output>
    );
  }
  return (
    <div className={classes.block}>
      {quote.max > 0 ? (
        <output className={`num ${classes.total}`} aria-label={t("total.spoken", { credits: creditText(quote), usd: dollarText(quote) })}>
          <span className={classes.big}>{creditText(quote)}</span>
          <span className={classes.unit}>
            {t("total.credits")} · {dollarText(quote)}
          </span>
        </output>
      ) : (
        <output className={classes.total}>
          <span className={classes.calm}>{t(unpriced > 0 ? "total.unknown" : "total.nothing")}</span>
          {unpriced === 0 && followed === 0 && <span className={classes.under}>{paid ? t("total.cached") : t("total.empty")}</span>}
        </output>
      )}
      {followed > 0 && <div className={classes.under}>{t("total.follow", { count: followed })}</div>}
      {unpriced > 0 && (
        <button type="button" className={`${classes.link} ${classes.under}`} onClick={showProblems}>
          {t("total.unpriced", { count: unpriced })}
        </button>
      )}
    </div>
  );
}
