import { randomUUID } from "node:crypto";
import type { Library } from "../../shared/contract/library.ts";
import type { CreditRange, LedgerEntry, TakeRecord } from "../../shared/contract/records.ts";
import type { RunOutcome, RunResult, StepResult } from "../../shared/contract/runEvents.ts";
import { valueOfTake } from "../../shared/plan/task.ts";
import type { Plan, PlannedStep } from "../../shared/plan/types.ts";
import { Budget } from "./budget.ts";
import { recorded } from "./engineError.ts";
import { EventStream, type EventListener } from "./eventStream.ts";
import { Gate } from "./gate.ts";
import { MediaPlaces } from "./mediaPlaces.ts";
import type { EnginePorts } from "./ports.ts";
import { type Halt, Pauses } from "./pauses.ts";
import { StepRun, waitingEvent, type RunContext } from "./stepRun.ts";
import { TakeLife } from "./takeLife.ts";

export interface RunOptions {
  /** Credits that this run may spend at most; null for no limit. */
  budget?: number | null;
  /** Tasks at the service at once, at most. */
  concurrency?: number;
  /** What to do about takes whose spend is unknown: leave the step, or ask again knowing that both may be charged. */
  onUnknown?: "fail" | "retry";
  /**
   * What is waited for when it is missing (default: all): nothing new is sent, what is missing is said, and the run goes on by itself when it is
   * mended. Else the run ends. A lost network is always waited for.
   */
  waitFor?: { credits?: boolean; key?: boolean; disk?: boolean };
  /** Register media again that the review has refused before. */
  reviewAgain?: boolean;
  /** Multiplies every wait of the executor; tests run faster with less than 1. */
  pace?: number;
  onEvents?: EventListener;
  /** The graph as text, kept beside the run's record. */
  document?: string;
}

export interface Execution {
  runId: string;
  /** Start nothing new; what is paid for is followed to its end. `held`: another process has taken the library over. */
  cancel(why?: "cancelled" | "held"): void;
  /** Look now whether a paused run can go on, instead of at its next look: after a top-up, with a new key. */
  resume(): void;
  result: Promise<RunResult>;
}

const STOPPED = {
  cancelled: "The run was cancelled before this was sent.",
  held: "Another process has taken the library over, so this was not sent. Wait for it to finish, then run again.",
};

/** The document says "240+"; the gate finds the real number. */
const DEFAULT_CONCURRENCY = 240;

/**
 * Execute a plan: every step as soon as what it needs is there. It knows nothing of node kinds. A failure blocks what depends on it and
 * nothing else. Call with the library's lease held and after `recover`.
 */
export function startRun(plan: Plan, ports: EnginePorts, options: RunOptions = {}): Execution {
  const runId = randomUUID();
  const events = new EventStream(options.onEvents ?? (() => undefined));
  const abort = new AbortController();
  let halt: Halt | null = null;
  const stop = (why: Halt) => {
    halt ??= why;
    abort.abort();
  };
  const gate = new Gate({ max: options.concurrency ?? DEFAULT_CONCURRENCY });
  const notice = noticeOnce(events, ports);
  const pace = options.pace ?? 1;
  const pauses = new Pauses({
    balance: () => ports.tasks.balance(),
    waitFor: { credits: options.waitFor?.credits ?? true, key: options.waitFor?.key ?? true, disk: options.waitFor?.disk ?? true },
    halt: stop,
    signal: abort.signal,
    emit: (event) => events.push(event),
    now: () => ports.now(),
    pace,
    quoted: plan.quote.max,
  });
  const context: RunContext = {
    runId,
    plan,
    ports,
    events,
    places: new MediaPlaces({ ports, signal: abort.signal, pauses, notice, pace, reviewAgain: options.reviewAgain ?? false }),
    budget: new Budget(options.budget ?? null),
    takes: new TakeLife({ ports, gate, halted: () => halt, signal: abort.signal, halt: stop, pauses, notice, pace }),
    flights: new Map(),
    onUnknown: options.onUnknown ?? "fail",
    halted: () => halt,
    signal: abort.signal,
    notice,
  };
  const result = execute(plan, context, () => halt, options.document).finally(() => pauses.close());
  const cancel: Execution["cancel"] = (why = "cancelled") => stop({ code: why, error: { code: why, message: STOPPED[why] } });
  return { runId, cancel, resume: () => pauses.resume(), result };
}

async function execute(plan: Plan, context: RunContext, halt: () => Halt | null, document: string | undefined): Promise<RunResult> {
  const { runId, ports, events, notice } = context;
  const planned = plan.nodes.flatMap(({ steps }) => steps);
  const quoted: CreditRange = { min: plan.quote.min, max: plan.quote.max };
  const startedAt = ports.now();
  events.push({ type: "started", runId, at: startedAt, graphId: plan.graphId, graphName: plan.graphName, quoted, steps: planned.length });
  for (const step of planned) events.push(waitingEvent(step, startedAt));
  const worthRecording = planned.some(({ needed, inFlight }) => needed > 0 || inFlight.length > 0);
  if (worthRecording) {
    await ports.library.startRun({ id: runId, graphId: plan.graphId, graphName: plan.graphName, startedAt, endedAt: null, quoted, billed: 0, outcome: "running" }, document);
  }
  const strays = collectStrays(planned, context);
  const steps = await runAll(planned, context);
  await strays;
  const billed = steps.reduce((sum, step) => sum + step.billed, 0);
  const outcome = outcomeOf(steps, halt());
  if (worthRecording) {
    const ended = ports.library.endRun(runId, { endedAt: ports.now(), billed, outcome: recordedOutcome(outcome) });
    // What the run made and cost is told all the same; the next start ends its row from the ledger.
    await ended.catch((error: unknown) => notice("run_record", `The end of this run could not be written down (${recorded(error).message}); its takes and bills are.`));
  }
  events.push({ type: "ended", at: ports.now(), outcome, billed });
  events.flush();
  return { runId, outcome, quoted, billed, steps };
}

