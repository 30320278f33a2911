import { ActionIcon, Tooltip } from "@mantine/core";
import { IconSettings } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ask } from "../../actions/dialogs.ts";
import { shortcutText } from "../../actions/keys.ts";
import { RunButton } from "../../quote/RunButton.tsx";
import { useApp } from "../../state/app.ts";
import { AccountPill } from "./AccountPill.tsx";
import { AddMenu } from "./AddMenu.tsx";
import { AppMenu } from "./AppMenu.tsx";
import { GraphTabs } from "./GraphTabs.tsx";
import classes from "./TopBar.module.css";

/** Menu, tabs, balance, Run. */
export function TopBar() {
  const { t } = useTranslation("app");
  const hasGraph = useApp(({ active }) => active !== null);
  return (
    <div className={classes.bar}>
      <AppMenu />
      <span className={classes.wordmark}>{t("name")}</span>
      <GraphTabs />
      <AddMenu />
      <span className={classes.grow} />
      <Connection />
      <AccountPill />
      <div data-coach="run">{hasGraph && <RunButton />}</div>
      <Tooltip label={`${t("bar.settings")} ${shortcutText("mod+,")}`}>
        <ActionIcon aria-label={t("bar.settings")} onClick={() => void ask({ type: "settings" })}>
          <IconSettings size={17} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

/** Only said when it is not as it should be. */
function Connection() {
  const { t } = useTranslation("app");
  const online = useApp(({ online }) => online);
  const wasOnline = useApp(({ info }) => info !== null);
  if (online === "online" || !wasOnline) return null;
  return (
    <output className={classes.connection} data-state={online}>
      {t(online === "connecting" ? "bar.connecting" : "bar.offline")}
    </output>
  );
}
