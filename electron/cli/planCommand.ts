import type { Graph } from "../../shared/graph/document.ts";
import type { Problem } from "../../shared/graph/problem.ts";
import type { Plan } from "../../shared/plan/types.ts";
import { type Bundle, hostPlanner, leavingFrom, openWorkspace, settingsFromEnvironment, withBundle, type Workspace } from "../host/index.ts";
import { EXIT, type ExitCode } from "./exitCodes.ts";
import { credits, cut, dollars, problemLines, table, thousands } from "./format.ts";
import { bundleLine } from "./bundleCommand.ts";
import { callerFolder, checkTargets, readGraphFile } from "./graphFile.ts";
import { plain, print, printJson, styled, tell } from "./output.ts";
import { leavingText } from "./leavingText.ts";
import { planJson, type Balance } from "./planJson.ts";
import { applySettings } from "./setOption.ts";

export interface PlanFlags {
  json?: boolean;
  set: string[];
  only: string[];
  sandbox?: boolean;
}

/** `shotgraph plan`: what a run would do and cost. Sends nothing but, with a key, one question for the balance. */
export async function planCommand(file: string, flags: PlanFlags): Promise<ExitCode> {
  const { graph, bundle } = await readGraphFile(file);
  checkTargets(graph, flags.only);
  // A local file named by --set is copied into the library.
  const takesIn = flags.set.some((setting) => /\.source=/.test(setting));
  const workspace = await openWorkspace({
    settings: settingsFromEnvironment(process.env, callerFolder()),
    ...(takesIn ? { executor: {} } : {}),
    ...(flags.sandbox ? { sandbox: { start: false, speed: 1 } } : {}),
  });
  try {
    const set = await applySettings(graph, flags.set, (path) => workspace.library.importFile(path), callerFolder());
    const read = planWith(workspace, set, bundle, flags.only);
    // Where files were taken in, what is made of them is made as well, and measured.
    const plan = takesIn && !bundle && (await workspace.making.ahead(read)) ? planWith(workspace, set, bundle, flags.only) : read;
    const { balance, problems } = await readBalance(workspace);
    const leaving = leavingFrom(plan, workspace);
    if (flags.json) printJson(planJson(plan, balance, problems, leaving));
    else print([planText(set, plan, balance, problems), ...leavingText(leaving)].join("\n"));
    return plan.ok ? EXIT.done : EXIT.usage;
  } finally {
    await bundle?.close();
    await workspace.close();
  }
}

/** `shotgraph validate`: problems of the document and of every node. */
export async function validateCommand(file: string, flags: { json?: boolean }): Promise<ExitCode> {
  const { graph, bundle } = await readGraphFile(file);
  const workspace = await openWorkspace({ settings: settingsFromEnvironment(process.env, callerFolder()) });
  try {
    const plan = planWith(workspace, graph, bundle, []);
    const problems = [...plan.problems, ...plan.nodes.flatMap((node) => node.problems.map((problem) => ({ ...problem, node: node.id })))];
    if (flags.json) printJson({ ok: plan.ok, graph: { id: graph.id, name: graph.name }, nodes: graph.nodes.length, edges: graph.edges.length, problems });
    else print([`${plain(graph.name)}: ${graph.nodes.length} nodes, ${graph.edges.length} edges, ${plan.ok ? styled("green", "ready to run") : styled("red", "not ready to run")}`, ...problemLines(problems)].join("\n"));
    return plan.ok ? EXIT.done : EXIT.usage;
  } finally {
    await bundle?.close();
    await workspace.close();
  }
}

/** With what came along in a bundle, as if it were here already; nothing of it is taken in. */
function planWith(workspace: Workspace, graph: Graph, bundle: Bundle | null, only: readonly string[]): Plan {
  const options = only.length > 0 ? { only } : {};
  if (!bundle) return workspace.plan(graph, options);
  tell(bundleLine(bundle));
  return hostPlanner().plan(graph, withBundle(workspace.knowledge, bundle, workspace.realm, graph.id), options);
}

/** The balance is good to know but no condition of a plan: without a key, or when the service does not answer, there is none. */
async function readBalance({ client }: Workspace): Promise<{ balance: Balance | null; problems: Problem[] }> {
  if (!client) return { balance: null, problems: [] };
  const answer = await client.credits();
  if (answer.kind === "ok") return { balance: { credits: answer.value.credits, available: answer.value.availableCredits }, problems: [] };
  return { balance: null, problems: [{ severity: "warning", message: `The balance could not be read: ${answer.error.message}` }] };
}

export function planText(graph: Graph, plan: Plan, balance: Balance | null, problems: readonly Problem[] = []): string {
  const titles = new Map(graph.nodes.map((node) => [node.id, node.title]));
  const rows = plan.nodes
    .filter(({ steps, problems: found, reason }) => steps.length > 0 || found.length > 0 || (reason !== "free" && reason !== ""))
    .map((node) => [cut(node.id, 28), cut(titles.get(node.id) ?? "", 28), cut(node.kind, 24), String(node.steps.length), credits(node.credits), cut(node.formula, 48), cut(node.reason, 60)]);
  const lines = [
    styled("bold", plain(graph.name)),
    "",
    table(["node", "title", "kind", "steps", "credits", "formula", "why"], rows, ["steps", "credits"]),
    "",
    `${styled("bold", `${credits(plan.quote)} credits`)} · ${dollars(plan.quote.usd)}`,
  ];
  if (balance) lines.push(`${thousands(balance.available)} credits available, ${credits({ min: balance.available - plan.quote.max, max: balance.available - plan.quote.min })} after the run`);
  const found = [...problemLines([...plan.problems, ...problems]), ...plan.nodes.flatMap((node) => problemLines(node.problems, node.id))];
  return [...lines, ...(found.length > 0 ? ["", ...found] : [])].join("\n");
}
