import { resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import type { RunEvent, RunOutcome, RunResult } from "../../shared/contract/runEvents.ts";
import type { Graph } from "../../shared/graph/document.ts";
import { problemText } from "../../shared/graph/problem.ts";
import type { Plan } from "../../shared/plan/types.ts";
import { type Execution, exportResults, openWorkspace, settingsFromEnvironment, type Workspace } from "../host/index.ts";
import { CliError, EXIT, type ExitCode } from "./exitCodes.ts";
import { credits, dollars, thousands } from "./format.ts";
import { callerFolder, checkTargets, readGraph } from "./graphFile.ts";
import { print, printJson, tell, terminal } from "./output.ts";
import { planText } from "./planCommand.ts";
import { liveProgress, plainProgress, type Progress } from "./progress.ts";
import { nodesJson, type NodeJson } from "./runJson.ts";
import { runText } from "./runText.ts";
import { applySettings } from "./setOption.ts";

export interface RunFlags {
  json?: boolean;
  events?: boolean;
  set: string[];
  only: string[];
  out?: string;
  budget?: number;
  concurrency?: number;
  onUnknown: "fail" | "retry";
  sandbox?: boolean;
  speed: number;
  yes?: boolean;
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
};

export interface RunReport {
  ok: boolean;
  quoted: { min: number; max: number };
  billed: number;
  nodes: NodeJson[];
  calls: Record<string, number>;
}

/** `shotgraph run`: plan, check price and budget, execute, export, report. */
export async function runCommand(file: string, flags: RunFlags): Promise<ExitCode> {
  const graph = await readGraph(file);
  checkTargets(graph, flags.only);
  const workspace = await openWorkspace({
    settings: settingsFromEnvironment(process.env, callerFolder()),
    executor: { spends: `shotgraph run ${file}` },
    ...(flags.sandbox ? { sandbox: { start: true, speed: flags.speed } } : {}),
  });
  try {
    const set = await applySettings(graph, flags.set, (path) => workspace.library.importFile(path), callerFolder());
    const { report, outcome } = await runGraph(set, workspace, flags);
    if (flags.json) printJson(report);
    if (flags.events) print(JSON.stringify({ type: "result", ...report }));
    return EXIT_OF[outcome];
  } finally {
    await workspace.close();
  }
}

/** Plan, ask, execute, export. */
export async function runGraph(graph: Graph, workspace: Workspace, flags: RunFlags): Promise<{ report: RunReport; outcome: RunOutcome }> {
  const { library } = workspace;
  const calls = () => ({ ...NO_CALLS, ...workspace.client?.calls, download: workspace.downloads() });
  const plan = workspace.plan(graph, flags.only.length > 0 ? { only: flags.only } : {});
  refuseErrors(plan, calls());
  const talkative = !flags.json && !flags.events;
  if (talkative) print(`${planText(graph, plan, null)}\n`);
  await checkMoney(plan, workspace, flags, calls);
  await consent(plan, flags);

  const progress: Progress = flags.events ? eventLines : terminal.interactive && talkative ? liveProgress(graph) : plainProgress(graph);
  const execution = workspace.run(plan, {
    budget: flags.budget ?? null,
    ...(flags.concurrency ? { concurrency: flags.concurrency } : {}),
    onUnknown: flags.onUnknown,
    onEvents: (batch) => progress.show(batch),
  });
  const result = await interruptible(execution);
  progress.stop();
  const exported = flags.out === undefined ? new Map<string, string>() : await exportResults(graph, plan, result, library, resolve(callerFolder(), flags.out), new Date());
  const report = { ok: result.outcome === "done", quoted: result.quoted, billed: result.billed, nodes: nodesJson({ graph, plan, result, library, exported }), calls: calls() };
  if (talkative) print(runText(graph, report, new Set(exported.values())));
  return { report, outcome: result.outcome };
}

const NO_CALLS = { createTask: 0, queryTask: 0, upscaleCreate: 0, upscaleQuery: 0, assetUpload: 0, assetStatus: 0, assetList: 0, credits: 0, download: 0 };

/** The `--json` object of a run that sent nothing. */
function nothing(calls: Record<string, number>, quoted = { min: 0, max: 0 }) {
  return { quoted, billed: 0, nodes: [], calls };
}

function refuseErrors(plan: Plan, calls: Record<string, number>): void {
  if (plan.ok) return;
  const problems = [...plan.problems, ...plan.nodes.flatMap(({ id, problems: found }) => found.map((problem) => ({ ...problem, node: id })))];
  const errors = problems.filter(({ severity }) => severity === "error");
  throw new CliError(EXIT.usage, "invalid", `The graph cannot run:\n${errors.map((problem) => `  ${problemText(problem)}`).join("\n")}\nNothing was sent.`, { ...nothing(calls, plan.quote), problems });
}

/** Nothing is sent when the quote does not fit the budget or the balance. A run that costs nothing needs no key and asks nothing. */
async function checkMoney(plan: Plan, workspace: Workspace, flags: RunFlags, calls: () => Record<string, number>): Promise<void> {
  const { quote } = plan;
  const quoted = { min: quote.min, max: quote.max };
  const refuse = (exit: ExitCode, code: string, message: string): never => {
    throw new CliError(exit, code, `${message} Nothing was sent.`, nothing(calls(), quoted));
  };
  if (flags.budget !== undefined && quote.max > flags.budget) refuse(EXIT.credits, "over_budget", `The run costs ${credits(quote)} credits, over the budget of ${thousands(flags.budget)}.`);
  const following = plan.nodes.some(({ steps }) => steps.some(({ inFlight }) => inFlight.length > 0));
  if (quote.max === 0 && !following) return;
  if (!workspace.client) return refuse(EXIT.unauthorised, "no_key", "There is no API key. Set SEEGEN_API_KEY, or add --sandbox to try it without money.");
  if (quote.max === 0) return;
  const balance = await workspace.client.credits();
  if (balance.kind !== "ok") {
    const { status, code, message } = balance.error;
    if (status === 401 || status === 403) refuse(EXIT.unauthorised, "unauthorised", `The service refused the API key: ${message}.`);
    if (balance.kind === "unreachable") refuse(EXIT.failed, "unreachable", `The service cannot be reached: ${message}.`);
    tell(`The balance could not be read (${code}: ${message}); the service itself refuses what it cannot cover.`);
    return;
  }
  const { availableCredits } = balance.value;
  if (quote.max > availableCredits) {
    refuse(EXIT.credits, "insufficient_credits", `The run costs ${credits(quote)} credits, but only ${thousands(availableCredits)} are available: insufficient by ${thousands(quote.max - availableCredits)}.`);
  }
}

/** With somebody at the terminal, a price above the threshold is asked about once. */
async function consent({ quote }: Plan, flags: RunFlags): Promise<void> {
  if (!terminal.interactive || flags.yes || quote.max <= flags.askAbove) return;
  const lines = createInterface({ input: process.stdin, output: terminal.stderr });
  try {
    const answer = await lines.question(`Spend ${credits(quote)} credits (${dollars(quote.usd)})? [y/N] `);
    if (!/^y(es)?$/i.test(answer.trim())) throw new CliError(EXIT.interrupted, "declined", "Not run; nothing was sent.");
  } finally {
    lines.close();
  }
}

/** The first Ctrl-C starts nothing new and follows what is paid for; the second leaves, and the journal resumes it next time. */
async function interruptible(execution: Execution): Promise<RunResult> {
  let asked = false;
  const onSignal = () => {
    if (asked) process.exit(EXIT.interrupted);
    asked = true;
    execution.cancel();
    tell("\nCancelling: nothing new is sent; tasks that are paid for are followed to their end. Press Ctrl-C again to leave now: they are fetched at the next run.");
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  try {
    return await execution.result;
  } finally {
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
  }
}

const eventLines: Progress = {
  show: (batch: readonly RunEvent[]) => batch.forEach((event) => print(JSON.stringify(event))),
  stop: () => undefined,
};
