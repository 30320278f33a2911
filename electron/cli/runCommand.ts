import { constants } from "node:fs";
import { access, mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import type { RunEvent, RunOutcome, RunResult } from "../../shared/contract/runEvents.ts";
import type { Graph } from "../../shared/graph/document.ts";
import { serialiseGraph } from "../../shared/graph/serialise.ts";
import { problemText } from "../../shared/graph/problem.ts";
import type { PlanOptions } from "../../shared/plan/planner.ts";
import type { Plan } from "../../shared/plan/types.ts";
import { type Execution, exportResults, leavingFrom, openWorkspace, settingsFromEnvironment, unmadeResults, type Workspace } from "../host/index.ts";
import { CliError, EXIT, type ExitCode } from "./exitCodes.ts";
import { receiveInto } from "./bundleCommand.ts";
import { callerFolder, checkTargets, readGraphFile } from "./graphFile.ts";
import { checkMoney, consent, NO_CALLS, nothing } from "./money.ts";
import { print, printJson, tell, terminal, whenUnheard } from "./output.ts";
import { leavingText } from "./leavingText.ts";
import { agreeToLeaving } from "./uploads.ts";
import { planText } from "./planCommand.ts";
import { liveProgress, plainProgress, type Progress } from "./progress.ts";
import { nodesJson, type RunReport } from "./runJson.ts";
import { runText } from "./runText.ts";
import { applySettings } from "./setOption.ts";

export interface RunFlags {
  json?: boolean;
  events?: boolean;
  set: string[];
  only: string[];
  out?: string;
  /** Put the graph into what is copied out; true unless it is switched off. */
  embed?: boolean;
  budget?: number;
  concurrency?: number;
  onUnknown: "fail" | "retry";
  sandbox?: boolean;
  speed: number;
  waitForCredits?: boolean;
  reviewAgain?: boolean;
  yes?: boolean;
  /** What the graph names may be handed out: its files, its addresses. */
  allowUploads?: boolean;
  askAbove: number;
}

const EXIT_OF: Record<RunOutcome, ExitCode> = {
  done: EXIT.done,
  failed: EXIT.failed,
  cancelled: EXIT.interrupted,
  unknown: EXIT.unknownSpend,
  overBudget: EXIT.credits,
  insufficientCredits: EXIT.credits,
  unauthorised: EXIT.unauthorised,
  held: EXIT.held,
};

/** `shotgraph run`: plan, check price and budget, execute, export, report. */
export async function runCommand(file: string, flags: RunFlags): Promise<ExitCode> {
  const { graph, bundle } = await readGraphFile(file);
  checkTargets(graph, flags.only);
  const workspace = await openWorkspace({
    settings: settingsFromEnvironment(process.env, callerFolder()),
    executor: { spends: `shotgraph run ${file}` },
    ...(flags.sandbox ? { sandbox: { start: true, speed: flags.speed } } : {}),
  });
  try {
    if (bundle) await receiveInto(workspace, bundle);
    const set = await applySettings(graph, flags.set, (path) => workspace.library.importFile(path), callerFolder());
    const { report, outcome } = await runGraph(set, workspace, { ...flags, ...smallest(flags.budget, set.budget) });
    if (flags.json) printJson(report);
    if (flags.events) print(JSON.stringify({ type: "result", ...report }));
    return EXIT_OF[outcome];
  } finally {
    await bundle?.close();
    await workspace.close();
  }
}

/** The graph's own budget and the command line's: the smaller one counts. */
function smallest(...budgets: readonly (number | undefined)[]): { budget?: number } {
  const given = budgets.filter((budget) => budget !== undefined);
  return given.length > 0 ? { budget: Math.min(...given) } : {};
}

/** Plans what is measured: what this machine makes of other media is made before its price is told. */
async function plannedAhead(graph: Graph, workspace: Workspace, options: PlanOptions): Promise<Plan> {
  const plan = workspace.plan(graph, options);
  return (await workspace.making.ahead(plan)) ? workspace.plan(graph, options) : plan;
}

/** Plan, ask, execute, export. */
export async function runGraph(graph: Graph, workspace: Workspace, flags: RunFlags): Promise<{ report: RunReport; outcome: RunOutcome }> {
  const { library } = workspace;
  const calls = () => ({ ...NO_CALLS, ...workspace.client?.calls, download: workspace.downloads() });
  const plan = await plannedAhead(graph, workspace, flags.only.length > 0 ? { only: flags.only } : {});
  refuseErrors(plan, calls());
  const talkative = !flags.json && !flags.events;
  const attended = terminal.interactive && talkative && !flags.yes;
  const leaving = leavingFrom(plan, workspace);
  if (talkative) print(`${[planText(graph, plan, null), ...leavingText(leaving)].join("\n")}\n`);
  const available = await checkMoney(plan, workspace, flags, calls);
  await agreeToLeaving({ graph, leaving, workspace, flags, refusal: () => nothing(calls(), { min: plan.quote.min, max: plan.quote.max }) });
  await consent(plan, flags);
  const folder = flags.out === undefined ? null : await outFolder(flags.out, calls());

  const progress: Progress = flags.events ? eventLines : terminal.interactive && talkative ? liveProgress(graph, flags.sandbox ? flags.speed : 1) : plainProgress(graph);
  const execution = workspace.run(plan, {
    budget: flags.budget ?? null,
    ...(flags.concurrency ? { concurrency: flags.concurrency } : {}),
    onUnknown: flags.onUnknown,
    reviewAgain: flags.reviewAgain ?? false,
    // Where nobody is there to top up or to end it, a run must not hang.
    waitFor: { credits: attended || flags.waitForCredits === true, key: attended, disk: attended },
    onEvents: (batch) => progress.show(batch),
    document: serialiseGraph(graph),
  });
  const ended = await interruptible(execution, flags);
  const isLost = ended.steps.some(({ status }) => status === "unknown");
  if (isLost && available !== null) tell("The answer to a request was lost; the balance is asked whether it was charged, which takes up to half a minute.");
  // What goes wrong from here on must not hide what was made and what it cost.
  const result = isLost && available !== null ? await workspace.settle(ended, available).catch((error: unknown) => unsettled(ended, error)) : ended;
  progress.stop();
  const unmade = await makeResults(plan, result, workspace);
  const files = folder === null ? { exported: NO_FILES } : await exportResults(graph, plan, result, library, folder, new Date(), flags.embed === false ? null : { left: tellUnembedded }).then((exported) => ({ exported }), unexported);
  const { exported } = files;
  const failed = unmade ?? ("error" in files ? files.error : null);
  const report = { ok: result.outcome === "done" && failed === null, ...(failed ? { error: failed } : {}), quoted: result.quoted, billed: result.billed, nodes: nodesJson({ graph, plan, result, library, exported }), calls: calls() };
  if (talkative) print(runText(graph, report, new Set(exported.values())));
  return { report, outcome: result.outcome === "done" && failed !== null ? "failed" : result.outcome };
}

/** Makes what outputs receive that is made here of the run's results. What cannot be made is told; what was paid for is in the library. */
async function makeResults(plan: Plan, result: RunResult, { making, library }: Workspace): Promise<{ code: string; message: string } | null> {
  const ended = await Promise.allSettled(unmadeResults(plan, result, library).map((value) => making.make(value)));
  const reasons = new Set(ended.flatMap((one) => (one.status === "rejected" ? [one.reason instanceof Error ? one.reason.message : String(one.reason)] : [])));
  if (reasons.size === 0) return null;
  const message = [...reasons].join(" ");
  tell(message);
  return { code: "derived", message };
}

/** Sounds never carry a graph, and nobody expects it of them. */
function tellUnembedded(name: string, why: string): void {
  if (why === "tooLarge") tell(`${name} goes out without its graph, which is too large to be put into it. The file beside it says which request made it.`);
  if (why === "layout") tell(`${name} goes out without its graph: its file has no place for it.`);
}

const NO_FILES: ReadonlyMap<string, string> = new Map();

function unexported(error: unknown): { exported: typeof NO_FILES; error: { code: string; message: string } } {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `--out: not all results could be written there (${reason.replace(/\.+$/, "")}). They are in the library; run again when that is mended, and nothing is paid again.`;
  tell(message);
  return { exported: NO_FILES, error: { code: "out", message } };
}

function unsettled(ended: RunResult, error: unknown): RunResult {
  tell(`What the balance says about the lost request could not be written down (${error instanceof Error ? error.message : String(error)}); it stays unknown.`);
  return ended;
}

function refuseErrors(plan: Plan, calls: Record<string, number>): void {
  const problems = [...plan.problems, ...plan.nodes.flatMap(({ id, problems: found }) => found.map((problem) => ({ ...problem, node: id })))];
  const errors = problems.filter(({ severity, code }) => severity === "error" || code === "hosting");
  if (plan.ok && errors.length === 0) return;
  throw new CliError(EXIT.usage, "invalid", `The graph cannot run:\n${errors.map((problem) => `  ${problemText(problem)}`).join("\n")}\nNothing was sent.`, { ...nothing(calls, plan.quote), problems });
}

/** Made before anything is paid for: a folder that cannot be written is no news to get afterwards. */
async function outFolder(path: string, calls: Record<string, number>): Promise<string> {
  const folder = resolve(callerFolder(), path);
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    return folder;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(EXIT.usage, "out", `--out ${path}: results cannot be written there (${reason}). Nothing was sent.`, nothing(calls));
  }
}

