import type { actions } from "../i18n/en/actions.ts";
import { i18n } from "../i18n/index.ts";
import { reportTrouble } from "../state/trouble.ts";
import type { IconName } from "./ActionIcon.tsx";
import type { ActionContext } from "./context.ts";

export type ActionGroup = keyof typeof actions.group;

/**
 * Something that the user can do. Menus, context menus, the command palette, the shortcut sheet and the keyboard are derived from the list of
 * these, on the web as on the desktop: so they are data and functions, without components.
 */
export interface Action {
  id: string;
  label: keyof typeof actions.label;
  /** What the label's placeholders stand for. */
  words?: (context: ActionContext) => Record<string, string>;
  icon: IconName;
  /** `mod+shift+d`: see keys.ts. The first one is shown. */
  shortcut?: readonly string[];
  group: ActionGroup;
  /** Its shortcut works in text fields and dialogs, too. */
  whileTyping?: true;
  /** The browser turns the shortcut into an event of its own, which carries the clipboard: it is shown, but not listened to. */
  native?: true;
  danger?: true;
  /** Whether it makes sense now. */
  when: (context: ActionContext) => boolean;
  /** For what is on or off: shown with a tick. */
  toggled?: (context: ActionContext) => boolean;
  perform: (context: ActionContext) => void | Promise<void>;
}

/** What the action is called now; without a context, what it is called always. */
export function labelOf(action: Action, context?: ActionContext): string {
  return i18n.t(`actions:label.${action.label}`, { what: "", ...(context && action.words?.(context)) }).trim();
}

/** Does it, if it makes sense; tells the user what goes wrong. False: it made no sense. */
export function performAction(action: Action, context: ActionContext): boolean {
  if (!action.when(context)) return false;
  void Promise.resolve()
    .then(() => action.perform(context))
    .catch(reportTrouble);
  return true;
}
