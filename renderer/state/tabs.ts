import type { OpenedGraph } from "../../shared/contract/api/sessions.ts";
import { host, useApp, type Tab } from "./app.ts";
import { keepWatching } from "./connection.ts";
import { createOutbox } from "./outbox.ts";
import { createSession } from "./session.ts";
import { reportTrouble } from "./trouble.ts";

/** Shows an open graph in a tab of its own, or the tab it has already. */
export function showGraph(opened: OpenedGraph, { activate = true }: { activate?: boolean } = {}): Tab {
  const known = useApp.getState().tabs.find(({ id }) => id === opened.session);
  const tab = known ?? openTab(opened);
  useApp.setState(({ tabs, active }) => ({ tabs: known ? tabs : [...tabs, tab], active: activate || active === null ? tab.id : active }));
  return tab;
}

/** Takes a tab away; what the host does with the graph is the caller's business. */
export function removeTab(id: string): void {
  const { tabs, active } = useApp.getState();
  const at = tabs.findIndex((tab) => tab.id === id);
  const tab = tabs[at];
  if (!tab) return;
  tab.close();
  const left = tabs.filter((one) => one !== tab);
  useApp.setState({ tabs: left, active: active === id ? (left[Math.min(at, left.length - 1)]?.id ?? null) : active });
}

export function activate(id: string): void {
  useApp.setState({ active: id });
}

/** Names this page to the host. */
const WINDOW = crypto.randomUUID();

/** Another window edited the graph before it was ours: it is shown as the host has it. */
async function showNewest(id: string): Promise<void> {
  const { active } = useApp.getState();
  removeTab(id);
  const opened = (await host().graphs.sessions()).find(({ session }) => session === id);
  if (opened) showGraph(opened, { activate: active === id });
}

function openTab(opened: OpenedGraph): Tab {
  const stop = new AbortController();
  const behind = () => void showNewest(opened.session).catch(reportTrouble);
  const outbox = createOutbox({ session: opened.session, window: WINDOW, seq: opened.seq, client: host, doc: () => session.getState().doc, behind, trouble: reportTrouble });
  const session = createSession(opened, (change) => outbox.add(change));
  const { connection } = useApp.getState();
  let isNew = true;
  if (connection) {
    keepWatching(
      connection,
      (client, signal) => {
        outbox.resend();
        const claim = isNew;
        isNew = false;
        return client.graphs.watch({ session: opened.session, window: WINDOW, claim }, { signal });
      },
      (event) => {
        if (event.type === "trouble" || event.type === "takenOver") reportTrouble(event.message);
        if (event.type === "takenOver" || event.type === "closed") removeTab(opened.session);
        // In another window; what it asked its user about is not asked again here.
        if (event.type === "closed") removeTab(opened.session);
        session.take(event);
        // From here on nobody else edits it: did somebody between our first look and now?
        if (event.type === "plan" && event.whole) outbox.resend();
        if (event.type === "plan" && window.__renders) window.dispatchEvent(new CustomEvent("shotgraph:plan"));
      },
      stop.signal,
    ).catch(reportTrouble);
  }
  return { id: opened.session, session, outbox, close: () => stop.abort() };
}
