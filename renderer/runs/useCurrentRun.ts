import type { RunView } from "../../shared/contract/api/runs.ts";
import type { StepEvent, StepState } from "../../shared/contract/runEvents.ts";
import { useSessionState } from "../state/hooks.ts";
import { currentRun, useRuns, type NodeSteps } from "../state/runsStore.ts";

/** The graph's run that is under way, or its newest one. */
export function useCurrentRun(): RunView | undefined {
  const graphId = useSessionState(({ doc }) => doc.meta.id);
  return useRuns(({ runs }) => currentRun(runs, graphId));
}

export function useSteps(runId: string | undefined): readonly StepEvent[] {
  const steps = useRuns(({ steps }) => (runId === undefined ? undefined : steps.get(runId)));
  return flat(steps);
}

const flattened = new WeakMap<NodeSteps, readonly StepEvent[]>();

function flat(steps: NodeSteps | undefined): readonly StepEvent[] {
  if (!steps) return [];
  const known = flattened.get(steps);
  if (known) return known;
  const all = [...steps.values()].flat();
  flattened.set(steps, all);
  return all;
}

const ENDED: ReadonlySet<StepState> = new Set(["done", "cached", "failed", "blocked", "unknown", "skipped"]);

export function isEnded({ state }: StepEvent): boolean {
  return ENDED.has(state);
}

/** Nodes to run again: those that failed, and those that waited for them. */
export function toRetry(steps: readonly StepEvent[]): string[] {
  return [...new Set(steps.filter(({ state }) => state === "failed" || state === "blocked" || state === "skipped").map(({ nodeId }) => nodeId))];
}

/** Milliseconds that are probably left: steps under way end when they usually do. Null while nothing is known. */
export function timeLeft(steps: readonly StepEvent[], now: number): number | null {
  const left = steps.filter((step) => !isEnded(step)).map(({ expected, began }) => expected && Math.max(0, expected.max * 1000 - (began === null ? 0 : now - began)));
  const known = left.filter((one) => one !== null);
  return known.length === 0 ? null : Math.max(...known);
}
