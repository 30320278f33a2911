import { performAction } from "../../actions/action.ts";
import { contextNow } from "../../actions/context.ts";
import { ACTIONS } from "../../actions/list.ts";
import { isElsewhere } from "../../actions/shortcuts.ts";

/** What these mean in a text field, where they are about its text. */
const TEXT_COMMANDS: Readonly<Record<string, string>> = { undo: "undo", redo: "redo", selectAll: "selectAll", delete: "delete" };

/** Does what was chosen in the native menu. Keys that a text field or a dialog has for itself are left to it; undo in a field is about its text. */
export function performFromMenu(id: string, byKey: boolean): void {
  const action = ACTIONS.find((one) => one.id === id);
  if (!action) return;
  const focused = document.activeElement;
  const command = TEXT_COMMANDS[id];
  if (command !== undefined && isTextField(focused)) {
    // The browser's own history of a field can be reached in no other way.
    document.execCommand(command);
    return;
  }
  if (byKey && !action.whileTyping && isElsewhere(focused)) return;
  performAction(action, contextNow());
}

function isTextField(element: Element | null): boolean {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || (element instanceof HTMLElement && element.isContentEditable);
}
