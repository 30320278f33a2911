import type { RunView } from "../../shared/contract/api/runs.ts";
import type { GraphNode } from "../../shared/graph/document.ts";
import { useApp, type AppState, type Tab } from "../state/app.ts";
import { currentRun, isUnderWay, useRuns } from "../state/runsStore.ts";
import type { SessionState } from "../state/session.ts";
import { useCanvasApi, type CanvasApi } from "../ui/canvasApi.ts";

/** What actions look at: the state of everything at one moment. */
export interface ActionContext {
  app: AppState;
  /** The graph that is meant: the shown one, or the one whose menu is open. */
  tab: Tab | null;
  state: SessionState | null;
  selected: readonly GraphNode[];
  /** The graph's run, while it is under way. */
  run: RunView | null;
  /** The canvas, when it shows this graph. */
  canvas: CanvasApi | null;
}

/** @param tabId the graph that is meant; absent: the shown one */
export function contextNow(tabId?: string): ActionContext {
  const app = useApp.getState();
  const tab = app.tabs.find(({ id }) => id === (tabId ?? app.active)) ?? null;
  const state = tab?.session.getState() ?? null;
  const selected = state ? [...state.selection].flatMap((id) => state.doc.nodes.get(id)?.value ?? []) : [];
  const run = state ? currentRun(useRuns.getState().runs, state.doc.meta.id) : undefined;
  const { api } = useCanvasApi.getState();
  return { app, tab, state, selected, run: run && isUnderWay(run) ? run : null, canvas: api && api.session === tab?.id ? api : null };
}
