import { useEffect } from "react";
import { useStore } from "zustand";
import { doneOf } from "../../shared/contract/runProgress.ts";
import { useNow } from "../ui/useNow.ts";
import { i18n } from "../i18n/index.ts";
import { useApp, type Tab } from "../state/app.ts";
import { currentRun, isUnderWay, useRuns, type NodeSteps } from "../state/runsStore.ts";

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

function percentOf(steps: NodeSteps | undefined, now: number): number {
  return Math.floor(100 * doneOf([...(steps?.values() ?? [])].flat(), now));
}
