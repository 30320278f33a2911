import { randomUUID } from "node:crypto";
import type { Realm } from "../../../shared/contract/api/host.ts";
import type { RunUpdate, RunView, StartRunResult } from "../../../shared/contract/api/runs.ts";
import type { RunEvent, RunResult, StepEvent } from "../../../shared/contract/runEvents.ts";
import type { Graph } from "../../../shared/graph/document.ts";
import { serialiseGraph } from "../../../shared/graph/serialise.ts";
import type { Execution } from "../../engine/executor.ts";
import { createChannel } from "./channel.ts";
import { preparedRun, refused, type Prepared, type Refused, type StartRun } from "./preparedRun.ts";
import type { Session } from "./session.ts";
import type { Station } from "./station.ts";

type Head = Omit<RunView, "steps" | "notices">;

/** A run from the moment it is asked for. */
interface Entry {
  head: Head;
  steps: Map<string, StepEvent>;
  /** POSTs that left for it. */
  sent: number;
  notices: RunView["notices"][number][];
  /** What is waited for, by its reason. */
  pauses: Map<string, string>;
  input: StartRun;
  /** Where its price was seen: credits of the sandbox are no consent to spend others. */
  realm: Realm;
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

/** It waited, and what it needs has changed meanwhile: nobody may be there to ask. */
const NOT_AGREED = refused("consent", "Something would leave this machine that you were not asked about. Nothing was sent; run again to see what it is.", null);

/** Many requests that are sent at once are asked after once. */
const BALANCE_AFTER_MS = 500;

/** Runs that a window is told of. */
const MOST_KEPT = 50;

/** Runs one after another: asked for while another is under way, a run waits and is planned anew when its turn comes. */
export class RunDesk {
  readonly #station: Station;
  readonly #onLibraryChanged: () => void;
  readonly #channel = createChannel<RunUpdate>();
  readonly #entries: Entry[] = [];
  #active: Entry | null = null;
  /** Runs that were asked for and are not in the list yet. */
  #asked = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #collectTimer: NodeJS.Timeout | null = null;
  #balanceTimer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(station: Station, onLibraryChanged: () => void) {
    this.#station = station;
    this.#onLibraryChanged = onLibraryChanged;
  }

  /** Whether a run is going on, waits, or was asked for. */
  get underWay(): boolean {
    return this.#asked > 0 || this.#isBusy;
  }

  async start(session: Session, input: StartRun): Promise<StartRunResult> {
    const { graph } = session;
    const realm = input.realm ?? this.#station.realm;
    this.#asked += 1;
    try {
      return await this.#inTurn(() => this.#admit(session, graph, input, realm));
    } finally {
      this.#asked -= 1;
    }
  }

