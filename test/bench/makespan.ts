import { startRun } from "../../electron/engine/executor.ts";
import type { RunEvent } from "../../shared/contract/runEvents.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import { createPlanner } from "../../shared/plan/planner.ts";
import { resolveStep } from "../../shared/plan/resolve.ts";
import { noDerive } from "../fixtures/noDerive.ts";
import { graphOf } from "../fixtures/graphs.ts";
import { memoryLibrary } from "../fixtures/memoryLibrary.ts";
import { memoryService, type MemoryService } from "../fixtures/memoryService.ts";
import { medianOf, timed, type Measurement } from "./measurement.ts";

async function runList(count: number, service: MemoryService, onEvents: (batch: readonly RunEvent[]) => void = () => undefined) {
  const library = memoryLibrary();
  const graph = graphOf([["l", "promptList", { lines: Array.from({ length: count }, (_unused, at) => `line ${at}`) }], ["g", "gptImage2"]], ["l.text > g.prompt"]);
  const plan = createPlanner(catalogue).plan(graph, library);
  const hosting = { available: false, why: "none", urlFor: () => Promise.reject(new Error("none")) };
  const took = await timed(async () => {
    const result = await startRun(plan, { library, tasks: service, hosting, derive: noDerive, resolve: (step, taken, made) => resolveStep(catalogue, step, taken, made), now: Date.now }, { onEvents }).result;
    if (result.outcome !== "done") throw new Error(`the run ended ${result.outcome}`);
  });
  return { took, library };
}

/** 300 tasks of 3 s under a cap of 40 that answers 429 above it. */
export async function makespan(): Promise<Measurement[]> {
  const service = memoryService({ taskMs: 3000, cap: 40 });
  const { took } = await runList(300, service);
  const ideal = Math.ceil(300 / 40) * 3000;
  return [
    { name: "300 tasks under a cap of 40: makespan against the ideal", value: took / ideal, unit: "ratio", target: 1.15 },
    { name: "POSTs refused with 429 in that run", value: service.posts - 300, unit: "count" },
  ];
}

/** 120 tasks of 4 s, 40 at once: how often each is asked after, and how long after its end that is known. */
export async function polling(): Promise<Measurement[]> {
  const service = memoryService({ taskMs: 4000, cap: 40 });
  const { library } = await runList(120, service);
  const ends = new Map([...service.tasks.values()].map(({ taskId, endsAt }) => [taskId, endsAt]));
  const lags = library.all().map(({ taskId, completedAt }) => (completedAt ?? 0) - (ends.get(taskId ?? "") ?? 0)).filter((lag) => lag < 1e9);
  return [
    { name: "polls per task of 4 s", value: service.queries / 120, unit: "count" },
    { name: "from a task's end to its being known, median", value: medianOf([0, ...lags]), unit: "ms" },
    { name: "from a task's end to its being known, as a part of its duration", value: medianOf([0, ...lags]) / 4000, unit: "ratio" },
  ];
}
