import { join } from "node:path";
import type { Library } from "../../shared/contract/library.ts";
import type { Graph } from "../../shared/graph/document.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import type { Knowledge } from "../../shared/plan/knowledge.ts";
import { createPlanner, type PlanOptions } from "../../shared/plan/planner.ts";
import { resolveStep } from "../../shared/plan/resolve.ts";
import type { Plan } from "../../shared/plan/types.ts";
import { recover, startRun, type Execution, type RunOptions } from "../engine/executor.ts";
import type { EnginePorts, TaskPort } from "../engine/ports.ts";
import { noHosting, sandboxHosting, type Hosting } from "../hosting/sandboxHosting.ts";
import { openLibrary } from "../library/index.ts";
import { startSandbox, type Sandbox } from "../sandbox/index.ts";
import { accountId, createMediaFetcher, createSeegenClient, DEFAULT_BASE_URL, parseBaseUrl, type SeegenClient } from "../seegen/index.ts";
import type { Settings } from "../settings/environment.ts";
import { taskPort } from "./taskPort.ts";

/** Any key opens the embedded sandbox. */
const SANDBOX_KEY = "sandbox";

export interface Workspace {
  readonly library: Library;
  /** Null when there is neither a key nor the sandbox: planning works, spending does not. */
  readonly client: SeegenClient | null;
  readonly sandbox: Sandbox | null;
  /** GET requests for media, counted. */
  downloads(): number;
  plan(graph: Graph, options?: PlanOptions): Plan;
  /** Settle what the last executor left behind. With the lease held, before planning a run. */
  recover(): Promise<void>;
  /** Execute a plan, with the lease held. */
  run(plan: Plan, options: RunOptions): Execution;
  close(): Promise<void>;
}

export interface WorkspaceOptions {
  settings: Settings;
  readOnly?: boolean;
  /** Use the takes of the sandbox; `start` also runs the service itself, in this process. */
  sandbox?: { start: boolean; speed: number };
}

/**
 * Library, service and planner put together. Takes of a service on this machine (the sandbox, a test server) are a realm of their own, so
 * that they never answer for the real service.
 */
export async function openWorkspace({ settings, readOnly = false, sandbox: wanted }: WorkspaceOptions): Promise<Workspace> {
  const sandbox = wanted?.start ? await startSandbox({ speed: wanted.speed, stateDir: join(settings.home, "sandbox") }) : null;
  try {
    const base = parseBaseUrl(sandbox?.url ?? settings.baseUrl ?? DEFAULT_BASE_URL);
    const apiKey = wanted ? SANDBOX_KEY : settings.apiKey;
    const local = wanted !== undefined || base.loopback;
    const media = createMediaFetcher({ allowHttpLoopback: local });
    const account = apiKey === null ? "none" : local ? "local" : accountId(base.url, apiKey);
    const library = await openLibrary({ home: settings.home, realm: local ? "local" : base.host, account, readOnly, fetchMedia: media.fetch });
    const client = apiKey === null || (wanted && !sandbox) ? null : createSeegenClient({ baseUrl: base.url, apiKey });
    const hosting: Hosting = sandbox ? sandboxHosting(sandbox.origin, SANDBOX_KEY) : noHosting;
    const planner = createPlanner(catalogue);
    const ports: EnginePorts = {
      library,
      tasks: client ? taskPort(client, media) : NO_SERVICE,
      hosting,
      resolve: (step, taken) => resolveStep(catalogue, step, taken),
      now: Date.now,
    };
    return {
      library,
      client,
      sandbox,
      downloads: () => media.calls(),
      plan: (graph, options) => planner.plan(graph, knowledgeOf(library), options),
      async recover() {
        await recover({ library });
      },
      run: (plan, options) => startRun(plan, ports, options),
      async close() {
        await client?.close();
        await media.close();
        await library.close();
        await sandbox?.close();
      },
    };
  } catch (error) {
    await sandbox?.close();
    throw error;
  }
}

/** A run of which everything is cached needs no service; should it want one after all, that is said. */
const NO_SERVICE: TaskPort = {
  submit: noService,
  query: noService,
  uploadAsset: noService,
  assetStatus: noService,
  answers: noService,
};

function noService(): Promise<never> {
  return Promise.reject(new Error("There is no API key. Set SEEGEN_API_KEY."));
}

/** A fresh object for every plan: the library may have changed since the last one. */
function knowledgeOf(library: Library): Knowledge {
  return {
    revision: 0,
    takesOf: (key) => library.takesOf(key),
    media: (sha256) => library.media(sha256),
    lastKey: (graphId, nodeId, item) => library.lastKey(graphId, nodeId, item),
  };
}
