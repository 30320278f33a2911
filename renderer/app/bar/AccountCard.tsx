import { ActionIcon, Tooltip } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AccountView, HostInfo, SpendView } from "../../../shared/contract/api/host.ts";
import { RealmSwitch } from "../../settings/RealmSwitch.tsx";
import { activeTab, host } from "../../state/app.ts";
import { reportTrouble } from "../../state/trouble.ts";
import { numberText } from "../../ui/format.ts";
import classes from "./Account.module.css";

/** Balance, what is reserved, what this session cost, and the way to the other realm. */
export function AccountCard({ info, account, onRefresh }: { info: HostInfo; account: AccountView | null; onRefresh: () => void }) {
  const { t } = useTranslation("app");
  const spend = useSessionSpend(account?.at ?? 0);
  const credits = account?.credits ?? null;
  const available = account?.available ?? null;
  const reserved = credits !== null && available !== null ? credits - available : (spend?.reserved ?? null);
  return (
    <div className={classes.card}>
      <header className={classes.head}>
        <strong>{t(info.realm === "sandbox" ? "realm.sandbox" : "realm.service")}</strong>
        <Tooltip label={t("realm.refresh")}>
          <ActionIcon size="sm" aria-label={t("realm.refresh")} onClick={onRefresh}>
            <IconRefresh size={15} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </header>
      <p className={classes.about}>{t(info.realm === "sandbox" ? "realm.aboutSandbox" : "realm.aboutService")}</p>
      {account?.problem && (
        <p className={classes.problem} role="alert">
          {account.problem}
        </p>
      )}
      <dl className={`num ${classes.facts}`}>
        <Fact label={t("realm.balance")} value={credits} />
        <Fact label={t("realm.available")} value={available} />
        <Fact label={t("realm.reserved")} value={reserved} />
        <Fact label={t("realm.session")} value={spend?.session ?? null} />
      </dl>
      <RealmSwitch info={info} />
      <p className={classes.folder}>
        {t("realm.folder")} <code>{info.dataFolder}</code>
      </p>
    </div>
  );
}

function Fact({ label, value }: { label: string; value: number | null }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value === null ? "–" : numberText(value)}</dd>
    </div>
  );
}

/** Asked anew whenever the balance was. */
function useSessionSpend(at: number): SpendView | null {
  const [spend, setSpend] = useState<SpendView | null>(null);
  useEffect(() => {
    // The session's spend needs no graph; the graph's own is shown in the quote.
    host()
      .account.spend({ graphId: activeTab()?.session.getState().doc.meta.id ?? "" })
      .then(setSpend)
      .catch(reportTrouble);
  }, [at]);
  return spend;
}
