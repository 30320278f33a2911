import type { RunUpdate, RunView } from "../../../shared/contract/api/runs.ts";
import type { StepEvent } from "../../../shared/contract/runEvents.ts";
import { doneOf, isEnded } from "../../../shared/contract/runProgress.ts";
import type { Words } from "./words.ts";

/** A run as the host has told of it; steps by their id. */
export interface Run extends Omit<RunView, "steps" | "notices"> {
  steps: ReadonlyMap<string, StepEvent>;
}

export type Runs = ReadonlyMap<string, Run>;

/** What is known of the runs after the host has told something. */
export function told(runs: Runs, update: RunUpdate): Runs {
  switch (update.type) {
    case "snapshot":
      return new Map(update.runs.map(({ steps, notices: _notices, ...run }) => [run.runId, { ...run, steps: byId(new Map(), steps) }]));
    case "run":
      return new Map(runs).set(update.run.runId, { ...update.run, steps: runs.get(update.run.runId)?.steps ?? new Map() });
    case "events": {
      const run = runs.get(update.runId);
      const steps = update.events.filter((event) => event.type === "step");
      return run && steps.length > 0 ? new Map(runs).set(run.runId, { ...run, steps: byId(run.steps, steps) }) : runs;
    }
  }
}

function byId(before: ReadonlyMap<string, StepEvent>, steps: readonly StepEvent[]): ReadonlyMap<string, StepEvent> {
  return new Map([...before, ...steps.map((step) => [step.stepId, step] as const)]);
}

function underWay(runs: Runs): Run[] {
  return [...runs.values()].filter(({ state }) => state !== "ended");
}

/** Whether the machine must stay awake: something is being made, sent or fetched. A run that waits for its user, or for its turn, can wait asleep. */
export function isBusy(runs: Runs): boolean {
  return underWay(runs).some(({ state }) => state === "running" || state === "cancelling");
}

/** What dock and taskbar show, `value` from 0 to 1; null: nothing. */
export function progressOf(runs: Runs, now: number): { value: number; mode: "normal" | "paused" } | null {
  const started = underWay(runs).filter(({ state }) => state !== "queued");
  if (started.length === 0) return null;
  const steps = started.flatMap((run) => [...run.steps.values()]);
  return { value: doneOf(steps, now), mode: started.every(({ state }) => state === "paused") ? "paused" : "normal" };
}

/** What quitting now would leave: tasks that are at the service, and steps that have not been sent. Null when nothing goes on. */
export function leftByQuitting(runs: Runs): { paid: number; waiting: number } | null {
  const going = underWay(runs);
  if (going.length === 0) return null;
  const steps = going.flatMap((run) => [...run.steps.values()]).filter((step) => !isEnded(step));
  const paid = steps.filter(({ state }) => state === "submitting" || state === "generating" || state === "downloading").length;
  return { paid, waiting: steps.length - paid };
}

export interface RunNotice {
  title: string;
  body: string;
  runId: string;
  /** It asks for the user: not a success. */
  trouble: boolean;
}

/** What is worth telling somebody who looks elsewhere: a run has ended, or waits for its user. */
export function noticeOf(before: Run | undefined, after: Run, words: Words["run"]): RunNotice | null {
  const { runId, graphName: name } = after;
  if (before === undefined || before.state === after.state) return null;
  if (after.state === "paused") return { runId, title: words.paused(name), body: after.paused ?? "", trouble: true };
  if (after.state !== "ended" || after.outcome === "cancelled") return null;
  const steps = [...after.steps.values()];
  const failed = steps.filter(({ state }) => state === "failed").length;
  const done = steps.filter(({ state }) => state === "done" || state === "cached").length;
  if (after.outcome === "done") return { runId, title: words.done(name), body: words.doneText(words.credits(after.billed)), trouble: false };
  if (after.outcome === "unknown") return { runId, title: words.unknown(name), body: words.unknownText, trouble: true };
  const body = after.error?.message ?? (failed > 0 ? words.failedText(failed, done) : words.brokenOff);
  return { runId, title: words.failed(name), body, trouble: true };
}