/** The first Ctrl-C starts nothing new and follows what is paid for; the second leaves, and the journal resumes it next time. */
async function interruptible(execution: Execution, flags: RunFlags): Promise<RunResult> {
  let asked = false;
  const onSignal = () => {
    if (asked) return leave(flags);
    asked = true;
    execution.cancel();
    tell("\nCancelling: nothing new is sent; tasks that are paid for are followed to their end. Press Ctrl-C again to leave now: they are fetched at the next run.");
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  const forget = whenUnheard(() => {
    if (asked) return;
    asked = true;
    execution.cancel();
    tell("\nNobody reads the output any more: nothing new is sent; tasks that are paid for are followed to their end.");
  });
  try {
    return await execution.result;
  } finally {
    forget();
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
  }
}

/** Whoever reads stdout gets the one object that was promised, before the process ends. */
function leave({ json, events }: RunFlags): void {
  const message = "Left before what is paid for had ended. It is in the journal: run again, and it is fetched at no cost.";
  const report = { ok: false, error: { code: "interrupted", message } };
  if (json) printJson(report);
  if (events) print(JSON.stringify({ type: "result", ...report }));
  terminal.stdout.write("", () => process.exit(EXIT.interrupted));
}

const eventLines: Progress = {
  show: (batch: readonly RunEvent[]) => batch.forEach((event) => print(JSON.stringify(event))),
  stop: () => undefined,
};
