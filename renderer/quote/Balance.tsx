import { useTranslation } from "react-i18next";
import type { SpendView } from "../../shared/contract/api/host.ts";
import { startRun } from "../actions/runs.ts";
import { useApp } from "../state/app.ts";
import { useSession, useSessionState } from "../state/hooks.ts";
import { numberText } from "../ui/format.ts";
import { switchToSandbox } from "./switchToSandbox.ts";
import classes from "./Quote.module.css";

/** What the cache saves, what is reserved, what remains, and what can be done when it does not reach. */
export function Balance({ spend }: { spend: SpendView | null }) {
  const { t } = useTranslation("quote");
  const account = useApp((state) => state.account);
  const known = useSessionState(({ plan }) => plan.summary.known);
  const saved = useSessionState(({ plan }) => plan.summary.saved);
  const most = useSessionState(({ plan }) => plan.summary.quote.max);
  if (!known) return null;
  const available = account?.available ?? null;
  const lacking = available === null ? 0 : most - available;
  const facts = [
    saved > 0 ? t("balance.saved", { credits: numberText(saved) }) : null,
    available !== null && lacking <= 0 ? (most > 0 ? t("balance.left", { credits: numberText(available - most) }) : t("balance.have", { credits: numberText(available) })) : null,
    spend && spend.reserved > 0 ? t("balance.reserved", { credits: numberText(spend.reserved) }) : null,
  ].filter((fact) => fact !== null);
  return (
    <>
      {facts.length > 0 && <div className={`num ${classes.under}`}>{facts.join(" · ")}</div>}
      {account && available === null && <div className={`${classes.under} ${classes.warn}`}>{account.problem ?? t("balance.unknown")}</div>}
      {lacking > 0 && <Insufficient by={lacking} sandbox={account?.realm === "sandbox"} />}
    </>
  );
}

function Insufficient({ by, sandbox }: { by: number; sandbox: boolean }) {
  const { t } = useTranslation("quote");
  const session = useSession();
  const selected = useSessionState(({ selection }) => selection.size);
  return (
    <div className={`${classes.box} ${classes.badBox}`} role="alert">
      <span className={`num ${classes.bad}`}>{t("balance.insufficient", { credits: numberText(by) })}</span>
      <span>{sandbox ? t("balance.mendSandbox") : t("balance.mend")}</span>
      <div className={classes.actions}>
        <button type="button" className={classes.link} disabled={selected === 0} title={selected === 0 ? t("balance.partHint") : ""} onClick={() => void startRun({ only: [...session.getState().selection] })}>
          {t("balance.part")}
        </button>
        {!sandbox && (
          <button type="button" className={classes.link} onClick={() => void switchToSandbox()}>
            {t("balance.sandbox")}
          </button>
        )}
      </div>
    </div>
  );
}
