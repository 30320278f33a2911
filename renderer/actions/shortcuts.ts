import { performAction, type Action } from "./action.ts";
import { contextNow } from "./context.ts";
import { isPressed, onMac, parseShortcut, type Pressed, type Shortcut } from "./keys.ts";
import { ACTIONS } from "./list.ts";

interface Bound {
  action: Action;
  shortcut: Shortcut;
}

const bound: readonly Bound[] = ACTIONS.filter(({ native }) => !native).flatMap((action) => (action.shortcut ?? []).map((text) => ({ action, shortcut: parseShortcut(text) })));

/** Which action some keys mean; in a text field or a dialog only those that work there. */
export function actionFor(event: Pressed, { typing, isMac }: { typing: boolean; isMac: boolean }): Action | null {
  return bound.find(({ action, shortcut }) => (!typing || action.whileTyping) && isPressed(shortcut, event, isMac))?.action ?? null;
}

/** Listens to the keyboard for all actions; returns the way to stop. */
export function listenToKeys(): () => void {
  const isMac = onMac();
  const listener = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const action = actionFor(event, { typing: isElsewhere(event.target), isMac });
    // Also where it makes no sense: Ctrl S without a graph does not save the page.
    if (action && (performAction(action, contextNow()) || action.shortcut?.some((text) => text.startsWith("mod+")))) event.preventDefault();
  };
  window.addEventListener("keydown", listener);
  return () => window.removeEventListener("keydown", listener);
}

/** Where plain keys have a meaning of their own: fields, editors, dialogs, menus. */
export function isElsewhere(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]:not([contenteditable='false']), .cm-editor, [role='dialog'], [role='menu'], [role='listbox']") !== null;
}
