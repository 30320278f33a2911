// Run by process.ts in a process of its own: saves the document, runs it, and kills itself where its order says.
import { setImmediate as turn, setTimeout as sleep } from "node:timers/promises";
import { openDocument, saveDocument } from "../../electron/documents/files.ts";
import { recover, startRun } from "../../electron/engine/executor.ts";
import type { TaskPort } from "../../electron/engine/ports.ts";
import { taskPort } from "../../electron/host/taskPort.ts";
import { noHosting } from "../../electron/hosting/hosting.ts";
import { openLibrary } from "../../electron/library/index.ts";
import { accountId, createMediaFetcher, createSeegenClient, parseBaseUrl } from "../../electron/seegen/index.ts";
import type { Library } from "../../shared/contract/library.ts";
import type { MediaFetcher } from "../../shared/contract/mediaFetcher.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import { createPlanner } from "../../shared/plan/planner.ts";
import { resolveStep } from "../../shared/plan/resolve.ts";
import { noDerive } from "../fixtures/noDerive.ts";
import { otherVersion } from "./graphs.ts";
import type { Order } from "./process.ts";
import type { Point } from "./points.ts";

const order = JSON.parse(process.argv[2] ?? "") as Order;
let passed = 0;

/** Die here, when it is here that the order says, and for the last time it says so. */
function pass(point: Point): void {
  if (order.kill?.point !== point) return;
  passed += 1;
  if (passed === order.kill.pass) process.kill(process.pid, "SIGKILL");
}

function watchedTasks(tasks: TaskPort): TaskPort {
  return {
    ...tasks,
    async submit(service, body) {
      pass("beforePost");
      let answered = false;
      const answer = tasks.submit(service, body).finally(() => (answered = true));
      if (order.kill?.point === "postInFlight") {
        await sleep(order.kill.delayMs);
        if (!answered) pass("postInFlight");
      }
      const outcome = await answer;
      if (outcome.kind === "accepted") pass("answered");
      return outcome;
    },
    async query(service, taskId) {
      const answer = tasks.query(service, taskId);
      await turn();
      pass("polling");
      const outcome = await answer;
      if (outcome.kind === "report" && outcome.report.status === "completed") pass("reported");
      return outcome;
    },
  };
}

/** Halves every piece, so that there is a middle. */
function watchedMedia(fetchMedia: MediaFetcher): MediaFetcher {
  return async (request) => {
    const response = await fetchMedia(request);
    async function* halves(): AsyncGenerator<Uint8Array> {
      for await (const piece of response.body) {
        const middle = piece.byteLength >> 1;
        yield piece.subarray(0, middle);
        pass("downloading");
        yield piece.subarray(middle);
      }
    }
    return { ...response, body: halves() };
  };
}

function watch(library: Library): void {
  const advance = library.advance.bind(library);
  library.advance = async (takeId, change) => {
    const take = await advance(takeId, change);
    if (change.to === "submitted" || change.to === "completed") pass(change.to);
    return take;
  };
  const download = library.download.bind(library);
  library.download = async (...job) => {
    const staged = await download(...job);
    pass("downloaded");
    return staged;
  };
  const endRun = library.endRun.bind(library);
  library.endRun = async (...ended) => {
    pass("ending");
    await endRun(...ended);
  };
}

const opened = await openDocument(order.document);
if (opened.status !== "ok") throw new Error(`${order.document} does not open: ${JSON.stringify(opened)}`);
const graph = opened.graph;
const versions = [order.graph, otherVersion(order.graph)] as const;
const first = graph.name === versions[0].name ? 1 : 0;
await saveDocument(order.document, versions[first], () => pass("saving"));
for (let save = 1; save < order.saves; save += 1) await saveDocument(order.document, versions[(first + save) % 2 === 0 ? 0 : 1]);
if (order.saves > 0) process.exit(0);

const base = parseBaseUrl(order.baseUrl);
const media = createMediaFetcher({ allowHttpLoopback: true });
const library = await openLibrary({
  home: order.home,
  realm: "local",
  account: accountId(base.url, order.apiKey),
  fetchMedia: watchedMedia(media.fetch),
  checkpoint: pass,
});
watch(library);
const lease = await library.acquireLease("the crash suite");
if (lease.kind === "held") throw new Error(`the library is held by process ${lease.by.pid}`);
const client = createSeegenClient({ baseUrl: base.url, apiKey: order.apiKey });
await recover({ library });
const knowledge = {
  revision: 0,
  takesOf: (key: string) => library.takesOf(key),
  media: (sha256: string) => library.media(sha256),
  derived: (identity: string) => library.derived(identity),
  lastKey: (graphId: string, nodeId: string, item: number) => library.lastKey(graphId, nodeId, item),
};
const plan = createPlanner(catalogue).plan(graph, knowledge);
if (!plan.ok) throw new Error(`the graph cannot run: ${JSON.stringify(plan.problems)} ${JSON.stringify(plan.nodes.map(({ problems }) => problems))}`);
const ports = { library, tasks: watchedTasks(taskPort(client, media)), hosting: noHosting(), derive: noDerive, resolve: resolveWith, now: Date.now };
const { result } = startRun(plan, ports, { onUnknown: order.onUnknown, concurrency: order.concurrency });
const { outcome, steps } = await result;
await lease.release();
await client.close();
await media.close();
await library.close();
const errors = steps.flatMap(({ stepId, status, error }) => (error ? [`${stepId} ${status}: ${error.message}`] : []));
process.stdout.write(`${JSON.stringify({ outcome, errors })}\n`);

function resolveWith(...[step, taken, made]: Parameters<Parameters<typeof startRun>[1]["resolve"]>) {
  return resolveStep(catalogue, step, taken, made);
}
