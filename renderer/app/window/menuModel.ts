import type { MenuModel } from "../../../shared/contract/api/desktop.ts";
import { labelOf, type Action } from "../../actions/action.ts";
import type { ActionContext } from "../../actions/context.ts";
import { APP_MENU } from "../../actions/menus.ts";
import { i18n } from "../../i18n/index.ts";

/** The application's menu as it is now, for the window to draw natively. */
export function menuModel(context: ActionContext): MenuModel {
  return {
    groups: APP_MENU.map(({ group, parts }) => ({ id: group, label: i18n.t(`actions:group.${group}`), parts: parts.map((part) => part.map((action) => itemOf(action, context))) })),
  };
}

const LONGEST_LABEL = 200;

function itemOf(action: Action, context: ActionContext): MenuModel["groups"][number]["parts"][number][number] {
  return {
    id: action.id,
    label: labelOf(action, context).slice(0, LONGEST_LABEL),
    shortcut: action.shortcut?.[0] ?? null,
    native: action.native ?? false,
    enabled: action.when(context),
    checked: action.toggled?.(context) ?? null,
  };
}
