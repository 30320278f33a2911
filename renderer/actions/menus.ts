import { pageWindow } from "../state/pageWindow.ts";
import { ACTIONS, actionOf } from "./list.ts";
import type { Action, ActionGroup } from "./action.ts";

/** A menu's parts, between which a line is drawn. */
export type MenuParts = readonly (readonly Action[])[];

/** Where a context menu is opened. */
export type MenuKind = "node" | "edge" | "canvas" | "tab";

/** The application's menu: a submenu for each group. Natively drawn on the desktop, so it is data. */
export const APP_MENU: readonly { group: ActionGroup; parts: MenuParts }[] = [
  submenu("file", ["newGraph", "openGraph", "openExample"], ["save", "saveAs", "duplicateGraph", "renameGraph"], ["exportBundle", "adoptTakes"], pageWindow() ? ["revealGraph"] : [], ["closeGraph", "closeOthers"], ["nextTab", "previousTab"]),
  submenu("edit", ["undo", "redo"], ["cut", "copy", "paste", "duplicate", "duplicateWithInputs"], ["delete", "deleteReconnect"]),
  submenu("select", ["selectAll", "selectNone", "selectInverted"], ["selectUpstream", "selectDownstream"]),
  submenu("node", ["addNode", "connect", "rename", "fit"], ["bypass", "disable", "collapse"]),
  submenu("arrange", ["group", "ungroup"], ["alignLeft", "alignCenter", "alignRight", "alignTop", "alignMiddle", "alignBottom"], ["distributeX", "distributeY"], ["tidyUp"]),
  submenu("view", ["zoomIn", "zoomOut", "zoomActual", "zoomFit", "zoomSelection"], ["leftPanel", "rightPanel", "bottomPanel"], ["minimap", "snap"], ["themeSystem", "themeDark", "themeLight"]),
  submenu("run", ["runAll", "runSelected", "runUpTo", "reroll"], ["preview"], ["cancelRun"], ["showRuns", "showTakes", "showLibrary", "showAssets", "showProblems"]),
  submenu("help", ["palette", "shortcuts", "welcome"], ["settings"], ["about"]),
];

/** What makes no sense at the moment is left out of these. */
export const CONTEXT_MENUS: Readonly<Record<MenuKind, MenuParts>> = {
  node: parts(["runUpTo", "runSelected", "reroll"], ["connect", "rename", "fit", "bypass", "disable", "collapse"], ["cut", "copy", "duplicate", "duplicateWithInputs"], ["group", "ungroup", "tidyUp", "zoomSelection"], ["delete", "deleteReconnect"]),
  edge: parts(["addReroute"], ["delete"]),
  canvas: parts(["addNode", "paste"], ["undo", "redo"], ["selectAll", "tidyUp"], ["zoomFit", "zoomActual"], ["minimap", "snap", "preview"]),
  tab: parts(["save", "saveAs", "renameGraph", "duplicateGraph", "exportBundle", "revealGraph"], ["moveTabLeft", "moveTabRight"], ["closeGraph", "closeOthers"]),
};

/** Lining up is a submenu of a menu of several nodes. */
export const ARRANGE_PARTS: MenuParts = parts(["alignLeft", "alignCenter", "alignRight", "alignTop", "alignMiddle", "alignBottom"], ["distributeX", "distributeY"]);

function submenu(group: ActionGroup, ...ids: string[][]): { group: ActionGroup; parts: MenuParts } {
  return { group, parts: parts(...ids) };
}

function parts(...ids: string[][]): MenuParts {
  return ids.filter((part) => part.length > 0).map((part) => part.map(actionOf));
}

/** Actions with a shortcut, by group, for the sheet of shortcuts. */
export function withShortcuts(): { group: ActionGroup; actions: readonly Action[] }[] {
  return APP_MENU.map(({ group }) => ({ group, actions: ACTIONS.filter((action) => action.group === group && action.shortcut) })).filter(({ actions }) => actions.length > 0);
}
