import type { RecentFile, Template } from "../../shared/contract/api/sessions.ts";
import { addNode } from "../../shared/edit/nodes.ts";
import { nameOfNode } from "../../shared/edit/ports.ts";
import { inOrder } from "../../shared/edit/records.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import { labelOf, performAction } from "../actions/action.ts";
import type { IconName } from "../actions/ActionIcon.tsx";
import { contextNow, type ActionContext } from "../actions/context.ts";
import { createGraph, openPath } from "../actions/documents.ts";
import { editAdding } from "../actions/edit.ts";
import { ACTIONS } from "../actions/list.ts";
import { i18n } from "../i18n/index.ts";
import { reportTrouble } from "../state/trouble.ts";
import { layoutOf } from "../nodes/cardLayout.ts";
import { announce } from "../ui/announce.ts";
import { bestMatches } from "./match.ts";

/** A line of the command palette. */
export interface PaletteEntry {
  id: string;
  label: string;
  detail?: string;
  /** An action's icon, a node kind's sign, or that of a file. */
  icon?: IconName;
  kind?: string;
  shortcut?: string;
  perform: () => void;
}

interface PaletteGroup {
  name: "actions" | "nodes" | "add" | "open" | "templates";
  entries: readonly PaletteEntry[];
  /** How many more there are. */
  more: number;
}

interface PaletteQuery {
  query: string;
  recents: readonly RecentFile[];
  templates: readonly Template[];
}

/** Groups that have something to say to the query, in their order; without a query what is mostly wanted. */
export function paletteGroups({ query, recents, templates }: PaletteQuery): PaletteGroup[] {
  const context = contextNow();
  const text = query.trim();
  const groups: PaletteGroup[] = [
    group("actions", text === "" ? usual(actionEntries(context)) : actionEntries(context), text, 12),
    group("nodes", text === "" ? [] : nodeEntries(context), text, 8),
    group("add", text === "" ? [] : kindEntries(context), text, 6),
    group("open", recentEntries(recents), text, text === "" ? 4 : 8),
    group("templates", templateEntries(templates), text, text === "" ? 3 : 6),
  ];
  return groups.filter(({ entries }) => entries.length > 0);
}

/** Before anything is typed. */
const USUAL = ["undo", "runAll", "runSelected", "cancelRun", "save", "newGraph", "openGraph", "addNode", "tidyUp", "zoomFit", "preview", "shortcuts"];

function usual(entries: readonly PaletteEntry[]): PaletteEntry[] {
  return USUAL.flatMap((id) => entries.find((entry) => entry.id === id) ?? []);
}

function group(name: PaletteGroup["name"], all: readonly PaletteEntry[], text: string, most: number): PaletteGroup {
  const found = text === "" ? all : bestMatches(all, text, ({ label, detail }) => [label, detail ?? ""]);
  return { name, entries: found.slice(0, most), more: name === "nodes" ? Math.max(0, found.length - most) : 0 };
}

function actionEntries(context: ActionContext): PaletteEntry[] {
  return ACTIONS.filter((action) => action.id !== "palette" && action.when(context)).map((action) => ({
    id: action.id,
    label: labelOf(action, context),
    detail: i18n.t(`actions:group.${action.group}`),
    icon: action.icon,
    ...(action.shortcut?.[0] === undefined ? {} : { shortcut: action.shortcut[0] }),
    // After the palette has gone and given the keyboard back.
    perform: () => void setTimeout(() => performAction(action, contextNow()), 0),
  }));
}

function nodeEntries({ tab, state, canvas }: ActionContext): PaletteEntry[] {
  if (!tab || !state) return [];
  return inOrder(state.doc.nodes).map((node) => ({
    id: `node:${node.id}`,
    label: nameOfNode(node, catalogue),
    ...(node.title === undefined ? {} : { detail: catalogue.get(node.kind)?.title ?? node.kind }),
    kind: node.kind,
    perform: () => {
      tab.session.select([node.id]);
      canvas?.zoomTo([node.id]);
      canvas?.focus();
    },
  }));
}

function kindEntries(context: ActionContext): PaletteEntry[] {
  const { canvas } = context;
  if (!canvas) return [];
  return [...catalogue.values()].map(({ kind, title }) => ({
    id: `add:${kind}`,
    label: title,
    kind,
    perform: () => {
      const centre = canvas.viewCentre();
      const { width, height } = layoutOf({ id: "", kind, position: { x: 0, y: 0 }, params: {} });
      const position = { x: Math.round(centre.x - width / 2), y: Math.round(centre.y - height / 2) };
      const added = editAdding(contextNow(), "add", (doc) => addNode(doc, { kind, position }));
      if (added.length > 0) announce(i18n.t("actions:said.added", { name: title }));
      canvas.focus();
    },
  }));
}

function recentEntries(recents: readonly RecentFile[]): PaletteEntry[] {
  return recents.filter(({ exists }) => exists).map(({ path, name }) => ({ id: `open:${path}`, label: name, detail: path, perform: () => void openPath(path).catch(reportTrouble) }));
}

function templateEntries(templates: readonly Template[]): PaletteEntry[] {
  return templates.map(({ id, graph }) => ({ id: `template:${id}`, label: graph.name, icon: "example", perform: () => void createGraph(id).catch(reportTrouble) }));
}