  /** Does what no run may see half done. False, and nothing is done, while one is under way. */
  async whileIdle(act: () => Promise<void>): Promise<boolean> {
    if (this.underWay) return false;
    return await this.#inTurn(async () => {
      if (this.#isBusy) return false;
      await act();
      return true;
    });
  }

  async #admit(session: Session, graph: Graph, input: StartRun, realm: Realm): Promise<StartRunResult> {
    const prepared = await preparedRun(this.#station, graph, input, realm);
    if ("status" in prepared) return prepared;
    if (this.#closed) return refused("held", "Shotgraph is being closed. Nothing was sent.", null);
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
    const entry: Entry = { head, steps: new Map(), sent: 0, notices: [], pauses: new Map(), input, realm, graph, execution: null, cancelled: false };
    this.#entries.unshift(entry);
    this.#entries.splice(MOST_KEPT);
    this.#sendHead(entry);
    if (!this.#active) this.#tryToBegin(entry, prepared);
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

  /** Something outside of the run that goes on holds it up: `message` says what, null that it is over. */
  heldUp(message: string | null): void {
    const entry = this.#active;
    if (!entry) return;
    if (message === null) entry.pauses.delete("window");
    else entry.pauses.set("window", message);
    this.#pause(entry, entry.pauses);
  }

  /** Whether the run that goes on waits for another key, and no other run does anything. */
  get waitsForKey(): boolean {
    return this.#active?.pauses.has("key") === true;
  }

  /** Waits for what is under way; nothing new is started. */
  async shutDown(): Promise<void> {
    this.#closed = true;
    if (this.#collectTimer) clearTimeout(this.#collectTimer);
    if (this.#balanceTimer) clearTimeout(this.#balanceTimer);
    for (const entry of this.#entries) if (entry.head.state === "queued") this.cancel(entry.head.runId);
    this.#active?.execution?.cancel();
    await this.#turn;
  }

  get #isBusy(): boolean {
    return this.#active !== null || this.#entries.some(({ head }) => head.state === "queued");
  }

  /** One after another: what looks whether a run goes on, asks the service and then acts finds it still so. */
  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(act);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  #collectSoon(delay: number): void {
    if (this.#closed || this.#collectTimer) return;
    this.#collectTimer = setTimeout(() => {
      this.#collectTimer = null;
      if (this.#closed || this.#station.heldBy) return;
      this.#inTurn(() => this.#collect(delay)).catch(() => this.#collectSoon(LATEST_LOOK_MS));
    }, delay);
  }

  async #collect(delay: number): Promise<void> {
    const { workspace } = this.#station;
    const waiting = () => workspace.library.takesIn(["submitted", "completed"]).length;
    const before = waiting();
    if (before === 0 || this.#active || this.#closed) return;
    await workspace.run(workspace.plan(NO_GRAPH), {}).result;
    const after = waiting();
    if (after < before) this.#onLibraryChanged();
    if (after > 0) this.#collectSoon(after < before ? SOONEST_LOOK_MS : Math.min(LATEST_LOOK_MS, delay * 1.5));
  }

  /** A workspace that has lost its library throws at once: the run ends, and the next one has its turn. */
  #tryToBegin(entry: Entry, prepared: Prepared): void {
    try {
      this.#begin(entry, prepared);
    } catch (error) {
      this.#failed(entry, error);
    }
  }

  #begin(entry: Entry, { plan, workspace }: Prepared): void {
    const before = this.#station.account.latest.available;
    // What was accepted is a ceiling while it runs, too: a clip that came out longer than it was said to be may make what follows dearer.
    const budget = Math.min(entry.graph.budget ?? Infinity, entry.input.accepted);
    const execution = workspace.run(plan, { document: serialiseGraph(entry.graph), budget, onUnknown: entry.input.onUnknown, onEvents: (batch) => this.#events(entry, batch) });
    this.#active = entry;
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
    const steps = [...entry.steps.values()];
    const billed = steps.reduce((sum, step) => sum + (step.credits.billed ?? 0), 0);
    if (billed !== entry.head.billed) this.#change(entry, { billed });
    const sent = steps.reduce((sum, { attempts }) => sum + attempts, 0);
    if (sent !== entry.sent) this.#balanceMoves();
    entry.sent = sent;
    this.#channel.send({ type: "events", runId: entry.head.runId, events: batch });
    this.#onLibraryChanged();
  }

  /** A request that was sent holds its credits: what is told to be left must not be what was there before. */
  #balanceMoves(): void {
    this.#balanceTimer ??= setTimeout(() => {
      this.#balanceTimer = null;
      // Without an answer the account says so itself.
      if (this.#active && !this.#closed) this.#station.account.refresh().catch(() => undefined);
    }, BALANCE_AFTER_MS);
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

  /** It waited, and cannot or need not run any more. */
  #dropped(entry: Entry, { code, message }: Refused): void {
    const done = code === "nothing";
    this.#change(entry, { state: "ended", endedAt: Date.now(), outcome: done ? "done" : "failed", error: done ? null : { code, message } });
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
    await this.#inTurn(() => this.#beginWaiting());
    await this.#station.account.refresh();
  }

  /** The oldest that waits and still can run. */
  async #beginWaiting(): Promise<void> {
    for (;;) {
      const entry = this.#entries.findLast(({ head }) => head.state === "queued");
      if (!entry || this.#active || this.#closed) return;
      const prepared = await preparedRun(this.#station, entry.graph, entry.input, entry.realm).catch((error: unknown) => this.#failed(entry, error));
      // While the service was asked the user may have cancelled it.
      if (!prepared || entry.cancelled) continue;
      if ("status" in prepared) this.#dropped(entry, prepared.status === "refused" ? prepared : NOT_AGREED);
      else this.#tryToBegin(entry, prepared);
    }
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
