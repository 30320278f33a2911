import { serialiseGraph } from "../../shared/graph/serialise.ts";
import { LIMITS } from "../../shared/graph/document.ts";
import type { OpenedGraph, OpenResult } from "../../shared/contract/api/sessions.ts";
import { record, NO_HISTORY } from "../../shared/edit/history.ts";
import { changeBetween } from "../../shared/edit/wire.ts";
import { fromGraph, toGraph } from "../../shared/edit/records.ts";
import { renameGraph } from "../../shared/edit/nodes.ts";
import { isRefusal } from "../../shared/edit/draft.ts";
import { i18n } from "../i18n/index.ts";
import { host, useApp, type Tab } from "../state/app.ts";
import { writeDrafts } from "../state/drafts.ts";
import { pageWindow } from "../state/pageWindow.ts";
import { removeTab, showGraph } from "../state/tabs.ts";
import { reportTrouble } from "../state/trouble.ts";
import { announce } from "../ui/announce.ts";
import { graphInFile, isBundle, receiveBundle, sendBundle } from "./bundleFiles.ts";
import { ask } from "./dialogs.ts";
import { doneText } from "./edit.ts";

/** A new graph, empty or from an example, in a tab of its own. */
export async function createGraph(template?: string): Promise<Tab> {
  const tab = showGraph(await host().graphs.create(template === undefined ? {} : { template }));
  announce(i18n.t("actions:said.opened", { name: nameOf(tab) }));
  return tab;
}

/** Asks which graph of this machine, and opens it. */
export async function chooseAndOpen(folder: string | null = null): Promise<void> {
  const window = pageWindow();
  if (window) {
    const { path } = await window.chooseOpen({ folder });
    if (path !== null) await openPath(path);
    return;
  }
  const choice = await ask({ type: "open", folder });
  if (!choice) return;
  if ("path" in choice) await openPath(choice.path);
  else await openGraphFile(choice.file);
}

/** A graph of the host's disk. */
export async function openPath(path: string): Promise<void> {
  await shown(await host().graphs.open({ path }), path.split(/[/\\]/).at(-1) ?? path);
}

/** A `.shotgraph` file that was dropped; in a window of its own the page learns where it lies. */
export async function openDropped(file: File): Promise<void> {
  const path = pageWindow()?.pathOf(file) ?? null;
  await (path === null ? openGraphFile(file) : openPath(path));
}

/** A `.shotgraph` file that was dropped or chosen in the browser, which tells its text and not its path. */
async function openGraphFile(file: File): Promise<void> {
  if (await isBundle(file)) {
    const result = await sendBundle(file);
    if (result) await shown(result, file.name);
    return;
  }
  if (!/\.(shotgraph|json)$/i.test(file.name)) {
    const text = await graphInFile(file);
    if (text === null) reportTrouble(i18n.t("bundles:noGraph", { name: file.name }));
    else await openText(text, file.name);
    return;
  }
  if (file.size > LIMITS.bytes) {
    reportTrouble(i18n.t("actions:tooLarge", { name: file.name, size: Math.ceil(file.size / 2 ** 20), most: LIMITS.bytes / 2 ** 20 }));
    return;
  }
  await openText(await file.text(), file.name);
}

/** A document as text, whose file is somewhere else. */
export async function openText(text: string, name: string): Promise<void> {
  await shown(await host().graphs.open({ text, name }), name);
}

/** What came from somebody else is looked through first; nothing of it is shown, fetched or run before the user agrees. */
async function shown(result: OpenResult, name: string): Promise<void> {
  if (result.status !== "opened") {
    await ask({ type: "openFailed", name, result });
    return;
  }
  const { opened, preview, foreign } = result;
  if (foreign && !(await ask({ type: "preview", preview }))) {
    await host().graphs.close({ session: opened.session });
    return;
  }
  if (preview.bundle && !(await receiveBundle(opened.session, preview.name))) {
    await host().graphs.close({ session: opened.session });
    return;
  }
  showGraph(opened);
  announce(i18n.t("actions:said.opened", { name: opened.graph.name }));
}

/** A copy under another name, not saved anywhere yet. */
export async function duplicateGraph(tab: Tab): Promise<void> {
  writeDrafts();
  const { doc } = tab.session.getState();
  const result = await host().graphs.open({ text: serialiseGraph({ ...toGraph(doc), id: crypto.randomUUID() }), name: doc.meta.name });
  if (result.status !== "opened") throw new Error("The copy of this graph cannot be opened; the graph itself is untouched.");
  // Its new name is an edit: without one the host would take what it was given for something saved.
  renameTab(showGraph(result.opened), copyName(doc.meta.name));
}

export function renameTab(tab: Tab, name: string): void {
  const change = renameGraph(tab.session.getState().doc, name);
  if (isRefusal(change)) reportTrouble(change.refused);
  else tab.session.commit(change, { label: doneText("rename") });
}

/**
 * The file as it is on disk in the place of what is shown. Undo brings back what was shown, so nothing is lost by it.
 */
export async function reloadFromDisk(tab: Tab): Promise<void> {
  const { path, doc: mine } = tab.session.getState();
  if (path === null) return;
  await tab.outbox.settled();
  const at = useApp.getState().tabs.indexOf(tab);
  removeTab(tab.id);
  await host().graphs.close({ session: tab.id });
  const result = await host().graphs.open({ path });
  if (result.status !== "opened") {
    // The file is not readable any more: what was shown goes on as a graph without a file.
    const kept = await host().graphs.open({ text: serialiseGraph(toGraph(mine)), name: mine.meta.name });
    if (kept.status === "opened") renameTab(insertAt(kept.opened, at), copyName(mine.meta.name));
    await ask({ type: "openFailed", name: path.split(/[/\\]/).at(-1) ?? path, result });
    return;
  }
  const fresh = insertAt(result.opened, at);
  const disk = fromGraph(result.opened.graph);
  const before = changeBetween({ ...mine, meta: { ...mine.meta, id: disk.meta.id } }, fresh.session.getState().doc);
  fresh.session.setState({ history: record(NO_HISTORY, before, { label: doneText("reload"), at: Date.now() }) });
}

function insertAt(opened: OpenedGraph, at: number): Tab {
  const tab = showGraph(opened);
  moveTab(tab.id, at);
  return tab;
}

/** Puts a tab at another place. */
export function moveTab(id: string, to: number): void {
  useApp.setState(({ tabs }) => {
    const tab = tabs.find((one) => one.id === id);
    if (!tab) return {};
    const others = tabs.filter((one) => one !== tab);
    const place = Math.min(Math.max(0, to), others.length);
    return { tabs: [...others.slice(0, place), tab, ...others.slice(place)] };
  });
}

function copyName(name: string): string {
  return i18n.t("actions:copyName", { name }).slice(0, LIMITS.titleLength);
}

export function nameOf(tab: Tab): string {
  return tab.session.getState().doc.meta.name;
}
