import { ActionIcon, Menu } from "@mantine/core";
import { IconMenu2 } from "@tabler/icons-react";
import { useState } from "react";
import classes from "./TopBar.module.css";
import { useTranslation } from "react-i18next";
import { ActionItems } from "../../actions/ActionItems.tsx";
import { contextNow } from "../../actions/context.ts";
import { APP_MENU } from "../../actions/menus.ts";

/** The whole list of actions, by group. The desktop draws the same list as a native menu. */
export function AppMenu() {
  const { t } = useTranslation(["actions", "app"]);
  const [opened, setOpened] = useState(false);
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-start" width={168} offset={6}>
      <Menu.Target>
        <ActionIcon aria-label={t("app:bar.menu")} data-app-menu>
          <IconMenu2 size={18} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown aria-label={t("actions:menu.app")}>{opened && <Groups />}</Menu.Dropdown>
    </Menu>
  );
}

function Groups() {
  const { t } = useTranslation("actions");
  const context = contextNow();
  return APP_MENU.map(({ group, parts }) => (
    <Menu.Sub key={group} openDelay={60} closeDelay={160}>
      <Menu.Sub.Target>
        <Menu.Sub.Item className={classes.item ?? ""}>{t(`group.${group}`)}</Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown miw={256}>
        <ActionItems parts={parts} context={context} others="disable" />
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  ));
}
