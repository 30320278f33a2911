import { useEffect } from "react";
import { useStore } from "zustand";
import type { StepEvent, StepState } from "../../shared/contract/runEvents.ts";
import { useNow } from "../ui/useNow.ts";
import { i18n } from "../i18n/index.ts";
import { useApp, type Tab } from "../state/app.ts";
import { currentRun, isUnderWay, useRuns, type NodeSteps } from "../state/runsStore.ts";

const ENDED: ReadonlySet<StepState> = new Set(["done", "cached", "failed", "blocked", "unknown", "skipped"]);
/** What takes longer than usual is never shown as done. */
const MOST_OF_A_STEP = 0.95;

/** The window's title: which graph, whether it is saved, how far its run is. */
export function PageTitle() {
  const tab = useApp(({ tabs, active }) => tabs.find(({ id }) => id === active));
  useEffect(() => {
    if (!tab) document.title = i18n.t("app:name");
  }, [tab]);
  return tab ? <GraphTitle tab={tab} /> : null;
}

function GraphTitle({ tab }: { tab: Tab }) {
  const name = useStore(tab.session, ({ doc }) => doc.meta.name);
  const unsaved = useStore(tab.session, ({ unsaved }) => unsaved);
  const graphId = useStore(tab.session, ({ doc }) => doc.meta.id);
  const now = useNow(useRuns(({ runs }) => isUnderWay(currentRun(runs, graphId))));
  const title = useRuns(({ runs, steps }) => {
    const run = currentRun(runs, graphId);
    if (!run || !isUnderWay(run)) return i18n.t("app:title.graph", { mark: unsaved ? "● " : "", name });
    if (run.state === "paused") return i18n.t("app:title.paused", { name });
    return i18n.t("app:title.running", { percent: percentOf(steps.get(run.runId), now), name });
  });
  useEffect(() => {
    document.title = title;
  }, [title]);
  return null;
}

/** Steps under way count for the part of their usual time that has passed. */
function percentOf(steps: NodeSteps | undefined, now: number): number {
  const all = [...(steps?.values() ?? [])].flat();
  const done = all.reduce((sum, step) => sum + partOf(step, now), 0);
  return all.length === 0 ? 0 : Math.floor((100 * done) / all.length);
}

function partOf({ state, since, began, expected }: StepEvent, now: number): number {
  if (ENDED.has(state)) return 1;
  if (state !== "generating" || !expected || expected.max <= 0) return 0;
  return Math.min(MOST_OF_A_STEP, Math.max(0, (now - (began ?? since)) / (500 * (expected.min + expected.max))));
}
