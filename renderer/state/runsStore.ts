import { create } from "zustand";
import type { RunUpdate, RunView } from "../../shared/contract/api/runs.ts";
import type { StepEvent } from "../../shared/contract/runEvents.ts";

export type NodeSteps = ReadonlyMap<string, readonly StepEvent[]>;

interface RunsState {
  /** Runs of this host since it started, newest first. */
  runs: readonly RunView[];
  /** Newest state of every step of a run, by run id, by node id, in the order of items. A node's list is the same while its steps are. */
  steps: ReadonlyMap<string, NodeSteps>;
  take(update: RunUpdate): void;
}

const MOST_NOTICES = 200;

/** What the host tells of its runs. */
export const useRuns = create<RunsState>()((set) => ({
  runs: [],
  steps: new Map(),
  take: (update) => set((state) => taken(state, update)),
}));

function taken(state: RunsState, update: RunUpdate): Partial<RunsState> {
  if (update.type === "snapshot") {
    const steps = new Map(update.runs.map((run) => [run.runId, withSteps(new Map(), run.steps)]));
    return { runs: [...update.runs].sort((a, b) => b.startedAt - a.startedAt), steps };
  }
  if (update.type === "run") {
    const known = state.runs.find(({ runId }) => runId === update.run.runId);
    const run: RunView = { steps: known?.steps ?? [], notices: known?.notices ?? [], ...update.run };
    return { runs: known ? state.runs.map((one) => (one === known ? run : one)) : [run, ...state.runs] };
  }
  const steps = withSteps(state.steps.get(update.runId) ?? new Map(), update.events.filter((event) => event.type === "step"));
  const notices = update.events.filter((event) => event.type === "notice");
  const runs = notices.length === 0 ? state.runs : state.runs.map((run) => (run.runId === update.runId ? { ...run, notices: [...run.notices, ...notices].slice(-MOST_NOTICES) } : run));
  return { runs, steps: new Map(state.steps).set(update.runId, steps) };
}

function withSteps(before: NodeSteps, events: readonly StepEvent[]): NodeSteps {
  if (events.length === 0) return before;
  const steps = new Map(before);
  for (const event of events) {
    const others = (steps.get(event.nodeId) ?? []).filter(({ stepId }) => stepId !== event.stepId);
    steps.set(event.nodeId, [...others, event].sort((a, b) => a.item - b.item));
  }
  return steps;
}

/** The run of a graph that is under way, or waits, or else its newest one. */
export function currentRun(runs: readonly RunView[], graphId: string): RunView | undefined {
  const own = runs.filter((run) => run.graphId === graphId);
  return own.find(({ state }) => state !== "ended") ?? own[0];
}

export function isUnderWay(run: RunView | undefined): boolean {
  return run !== undefined && run.state !== "ended";
}
