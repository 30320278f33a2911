import { ActionIcon, Menu } from "@mantine/core";
import { IconFileDescription, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ActionItems } from "../../actions/ActionItems.tsx";
import { contextNow } from "../../actions/context.ts";
import { openPath } from "../../actions/documents.ts";
import { actionOf } from "../../actions/list.ts";
import { reportTrouble } from "../../state/trouble.ts";
import { useRecents } from "../useRecents.ts";

const PARTS = [["newGraph", "openGraph", "openExample"].map(actionOf)];
const MOST_RECENTS = 6;

/** A new graph, an example, or one from the disk. */
export function AddMenu() {
  const { t } = useTranslation("app");
  const [opened, setOpened] = useState(false);
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-start" width={256} offset={6}>
      <Menu.Target>
        <ActionIcon aria-label={t("bar.add")} data-add-graph>
          <IconPlus size={17} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{opened && <Items />}</Menu.Dropdown>
    </Menu>
  );
}

function Items() {
  const { t } = useTranslation("app");
  const recents = useRecents()?.filter(({ exists }) => exists).slice(0, MOST_RECENTS) ?? [];
  return (
    <>
      <ActionItems parts={PARTS} context={contextNow()} others="disable" />
      {recents.length > 0 && (
        <>
          <Menu.Divider />
          <Menu.Label>{t("bar.recent")}</Menu.Label>
          {recents.map(({ path, name }) => (
            <Menu.Item key={path} title={path} leftSection={<IconFileDescription size={15} stroke={1.6} />} onClick={() => void openPath(path).catch(reportTrouble)}>
              {name}
            </Menu.Item>
          ))}
        </>
      )}
    </>
  );
}
