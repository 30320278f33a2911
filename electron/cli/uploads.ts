import { createInterface } from "node:readline/promises";
import type { ConsentAsk } from "../../shared/contract/api/hosting.ts";
import type { Graph } from "../../shared/graph/document.ts";
import { asksOf, keyOfNode, openConsents, settingsFromEnvironment, unreachable, type Outgoing, type Workspace } from "../host/index.ts";
import { CliError, EXIT } from "./exitCodes.ts";
import { callerFolder } from "./graphFile.ts";
import { sizeText } from "./leavingText.ts";
import { plain, tell, terminal } from "./output.ts";

interface UploadFlags {
  set: readonly string[];
  sandbox?: boolean;
  json?: boolean;
  events?: boolean;
  allowUploads?: boolean;
}

interface Request {
  /** With what `--set` says. */
  graph: Graph;
  leaving: readonly Outgoing[];
  workspace: Workspace;
  flags: UploadFlags;
  /** The `--json` object of a run that sent nothing. */
  refusal: () => Record<string, unknown>;
}

/**
 * What a graph names itself goes out only when that was agreed to once: at the terminal, by `--allow-uploads`, or in the editor. What `--set` names is the caller's own, and in the sandbox nothing
 * leaves the machine. Without a terminal, an address alone does not end a run: it says nothing of this machine, and who calls the command has named the graph. Throws `CliError`.
 */
export async function agreeToLeaving({ graph, leaving, workspace, flags, refusal }: Request): Promise<void> {
  if (flags.sandbox) return;
  const lost = unreachable(leaving, workspace.local);
  if (lost.length > 0) throw new CliError(EXIT.usage, "invalid", `The graph cannot run:\n${lost.map((line) => `  ${plain(line)}`).join("\n")}\nNothing was sent.`, refusal());
  const consents = await openConsents(settingsFromEnvironment(process.env, callerFolder()).home);
  const own = ownKeys(graph, flags.set);
  const asks = asksOf(leaving, (sha256) => workspace.library.media(sha256), (key) => own.has(key) || consents.has(graph.id, key));
  if (asks.length === 0) return;
  const agree = () => consents.add(graph.id, asks.map(({ key }) => key));
  if (flags.allowUploads) return await agree();
  if (terminal.interactive && !flags.json && !flags.events) {
    if (await asked(asks)) return await agree();
    throw new CliError(EXIT.interrupted, "declined", "Not run; nothing was sent.");
  }
  const uploads = asks.filter(({ what }) => what === "upload");
  const hosts = asks.filter(({ what }) => what === "host");
  if (uploads.length > 0) {
    throw new CliError(EXIT.usage, "consent", `This graph names local files that were never agreed to leave this machine:\n${uploads.map(lineOf).join("\n")}\nAdd --allow-uploads if they may, or give your own file with --set. Nothing was sent.`, refusal());
  }
  tell(`The service is told to fetch from: ${hosts.map(({ name }) => plain(name)).join(", ")}. (With --allow-uploads this is remembered.)`);
}

function ownKeys(graph: Graph, settings: readonly string[]): ReadonlySet<string> {
  const set = new Set(settings.flatMap((setting) => /^(.+)\.source=/s.exec(setting)?.[1] ?? []));
  return new Set(graph.nodes.flatMap((node) => (set.has(node.id) ? (keyOfNode(node) ?? []) : [])));
}

function lineOf({ what, name, nodes, bytes, to, urls }: ConsentAsk): string {
  const node = nodes[0] === undefined ? "" : `, node ${plain(nodes[0])}`;
  if (what === "host") return `  addresses at ${plain(name)}, which the service fetches: ${urls.slice(0, 3).map(plain).join(", ")}${urls.length > 3 ? " …" : ""}${node}`;
  return `  "${plain(name)}"${bytes === null ? "" : ` (${sizeText(bytes)})`} → ${plain(to)}${node}`;
}

async function asked(asks: readonly ConsentAsk[]): Promise<boolean> {
  tell(`This graph wants these to leave this machine:\n${asks.map(lineOf).join("\n")}`);
  const lines = createInterface({ input: process.stdin, output: terminal.stderr });
  try {
    // Ctrl-C and Ctrl-D are a no.
    const answer = await lines.question("May they? It is asked once for this graph. [y/N] ").catch(() => "");
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}
