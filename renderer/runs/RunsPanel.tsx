import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RunView } from "../../shared/contract/api/runs.ts";
import type { DocState } from "../../shared/edit/records.ts";
import type { RunRecord } from "../../shared/contract/records.ts";
import { useSessionState } from "../state/hooks.ts";
import { useRuns } from "../state/runsStore.ts";
import { creditText, numberText } from "../ui/format.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { titleOf } from "../ui/reasonText.ts";
import { PastRun } from "./PastRun.tsx";
import { RunDetail } from "./RunDetail.tsx";
import classes from "./Runs.module.css";
import { StateDot } from "./StateDot.tsx";
import { useRunHistory } from "./useRunHistory.ts";

/** The graph's runs: the one under way with its steps, and earlier ones. */
export function RunsPanel() {
  const { t } = useTranslation("runs");
  const doc = useSessionState((state) => state.doc);
  const graphId = doc.meta.id;
  const all = useRuns(({ runs }) => runs);
  const live = all.filter((run) => run.graphId === graphId);
  const history = useRunHistory(graphId);
  const [chosen, setChosen] = useState<string | null>(null);
  const earlier = history.runs.filter(({ startedAt, endedAt }) => !live.some((run) => Math.abs(run.startedAt - startedAt) < 2_000 && (endedAt === null || run.endedAt === null || Math.abs(run.endedAt - endedAt) < 5_000)));
  const run = live.find(({ runId }) => runId === chosen) ?? (earlier.some(({ id }) => id === chosen) ? undefined : live[0]);
  const past = run ? undefined : (earlier.find(({ id }) => id === chosen) ?? earlier[0]);
  if (!run && !past) return <EmptyState title={t("none.title")} text={t("none.text")} />;
  return (
    <div className={classes["split"]}>
      <nav className={classes["list"]} aria-label={t("list")}>
        {live.map((one) => (
          <RunRow key={one.runId} name={scopeOf(one, doc, t)} state={one.state === "ended" ? (one.outcome ?? "failed") : one.state} at={one.startedAt} quoted={one.quoted} billed={one.billed} current={one === run} onClick={() => setChosen(one.runId)} />
        ))}
        {earlier.map((one) => (
          <RunRow key={one.id} name={t("earlier")} state={one.outcome} at={one.startedAt} quoted={one.quoted} billed={one.billed} current={one === past} onClick={() => setChosen(one.id)} />
        ))}
        {history.more && (
          <Button variant="subtle" size="compact-xs" fullWidth onClick={history.loadMore}>
            {t("more")}
          </Button>
        )}
      </nav>
      <div className={classes["detail"]}>{run ? <RunDetail run={run} /> : past && <PastRun key={past.id} id={past.id} />}</div>
    </div>
  );
}

type Translate = ReturnType<typeof useTranslation<"runs">>["t"];

/** A single node is called by its name. */
function scopeOf({ only }: RunView, doc: DocState, t: Translate): string {
  if (!only) return t("everything");
  const [first] = only;
  return first !== undefined && only.length === 1 && doc.nodes.has(first) ? titleOf(doc, first) : t("onlySome", { count: only.length });
}

const LIVE = ["queued", "running", "cancelling", "paused"] as const;

interface RowProps {
  name: string;
  state: (typeof LIVE)[number] | RunRecord["outcome"] | NonNullable<RunView["outcome"]>;
  at: number;
  quoted: { min: number; max: number };
  billed: number;
  current: boolean;
  onClick: () => void;
}

function RunRow({ name, state, at, quoted, billed, current, onClick }: RowProps) {
  const { t } = useTranslation("runs");
  const live = LIVE.find((one) => one === state);
  return (
    <button type="button" className={classes["run"]} aria-current={current} onClick={onClick}>
      <StateDot state={state} />
      <span>{name}</span>
      <span className="num">{`${numberText(billed)} / ${creditText(quoted)}`}</span>
      <small>{`${live ? t(`state.${live}`) : t(`outcome.${state as RunRecord["outcome"]}`)} · ${when(at)}`}</small>
    </button>
  );
}

const time = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const day = new Intl.DateTimeFormat("en", { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

function when(at: number): string {
  return (Date.now() - at < 12 * 3_600_000 ? time : day).format(at);
}
