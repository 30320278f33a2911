import { Command, InvalidArgumentError, Option } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import { documentJsonSchema } from "../../shared/graph/jsonSchema.ts";
import { adoptCommand, bundleCommand, type BundleFlags } from "./bundleCommand.ts";
import { demoCommand } from "./demoCommand.ts";
import type { ExitCode } from "./exitCodes.ts";
import { ledgerCommand, type LedgerFlags } from "./ledgerCommand.ts";
import { cleanCommand, rebuildCommand, sizeCommand, verifyCommand, type LibraryFlags } from "./libraryCommand.ts";
import { nodesCommand } from "./nodesCommand.ts";
import { printJson } from "./output.ts";
import { planCommand, validateCommand, type PlanFlags } from "./planCommand.ts";
import { runCommand, type RunFlags } from "./runCommand.ts";
import { sandboxCommand, type SandboxFlags } from "./sandboxCommand.ts";
import { unknownDecideCommand, unknownListCommand, type UnknownFlags } from "./unknownCommand.ts";

/** How fast the embedded sandbox runs unless told otherwise: a clip in seconds instead of minutes. */
const SANDBOX_SPEED = 60;

/** The command line as commander knows it. `end` receives the exit code of the command that ran. */
export function createProgram(end: (code: ExitCode) => void): Command {
  const program = new Command("shotgraph")
    .description("Wire AI video and image work as a graph, see the price first, and never pay twice.")
    .version(packageJson.version, "-V, --version", "print the version")
    .exitOverride()
    .configureHelp({ sortSubcommands: false })
    .showHelpAfterError("(shotgraph --help lists the commands)");
  program
    .command("validate <file>")
    .description("check a graph file: the document, every node, every edge")
    .option("--json", "one JSON object on stdout")
    .action(async (file: string, flags: { json?: boolean }) => end(await validateCommand(file, flags)));
  scoped(program.command("plan <file>"))
    .description("what a run would do and cost; sends nothing")
    .option("--sandbox", "with what the sandbox has already made")
    .action(async (file: string, flags: PlanFlags) => end(await planCommand(file, flags)));
  scoped(program.command("run <file>"))
    .description("run the graph; what was made before is never made again")
    .addOption(new Option("--events", "NDJSON on stdout: run events, then the result").conflicts("json"))
    .option("--out <dir>", "copy the results there")
    .option("--no-embed", "do not put the graph into what is copied out")
    .option("--budget <credits>", "spend at most this; a run whose quote is above sends nothing", amount)
    .option("--concurrency <n>", "tasks at the service at once, at most", positive)
    .addOption(new Option("--on-unknown <what>", "steps whose spend is unknown").choices(["fail", "retry"]).default("fail"))
    .option("--sandbox", "run in the built-in sandbox: no key, no money, real media")
    .option("--speed <x>", "how many times faster than the real service the sandbox is", speed, SANDBOX_SPEED)
    .option("--review-again", "register media anew that the service's review has refused before (costs nothing)")
    .option("--wait-for-credits", "when credits run out in the middle, wait for a top-up instead of ending (at a terminal it waits anyway)")
    .option("--yes", "do not ask about the price, and do not wait for a top-up or another key")
    .option("--allow-uploads", "let the local files and addresses that the graph names be handed out, and remember that for this graph")
    .addOption(new Option("--ask-above <credits>", "at a terminal, ask before spending more than this").argParser(amount).default(500).env("SHOTGRAPH_ASK_ABOVE"))
    .action(async (file: string, flags: RunFlags) => end(await runCommand(file, flags)));

  program
    .command("bundle <file> <target>")
    .description("one file with the graph, its media and takes, for somebody else")
    .option("--json", "one JSON object on stdout, everything else on stderr")
    .addOption(new Option("--takes <which>", "all of the graph's requests, those it uses now, or none").choices(["all", "used", "none"]).default("all"))
    .option("--overwrite", "replace the target if it is there")
    .option("--sandbox", "with what the sandbox has made")
    .action(async (file: string, target: string, flags: BundleFlags) => end(await bundleCommand(file, target, flags)));

  program
    .command("ledger")
    .description("what was spent: reserved, billed, refunded, unknown; and bills that were not as quoted")
    .option("--json", "one JSON object on stdout")
    .addOption(new Option("--csv", "comma-separated, for spreadsheets").conflicts("json"))
    .addOption(new Option("--by <what>", "sums instead of entries").choices(["node", "run", "day", "model"]))
    .option("--sandbox", "of the sandbox")
    .action(async (flags: LedgerFlags) => end(await ledgerCommand(flags)));
  unknownCommands(program.command("unknown").description("requests whose answer was lost: see them, decide about them"), end);
  libraryCommands(program.command("library").description("take care of the local store: check, measure, clean up, rebuild"), end);
  program
    .command("sandbox")
    .description("run a faithful SeeGen service on this machine")
    .option("--port <n>", "port on 127.0.0.1; 0 for any", port, 0)
    .option("--speed <x>", "how many times faster than the real service", speed, SANDBOX_SPEED)
    .option("--credits <n>", "starting balance", amount, 50_000)
    .option("--concurrency <n>", "running tasks it takes before it answers 429", positive)
    .option("--scenario <file>", "faults to inject, see docs/sandbox.md")
    .action(async (flags: SandboxFlags) => end(await sandboxCommand(flags)));
  program
    .command("schema")
    .description("the JSON Schema of .shotgraph documents")
    .action(() => printJson(documentJsonSchema()));
  program
    .command("nodes")
    .description("every node kind with its ports and params")
    .option("--json", "one JSON object on stdout")
    .action((flags: { json?: boolean }) => end(nodesCommand(flags)));
  program
    .command("demo")
    .description("run an example graph in the sandbox")
    .option("--out <dir>", "where the results go", "shotgraph-demo")
    .option("--speed <x>", "how many times faster than the real service the sandbox is", speed, SANDBOX_SPEED)
    .action(async (flags: { out: string; speed: number }) => end(await demoCommand(flags)));
  return program;
}

