import type { Action } from "../action.ts";
import { adoptTakes, exportBundle } from "../bundles.ts";
import { ask } from "../dialogs.ts";
import { chooseAndOpen, createGraph, duplicateGraph, moveTab, nameOf, renameTab } from "../documents.ts";
import { usePalette } from "../palette.ts";
import { closeGraph, closeOthers, saveGraph } from "../saving.ts";
import { activate } from "../../state/tabs.ts";
import { i18n } from "../../i18n/index.ts";
import { useApp } from "../../state/app.ts";
import { pageWindow } from "../../state/pageWindow.ts";
import { reportTrouble } from "../../state/trouble.ts";
import { fileManagerName } from "../../ui/fileManager.ts";
import type { ActionContext } from "../context.ts";

const always = () => true;
const online = ({ app }: ActionContext) => app.online === "online";
const hasGraph = ({ tab }: ActionContext) => tab !== null;
const hasOthers = ({ app, tab }: ActionContext) => tab !== null && app.tabs.length > 1;

export const fileActions: readonly Action[] = [
  // Browsers keep Ctrl N, T and W for themselves.
  { id: "newGraph", label: "newGraph", icon: "new", shortcut: ["alt+n"], group: "file", when: online, perform: async () => void (await createGraph()) },
  { id: "openGraph", label: "openGraph", icon: "open", shortcut: ["mod+o"], whileTyping: true, group: "file", when: online, perform: () => chooseAndOpen() },
  { id: "openExample", label: "openExample", icon: "example", group: "file", when: online, perform: openExample },
  { id: "save", label: "save", icon: "save", shortcut: ["mod+s"], whileTyping: true, group: "file", when: hasGraph, perform: async ({ tab }) => void (tab && (await saveGraph(tab))) },
  { id: "saveAs", label: "saveAs", icon: "saveAs", shortcut: ["mod+shift+s"], whileTyping: true, group: "file", when: hasGraph, perform: async ({ tab }) => void (tab && (await saveGraph(tab, { as: true }))) },
  { id: "exportBundle", label: "exportBundle", icon: "exportBundle", shortcut: ["mod+shift+e"], group: "file", when: (context) => hasGraph(context) && online(context), perform: ({ tab }) => (tab ? exportBundle(tab) : undefined) },
  { id: "adoptTakes", label: "adoptTakes", icon: "adoptTakes", group: "file", when: (context) => hasGraph(context) && online(context), perform: ({ tab }) => (tab ? adoptTakes(tab) : undefined) },
  { id: "duplicateGraph", label: "duplicateGraph", icon: "duplicateGraph", group: "file", when: hasGraph, perform: ({ tab }) => (tab ? duplicateGraph(tab) : undefined) },
  { id: "renameGraph", label: "renameGraph", icon: "rename", group: "file", when: hasGraph, perform: renameGraph },
  { id: "revealGraph", label: "revealGraph", words: () => ({ what: i18n.t(`desktop:reveal.${fileManagerName()}`) }), icon: "open", group: "file", when: ({ state }) => pageWindow() !== null && state?.path != null, perform: revealGraph },
  { id: "closeGraph", label: "closeGraph", icon: "close", shortcut: ["alt+x"], group: "file", when: hasGraph, perform: async ({ tab }) => void (tab && (await closeGraph(tab))) },
  { id: "closeOthers", label: "closeOthers", icon: "closeOthers", group: "file", when: hasOthers, perform: ({ tab }) => (tab ? closeOthers(tab) : undefined) },
  { id: "nextTab", label: "nextTab", icon: "next", shortcut: ["alt+pagedown"], whileTyping: true, group: "file", when: hasOthers, perform: (context) => step(context, 1) },
  { id: "previousTab", label: "previousTab", icon: "previous", shortcut: ["alt+pageup"], whileTyping: true, group: "file", when: hasOthers, perform: (context) => step(context, -1) },
  { id: "moveTabLeft", label: "moveTabLeft", icon: "previous", group: "file", when: (context) => hasOthers(context) && placeOf(context) > 0, perform: (context) => move(context, -1) },
  { id: "moveTabRight", label: "moveTabRight", icon: "next", group: "file", when: (context) => hasOthers(context) && placeOf(context) < context.app.tabs.length - 1, perform: (context) => move(context, 1) },
  { id: "palette", label: "palette", icon: "palette", shortcut: ["mod+k"], whileTyping: true, group: "help", when: always, perform: () => usePalette.setState(({ open }) => ({ open: !open })) },
];

async function openExample(): Promise<void> {
  const choice = await ask({ type: "templates" });
  if (choice) await createGraph(choice.template ?? undefined);
}

async function renameGraph({ tab }: ActionContext): Promise<void> {
  if (!tab) return;
  const name = await ask({ type: "rename", name: nameOf(tab) });
  if (name !== null) renameTab(tab, name);
}

async function revealGraph({ tab }: ActionContext): Promise<void> {
  const result = tab && (await pageWindow()?.reveal({ session: tab.id }));
  if (result?.ok === false) reportTrouble(result.message ?? "");
}

function placeOf({ app, tab }: ActionContext): number {
  return app.tabs.findIndex((one) => one === tab);
}

function step({ app }: ActionContext, by: number): void {
  const at = app.tabs.findIndex(({ id }) => id === app.active);
  const next = app.tabs[(at + by + app.tabs.length) % app.tabs.length];
  if (next) activate(next.id);
}

function move(context: ActionContext, by: number): void {
  const { tab } = context;
  if (tab) moveTab(tab.id, useApp.getState().tabs.indexOf(tab) + by);
}
