import type { Library } from "../../shared/contract/library.ts";
import { LibraryError } from "../../shared/contract/libraryErrors.ts";
import type { TakeRecord } from "../../shared/contract/records.ts";
import { openWorkspace, settingsFromEnvironment } from "../host/index.ts";
import { CliError, EXIT, type ExitCode } from "./exitCodes.ts";
import { credits, cut, table } from "./format.ts";
import { callerFolder } from "./graphFile.ts";
import { print, printJson } from "./output.ts";

export interface UnknownFlags {
  json?: boolean;
  sandbox?: boolean;
}

/** What the user decides about a take whose answer was lost. */
export type Decision = { do: "adopt"; taskId: string } | { do: "resend" } | { do: "forget" };

const DONE: Record<Decision["do"], string> = {
  adopt: "It is followed at the next run, under the task id that you gave.",
  resend: "The next run that needs it sends it again; both may be charged.",
  forget: "It counts as never charged. The next run that needs it sends it again.",
};

const INTERRUPTED = { code: "interrupted", message: "Its process ended before the answer came; it may have been charged." };

/** `shotgraph unknown list`: requests whose answer was lost, so that nobody knows whether they were charged. */
export async function unknownListCommand(flags: UnknownFlags): Promise<ExitCode> {
  const workspace = await openWorkspace({ settings: settingsFromEnvironment(process.env, callerFolder()), ...inSandbox(flags) });
  try {
    const { library } = workspace;
    // Of a process that is gone: whoever starts next calls it unknown, so it is told at once.
    const interrupted = library.leaseHolder() ? [] : library.takesIn(["intended"]);
    const takes = [...library.takesIn(["unknown"]), ...interrupted.map((take) => ({ ...take, error: INTERRUPTED }))];
    if (flags.json) printJson({ ok: true, takes: takes.map(takeJson) });
    else if (takes.length === 0) print("No spend is unknown.");
    else print(table(["id", "time (UTC)", "graph", "node", "model", "quoted", "what happened"], takes.map(row), ["id", "quoted"]));
    return EXIT.done;
  } finally {
    await workspace.close();
  }
}

/** `shotgraph unknown adopt|resend|forget`: decide about one of them. Nothing is sent now. */
export async function unknownDecideCommand(id: string, decision: Decision, flags: UnknownFlags): Promise<ExitCode> {
  const workspace = await openWorkspace({ settings: settingsFromEnvironment(process.env, callerFolder()), executor: { spends: `shotgraph unknown ${decision.do}` }, ...inSandbox(flags) });
  try {
    const { library } = workspace;
    const take = library.takesIn(["unknown"]).find((one) => String(one.id) === id);
    if (!take) throw new CliError(EXIT.usage, "usage", `There is no unknown spend with the id ${id}. "shotgraph unknown list" shows them.`);
    const message = `Decided by the user: ${decision.do}.`;
    if (decision.do === "adopt") await adopt(library, take, decision.taskId);
    else await library.advance(take.id, { to: decision.do === "resend" ? "abandoned" : "refused", error: { code: decision.do, message } });
    if (flags.json) printJson({ ok: true, id: take.id, decision: decision.do });
    else print(DONE[decision.do]);
    return EXIT.done;
  } finally {
    await workspace.close();
  }
}

async function adopt(library: Pick<Library, "advance">, take: TakeRecord, taskId: string): Promise<void> {
  try {
    await library.advance(take.id, { to: "submitted", taskId });
  } catch (error) {
    if (error instanceof LibraryError && error.code === "illegal") throw new CliError(EXIT.usage, "usage", error.message);
    throw error;
  }
}

function inSandbox({ sandbox }: UnknownFlags) {
  return sandbox ? { sandbox: { start: false, speed: 1 } } : {};
}

function row(take: TakeRecord): string[] {
  return [String(take.id), time(take.createdAt), cut(take.graphName, 24), cut(take.nodeId, 20), take.model, credits(take.quoted), cut(take.error?.message ?? "", 70)];
}

function takeJson({ id, graphId, graphName, nodeId, item, model, quoted, taskId, createdAt, error, request }: TakeRecord) {
  return { id, graph: { id: graphId, name: graphName }, node: nodeId, item, model, quoted, taskId, at: new Date(createdAt).toISOString(), error, request };
}

function time(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace("T", " ");
}
