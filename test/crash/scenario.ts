import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { saveDocument } from "../../electron/documents/files.ts";
import { startSandbox, type Sandbox } from "../../electron/sandbox/index.ts";
import { crashGraph, otherVersion } from "./graphs.ts";
import { POINTS, type Point } from "./points.ts";
import { startChild, startCli, type Ended, type Order } from "./process.ts";
import { Random } from "./random.ts";
import { checkDocument, verify, type Findings, type Place } from "./verify.ts";

export interface ScenarioOptions {
  seed: number;
  /** Kills at most; fewer when the run is done before. */
  kills: number;
  /** Paid takes of the graph, about. */
  steps: number;
  /** The points to kill at, one after the other; absent: points and times as the seed has it. */
  points?: readonly Point[];
}

/** Killed from outside at some time: a run of the suite's child, of the command line, or a document that is saved without end. */
export const RANDOM = ["random time", "random time, command line", "random time, saving"] as const;

type KillPlace = Point | (typeof RANDOM)[number];

export interface ScenarioResult extends Findings {
  seed: number;
  starts: number;
  kills: Map<KillPlace, number>;
}

/** POSTs take so long, so that there is time to be killed while one is in flight. */
const POST_MS = 25;

/** One graph from nothing to done, killed on the way, and what it left behind. */
export async function runScenario(options: ScenarioOptions): Promise<ScenarioResult> {
  const random = new Random(options.seed);
  const folder = mkdtempSync(join(tmpdir(), "shotgraph-crash-"));
  const graph = crashGraph(random, options.steps);
  const sandbox = await startSandbox({
    media: "quick",
    speed: random.pick([300, 1000, 4000]),
    credits: 1_000_000,
    seed: options.seed,
    concurrency: random.pick([4, 240]),
    scenario: { rules: [{ match: { endpoint: ["createTask", "upscaleCreate"] }, fault: { kind: "delay", delayMs: POST_MS } }] },
  });
  const place = { home: join(folder, "home"), document: join(folder, "documents", "film.shotgraph"), versions: [graph, otherVersion(graph)] };
  try {
    mkdirSync(join(folder, "documents"));
    await saveDocument(place.document, graph);
    const order: Order = { home: place.home, document: place.document, graph, baseUrl: sandbox.url, apiKey: "crash-key", onUnknown: "fail", concurrency: 8, saves: 0, kill: null };
    const result = await new Scenario(options, random, place, order, sandbox).run();
    rmSync(folder, { recursive: true, force: true });
    return result;
  } finally {
    await sandbox.close();
  }
}

class Scenario {
  readonly #options: ScenarioOptions;
  readonly #random: Random;
  readonly #place: Place;
  readonly #order: Order;
  readonly #sandbox: Sandbox;
  readonly #kills = new Map<KillPlace, number>();
  readonly #problems: string[] = [];
  #starts = 0;

  constructor(options: ScenarioOptions, random: Random, place: Place, order: Order, sandbox: Sandbox) {
    this.#options = options;
    this.#random = random;
    this.#place = place;
    this.#order = order;
    this.#sandbox = sandbox;
  }

  async run(): Promise<ScenarioResult> {
    await this.#killed();
    // Nothing is killed any more: what is known is finished, what is unknown is left alone.
    const finished = await this.#finish("fail", ["done", "unknown"]);
    await this.#servicePaused();
    const before = await verify(this.#place, this.#sandbox.books(), finished === "done");
    this.#problems.push(...before.problems);
    // Only now, and knowing it: what was lost is sent again.
    if (finished === "unknown") await this.#finish("retry", ["done"]);
    await this.#servicePaused();
    const after = await verify(this.#place, this.#sandbox.books(), true);
    const again = after.tasks - before.tasks;
    // A retry sends again what is missing, and makes what waited for it; it loses nothing new from sight.
    if (after.unknown !== before.unknown) this.#problems.push(`${after.unknown - before.unknown} requests were lost without a kill`);
    if (finished === "done" && again !== 0) this.#problems.push(`${again} tasks were made after everything was done`);
    const problems = [...new Set([...this.#problems, ...after.problems])];
    return { ...after, doubleCharges: Math.max(before.doubleCharges, after.doubleCharges), damagedFiles: Math.max(before.damagedFiles, after.damagedFiles), problems, seed: this.#options.seed, starts: this.#starts, kills: this.#kills };
  }

  async #killed(): Promise<void> {
    const points = [...(this.#options.points ?? [])];
    let unharmed = 0;
    for (let kills = 0; kills < this.#options.kills && unharmed < 4; ) {
      const { at, ended } = await this.#start(points);
      if (!ended.killed) {
        unharmed += 1;
        const isExpected = ended.code === 0 || (at === "random time, command line" && ended.code === 5);
        if (!isExpected) this.#problems.push(`a start ended with ${ended.code}: ${ended.stderr || ended.stdout}`);
        continue;
      }
      kills += 1;
      points.shift();
      this.#kills.set(at, (this.#kills.get(at) ?? 0) + 1);
      this.#problems.push(...(await checkDocument(this.#place)).map((problem) => `after a kill (${at}): ${problem}`));
    }
  }

  /** One start that is to be killed: at the next of the points, or as the seed has it. */
  async #start(points: readonly Point[]): Promise<{ at: KillPlace; ended: Ended }> {
    const random = this.#random;
    this.#starts += 1;
    const concurrency = random.pick([1, 2, 3, 8]);
    const order = { ...this.#order, concurrency };
    const [point] = points;
    if (point !== undefined) return { at: point, ended: await startChild({ ...order, kill: { point, pass: 1, delayMs: 8 } }) };
    const how = random.next();
    if (how < 0.06) return { at: "random time, saving", ended: await startChild({ ...order, saves: 10_000 }, random.between(400, 1200)) };
    if (how < 0.18) return { at: "random time, command line", ended: await startCli(order, random.between(200, 3000)) };
    if (how < 0.4) return { at: "random time", ended: await startChild(order, random.between(100, 2500)) };
    const at = random.pick(POINTS);
    const pass = at === "saving" || at === "ending" ? 1 : random.between(1, 6);
    return { at, ended: await startChild({ ...order, kill: { point: at, pass, delayMs: random.between(1, POST_MS + 5) } }) };
  }

  /** A start that nobody kills. Returns its outcome. */
  async #finish(onUnknown: "fail" | "retry", expected: readonly string[]): Promise<string> {
    this.#starts += 1;
    const ended = await startChild({ ...this.#order, onUnknown });
    if (ended.code !== 0) throw new Error(`The last start ended with ${ended.code}: ${ended.stderr}`);
    const { outcome, errors } = JSON.parse(ended.stdout) as { outcome: string; errors: string[] };
    if (!expected.includes(outcome)) this.#problems.push(`the last run (${onUnknown}) was ${outcome}: ${errors.join("; ")}`);
    return outcome;
  }

  /** Tasks that nobody knows of run to their end as well, and are billed. */
  async #servicePaused(): Promise<void> {
    while (this.#sandbox.books().tasks.running > 0) await sleep(20);
  }
}
