import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Library } from "../../shared/contract/library.ts";
import type { EditorLibrary } from "../../shared/contract/libraryQueries.ts";
import type { LeaseHolder } from "../../shared/contract/records.ts";
import type { RunResult } from "../../shared/contract/runEvents.ts";
import type { Graph } from "../../shared/graph/document.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import type { AssetKnowledge, Knowledge } from "../../shared/plan/knowledge.ts";
import { learnFromBill } from "../../shared/plan/learn.ts";
import type { PlanOptions } from "../../shared/plan/planner.ts";
import { resolveStep } from "../../shared/plan/resolve.ts";
import type { Plan } from "../../shared/plan/types.ts";
import { recover, startRun, type Execution, type RunOptions } from "../engine/executor.ts";
import { settleUnknown } from "../engine/settleUnknown.ts";
import type { EnginePorts, TaskPort } from "../engine/ports.ts";
import { carrier, type TakeFrame } from "../derive/carry.ts";
import { createDeriver } from "../derive/deriver.ts";
import { ffmpegFrame } from "../derive/ffmpegFrame.ts";
import { whyNoFfmpeg } from "../derive/findFfmpeg.ts";
import { noHosting, sandboxHosting, type Hosting } from "../hosting/index.ts";
import { openLibrary } from "../library/index.ts";
import { startSandbox, type Sandbox } from "../sandbox/index.ts";
import { accountId, createMediaFetcher, createSeegenClient, DEFAULT_BASE_URL, parseBaseUrl, type SeegenClient } from "../seegen/index.ts";
import type { Settings } from "../settings/environment.ts";
import { bucketHosting } from "./hosting.ts";
import { createMaking, type Making } from "./making.ts";
import { hostPlanner } from "./planner.ts";
import { taskPort } from "./taskPort.ts";

/** Between two looks at the balance about a lost request. A service on this machine has no cache in front of it. */
const SECOND_LOOK_MS = { local: 1000, remote: 30_000 };

/** Any key opens the embedded sandbox. */
const SANDBOX_KEY = "sandbox";

/** Of a sandbox that is only looked at. */
const SANDBOX_ASLEEP: Hosting = { ...noHosting("the sandbox does not run."), to: "sandbox" };

/** Takes of any service on this machine: the sandbox, a test server. */
export const LOCAL_REALM = "local";

export interface Workspace {
  readonly library: EditorLibrary;
  /** Whose takes are in it: those of the service at this host, or of any service on this machine. */
  readonly realm: string;
  /** Null when there is neither a key nor the sandbox: planning works, spending does not. */
  readonly client: SeegenClient | null;
  /** What this machine makes of other media, ahead of a run. */
  readonly making: Making;
  /** How files of the library are made reachable for the service. */
  readonly hosting: Hosting;
  /** The service's host, or `sandbox`. */
  readonly service: string;
  /** The service is on this machine. */
  readonly local: boolean;
  /** GET requests for media, counted. */
  downloads(): number;
  /** For planners that are kept: one object, whose revision tells when its answers may have changed. */
  readonly knowledge: Knowledge;
  /** Planned from nothing, so that files which vanished are noticed. */
  plan(graph: Graph, options?: PlanOptions): Plan;
  /** Decide the unknown spends of a run by the balance, where it allows that. `before`: available credits before the run. */
  settle(result: RunResult, before: number): Promise<RunResult>;
  /** Another key of the same account from the next request on; a run that waits for one goes on. Throws `ApiKeyError`. */
  useKey(apiKey: string): void;
  /** Execute a plan. Throws in a workspace that was opened without `spends`. */
  run(plan: Plan, options: RunOptions): Execution;
  close(): Promise<void>;
}

export interface WorkspaceOptions {
  settings: Settings;
  /** Absent: the library is only read. `spends` names who takes the lease, so that others can be told. */
  executor?: { spends?: string };
  /** Use the takes of the sandbox; `start` also runs the service itself, in this process. */
  sandbox?: { start: boolean; speed: number };
  /** How pictures are taken out of videos; absent: by the ffmpeg of this machine. */
  takeFrame?: TakeFrame;
}

/** Another process is the executor of this library. */
export class HeldError extends Error {
  override readonly name = "HeldError";

  readonly by: LeaseHolder;

  constructor(by: LeaseHolder) {
    const { what, pid, hostname, since } = by;
    super(`The library is held by another process: ${what} (process ${pid} on ${hostname}, since ${new Date(since).toISOString()}). Let it finish, or end it.`);
    this.by = by;
  }
}

/**
 * Library, service and planner put together. Throws `HeldError`, `BaseUrlError`, `LibraryError`. Takes of a service on this machine (the sandbox, a test server) are a realm of their own, so
 * that they never answer for the real service.
 */
