import type { SaveResult } from "../../shared/contract/api/sessions.ts";
import { apply, type Meta } from "../../shared/edit/records.ts";
import { i18n } from "../i18n/index.ts";
import { host, useApp, type Tab } from "../state/app.ts";
import { writeDrafts } from "../state/drafts.ts";
import { pageWindow } from "../state/pageWindow.ts";
import { currentRun, isUnderWay, useRuns } from "../state/runsStore.ts";
import { removeTab } from "../state/tabs.ts";
import { announce } from "../ui/announce.ts";
import { currentView } from "../ui/canvasApi.ts";
import { ask } from "./dialogs.ts";
import { nameOf, reloadFromDisk } from "./documents.ts";

/** Saves a graph to its file, or to one that the user chooses. False: it is not saved, and the user knows. */
export async function saveGraph(tab: Tab, { as = false } = {}): Promise<boolean> {
  writeDrafts();
  const { path } = tab.session.getState();
  return as || path === null ? await saveAs(tab) : await finish(tab, await send(tab, {}));
}

async function saveAs(tab: Tab): Promise<boolean> {
  const { path } = tab.session.getState();
  const choice = await chooseTarget(nameOf(tab), path === null ? null : folderOf(path));
  if (!choice) return false;
  const name = fileName(choice.path);
  // What somebody calls the file is what they call the graph; a name that only lost signs no file can have stays.
  if (name !== "" && name !== fileName(safeFileName(nameOf(tab)))) amend(tab, { name });
  return await finish(tab, await send(tab, choice), choice.path);
}

/** Where a file of this machine is to be; null when the user does not say. */
export async function chooseTarget(name: string, folder: string | null, bundle?: true): Promise<{ path: string; overwrite: boolean } | null> {
  const window = pageWindow();
  if (!window) return await ask({ type: "saveAs", name, folder, ...(bundle ? { bundle } : {}) });
  const { path } = await window.chooseSave({ name: safeFileName(name), folder });
  // The system has asked about a file that is there, under this very name.
  return path === null ? null : { path, overwrite: /\.shotgraph$/i.test(path) };
}

async function finish(tab: Tab, result: SaveResult, path?: string): Promise<boolean> {
  switch (result.status) {
    case "saved":
      tab.session.setState({ path: result.path, recovered: false, changedOnDisk: false, notes: [] });
      announce(i18n.t("actions:said.saved", { name: result.name }));
      return true;
    case "exists":
      return (await ask({ type: "replace", message: result.message })) ? await finish(tab, await send(tab, { ...(path === undefined ? {} : { path }), overwrite: true })) : false;
    case "changedOnDisk":
      return await settleConflict(tab, result.message);
    case "failed":
      await ask({ type: "failed", title: i18n.t("app:save.failed"), message: result.message });
      return false;
  }
}

async function settleConflict(tab: Tab, message: string): Promise<boolean> {
  const choice = await ask({ type: "conflict", name: nameOf(tab), message });
  if (choice === "overwrite") return await finish(tab, await send(tab, { overwrite: true }));
  if (choice === "saveAs") return await saveAs(tab);
  if (choice === "reload") await reloadFromDisk(tab);
  return false;
}

async function send(tab: Tab, { path, overwrite = false }: { path?: string; overwrite?: boolean }): Promise<SaveResult> {
  const view = currentView(tab.id);
  if (view) amend(tab, { view: { ...tab.session.getState().doc.meta.view, ...view } });
  await tab.outbox.settled();
  return await host().graphs.save({ session: tab.id, overwrite, ...(path === undefined ? {} : { path }) });
}

/** What goes into the file and is no edit: undo passes it over. */
function amend(tab: Tab, change: Partial<Pick<Meta, "name" | "view">>): void {
  const { doc } = tab.session.getState();
  const amended = { meta: [doc.meta, { ...doc.meta, ...change }] as const };
  tab.session.setState({ doc: apply(doc, amended) });
  tab.outbox.add(amended);
}

/** Closes a graph's tab, after asking about what is not saved. False: it stays. */
export async function closeGraph(tab: Tab): Promise<boolean> {
  writeDrafts();
  const { unsaved, doc } = tab.session.getState();
  if (unsaved) {
    const run = currentRun(useRuns.getState().runs, doc.meta.id);
    const choice = await askWhetherToSave(nameOf(tab), isUnderWay(run));
    if (choice === null) return false;
    if (choice === "save" && !(await saveGraph(tab))) return false;
  }
  removeTab(tab.id);
  await host().graphs.close({ session: tab.id });
  announce(i18n.t("actions:said.closed", { name: doc.meta.name }));
  return true;
}

async function askWhetherToSave(name: string, running: boolean): Promise<"save" | "discard" | null> {
  const window = pageWindow();
  if (!window) return await ask({ type: "unsaved", name, running });
  const choice = await window.confirm({ names: [name] });
  return choice === "cancel" ? null : choice;
}

/** One after another; stops where the user does. */
export async function closeOthers(tab: Tab): Promise<void> {
  for (const other of useApp.getState().tabs) if (other.id !== tab.id && !(await closeGraph(other))) return;
}

/** A name that every system takes. */
export function safeFileName(name: string): string {
  const safe = name.replaceAll(/[/\\:*?"<>|\p{Cc}]/gu, "-").replaceAll(/^[\s.]+|[\s.]+$/g, "");
  return safe === "" ? i18n.t("actions:untitled") : safe.slice(0, 200);
}

function fileName(path: string): string {
  return (path.split(/[/\\]/).at(-1) ?? "").replace(/\.shotgraph$/i, "");
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"))) || "/";
}
