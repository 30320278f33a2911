import { useTranslation } from "react-i18next";
import type { SpendView } from "../../shared/contract/api/host.ts";
import { numberText } from "../ui/format.ts";
import classes from "./Quote.module.css";

/** What was spent so far, from the ledger. */
export function Spend({ spend }: { spend: SpendView | null }) {
  const { t } = useTranslation("quote");
  if (!spend || (spend.session === 0 && spend.graph === 0 && spend.reserved === 0 && spend.unknown === 0)) return null;
  const rows = [
    { label: t("spend.session"), credits: spend.session, warn: false, always: true },
    { label: t("spend.graph"), credits: spend.graph, warn: false, always: true },
    { label: t("spend.reserved"), credits: spend.reserved, warn: false, always: false },
    { label: t("spend.unknown"), credits: spend.unknown, warn: true, always: false },
  ].filter(({ credits, always }) => always || credits > 0);
  return (
    <section className={classes.block} aria-label={t("spend.title")}>
      <h2 className={classes.title}>{t("spend.title")}</h2>
      {rows.map(({ label, credits, warn }) => (
        <div key={label} className={`${classes.spread} ${classes.under}`}>
          <span className={warn ? classes.warn : ""}>{label}</span>
          <span className={`num ${warn ? classes.warn : ""}`}>{numberText(credits)}</span>
        </div>
      ))}
    </section>
  );
}
