import { rmSync } from "node:fs";
import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { recover } from "../../electron/engine/executor.ts";
import type { EnginePorts } from "../../electron/engine/ports.ts";
import type { Workspace } from "../../electron/host/index.ts";
import { taskPort } from "../../electron/host/taskPort.ts";
import { openLibrary } from "../../electron/library/index.ts";
import { createMediaFetcher, createSeegenClient, type SeegenClient } from "../../electron/seegen/index.ts";
import type { Library } from "../../shared/contract/library.ts";
import type { Graph } from "../../shared/graph/document.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import { createPlanner } from "../../shared/plan/planner.ts";
import { resolveStep } from "../../shared/plan/resolve.ts";
import { noDerive } from "../fixtures/noDerive.ts";
import type { Plan } from "../../shared/plan/types.ts";
import { graphOf } from "../fixtures/graphs.ts";
import { diskFullFor } from "./diskFull.ts";
import { FAULTS } from "./faults.ts";
import { ScriptedService, type Samples } from "./service.ts";
import type { Act, Cell, Endpoint, When } from "./types.ts";

/** A port of this machine where nobody listens: 1 is reserved (tcpmux). */
const NOBODY = "127.0.0.1:1";
/** For the calls that are to time out: the others have all the time that a busy machine may need. */
const HASTY = { connectMs: 10_000, headersMs: 1200, bodyMs: 1200 };
const CALM = { connectMs: 60_000, headersMs: 60_000, bodyMs: 60_000 };
/** How often a run meets a fault until it is taken for one that waits: more often than anything that gives up by itself asks. */
const ENDURANCE = { posts: 3, hanging: 7, questions: 12, downloads: 20 };

/** Everything of a cell: the service, the real client, library, planner and executor's ports. */
export interface Rig {
  home: string;
  service: ScriptedService;
  library: Library;
  ports: EnginePorts;
  workspace: Workspace;
  plan(): Plan;
  credits: SeegenClient["credits"];
  /** The fault is one of this machine, not of the service. */
  isLocal: boolean;
  /** Some request was sent again. */
  isRepeated(): boolean;
  /** Puts the library in order again. */
  mend(): Promise<void>;
  close(): Promise<void>;
}

