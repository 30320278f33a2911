import { Popover } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { host, useApp } from "../../state/app.ts";
import { reportTrouble } from "../../state/trouble.ts";
import { numberText } from "../../ui/format.ts";
import { AccountCard } from "./AccountCard.tsx";
import classes from "./Account.module.css";

/** Where runs go and what there is to spend; more on a click. */
export function AccountPill() {
  const { t } = useTranslation("app");
  const info = useApp(({ info }) => info);
  const account = useApp(({ account }) => account);
  if (!info) return null;
  const credits = account?.available ?? account?.credits ?? null;
  const lacksKey = info.realm === "service" && !info.hasKey;
  const balance = lacksKey ? t("realm.noKey") : credits === null ? t("realm.unknown") : t("realm.credits", { credits: numberText(credits) });
  const realm = t(info.realm === "sandbox" ? "realm.sandbox" : "realm.service");
  const refresh = () => void host().account.refresh().catch(reportTrouble);
  return (
    <Popover position="bottom-end" width={320} shadow="md" trapFocus returnFocus offset={6} onOpen={refresh}>
      <Popover.Target>
        <button type="button" className={classes.pill} data-realm={info.realm} data-trouble={lacksKey || (account?.problem ?? null) !== null || undefined}>
          <span className={classes.realm}>{realm}</span>{" "}
          <b className={`num ${classes.balance}`}>{balance}</b>
        </button>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={realm}>
        <AccountCard info={info} account={account} onRefresh={refresh} />
      </Popover.Dropdown>
    </Popover>
  );
}
