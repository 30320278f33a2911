import { Menu } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Point } from "../../shared/edit/place.ts";
import { ActionItems } from "./ActionItems.tsx";
import { contextNow } from "./context.ts";
import { ARRANGE_PARTS, CONTEXT_MENUS, type MenuKind } from "./menus.ts";

interface ContextMenuProps {
  /** What was clicked; of nodes and wires the selected ones are meant, so select first. */
  kind: MenuKind;
  /** Of the screen: clientX, clientY. */
  at: Point;
  onClose: () => void;
  /** The graph that is meant, of a tab that is not shown. */
  tab?: string;
}

/** The menu at the pointer, open until `onClose`. */
export function ContextMenu({ kind, at, onClose, tab }: ContextMenuProps) {
  const { t } = useTranslation("actions");
  // As it was when the menu was opened: items do not move under the pointer.
  const context = useMemo(() => contextNow(tab), [tab]);
  const arranges = kind === "node" && context.selected.length > 1;
  return (
    <Menu opened onClose={onClose} position="bottom-start" offset={2} width="max-content" keepMounted={false} shadow="md" returnFocus>
      <Menu.Target>
        <span style={{ position: "fixed", left: at.x, top: at.y, width: 0, height: 0 }} />
      </Menu.Target>
      <Menu.Dropdown miw={216} aria-label={t(`menu.${kind}`)} data-context-menu={kind} onContextMenu={(event) => event.preventDefault()}>
        <ActionItems parts={CONTEXT_MENUS[kind]} context={context} others="hide" />
        {arranges && (
          <>
            <Menu.Divider />
            <Menu.Sub>
              <Menu.Sub.Target>
                <Menu.Sub.Item>{t("menu.more")}</Menu.Sub.Item>
              </Menu.Sub.Target>
              <Menu.Sub.Dropdown>
                <ActionItems parts={ARRANGE_PARTS} context={context} others="hide" />
              </Menu.Sub.Dropdown>
            </Menu.Sub>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