export async function openRig({ endpoint, act, when }: Pick<Cell, "endpoint" | "act" | "when">, samples: Samples): Promise<Rig> {
  const faults = new Map<Endpoint, { act: Act; when: When }>([[outputEndpoint(endpoint, act), { act, when }]]);
  if (when === "second") faults.set("createTask", { act: FAULTS["reset after the body"], when: "once" });
  const isFull = act.act === "library" && act.how === "disk-full";
  const isHanging = act.act === "hang" || act.act === "stall";
  const service = await ScriptedService.start(faults, isFull ? { ...samples, png: samples.unlucky } : samples, enduranceOf(endpoint, isHanging));
  const home = await mkdtemp(join(tmpdir(), "shotgraph-matrix-"));
  let offset = 0;
  const now = () => Date.now() + offset;

  let again = 0;
  const clientOf = (baseUrl: string, timeouts: typeof CALM) =>
    createSeegenClient({ baseUrl, apiKey: "sk-matrix-0123456789", timeouts, retries: { attempts: 2, firstDelayMs: 5, longestDelayMs: 20, longestRetryAfterMs: 700 }, onCall: ({ attempt }) => (again += attempt > 1 ? 1 : 0) });
  const right = clientOf(`${service.origin}/api/v1`, CALM);
  const hasty = clientOf(`${service.origin}/api/v1`, HASTY);
  const nowhere = clientOf(act.act === "base" && act.base === "dns" ? "https://service.invalid/api/v1" : `http://${NOBODY}/api/v1`, CALM);
  let misled = 0;
  let asked = 0;
  const isMisled = (name: Endpoint) => {
    if (name !== endpoint || act.act !== "base") return false;
    asked += 1;
    const isMeant = service.faultOf(endpoint, asked) !== null;
    misled += isMeant ? 1 : 0;
    if (isMeant) service.meet();
    return isMeant;
  };
  const clientFor = (name: Endpoint) => (isMisled(name) ? nowhere : name === endpoint && isHanging ? hasty : right);
  const routed = {
    submit: (kind, body) => clientFor(kind === "jobs" ? "createTask" : "upscaleCreate").submit(kind, body),
    query: (kind, id) => clientFor(kind === "jobs" ? "queryTask" : "upscaleQuery").query(kind, id),
    uploadAsset: (body) => clientFor("assetUpload").uploadAsset(body),
    assetStatus: (id) => clientFor("assetStatus").assetStatus(id),
    credits: () => clientFor("credits").credits(),
  } satisfies Partial<SeegenClient>;
  const client: SeegenClient = { ...right, ...routed, listAssets: () => right.listAssets(), close: () => right.close(), calls: right.calls };

  const media = createMediaFetcher({ allowHttpLoopback: true });
  const fetchMedia: typeof media.fetch = (request) =>
    media.fetch(isMisled("download") ? { ...request, url: `http://${NOBODY}/media/task-1.png` } : request);
  const open = (readOnly: boolean) => openLibrary({ home, realm: "local", account: "matrix", fetchMedia, readOnly, patience: { delaysMs: [10, 20, 40], stallMs: isHanging && endpoint === "download" ? 1200 : 60_000 }, now });
  let library = await open(false);
  const clip = await importClip(library, home, samples);
  const isReadOnly = act.act === "library" && act.how === "read-only";
  if (isReadOnly) {
    await library.close();
    library = await open(true);
  }
  const lease = isReadOnly ? null : await library.acquireLease("the fault matrix");
  if (lease) await recover({ library });

  let isTmpAFile = false;
  const full = isFull ? await diskFullFor(samples.unlucky.subarray(0, 64)) : null;
  service.onFault = () => {
    if (act.act === "clock") offset = act.jumpMs;
  };
  if (act.act === "library" && act.how === "tmp-is-a-file") {
    await rename(join(home, "tmp"), join(home, "tmp-away"));
    await writeFile(join(home, "tmp"), "");
    isTmpAFile = true;
  }
  const planner = createPlanner(catalogue);
  const ports: EnginePorts = {
    library,
    tasks: taskPort(client, media),
    hosting: { available: true, why: "", urlFor: async ({ sha256 }) => `https://hosted.example/${sha256}` },
    derive: noDerive,
    resolve: (step, taken, made) => resolveStep(catalogue, step, taken, made),
    now,
  };
  const graph = graphFor(endpoint, act, clip);
  return {
    home,
    service,
    library,
    ports,
    workspace: { client } as unknown as Workspace,
    plan: () => planner.plan(graph, { revision: 0, takesOf: (key) => library.takesOf(key), media: (sha256) => library.media(sha256), derived: (identity) => library.derived(identity), lastKey: (...of) => library.lastKey(...of) }),
    credits: routed.credits,
    isLocal: act.act === "library",
    isRepeated: () => again > 0 || misled > 0 || [...service.fetched.values()].some((times) => times > 1) || service.calls.createTask + service.calls.upscaleCreate > 1 || service.calls.assetUpload > 1,
    async mend() {
      full?.empty();
      // What the review refused is not registered again before the user asks for it.
      if (library.asset(`sha256:${clip.sha256}`, "video")?.status === "failed") await library.forgetAsset(`sha256:${clip.sha256}`, "video");
      if (!isTmpAFile) return;
      isTmpAFile = false;
      await rm(join(home, "tmp"));
      await rename(join(home, "tmp-away"), join(home, "tmp"));
    },
    async close() {
      full?.empty();
      await service.close();
      for (const one of [right, hasty, nowhere]) await one.close();
      if (lease?.kind === "lease") await lease.release();
      await library.close();
      await media.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function enduranceOf(endpoint: Endpoint, isHanging: boolean): number {
  if (endpoint === "download") return ENDURANCE.downloads;
  if (endpoint === "createTask" || endpoint === "upscaleCreate") return ENDURANCE.posts;
  return isHanging ? ENDURANCE.hanging : ENDURANCE.questions;
}

/** An output at another address is what the query answers, although the download goes wrong. */
function outputEndpoint(endpoint: Endpoint, act: Act): Endpoint {
  return endpoint === "download" && act.act === "alter" ? "queryTask" : endpoint;
}

async function importClip(library: Library, home: string, { mp4 }: Samples): Promise<{ sha256: string; bytes: number }> {
  const path = join(home, "clip.mp4");
  await writeFile(path, mp4);
  const { sha256, bytes } = await library.importFile(path);
  await rm(path);
  return { sha256, bytes };
}

/** A small graph that reaches the endpoint: a picture, a video, an upscale of a clip, or a video with a reference. */
function graphFor(endpoint: Endpoint, act: Act, clip: { sha256: string; bytes: number }): Graph {
  const source = { type: "file", name: "clip.mp4", ...clip };
  if (endpoint === "upscaleCreate" || endpoint === "upscaleQuery") return graphOf([["r", "videoRef", { source }], ["u", "upscaleVideo", { targetResolution: "1080p" }]], ["r.video > u.video"]);
  if (endpoint === "assetUpload" || endpoint === "assetStatus") {
    return graphOf([["p", "prompt", { text: "a cup" }], ["r", "videoRef", { source }], ["v", "generateSd2", { duration: 5 }]], ["p.text > v.prompt", "r.video > v.videos"]);
  }
  if (act.act === "media" && act.video) return graphOf([["p", "prompt", { text: "a cup" }], ["v", "generateSd2", { duration: 5 }]], ["p.text > v.prompt"]);
  return graphOf([["p", "prompt", { text: "a cup" }], ["g", "gptImage2"]], ["p.text > g.prompt"]);
}
