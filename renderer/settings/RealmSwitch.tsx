import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { HostInfo } from "../../shared/contract/api/host.ts";
import { ask } from "../actions/dialogs.ts";
import { host, useApp } from "../state/app.ts";
import { reportTrouble } from "../state/trouble.ts";
import { numberText } from "../ui/format.ts";
import classes from "./RealmSwitch.module.css";

/** The way to the other realm, with what it means before it is taken. */
export function RealmSwitch({ info, inSettings = false }: { info: HostInfo; inSettings?: boolean }) {
  const { t } = useTranslation("app");
  const askAbove = useApp(({ settings }) => settings.askAbove);
  const [isSwitching, setSwitching] = useState(false);
  const to = info.realm === "sandbox" ? "service" : "sandbox";
  const needsKey = to === "service" && !info.hasKey;

  async function switchRealm(): Promise<void> {
    setSwitching(true);
    try {
      const { ok, message } = await host().system.switchRealm({ realm: to });
      if (!ok) reportTrouble(message ?? "");
    } catch (error) {
      reportTrouble(error);
    } finally {
      setSwitching(false);
    }
  }

  return (
    <div className={classes.switch}>
      {needsKey ? (
        !inSettings && (
          <Button variant="default" fullWidth onClick={() => void ask({ type: "settings", page: "account" })}>
            {t("realm.addKey")}
          </Button>
        )
      ) : (
        <Button variant="default" fullWidth loading={isSwitching} onClick={() => void switchRealm()}>
          {t(to === "service" ? "realm.toService" : "realm.toSandbox")}
        </Button>
      )}
      <p className={classes.text}>{needsKey ? t("realm.needsKey") : to === "service" ? t("realm.toServiceText", { credits: numberText(askAbove) }) : t("realm.toSandboxText")}</p>
    </div>
  );
}
