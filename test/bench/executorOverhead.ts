import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { startRun } from "../../electron/engine/executor.ts";
import type { EnginePorts, LibraryPort } from "../../electron/engine/ports.ts";
import { openLibrary } from "../../electron/library/index.ts";
import type { Library } from "../../shared/contract/library.ts";
import type { MediaFetcher } from "../../shared/contract/mediaFetcher.ts";
import type { Graph } from "../../shared/graph/document.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import { createPlanner } from "../../shared/plan/planner.ts";
import { resolveStep } from "../../shared/plan/resolve.ts";
import { noDerive } from "../fixtures/noDerive.ts";
import { graphOf } from "../fixtures/graphs.ts";
import { memoryLibrary } from "../fixtures/memoryLibrary.ts";
import { memoryService, type MemoryService } from "../fixtures/memoryService.ts";
import { medianOf, timed, type Measurement } from "./measurement.ts";

const STEPS = 1000;
/** The first answer is waited for 0.3 s whatever the service; many steps make that small. */
const MANY = 6000;

/** One prompt list through one model: as many independent steps as lines. */
function steps(count: number, mark: string): Graph {
  return graphOf([["l", "promptList", { lines: Array.from({ length: count }, (_unused, at) => `${mark} ${at}`) }], ["g", "gptImage2", { resolution: "1k" }]], ["l.text > g.prompt"]);
}

async function run(graph: Graph, library: LibraryPort, service: MemoryService): Promise<number> {
  const plan = createPlanner(catalogue).plan(graph, { ...library, revision: 0 });
  const ports: EnginePorts = {
    library,
    tasks: service,
    hosting: { available: false, why: "none in the benchmark", urlFor: () => Promise.reject(new Error("no hosting in the benchmark")) },
    derive: noDerive,
    resolve: (step, taken, made) => resolveStep(catalogue, step, taken, made),
    now: Date.now,
  };
  return timed(async () => {
    const result = await startRun(plan, ports).result;
    if (result.outcome !== "done") throw new Error(`the run ended ${result.outcome}`);
  });
}

/** The methods of a library as plain functions, so that some can be replaced. */
function portOf(library: Library): LibraryPort {
  return {
    takesOf: (key) => library.takesOf(key),
    takesIn: (states) => library.takesIn(states),
    take: (id) => library.take(id),
    media: (sha256) => library.media(sha256),
    mediaPath: (sha256) => library.mediaPath(sha256),
    rememberAssetSeconds: (...learned) => library.rememberAssetSeconds(...learned),
    derived: (identity) => library.derived(identity),
    lastKey: (...place) => library.lastKey(...place),
    asset: (...place) => library.asset(...place),
    intend: (take) => library.intend(take),
    advance: (...change) => library.advance(...change),
    store: (...stored) => library.store(...stored),
    download: (...asked) => library.download(...asked),
    rememberKey: (...kept) => library.rememberKey(...kept),
    rememberAsset: (asset) => library.rememberAsset(asset),
    startRun: (record) => library.startRun(record),
    endRun: (...end) => library.endRun(...end),
  };
}

async function onDisk<T>(work: (library: Library) => Promise<T>): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), "shotgraph-bench-"));
  let made = 0;
  const fetchMedia: MediaFetcher = async () => {
    made += 1;
    const background = { r: made & 255, g: (made >> 8) & 255, b: 64 };
    const picture = await sharp({ create: { width: 64, height: 64, channels: 3, background } }).png().toBuffer();
    return {
      status: 200,
      contentLength: picture.length,
      contentRange: null,
      contentType: "image/png",
      etag: null,
      body: (async function* once() {
        yield picture;
      })(),
    };
  };
  const library = await openLibrary({ home, realm: "bench", account: "bench", fetchMedia });
  try {
    return await work(library);
  } finally {
    await library.close();
    await rm(home, { recursive: true, force: true });
  }
}

export async function executorOverhead(): Promise<Measurement[]> {
  const bare: number[] = [];
  const journalled: number[] = [];
  for (let round = 0; round < 3; round++) bare.push((await run(steps(MANY, `bare ${round}`), memoryLibrary(), memoryService())) / MANY);
  await onDisk(async (library) => {
    const memory = memoryLibrary();
    // Everything is journalled on disk but the media, which have no place in an overhead.
    const port: LibraryPort = {
      ...portOf(library),
      download: (...asked) => memory.download(...asked),
      async store(id, staged) {
        const take = library.take(id);
        if (!take) throw new Error(`no take ${id}`);
        return { ...take, state: "stored", sha256: staged.facts.sha256 };
      },
    };
    for (let round = 0; round < 3; round++) journalled.push((await run(steps(MANY, `journal ${round}`), port, memoryService())) / MANY);
  });
  // A library of its own: the takes above are completed and not stored, so a run would fetch them all.
  const whole = await onDisk(async (library) => (await run(steps(STEPS, "whole"), portOf(library), memoryService())) / STEPS);
  return [
    { name: "executor per step, instant service, no journal", value: medianOf(bare), unit: "ms", target: 0.15 },
    { name: "executor per step, instant service, journal on disk", value: medianOf(journalled), unit: "ms", target: 0.5 },
    { name: "the same with a picture downloaded, checked and stored per step", value: whole, unit: "ms" },
  ];
}

export async function warmRun(): Promise<Measurement[]> {
  return onDisk(async (library) => {
    const graph = steps(STEPS, "warm");
    const service = memoryService();
    await run(graph, portOf(library), service);
    const asked = service.posts + service.queries;
    const times: number[] = [];
    for (let round = 0; round < 5; round++) times.push(await timed(() => run(graph, portOf(library), service)));
    return [
      { name: "warm run of 1,000 cached steps, planning included", value: medianOf(times), unit: "ms", target: 250 },
      { name: "requests of that run", value: service.posts + service.queries - asked, unit: "count", target: 0 },
    ];
  });
}