function unknownCommands(unknown: Command, end: (code: ExitCode) => void): void {
  const command = (usage: string, description: string) => unknown.command(usage).description(description).option("--json", "one JSON object on stdout").option("--sandbox", "of the sandbox");
  command("list", "what awaits a decision").action(async (flags: UnknownFlags) => end(await unknownListCommand(flags)));
  command("adopt <id> <task>", "this task is the answer: follow it").action(async (id: string, taskId: string, flags: UnknownFlags) => end(await unknownDecideCommand(id, { do: "adopt", taskId }, flags)));
  command("resend <id>", "send it again when it is next needed; both may be charged").action(async (id: string, flags: UnknownFlags) => end(await unknownDecideCommand(id, { do: "resend" }, flags)));
  command("forget <id>", "it was not charged").action(async (id: string, flags: UnknownFlags) => end(await unknownDecideCommand(id, { do: "forget" }, flags)));
}

function libraryCommands(library: Command, end: (code: ExitCode) => void): void {
  const command = (usage: string, description: string) => library.command(usage).description(description).option("--json", "one JSON object on stdout");
  command("verify", "read every media file to its end; damaged ones go to quarantine and are downloaded again where that still works")
    .option("--sandbox", "download again from the sandbox")
    .action(async (flags: LibraryFlags & { sandbox?: boolean }) => end(await verifyCommand(flags)));
  command("size", "what lies there, in files and bytes").action(async (flags: LibraryFlags) => end(await sizeCommand(flags)));
  command("clean", "what could be deleted and why; results of takes only when named")
    .option("--apply", "delete it")
    .option("--take <sha256>", "this result of a take too (repeatable)", collect, [])
    .action(async (flags: LibraryFlags & { apply?: boolean; take: string[] }) => end(await cleanCommand(flags)));
  command("adopt <file>", "takes that came in a bundle with this graph answer for every graph from now on")
    .option("--sandbox", "in what the sandbox has made")
    .action(async (file: string, flags: LibraryFlags & { sandbox?: boolean }) => end(await adoptCommand(file, flags)));
  command("rebuild", "make the index anew from the sidecars; a damaged database is moved aside").action(async (flags: LibraryFlags) => end(await rebuildCommand(flags)));
}

function scoped(command: Command): Command {
  return command
    .option("--json", "one JSON object on stdout, everything else on stderr")
    .option("--set <node.param=value>", "change a param, or takes, picked, state, spread, title (repeatable)", collect, [])
    .option("--only <node>", "only this node and what it needs (repeatable)", collect, []);
}

function collect(value: string, earlier: string[]): string[] {
  return [...earlier, value];
}

function figure(text: string, least: number, what: string): number {
  const value = Number(text);
  if (text.trim() === "" || Number.isNaN(value) || value < least) throw new InvalidArgumentError(what);
  return value;
}

const amount = (text: string) => figure(text, 0, "It must be a number of credits, 0 or more.");
const speed = (text: string) => figure(text, 0.001, "It must be a number above 0 (Infinity does not wait at all).");

function positive(text: string): number {
  const value = figure(text, 1, "It must be a whole number, 1 or more.");
  if (!Number.isInteger(value)) throw new InvalidArgumentError("It must be a whole number, 1 or more.");
  return value;
}

function port(text: string): number {
  const value = figure(text, 0, "It must be a port number from 0 to 65535.");
  if (!Number.isInteger(value) || value > 65_535) throw new InvalidArgumentError("It must be a port number from 0 to 65535.");
  return value;
}
