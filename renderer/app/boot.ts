import { createGraph } from "../actions/documents.ts";
import { useCoach } from "../actions/coach.ts";
import { listenToKeys } from "../actions/shortcuts.ts";
import { provideSizes } from "../actions/sizes.ts";
import { takeFrames } from "../frames/takeFrames.ts";
import { layoutOf } from "../nodes/cardLayout.ts";
import { useApp } from "../state/app.ts";
import { askWhenOnline } from "../state/connection.ts";
import { writeDrafts } from "../state/drafts.ts";
import { pageWindow } from "../state/pageWindow.ts";
import { activate } from "../state/tabs.ts";
import { reportTrouble } from "../state/trouble.ts";
import { loadDialogs } from "./dialogs/load.ts";
import { useStarted } from "./started.ts";

/** The smallest graph that makes a clip. */
export const FIRST_EXAMPLE = "text-to-video";

const ACTIVE_KEY = "shotgraph-active";

/** What the page needs besides React: the keyboard, the cards' sizes, a word before unsent edits are lost. Call once. */
export function preparePage(): void {
  provideSizes((node) => layoutOf(node));
  listenToKeys();
  window.addEventListener("beforeunload", (event) => {
    writeDrafts();
    // What the host has is kept by it, whatever happens to this page.
    if (useApp.getState().tabs.some(({ outbox }) => outbox.pending)) event.preventDefault();
  });
}

/** After the host has told which graphs are open: the graph to look at, and on the very first start the question how to begin. */
export async function afterStart(): Promise<void> {
  const { tabs, info, connection } = useApp.getState();
  if (!connection) throw new Error("the program has not started yet");
  takeFrames(connection);
  const named = info?.opened == null ? undefined : tabs.find(({ session }) => session.getState().path === info.opened);
  for (const notice of info?.notices ?? []) reportTrouble(notice);
  const before = tabs.find(({ id }) => id === sessionStorage.getItem(ACTIVE_KEY));
  const shown = before ?? named;
  if (shown) activate(shown.id);
  useApp.subscribe(({ active }) => {
    if (active !== null) sessionStorage.setItem(ACTIVE_KEY, active);
  });
  // An empty change is answered with what is set: the stream may not have told yet.
  const { welcomed } = await askWhenOnline(connection, (client) => client.settings.change({}));
  const first = !welcomed && tabs.length === 0 && info?.bench !== true;
  // Who has brought a key has chosen already.
  if (first && info?.hasKey) {
    await createGraph(FIRST_EXAMPLE);
    useCoach.setState({ step: 0 });
  }
  useStarted.setState({ started: true, first: first && info?.hasKey !== true });
  const window = pageWindow();
  if (window) await (await import("./window/startWindow.ts")).startWindow(window);
  requestIdleCallback(() => void loadDialogs().catch(reportTrouble));
}