/** Readiness scheduling: a step starts when the last of the steps it needs has ended. Iterative, since chains can be long. */
async function runAll(planned: readonly PlannedStep[], context: RunContext): Promise<StepResult[]> {
  const results = new Map<string, StepResult>();
  const waiting = new Map<string, number>();
  const dependents = new Map<string, PlannedStep[]>();
  const present = new Set(planned.map(({ step }) => step.id));
  for (const plannedStep of planned) {
    const needs = plannedStep.step.needs.filter((id) => present.has(id));
    waiting.set(plannedStep.step.id, needs.length);
    for (const id of needs) dependents.set(id, [...(dependents.get(id) ?? []), plannedStep]);
  }
  const start = async (plannedStep: PlannedStep): Promise<void> => {
    const run = new StepRun(plannedStep, context, (id) => handedOn(results.get(id), context));
    const result = await run.run((id) => results.get(id));
    results.set(result.stepId, result);
    const ready = (dependents.get(result.stepId) ?? []).filter(({ step }) => {
      const left = (waiting.get(step.id) ?? 0) - 1;
      waiting.set(step.id, left);
      return left === 0;
    });
    await Promise.all(ready.map(start));
  };
  await Promise.all(planned.filter(({ step }) => waiting.get(step.id) === 0).map(start));
  return planned.flatMap(({ step }) => results.get(step.id) ?? []);
}

function handedOn(result: StepResult | undefined, { ports }: RunContext) {
  return (result?.takes ?? []).flatMap((take) => {
    const facts = take.sha256 === null ? undefined : ports.library.media(take.sha256);
    return facts ? [valueOfTake(take.mediaType, take.id, facts, [take.nodeId])] : [];
  });
}

/**
 * Takes that are paid for but belong to no step of this plan (another graph, a param changed since) are collected as well, without being
 * asked: their media expire. What still runs at the service stays in the journal for the next time.
 */
async function collectStrays(planned: readonly PlannedStep[], { ports, takes, notice }: RunContext): Promise<void> {
  const followed = new Set(planned.flatMap(({ inFlight }) => inFlight.map(({ id }) => id)));
  const strays = ports.library.takesIn(["submitted", "completed"]).filter(({ id }) => !followed.has(id));
  const ended = await Promise.allSettled(strays.map((take) => takes.collect(take)));
  const failed = ended.filter((one) => one.status === "rejected");
  if (failed[0]) notice("strays", `${failed.length} results of earlier runs could not be fetched now (${recorded(failed[0].reason).message}); they are tried again at the next run.`);
}

function outcomeOf(steps: readonly StepResult[], halt: Halt | null): RunOutcome {
  if (halt?.code === "unauthorised") return "unauthorised";
  if (halt?.code === "insufficient_credits") return "insufficientCredits";
  if (steps.some(({ error }) => error?.code === "over_budget")) return "overBudget";
  if (halt?.code === "held") return "held";
  if (halt && halt.code !== "library") return "cancelled";
  if (steps.some(({ status }) => status === "unknown")) return "unknown";
  return steps.every(({ status }) => status === "done" || status === "cached" || status === "skipped") ? "done" : "failed";
}

function recordedOutcome(outcome: RunOutcome) {
  return outcome === "done" || outcome === "cancelled" || outcome === "unknown" ? outcome : "failed";
}

/** The same trouble befalls many tasks at once; it is told once in ten seconds. */
function noticeOnce(events: EventStream, ports: EnginePorts): (code: string, message: string) => void {
  const told = new Map<string, number>();
  return (code, message) => {
    const at = ports.now();
    if (at - (told.get(code) ?? Number.NEGATIVE_INFINITY) < 10_000) return;
    told.set(code, at);
    events.push({ type: "notice", at, level: "warning", code, message });
  };
}

/**
 * At start-up, before anything else: a take that was intended when the last executor ended may or may not have been sent. Its fate is
 * unknown, and never guessed. A run that is still recorded as running was interrupted; the last entry of its ledger is the last that is known of it.
 */
export async function recover({ library }: { library: Pick<Library, "takesIn" | "advance" | "runs" | "ledger" | "endRun"> }): Promise<readonly TakeRecord[]> {
  const interrupted = library.runs().filter(({ outcome }) => outcome === "running");
  await Promise.all(interrupted.map(({ id, startedAt }) => library.endRun(id, { ...lastKnown(library.ledger({ runId: id }), startedAt), outcome: "interrupted" })));
  const error = { code: "interrupted", message: "Shotgraph ended between writing this request down and hearing the service's answer; it may have been charged." };
  return Promise.all(library.takesIn(["intended"]).map((take) => library.advance(take.id, { to: "unknown", error })));
}

function lastKnown(entries: readonly LedgerEntry[], startedAt: number): { endedAt: number; billed: number } {
  const billed = entries.reduce((sum, { kind, credits }) => sum + (kind === "billed" ? credits : 0), 0);
  return { endedAt: entries.at(-1)?.at ?? startedAt, billed };
}
