import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Done } from "../../shared/contract/api/desktop.ts";
import { pageWindow } from "../state/pageWindow.ts";
import { reportTrouble } from "../state/trouble.ts";
import { Part } from "./SettingRow.tsx";
import classes from "./Settings.module.css";

/** What helps to find a fault; only where the page is in a window of its own. */
export function HelpPart() {
  const { t } = useTranslation(["desktop", "settings"]);
  const [copied, setCopied] = useState(false);
  const window = pageWindow();
  if (!window) return null;
  const act = async (does: () => Promise<Done>): Promise<boolean> => {
    const { ok, message } = await does();
    if (!ok) reportTrouble(message ?? "");
    return ok;
  };
  return (
    <Part title={t("settings:about.help")}>
      <Group gap="sm">
        <Button variant="default" onClick={() => void act(() => window.copyDiagnostics()).then(setCopied, reportTrouble)}>
          {t(copied ? "desktop:copied" : "desktop:diagnostics")}
        </Button>
        <Button variant="default" onClick={() => void act(() => window.openLogs()).catch(reportTrouble)}>
          {t("desktop:logs")}
        </Button>
      </Group>
      <p className={classes.dim}>{t("desktop:diagnosticsText")}</p>
    </Part>
  );
}
