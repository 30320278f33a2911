import type { Action } from "./action.ts";
import { arrangeActions } from "./list/arrange.ts";
import { editActions } from "./list/edit.ts";
import { fileActions } from "./list/file.ts";
import { helpActions } from "./list/help.ts";
import { runActions } from "./list/run.ts";
import { viewActions } from "./list/view.ts";

/** Everything that the user can do by a menu, a shortcut or the palette. */
export const ACTIONS: readonly Action[] = [...fileActions, ...editActions, ...arrangeActions, ...viewActions, ...runActions, ...helpActions];

const byId = new Map(ACTIONS.map((action) => [action.id, action]));

/** Throws when there is no such action: only the program itself names them. */
export function actionOf(id: string): Action {
  const action = byId.get(id);
  if (!action) throw new Error(`there is no action "${id}"`);
  return action;
}
