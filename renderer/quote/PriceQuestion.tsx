import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useApp } from "../state/app.ts";
import { useSessionState } from "../state/hooks.ts";
import { creditText, dollarText, numberText } from "../ui/format.ts";
import { titleOf, useReasonText } from "../ui/reasonText.ts";
import type { RunPrice } from "../ui/runPrice.ts";
import classes from "./RunDialogs.module.css";

const MOST = 100;

/** The quote once more, line by line, before that much is spent. */
export function PriceQuestion({ price: { credits, lines }, answer }: { price: RunPrice; answer: (yes: boolean) => void }) {
  const { t } = useTranslation("quote");
  const available = useApp(({ account }) => account?.available ?? null);
  const askAbove = useApp(({ settings }) => settings.askAbove);
  const usd = dollarText(credits);
  const dearest = [...lines].sort((one, other) => other.credits.max - one.credits.max);
  return (
    <div className={classes.body}>
      <p className={`num ${classes.quiet}`}>{available === null ? t("ask.usdOnly", { usd }) : t("ask.usd", { usd, left: numberText(available - credits.max) })}</p>
      <ul className={`num ${classes.lines}`}>
        {dearest.slice(0, MOST).map((line) => (
          <Line key={line.id} id={line.id} credits={creditText(line.credits)} />
        ))}
        {dearest.length > MOST && <li className={classes.line}>{t("ask.more", { count: dearest.length - MOST })}</li>}
      </ul>
      <p className={classes.quiet}>{t("ask.above", { credits: numberText(askAbove) })}</p>
      <div className={classes.buttons}>
        <Button variant="default" onClick={() => answer(false)}>
          {t("ask.no")}
        </Button>
        <Button className="num" data-autofocus onClick={() => answer(true)}>
          {t("ask.yes", { credits: creditText(credits) })}
        </Button>
      </div>
    </div>
  );
}

function Line({ id, credits }: { id: string; credits: string }) {
  const name = useSessionState(({ doc }) => titleOf(doc, id));
  const formula = useSessionState(({ plan }) => plan.nodes.get(id)?.formula ?? "");
  const reasonText = useReasonText();
  const reason = useSessionState(({ doc, plan }) => reasonText(doc, id, plan.nodes.get(id)?.reason ?? ""));
  return (
    <li className={classes.line}>
      <span className={classes.name}>{name}</span>
      <span className={classes.price}>{credits}</span>
      <span className={classes.why}>{[formula === "0" ? "" : formula, reason].filter((part) => part !== "").join(" · ")}</span>
    </li>
  );
}
