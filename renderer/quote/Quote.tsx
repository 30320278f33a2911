import { ActionIcon, Tooltip } from "@mantine/core";
import { IconArrowsSort, IconEye, IconRoute } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { host, useApp } from "../state/app.ts";
import { reportTrouble } from "../state/trouble.ts";
import { usePreview } from "../ui/previewStore.ts";
import { Balance } from "./Balance.tsx";
import { Hints } from "./Hints.tsx";
import { LeavingPart } from "./LeavingPart.tsx";
import { Money } from "./Money.tsx";
import { QuoteLines } from "./QuoteLines.tsx";
import { Total } from "./Total.tsx";
import { UnknownSpend } from "./UnknownSpend.tsx";
import { useSpend } from "./useSpend.ts";
import classes from "./Quote.module.css";

/** What a run would cost, why, and how to spend less; afterwards, what it did cost. */
export function Quote() {
  const { t } = useTranslation("quote");
  const spend = useSpend();
  return (
    <section className={classes.quote} aria-label={t("title")}>
      <div className={classes.block}>
        <header className={classes.head}>
          <h2 className={classes.title}>{t("title")}</h2>
          <PreviewToggle />
          <OrderToggle />
        </header>
        <Total />
        <Balance spend={spend} />
      </div>
      <UnknownSpend />
      <QuoteLines />
      <LeavingPart />
      <Hints />
      <Money spend={spend} />
    </section>
  );
}

function PreviewToggle() {
  const { t } = useTranslation("quote");
  const { on, set } = usePreview();
  return (
    <Tooltip label={`${t("preview.label")}: ${t("preview.on")}`}>
      <ActionIcon size="sm" aria-label={t("preview.label")} aria-pressed={on} className={on ? (classes.on ?? "") : ""} onClick={() => set(!on)}>
        <IconEye size={16} />
      </ActionIcon>
    </Tooltip>
  );
}

function OrderToggle() {
  const { t } = useTranslation("quote");
  const order = useApp(({ settings }) => settings.quoteOrder);
  const other = order === "cost" ? "graph" : "cost";
  return (
    <Tooltip label={`${t("sort.label")}: ${t(`sort.${order}`)}`}>
      <ActionIcon size="sm" aria-label={`${t("sort.label")}: ${t(`sort.${order}`)}`} onClick={() => void host().settings.change({ quoteOrder: other }).catch(reportTrouble)}>
        {order === "cost" ? <IconArrowsSort size={16} /> : <IconRoute size={16} />}
      </ActionIcon>
    </Tooltip>
  );
}
