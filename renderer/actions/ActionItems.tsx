import { Menu } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { Fragment } from "react";
import { labelOf, performAction, type Action } from "./action.ts";
import { ActionIcon } from "./ActionIcon.tsx";
import { contextNow, type ActionContext } from "./context.ts";
import { ariaShortcut, shortcutText } from "./keys.ts";
import type { MenuParts } from "./menus.ts";
import classes from "./ActionItems.module.css";

interface ActionItemsProps {
  parts: MenuParts;
  context: ActionContext;
  /** What makes no sense now: left out, or shown and not to be chosen. */
  others: "hide" | "disable";
}

/** Actions as the items of a menu, with lines between the parts. */
export function ActionItems({ parts, context, others }: ActionItemsProps) {
  const shown = parts.map((part) => (others === "hide" ? part.filter((action) => action.when(context)) : part)).filter((part) => part.length > 0);
  return shown.map((part, place) => (
    <Fragment key={part[0]?.id}>
      {place > 0 && <Menu.Divider />}
      {part.map((action) => (
        <ActionItem key={action.id} action={action} context={context} />
      ))}
    </Fragment>
  ));
}

function ActionItem({ action, context }: { action: Action; context: ActionContext }) {
  const [shortcut] = action.shortcut ?? [];
  const isOn = action.toggled?.(context);
  // What is on or off keeps its picture; the tick says that it is on.
  return (
    <Menu.Item
      className={classes["item"] ?? ""}
      leftSection={<ActionIcon name={action.icon} />}
      rightSection={
        <>
          {isOn === true && <IconCheck size={14} className={classes["tick"]} aria-hidden />}
          {shortcut !== undefined && <span className={classes["shortcut"]}>{shortcutText(shortcut)}</span>}
        </>
      }
      disabled={!action.when(context)}
      data-danger={action.danger}
      data-action={action.id}
      {...(isOn === undefined ? {} : { role: "menuitemcheckbox", "aria-checked": isOn })}
      {...(shortcut === undefined ? {} : { "aria-keyshortcuts": ariaShortcut(shortcut) })}
      onClick={() => performAction(action, contextNow(context.tab?.id))}
    >
      {labelOf(action, context)}
    </Menu.Item>
  );
}
