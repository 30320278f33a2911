import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { RunUpdate, RunView, startRunInput, StartRunResult } from "../../../shared/contract/api/runs.ts";
import type { RunEvent, RunResult, StepEvent } from "../../../shared/contract/runEvents.ts";
import type { Graph } from "../../../shared/graph/document.ts";
import { problemText } from "../../../shared/graph/problem.ts";
import type { Plan } from "../../../shared/plan/types.ts";
import type { Execution } from "../../engine/executor.ts";
import { createChannel } from "./channel.ts";
import { withReroll } from "./reroll.ts";
import type { Session } from "./session.ts";
import type { Station } from "./station.ts";

type StartRun = z.infer<typeof startRunInput>;
type Refused = Extract<StartRunResult, { status: "refused" }>;
type Head = Omit<RunView, "steps" | "notices">;

/** A run from the moment it is asked for. */
interface Entry {
  head: Head;
  steps: Map<string, StepEvent>;
  notices: RunView["notices"][number][];
  /** What is waited for, by its reason. */
  pauses: Map<string, string>;
  input: StartRun;
  /** The graph as it was when the run was asked for: later edits are for later runs. */
  graph: Graph;
  execution: Execution | null;
  cancelled: boolean;
}

/** How often the service is asked after tasks of earlier processes. */
const SOONEST_LOOK_MS = 500;
const LATEST_LOOK_MS = 30_000;

/** A run of it only collects. */
const NO_GRAPH: Graph = { format: "shotgraph", version: 1, id: "earlier-runs", name: "Earlier runs", nodes: [], edges: [] };

/** Runs that a window is told of. */
const MOST_KEPT = 50;

