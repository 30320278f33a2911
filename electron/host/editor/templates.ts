import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Template } from "../../../shared/contract/api/sessions.ts";
import type { Graph } from "../../../shared/graph/document.ts";
import { NOTHING_KNOWN } from "../../../shared/plan/knowledge.ts";
import { openDocument } from "../../documents/files.ts";
import { hostPlanner } from "../planner.ts";
import { examplesFolder } from "../resources.ts";

const DESCRIPTION_LENGTH = 280;

/** The example graphs that come with the program, the simplest first; their notes describe them. */
export async function loadTemplates(folder = examplesFolder()): Promise<readonly Template[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".shotgraph"));
  const templates = await Promise.all(names.map((name) => load(folder, name)));
  return templates.sort((a, b) => a.graph.nodes.length - b.graph.nodes.length);
}

async function load(folder: string, name: string): Promise<Template> {
  const result = await openDocument(join(folder, name));
  if (result.status !== "ok" && result.status !== "migrated") throw new Error(`the example ${name} cannot be read: ${result.status}`);
  const { graph } = result;
  const { quote } = hostPlanner().plan(graph, NOTHING_KNOWN);
  return { id: name.replace(/\.shotgraph$/, ""), graph, description: descriptionOf(graph), quote: { min: quote.min, max: quote.max } };
}

function descriptionOf(graph: Graph): string {
  const text = graph.nodes.find(({ kind }) => kind === "note")?.params["text"];
  return typeof text === "string" ? text.slice(0, DESCRIPTION_LENGTH) : "";
}
