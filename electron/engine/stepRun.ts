import type { NewTake, RecordedError, TakeRecord } from "../../shared/contract/records.ts";
import type { StepEvent, StepResult, StepState } from "../../shared/contract/runEvents.ts";
import type { MediaValue } from "../../shared/nodes/values.ts";
import { canonicalRequest, fillBody, keyPartsOf, mediaUses } from "../../shared/plan/key.ts";
import { reviewedUses } from "../../shared/plan/reviews.ts";
import { lookUp, shownTakes } from "../../shared/plan/task.ts";
import type { Plan, PlannedStep, Step } from "../../shared/plan/types.ts";
import type { Budget } from "./budget.ts";
import { EngineError, recorded } from "./engineError.ts";
import type { EventStream } from "./eventStream.ts";
import type { MediaPlaces } from "./mediaPlaces.ts";
import { withReviewOffer } from "./reviewOffer.ts";
import { REPLACEABLE } from "./mediaTroubles.ts";
import type { EnginePorts } from "./ports.ts";
import type { Halt } from "./pauses.ts";
import type { TakeLife, TakePhase } from "./takeLife.ts";
import { doubt } from "./words.ts";

export interface RunContext {
  runId: string;
  plan: Plan;
  ports: EnginePorts;
  events: EventStream;
  places: MediaPlaces;
  budget: Budget;
  takes: TakeLife;
  /** Steps under way by key: equal requests share one flight. */
  flights: Map<string, Promise<StepResult>>;
  onUnknown: "fail" | "retry";
  halted: () => Halt | null;
  /** Aborted when the run is halted. */
  signal: AbortSignal;
  notice: (code: string, message: string) => void;
}

/** One step of a run, from its inputs to its takes. It never throws: what goes wrong is its result. */
export class StepRun {
  readonly #planned: PlannedStep;
  readonly #context: RunContext;
  readonly #taken: (stepId: string) => readonly MediaValue[];
  #step: Step;
  #attempts = 0;
  #stored = 0;
  /** Takes that were at the service during this run: what they are billed, they are billed now. */
  readonly #followed = new Set<number>();

  #state: StepState = "waiting";
  #since = 0;
  #began: number | null = null;

  constructor(planned: PlannedStep, context: RunContext, taken: (stepId: string) => readonly MediaValue[]) {
    this.#planned = planned;
    this.#context = context;
    this.#taken = taken;
    this.#step = planned.step;
  }

  async run(resultOf: (stepId: string) => StepResult | undefined): Promise<StepResult> {
    try {
      const hindrance = this.#step.needs.map(resultOf).find((result) => result && result.status !== "done" && result.status !== "cached");
      if (hindrance) {
        const error = { code: "blocked", message: `Node ${hindrance.nodeId} has no result: ${hindrance.error?.message ?? hindrance.status}` };
        return this.#end(hindrance.status === "skipped" ? "skipped" : "blocked", [], error);
      }
      this.#resolve();
      return await this.#inFlight();
    } catch (error) {
      const halt = this.#context.halted();
      const known = recorded(error);
      // A wait that the halt ended has nothing to say itself.
      return this.#end(halt ? "skipped" : "failed", this.#shown(), halt && known.code === "ABORT_ERR" ? halt.error : known);
    }
  }

  /** Puts in what it waited for. Throws `EngineError` when that will not do. */
  #resolve(): void {
    const { resolve, library } = this.#context.ports;
    const resolution = resolve(this.#step, this.#taken, (identity) => library.derived(identity));
    if ("problems" in resolution) {
      const message = resolution.problems.map(({ message: text, fix }) => `${text} ${fix ?? ""}`.trim()).join(" ");
      throw new EngineError("invalid_input", `${message} Nothing was sent.`);
    }
    this.#step = resolution.step;
  }

  /** Makes what this machine makes itself, and looks at the step again: only now size and length are measured. The key is the same. */
  async #derive(): Promise<void> {
    const { ports, signal } = this.#context;
    const unmade = mediaUses(this.#step.request.body).filter(({ media }) => media.source.type === "derived" && !ports.library.derived(media.identity));
    if (unmade.length === 0) return;
    this.#tell("preparing", null);
    await Promise.all(unmade.map(({ media }) => ports.derive.make(media, signal)));
    this.#resolve();
  }

  /** The first step of a key does the work; the others wait for it, and make only what they want beyond it. */
  async #inFlight(): Promise<StepResult> {
    const { flights } = this.#context;
    const { key } = this.#step;
    const ahead = flights.get(key);
    const work = ahead ? ahead.then((result) => this.#behind(result)) : this.#work();
    flights.set(key, work);
    return work;
  }