/** Runs one after another: asked for while another is under way, a run waits and is planned anew when its turn comes. */
export class RunDesk {
  readonly #station: Station;
  readonly #onLibraryChanged: () => void;
  readonly #channel = createChannel<RunUpdate>();
  readonly #entries: Entry[] = [];
  #active: Entry | null = null;
  #collecting: Promise<void> | null = null;
  #collectTimer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(station: Station, onLibraryChanged: () => void) {
    this.#station = station;
    this.#onLibraryChanged = onLibraryChanged;
  }

  get underWay(): boolean {
    return this.#active !== null;
  }

  /** Node ids of steps that are not at their end, by graph. */
  uses(sha256: string): boolean {
    return this.underWay && this.#station.workspace.library.takesIn(["intended", "submitted", "completed"]).some((take) => take.sha256 === sha256);
  }

  async start(session: Session, input: StartRun): Promise<StartRunResult> {
    await this.#collecting;
    const graph = session.graph;
    const prepared = await this.#prepare(graph, input);
    if ("status" in prepared) return prepared;
    const head: Head = {
      runId: randomUUID(),
      session: session.id,
      graphId: graph.id,
      graphName: graph.name,
      state: this.#active ? "queued" : "running",
      paused: null,
      only: prepared.only,
      startedAt: Date.now(),
      endedAt: null,
      quoted: { min: prepared.plan.quote.min, max: prepared.plan.quote.max },
      billed: 0,
      outcome: null,
      error: null,
    };
    const entry: Entry = { head, steps: new Map(), notices: [], pauses: new Map(), input, graph, execution: null, cancelled: false };
    this.#entries.unshift(entry);
    this.#entries.splice(MOST_KEPT);
    this.#sendHead(entry);
    if (!this.#active) this.#begin(entry, prepared.plan);
    return { status: entry.head.state === "queued" ? "queued" : "started", runId: head.runId };
  }

  /** Starts nothing new; what is paid for is followed to its end. */
  cancel(runId: string): boolean {
    const entry = this.#entry(runId);
    if (!entry || entry.head.state === "ended") return false;
    entry.cancelled = true;
    if (entry.execution) {
      entry.execution.cancel();
      this.#change(entry, { state: "cancelling" });
    } else this.#change(entry, { state: "ended", endedAt: Date.now(), outcome: "cancelled" });
    return true;
  }

  resume(runId: string): boolean {
    const entry = this.#entry(runId);
    if (!entry?.execution || entry.head.state !== "paused") return false;
    entry.execution.resume();
    return true;
  }

  watch(signal: AbortSignal | undefined): AsyncGenerator<RunUpdate, void> {
    return this.#channel.listen(signal, [{ type: "snapshot", runs: this.#entries.map(({ head, steps, notices }) => ({ ...head, steps: [...steps.values()], notices })) }]);
  }

  /** Fetches what earlier processes paid for as soon as the service has it, without being asked, and between runs. */
  collectEarlier(): void {
    this.#collectSoon(SOONEST_LOOK_MS);
  }

  /** Waits for what is under way; nothing new is started. */
  async shutDown(): Promise<void> {
    this.#closed = true;
    if (this.#collectTimer) clearTimeout(this.#collectTimer);
    await this.#collecting;
    for (const entry of this.#entries) if (entry.head.state === "queued") this.cancel(entry.head.runId);
    this.#active?.execution?.cancel();
  }

  #collectSoon(delay: number): void {
    if (this.#closed || this.#collectTimer) return;
    this.#collectTimer = setTimeout(() => {
      this.#collectTimer = null;
      if (this.#closed || this.#station.heldBy) return;
      this.#collecting = this.#collect(delay).finally(() => {
        this.#collecting = null;
      });
    }, delay);
  }

  async #collect(delay: number): Promise<void> {
    const { workspace } = this.#station;
    const waiting = () => workspace.library.takesIn(["submitted", "completed"]).length;
    const before = waiting();
    if (before === 0 || this.#active) return;
    await workspace.run(workspace.plan(NO_GRAPH), {}).result;
    const after = waiting();
    if (after < before) this.#onLibraryChanged();
    if (after > 0) this.#collectSoon(after < before ? SOONEST_LOOK_MS : Math.min(LATEST_LOOK_MS, delay * 1.5));
  }

  async #prepare(graph: Graph, input: StartRun): Promise<{ plan: Plan; only: readonly string[] | null; budget: number | null } | Refused> {
    const { workspace } = this.#station;
    if (this.#station.heldBy) return refused("held", `Another process has the library: ${this.#station.heldBy.what}. Let it finish, then run again.`, null);
    const planned = input.reroll === undefined ? graph : withReroll(graph, input.reroll, workspace);
    const only = input.reroll === undefined ? (input.only ?? null) : [input.reroll];
    const plan = workspace.plan(planned, only ? { only } : {});
    const quote = { min: plan.quote.min, max: plan.quote.max };
    const errors = [...plan.problems, ...plan.nodes.flatMap(({ id, problems }) => problems.map((problem) => ({ ...problem, node: id })))].filter(({ severity, code }) => severity === "error" || code === "hosting");
    if (errors.length > 0) return refused("invalid", errors.slice(0, 20).map(problemText).join("\n"), quote);
    const waiting = plan.nodes.some(({ steps }) => steps.some(({ needed, inFlight }) => needed > 0 || inFlight.length > 0));
    if (!waiting) return refused("nothing", "Everything is there already: nothing has to be made and nothing is paid.", quote);
    if (quote.max > input.accepted) return refused("price", `The price is now ${quote.max} credits and was ${input.accepted} when you asked. Look at the quote and run again.`, quote);
    const budget = graph.budget ?? null;
    if (budget !== null && quote.max > budget) return refused("budget", `This run may cost ${quote.max} credits and the graph's budget is ${budget}. Raise the budget, or run less.`, quote);
    if (quote.max > 0) {
      const account = await this.#station.account.refresh();
      if (!workspace.client) return refused("noKey", "There is no API key. Set SEEGEN_API_KEY and start Shotgraph again, or use the sandbox.", quote);
      if (account.available !== null && quote.max > account.available) {
        return refused("balance", `This run may cost ${quote.max} credits and ${account.available} are available: ${quote.max - account.available} are missing. Top up, or run a part of it.`, quote);
      }
    }
    return { plan, only, budget };
  }

  #begin(entry: Entry, plan: Plan): void {
    this.#active = entry;
    const { workspace, account } = this.#station;
    const before = account.latest.available;
    const execution = workspace.run(plan, { budget: entry.graph.budget ?? null, onUnknown: entry.input.onUnknown, onEvents: (batch) => this.#events(entry, batch) });
    entry.execution = execution;
    this.#change(entry, { state: "running", startedAt: Date.now() });
    execution.result
      .then((result) => (before !== null && result.steps.some(({ status }) => status === "unknown") ? workspace.settle(result, before) : result))
      .then((result) => this.#ended(entry, result))
      .catch((error: unknown) => this.#failed(entry, error))
      .then(() => this.#next())
      .catch((error: unknown) => this.#failed(entry, error));
  }

  #events(entry: Entry, told: readonly RunEvent[]): void {
    const batch = told.map((event) => this.#inSandboxTime(event));
    for (const event of batch) {
      if (event.type === "step") entry.steps.set(event.stepId, event);
      else if (event.type === "notice") entry.notices.push(event);
      else if (event.type === "paused") this.#pause(entry, entry.pauses.set(event.why, event.message));
      else if (event.type === "resumed" && entry.pauses.delete(event.why)) this.#pause(entry, entry.pauses);
    }
    const billed = [...entry.steps.values()].reduce((sum, step) => sum + (step.credits.billed ?? 0), 0);
    if (billed !== entry.head.billed) this.#change(entry, { billed });
    this.#channel.send({ type: "events", runId: entry.head.runId, events: batch });
    this.#onLibraryChanged();
  }

  /** The sandbox is faster than the service, and what a step usually takes with it. */
  #inSandboxTime(event: RunEvent): RunEvent {
    const { realm, sandboxSpeed } = this.#station.info;
    if (realm !== "sandbox" || event.type !== "step" || !event.expected) return event;
    return { ...event, expected: { min: event.expected.min / sandboxSpeed, max: event.expected.max / sandboxSpeed } };
  }

  /** Pauses of different reasons may overlap: the run goes on when the last one is over. */
  #pause(entry: Entry, pauses: ReadonlyMap<string, string>): void {
    const paused = pauses.size > 0 ? [...pauses.values()].join(" ") : null;
    this.#change(entry, { state: entry.cancelled ? "cancelling" : paused === null ? "running" : "paused", paused });
  }

  #ended(entry: Entry, result: RunResult): void {
    this.#change(entry, { state: "ended", paused: null, endedAt: Date.now(), outcome: result.outcome, billed: result.billed });
  }

  #failed(entry: Entry, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#change(entry, { state: "ended", paused: null, endedAt: Date.now(), outcome: "failed", error: { code: "internal", message: `The run broke off: ${message} What is paid for is in the journal and is fetched at the next run.` } });
  }

  async #next(): Promise<void> {
    this.#active = null;
    if (this.#closed) return;
    this.#onLibraryChanged();
    this.collectEarlier();
    await this.#station.account.refresh();
    const entry = this.#entries.findLast(({ head }) => head.state === "queued");
    if (!entry || this.#active) return;
    const prepared = await this.#prepare(entry.graph, entry.input);
    if (!("status" in prepared)) return this.#begin(entry, prepared.plan);
    const done = prepared.code === "nothing";
    this.#change(entry, { state: "ended", endedAt: Date.now(), outcome: done ? "done" : "failed", error: done ? null : { code: prepared.code, message: prepared.message } });
    await this.#next();
  }

  #entry(runId: string): Entry | undefined {
    return this.#entries.find(({ head }) => head.runId === runId);
  }

  #change(entry: Entry, change: Partial<Head>): void {
    entry.head = { ...entry.head, ...change };
    this.#sendHead(entry);
  }

  #sendHead({ head }: Entry): void {
    this.#channel.send({ type: "run", run: head });
  }
}

function refused(code: Refused["code"], message: string, quote: Refused["quote"]): Refused {
  return { status: "refused", code, message, quote };
}
