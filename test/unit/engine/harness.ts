import { startRun, type RunOptions } from "../../../electron/engine/executor.ts";
import type { DerivePort, EnginePorts, HostingPort } from "../../../electron/engine/ports.ts";
import type { RunEvent, RunResult } from "../../../shared/contract/runEvents.ts";
import type { Graph } from "../../../shared/graph/document.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { createPlanner } from "../../../shared/plan/planner.ts";
import { resolveStep } from "../../../shared/plan/resolve.ts";
import { noDerive } from "../../fixtures/noDerive.ts";
import { memoryLibrary, type MemoryLibrary } from "../../fixtures/memoryLibrary.ts";
import { memoryService, type MemoryService } from "../../fixtures/memoryService.ts";

const hosted: HostingPort = { available: true, why: "", urlFor: async ({ sha256 }) => `https://hosted.example/${sha256}` };

export interface Bench {
  library: MemoryLibrary;
  service: MemoryService;
  events: RunEvent[];
  run: (graph: Graph, options?: RunOptions) => Promise<RunResult>;
  start: (graph: Graph, options?: RunOptions) => ReturnType<typeof startRun>;
}

/** The executor between a library and a service in memory. */
export function bench(service: MemoryService = memoryService(), library: MemoryLibrary = memoryLibrary(), hosting: HostingPort = hosted, derive: DerivePort = noDerive): Bench {
  const events: RunEvent[] = [];
  const ports: EnginePorts = { library, tasks: service, hosting, derive, resolve: (step, taken, made) => resolveStep(catalogue, step, taken, made), now: Date.now };
  const start = (graph: Graph, options: RunOptions = {}) => {
    const plan = createPlanner(catalogue).plan(graph, library);
    if (!plan.ok) throw new Error(JSON.stringify(plan.nodes.flatMap(({ problems }) => problems)));
    return startRun(plan, ports, { onEvents: (batch) => events.push(...batch), ...options });
  };
  return { library, service, events, start, run: (graph, options) => start(graph, options).result };
}

/** Status of each step by node id (steps of one item). */
export function statuses(result: RunResult): Record<string, string> {
  return Object.fromEntries(result.steps.map(({ nodeId, status }) => [nodeId, status]));
}
