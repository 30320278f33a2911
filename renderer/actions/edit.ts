import { groupedIds } from "./selection.ts";
import { isRefusal, type Added, type Refusal } from "../../shared/edit/draft.ts";
import type { Change, DocState } from "../../shared/edit/records.ts";
import type { actions } from "../i18n/en/actions.ts";
import { i18n } from "../i18n/index.ts";
import { reportTrouble } from "../state/trouble.ts";
import type { ActionContext } from "./context.ts";

export type Done = keyof typeof actions.done;

/** What was done, as undo names it. */
export function doneText(done: Done): string {
  return i18n.t(`actions:done.${done}`);
}

/** An edit of the selected nodes, and of what is in selected frames when `members`; undoable as one step. False: it could not be done, and the user knows why. */
export function edit({ tab }: ActionContext, done: Done, make: (doc: DocState, ids: string[]) => Change | Refusal, { members = false } = {}): boolean {
  if (!tab) return false;
  const { doc, selection } = tab.session.getState();
  const result = make(doc, members ? groupedIds(doc, selection) : [...selection]);
  if (isRefusal(result)) {
    reportTrouble(result.refused);
    return false;
  }
  tab.session.commit(result, { label: doneText(done) });
  return true;
}

/** An edit that makes nodes, which are selected then. Returns their ids, none when it could not be done. */
export function editAdding({ tab }: ActionContext, done: Done, make: (doc: DocState, ids: string[]) => Added | Refusal, { members = false } = {}): readonly string[] {
  if (!tab) return [];
  const { doc, selection } = tab.session.getState();
  const result = make(doc, members ? groupedIds(doc, selection) : [...selection]);
  if (isRefusal(result)) {
    reportTrouble(result.refused);
    return [];
  }
  tab.session.commit(result.change, { label: doneText(done) });
  tab.session.select(result.added);
  return result.added;
}
