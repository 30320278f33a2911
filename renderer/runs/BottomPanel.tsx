import { ActionIcon, Tooltip } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { type ComponentType, type KeyboardEvent, lazy, Suspense, useRef } from "react";
import { useTranslation } from "react-i18next";
import { showPanel } from "../actions/panels.ts";
import { ProblemsList } from "../quote/ProblemsList.tsx";
import { useSessionState } from "../state/hooks.ts";
import { BOTTOM_TABS, type BottomTab, showBottom, useBottom } from "../ui/bottomStore.ts";
import classes from "./BottomPanel.module.css";
import { RunsPanel } from "./RunsPanel.tsx";
import { RunSummary } from "./RunSummary.tsx";

/** What is not shown at first is loaded when it is first wanted. */
const VIEWS: Record<BottomTab, ComponentType> = {
  runs: RunsPanel,
  takes: lazy(async () => ({ default: (await import("./TakesPanel.tsx")).TakesPanel })),
  library: lazy(async () => ({ default: (await import("../library/LibraryView.tsx")).LibraryView })),
  assets: lazy(async () => ({ default: (await import("../library/AssetsPanel.tsx")).AssetsPanel })),
  problems: ProblemsList,
};

/** Runs, takes, library, assets and problems. */
export function BottomPanel() {
  const { t } = useTranslation("runs");
  const tab = useBottom(({ tab }) => tab);
  const list = useRef<HTMLDivElement>(null);
  const View = VIEWS[tab];
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    const next = BOTTOM_TABS[(BOTTOM_TABS.indexOf(tab) + step + BOTTOM_TABS.length) % BOTTOM_TABS.length];
    if (next === undefined) return;
    showBottom(next);
    list.current?.querySelector<HTMLElement>(`#bottom-tab-${next}`)?.focus();
  };
  return (
    <div className={classes["panel"]}>
      <div className={classes["head"]}>
        <div className={classes["tabs"]} role="tablist" aria-label={t("panel")} ref={list} onKeyDown={onKeyDown} tabIndex={-1}>
          {BOTTOM_TABS.map((name) => (
            <button
              key={name}
              id={`bottom-tab-${name}`}
              type="button"
              role="tab"
              className={classes["tab"]}
              aria-selected={name === tab}
              aria-controls="bottom-body"
              tabIndex={name === tab ? 0 : -1}
              onClick={() => showBottom(name)}
            >
              {t(`tabs.${name}`)}
              {name === "problems" && <ProblemCount />}
            </button>
          ))}
        </div>
        <span className={classes["grow"]} />
        <RunSummary />
        <Tooltip label={t("collapse")}>
          <ActionIcon aria-label={t("collapse")} onClick={() => showPanel("bottom", false)}>
            <IconChevronDown size={16} />
          </ActionIcon>
        </Tooltip>
      </div>
      <div className={classes["body"]} id="bottom-body" role="tabpanel" aria-labelledby={`bottom-tab-${tab}`}>
        <Suspense>
          <View />
        </Suspense>
      </div>
    </div>
  );
}

function ProblemCount() {
  const count = useSessionState(({ plan }) => {
    let found = plan.summary.problems.filter(({ severity }) => severity === "error").length;
    for (const { problems } of plan.nodes.values()) found += problems.filter(({ severity }) => severity === "error").length;
    return found;
  });
  return count > 0 ? <span className={`${classes["count"]} num`}>{count}</span> : null;
}
