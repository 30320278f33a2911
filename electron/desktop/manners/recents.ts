import type { Desk } from "./desk.ts";

/** Reads the list of recent graphs anew from the host, for menus and the system's own lists. */
export async function readRecents(desk: Desk): Promise<void> {
  const { app } = desk.desktop.electron;
  const before = new Set(desk.recents.map(({ path }) => path));
  const recents = (await desk.desktop.host.client.graphs.recents()).filter(({ exists }) => exists);
  desk.recents = recents.map(({ path, name }) => ({ path, name }));
  // Oldest first: the system puts what is added last on top.
  for (const { path } of recents.filter((_recent, at) => at === 0 || !before.has(recents[at]?.path ?? "")).reverse()) app.addRecentDocument(path);
  setTasks(desk);
}

export async function clearRecents(desk: Desk): Promise<void> {
  await desk.desktop.host.client.graphs.clearRecents();
  desk.recents = [];
  desk.desktop.electron.app.clearRecentDocuments();
  setTasks(desk);
}

/** Windows: what a right click on the taskbar offers. Recent files get their own place there from `addRecentDocument`. */
function setTasks({ desktop: { electron, options }, words, log }: Desk): void {
  if (options.platform !== "win32") return;
  const newGraph = { type: "task" as const, title: words.menu.newGraph, description: words.menu.newGraphHint, program: process.execPath, args: "shotgraph://new", iconPath: process.execPath, iconIndex: 0 };
  const result = electron.app.setJumpList([{ type: "recent" }, { type: "tasks", items: [newGraph] }]);
  if (result !== "ok") log.write(`the jump list was not taken: ${result}`);
}
