import { useMemo } from "react";
import type { RunView } from "../../shared/contract/api/runs.ts";
import type { Range } from "../../shared/nodes/values.ts";
import { useApp } from "../state/app.ts";
import { useSessionState } from "../state/hooks.ts";
import { currentRun, isUnderWay, useRuns } from "../state/runsStore.ts";
import { errorsIn } from "./problems.ts";

/** Why Run does nothing now. */
export type Obstacle =
  | { why: "loading" | "offline" | "nothing" | "empty" }
  | { why: "held"; what: string }
  | { why: "problems"; count: number };

export interface RunSituation {
  /** Of everything that is not cached; null while it is being worked out. */
  price: Range | null;
  obstacle: Obstacle | null;
  /** The run of this graph that is under way or waits. */
  run: RunView | null;
  /** A run of another graph goes first. */
  othersFirst: boolean;
}

/** What the Run button can do and what it says. */
export function useRunSituation(): RunSituation {
  const online = useApp((state) => state.online);
  const heldBy = useApp(({ info }) => info?.heldBy ?? null);
  const graphId = useSessionState(({ doc }) => doc.meta.id);
  const { known, quote, problems } = useSessionState(({ plan }) => plan.summary);
  const nodes = useSessionState(({ plan }) => plan.nodes);
  const run = useRuns(({ runs }) => currentRun(runs, graphId));
  const othersFirst = useRuns(({ runs }) => runs.some((one) => one.graphId !== graphId && isUnderWay(one)));
  const { errors, tasks, working } = useMemo(() => {
    let [tasks, working] = [0, 0];
    for (const { makes, steps } of nodes.values()) {
      if (makes !== null) tasks += 1;
      if (steps.some(({ needed, inFlight }) => needed > 0 || inFlight > 0)) working += 1;
    }
    return { errors: errorsIn(nodes.values(), problems), tasks, working };
  }, [nodes, problems]);

  function obstacle(): Obstacle | null {
    if (online !== "online") return { why: "offline" };
    if (heldBy) return { why: "held", what: heldBy.what };
    if (!known) return { why: "loading" };
    if (errors > 0) return { why: "problems", count: errors };
    if (tasks === 0) return { why: "empty" };
    return working === 0 ? { why: "nothing" } : null;
  }

  return { price: known ? quote : null, obstacle: obstacle(), run: run && isUnderWay(run) ? run : null, othersFirst };
}