export async function openWorkspace({ settings, executor, sandbox: wanted, takeFrame }: WorkspaceOptions): Promise<Workspace> {
  const base = parseBaseUrl(settings.baseUrl ?? DEFAULT_BASE_URL);
  const local = wanted !== undefined || base.loopback;
  const media = createMediaFetcher({ allowHttpLoopback: local });
  const account = wanted ? SANDBOX_KEY : settings.apiKey === null ? "none" : accountId(base.url, settings.apiKey);
  const library = await openLibrary({ home: settings.home, realm: local ? LOCAL_REALM : base.host, account, readOnly: executor === undefined, fetchMedia: media.fetch });
  const closing: (() => Promise<void>)[] = [() => library.close(), () => media.close()];
  const close = async () => {
    for (const step of closing.toReversed()) await step();
  };
  try {
    const lease = executor?.spends === undefined ? null : await library.acquireLease(executor.spends);
    if (lease?.kind === "held") throw new HeldError(lease.by);
    if (lease) closing.push(() => lease.release());
    // Only now: the sandbox keeps its books in the same folder, and only one process may write them.
    const sandbox = wanted?.start ? await startSandbox({ speed: wanted.speed, stateDir: join(settings.home, "sandbox") }) : null;
    if (sandbox) closing.push(() => sandbox.close());
    const client = clientFor(settings, base.url, sandbox, wanted !== undefined);
    if (client) closing.push(() => client.close());
    const hosting = sandbox ? sandboxHosting(sandbox.origin, SANDBOX_KEY) : wanted ? SANDBOX_ASLEEP : bucketHosting(settings, local);
    closing.push(() => hosting.close());
    const deriver = createDeriver(library, carrier(takeFrame ?? ffmpegFrame));
    const making = createMaking(deriver);
    const ports: EnginePorts = {
      library,
      tasks: client ? taskPort(client, media) : NO_SERVICE,
      hosting,
      derive: deriver,
      resolve: (step, taken, made) => resolveStep(catalogue, step, taken, made),
      learn: (step, billed) => learnFromBill(catalogue, step, billed),
      now: Date.now,
    };
    if (lease) await recover({ library });
    const knowledge = knowledgeOf(library, wanted ? undefined : hosting, making, takeFrame ? () => undefined : whyNoFfmpeg);
    let isRunning = false;
    let running: Execution | null = null;
    return {
      library,
      realm: local ? LOCAL_REALM : base.host,
      knowledge,
      making,
      hosting,
      client,
      service: wanted ? "sandbox" : base.host,
      local,
      downloads: () => media.calls(),
      plan: (graph, options) => hostPlanner().plan(graph, knowledge, options),
      run(plan, options) {
        if (!lease) throw new Error("a run needs the library's lease");
        // Two runs would not know of each other's requests under way.
        if (isRunning) throw new Error("a run is going on already; wait for its end or cancel it");
        isRunning = true;
        const execution = startRun(plan, ports, options);
        running = execution;
        const ended = () => {
          isRunning = false;
          running = null;
        };
        void execution.result.then(ended, ended);
        lease.onLost(() => execution.cancel("held"));
        return execution;
      },
      useKey(apiKey) {
        client?.useKey(apiKey);
        running?.resume();
      },
      async settle(result, before) {
        const balance = async () => {
          const answer = await client?.credits();
          return answer?.kind === "ok" ? answer.value.availableCredits : null;
        };
        return settleUnknown(result, { library, before, balance, pause: () => sleep(SECOND_LOOK_MS[local ? "local" : "remote"]) });
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

export function clientFor(settings: Settings, baseUrl: string, sandbox: Sandbox | null, sandboxOnly: boolean): SeegenClient | null {
  if (sandbox) return createSeegenClient({ baseUrl: sandbox.url, apiKey: SANDBOX_KEY });
  return sandboxOnly || settings.apiKey === null ? null : createSeegenClient({ baseUrl, apiKey: settings.apiKey });
}

/** A run of which everything is cached needs no service; should it want one after all, that is said. */
const NO_SERVICE: TaskPort = {
  submit: refuses,
  query: async () => ({ kind: "denied", error: NO_KEY }),
  uploadAsset: refuses,
  assetStatus: refuses,
  balance: refuses,
  answers: async () => false,
};

const NO_KEY = { status: null, code: "no_key", message: "There is no API key. Set SEEGEN_API_KEY.", rawBody: "" };

async function refuses(): Promise<{ kind: "refused"; error: typeof NO_KEY }> {
  return { kind: "refused", error: NO_KEY };
}

function assetKnowledge(library: Library): AssetKnowledge {
  return {
    review(identity, type) {
      const asset = library.asset(identity, type);
      return asset && { status: asset.status, failReason: asset.failReason };
    },
    seconds(uri) {
      // Of what was registered here the file itself tells.
      const content = library.assetByUri(uri)?.content;
      const facts = content?.startsWith("sha256:") ? library.media(content.slice("sha256:".length)) : content && library.derived(content);
      const measured = facts ? facts.durationSeconds : null;
      return typeof measured === "number" ? { min: measured, max: measured } : library.assetSeconds(uri);
    },
  };
}

function knowledgeOf(library: Library, hosting: Hosting | undefined, making: Making, noFrames: () => string | undefined): Knowledge {
  return {
    ...(hosting?.available === false ? { noHosting: hosting.why } : {}),
    get revision() {
      return library.revision + making.revision;
    },
    get noFrames() {
      return noFrames();
    },
    derivedTrouble: (identity) => making.trouble(identity),
    takesOf: (key, graphId) => library.takesOf(key, graphId),
    media: (sha256) => library.media(sha256),
    derived: (identity) => library.derived(identity),
    assets: assetKnowledge(library),
    lastKey: (graphId, nodeId, item) => library.lastKey(graphId, nodeId, item),
  };
}