  #behind(ahead: StepResult): Promise<StepResult> | StepResult {
    const { library } = this.#context.ports;
    const enough = lookUp(this.#step, library.takesOf(this.#step.key, this.#context.plan.graphId), library, undefined);
    if (ahead.status === "done" || ahead.status === "cached" || enough.stored.length >= this.#step.wanted) return this.#work();
    return this.#end(ahead.status, this.#shown(), ahead.error);
  }

  async #work(): Promise<StepResult> {
    const { library } = this.#context.ports;
    const { key, nodeId, item } = this.#step;
    await this.#refind();
    if (this.#context.onUnknown === "retry") await this.#giveUpUseless();
    const found = lookUp(this.#step, library.takesOf(key, this.#context.plan.graphId), library, undefined);
    this.#stored = found.stored.length;
    const { graphId } = this.#context.plan;
    if (library.lastKey(graphId, nodeId, item)?.key !== key) await library.rememberKey(graphId, nodeId, item, keyPartsOf(this.#step));
    if (found.missing === 0 && found.inFlight.length === 0) return this.#end("cached", this.#shown(), null);

    const follow = () => found.inFlight.flatMap(({ id }) => library.take(id) ?? []).map((take) => this.#context.takes.follow(take, (phase) => this.#show(phase)));
    if (found.missing > 0 && found.unknown.length > 0) {
      if (this.#context.onUnknown === "fail") {
        // Its other takes are paid for, whatever became of this one: their media expire.
        await Promise.allSettled(follow());
        const charged = found.unknown.flatMap(({ id }) => library.take(id)?.error ?? []).find(({ code }) => code === "charged");
        return this.#end("unknown", this.#shown(), charged ?? doubt({ code: "unknown_spend", message: "The answer to an earlier request of this step was lost." }));
      }
      const given = { code: "given_up", message: "The user asked for another take, knowing that this one may have been charged." };
      await Promise.all(found.unknown.map(({ id }) => library.advance(id, { to: "abandoned", error: given })));
    }
    // Listened to from here on: what is followed may end badly while media of new takes are still being placed.
    const followed = Promise.allSettled(follow());
    const made = await this.#make(found.missing).catch((error: unknown) => [Promise.reject<null>(error)]);
    const ended = [...(await Promise.allSettled(made)), ...(await followed)];
    await this.#learn();
    return this.#conclude(ended);
  }

  async #refind(): Promise<void> {
    const { ports, takes } = this.#context;
    const lost = ports.library.takesOf(this.#step.key, this.#context.plan.graphId).flatMap(({ id, state }) => (state === "unknown" ? (ports.library.take(id) ?? []) : []));
    await Promise.all(lost.map((take) => takes.refind(take)));
  }

  /** Results that were paid for and that the service has no more, or only in a form of no use: with the user's word their place may be taken by another take. */
  async #giveUpUseless(): Promise<void> {
    const { ports, takes } = this.#context;
    for (const { id, state } of ports.library.takesOf(this.#step.key, this.#context.plan.graphId)) {
      const take = state === "completed" ? ports.library.take(id) : undefined;
      if (!take) continue;
      await takes.follow(take, (phase) => this.#show(phase)).catch(async (error: unknown) => {
        const known = recorded(error);
        if (REPLACEABLE.has(known.code)) await ports.library.advance(id, { to: "failed", error: known });
      });
    }
  }

  /** Start the missing takes. Media are placed before anything is written down or paid for. */
  async #make(missing: number): Promise<Promise<TakeRecord | null>[]> {
    if (missing === 0) return [];
    const halt = this.#context.halted();
    if (halt) return [Promise.resolve(null)];
    await this.#derive();
    const { request } = this.#step;
    const uses = mediaUses(request.body);
    if (uses.length > 0) this.#tell(this.#waitsForReview() ? "reviewing" : "preparing", null);
    const urls = new Map(await Promise.all(uses.map(async (use) => [use, await this.#context.places.place(use)] as const)));
    const body = fillBody(request.body, (use) => urls.get(use) ?? "");
    const take: NewTake = {
      key: this.#step.key,
      service: request.service,
      model: request.model,
      mediaType: this.#step.makes,
      runId: this.#context.runId,
      graphId: this.#context.plan.graphId,
      graphName: this.#context.plan.graphName,
      nodeId: this.#step.nodeId,
      item: this.#step.item,
      request: canonicalRequest(request),
      body,
      quoted: this.#step.price.credits,
      formula: this.#step.price.formula,
    };
    return Array.from({ length: missing }, () => this.#makeOne(take));
  }

  #waitsForReview(): boolean {
    const { library } = this.#context.ports;
    return reviewedUses(this.#step).some(({ media }) => library.asset(media.identity, media.type)?.status !== "active");
  }

  /** What the bills of this run tell of an asset that was registered elsewhere is remembered: the next quote is exact. */
  async #learn(): Promise<void> {
    const { ports, notice } = this.#context;
    const bills = [...this.#followed].flatMap((id) => ports.library.take(id)?.billed ?? []);
    const learned = bills.flatMap((billed) => ports.learn?.(this.#step, billed) ?? [])[0];
    if (!learned) return;
    // Only a help for later quotes: the takes are there whether or not it can be written down.
    await ports.library.rememberAssetSeconds(learned.uri, learned.seconds).catch((error: unknown) => notice("learned", `The length of ${learned.uri} could not be written down: ${recorded(error).message}`));
  }

  async #makeOne(take: NewTake): Promise<TakeRecord | null> {
    const { budget, takes } = this.#context;
    if (!budget.reserve(take.quoted.max)) {
      throw new EngineError("over_budget", `This would cost up to ${take.quoted.max} credits, but only ${Math.max(0, budget.left)} of the budget of ${budget.limit} are left. It was not sent.`);
    }
    let spent = 0;
    try {
      const record = await takes.make(take, (phase) => {
        // From here on it may cost what was quoted, whatever goes wrong on this side.
        if (phase.phase === "generating") spent = take.quoted.max;
        this.#show(phase);
      });
      spent = record?.state === "unknown" ? take.quoted.max : record ? spentOn(record) : 0;
      if (record?.state === "stored") this.#stored += 1;
      return record;
    } finally {
      budget.settle(take.quoted.max, spent);
    }
  }

  #conclude(ended: readonly PromiseSettledResult<TakeRecord | null>[]): StepResult {
    const records = ended.flatMap((one) => (one.status === "fulfilled" && one.value ? [one.value] : []));
    const thrown = ended.find((one) => one.status === "rejected");
    const unknown = records.find(({ state }) => state === "unknown");
    const failed = records.find(({ state }) => state === "failed" || state === "refused");
    const shown = this.#shown();
    if (shown.length >= this.#step.wanted) return this.#end("done", shown, null);
    if (unknown) return this.#end("unknown", shown, unknown.error);
    if (thrown) return this.#end("failed", shown, this.#thrown(recorded(thrown.reason)));
    if (failed) return this.#end("failed", this.#shown(), failed.error && withReviewOffer(failed.error, this.#step));
    const halt = this.#context.halted();
    if (halt && records.length < ended.length) return this.#end("skipped", this.#shown(), halt.error);
    return this.#end("done", this.#shown(), null);
  }

  /** What was billed and could not be fetched is not lost: say so, since it is the user's money. */
  #thrown(error: RecordedError): RecordedError {
    const isPaid = [...this.#followed].some((id) => this.#context.ports.library.take(id)?.state === "completed");
    if (!isPaid) return error;
    const another = REPLACEABLE.has(error.code) ? " If it is gone for good, a re-roll makes another, or on the command line --on-unknown retry." : "";
    return { ...error, message: `${error.message} It is paid for and stays in the journal: run again, and it is fetched at no cost.${another}` };
  }

  #shown(): readonly TakeRecord[] {
    const { library } = this.#context.ports;
    if (this.#step.pending) return [];
    const { stored } = lookUp(this.#step, library.takesOf(this.#step.key, this.#context.plan.graphId), library, undefined);
    return shownTakes(this.#step, stored).flatMap(({ id }) => library.take(id) ?? []);
  }

  #show(phase: TakePhase): void {
    if (phase.phase === "submitting") this.#attempts += 1;
    if (phase.phase === "generating") this.#followed.add(phase.takeId);
    this.#tell(phase.phase, null, phase.phase === "downloading" ? { received: phase.received, total: phase.total } : null);
  }

  #tell(state: StepState, error: RecordedError | null, bytes: { received: number; total: number | null } | null = null, billed: number | null = null): void {
    const { id, nodeId, item, wanted, forecast } = this.#step;
    const now = this.#context.ports.now();
    if (!ENDS.has(state)) this.#began ??= now;
    if (state !== this.#state) this.#since = now;
    this.#state = state;
    this.#context.events.push({
      type: "step",
      stepId: id,
      nodeId,
      item,
      state,
      since: this.#since,
      began: this.#began,
      expected: forecast.latency,
      takes: { stored: Math.min(this.#stored, wanted), wanted },
      attempts: this.#attempts,
      credits: { quoted: this.#planned.credits, billed },
      bytes,
      error,
    });
  }

  #end(status: StepResult["status"], takes: readonly TakeRecord[], error: RecordedError | null): StepResult {
    const { id, nodeId, item } = this.#step;
    const bills = [...this.#followed].flatMap((takeId) => this.#context.ports.library.take(takeId) ?? []).filter((take) => spentOn(take) > 0);
    const billed = bills.reduce((sum, take) => sum + spentOn(take), 0);
    this.#tell(status, error, null, billed);
    return { stepId: id, nodeId, item, status, takes, billedTakes: bills.map((take) => take.id), billed, error };
  }
}

const ENDS: ReadonlySet<StepState> = new Set(["done", "cached", "failed", "blocked", "unknown", "skipped"]);

/** A step that waits for its turn, for whoever shows the run. */
export function waitingEvent({ step, credits }: PlannedStep, since: number): StepEvent {
  const { id, nodeId, item, wanted, forecast } = step;
  return { type: "step", stepId: id, nodeId, item, state: "waiting", since, began: null, expected: forecast.latency, takes: { stored: 0, wanted }, attempts: 0, credits: { quoted: credits, billed: null }, bytes: null, error: null };
}

/** What a take has cost: its bill once it completed, whatever became of its media; a completed take without a bill counts as its upper quote. */
function spentOn({ completedAt, billed, quoted }: TakeRecord): number {
  return completedAt === null ? 0 : (billed ?? quoted.max);
}
