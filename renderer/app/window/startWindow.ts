import type { DesktopEvent, WindowBridge } from "../../../shared/contract/api/desktop.ts";
import { bestLanguage } from "../../../shared/contract/language.ts";
import { contextNow } from "../../actions/context.ts";
import { openPath } from "../../actions/documents.ts";
import { revealBottom, usePanelRoom } from "../../actions/panels.ts";
import { i18n, LANGUAGES } from "../../i18n/index.ts";
import { activeTab, useApp } from "../../state/app.ts";
import { useRuns } from "../../state/runsStore.ts";
import { activate } from "../../state/tabs.ts";
import { reportTrouble } from "../../state/trouble.ts";
import { useCanvasApi } from "../../ui/canvasApi.ts";
import { usePreview } from "../../ui/previewStore.ts";
import { followLink } from "./fromLink.ts";
import { performFromMenu } from "./fromMenu.ts";
import { answerLeaving } from "./leaving.ts";
import { menuModel } from "./menuModel.ts";

/** Many changes come at once; menus and titles may be a moment late. */
const TELL_AFTER_MS = 120;

/** Ties the page to the window that it is in: its menu, its title, what it opens, and what it asks before it goes. Call once, when graphs are shown. */
export async function startWindow(window: WindowBridge): Promise<void> {
  window.onEvent((event) => void take(window, event).catch(reportTrouble));
  keepTold(window);
  const { languages } = await window.hello();
  const language = bestLanguage(languages, LANGUAGES);
  await i18n.changeLanguage(language);
  document.documentElement.lang = language;
}

async function take(window: WindowBridge, event: DesktopEvent): Promise<void> {
  switch (event.type) {
    case "perform":
      performFromMenu(event.action, event.byKey);
      return;
    case "open":
      await openPath(event.path);
      return;
    case "link":
      await followLink(event.link);
      return;
    case "showRun":
      showRun(event.runId);
      return;
    case "leave":
      await answerLeaving(window, event.ask);
      return;
    case "trouble":
      reportTrouble(event.message);
      return;
  }
}

function showRun(runId: string): void {
  const session = useRuns.getState().runs.find((run) => run.runId === runId)?.session;
  if (session && useApp.getState().tabs.some(({ id }) => id === session)) activate(session);
  revealBottom("runs");
}

/** Tells the window of the menu and of the graph in front whenever they have changed. */
function keepTold(window: WindowBridge): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told = { menu: "", state: "" };
  let stopTab = (): void => undefined;
  let tab = activeTab();

  const tell = (): void => {
    timer = undefined;
    const model = menuModel(contextNow());
    const { active } = useApp.getState();
    const state = { session: active, title: document.title, edited: tab?.session.getState().unsaved ?? false };
    const now = { menu: JSON.stringify(model), state: JSON.stringify(state) };
    if (now.menu !== told.menu) window.menu(model);
    if (now.state !== told.state) window.show(state);
    told = now;
  };
  const soon = (): void => {
    timer ??= setTimeout(tell, TELL_AFTER_MS);
  };
  const followTab = (): void => {
    stopTab();
    tab = activeTab();
    stopTab = tab?.session.subscribe(soon) ?? (() => undefined);
    soon();
  };
  useApp.subscribe(({ active, tabs }, before) => (active === before.active && tabs === before.tabs ? soon() : followTab()));
  for (const store of [useRuns, useCanvasApi, usePanelRoom, usePreview]) store.subscribe(soon);
  followTab();
}
