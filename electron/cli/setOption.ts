import { resolve } from "node:path";
import type { Graph, GraphNode } from "../../shared/graph/document.ts";
import { nodeSchema } from "../../shared/graph/document.ts";
import { setParam, updateNode } from "../../shared/graph/edit.ts";
import { FORBIDDEN_KEYS } from "../../shared/graph/parse.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import { CliError, EXIT } from "./exitCodes.ts";

/** Node keys that `--set` reaches beside the params. */
const OWN_KEYS = ["takes", "picked", "state", "spread", "title"] as const;
type OwnKey = (typeof OWN_KEYS)[number];

export type ImportFile = (path: string) => Promise<{ sha256: string; name: string; bytes: number }>;

/**
 * Apply `NODE.PARAM=VALUE` settings. The value is taken as text where the param takes text, as JSON otherwise; a `source` also
 * takes an https URL, an `asset://` URI or the path of a local file, which is copied into the library. Throws `CliError` (usage).
 * @param from folder that relative paths start at
 */
export async function applySettings(graph: Graph, settings: readonly string[], importFile: ImportFile, from: string): Promise<Graph> {
  let current = graph;
  for (const setting of settings) current = await applyOne(current, setting, importFile, from);
  return current;
}

async function applyOne(graph: Graph, setting: string, importFile: ImportFile, from: string): Promise<Graph> {
  const equals = setting.indexOf("=");
  const dot = setting.lastIndexOf(".", equals < 0 ? undefined : equals);
  if (equals < 0 || dot <= 0 || dot + 1 >= equals) throw usage(`--set ${setting}: write NODE.PARAM=VALUE, for example --set n3.duration=8.`);
  const id = setting.slice(0, dot);
  const name = setting.slice(dot + 1, equals);
  const text = setting.slice(equals + 1);
  const node = graph.nodes.find((candidate) => candidate.id === id);
  if (!node) throw usage(`--set ${setting}: there is no node "${id}". The nodes are ${listed(graph.nodes.map((each) => each.id))}.`);
  if (FORBIDDEN_KEYS.has(name)) throw usage(`--set ${setting}: "${name}" is no param.`);
  const kind = catalogue.get(node.kind);
  const shape = kind?.params.shape ?? {};
  if (!Object.hasOwn(shape, name) && isOwnKey(name)) return setOwnKey(graph, id, name, text, setting);
  if (kind && !Object.hasOwn(shape, name)) throw usage(`--set ${setting}: a ${node.kind} node has no param "${name}". It has ${listed([...Object.keys(shape), ...OWN_KEYS])}.`);
  const value = name === "source" ? await sourceOf(text, importFile, from, setting) : valueOf(node, name, text);
  return setParam(graph, id, name, value);
}

function setOwnKey(graph: Graph, id: string, key: OwnKey, text: string, setting: string): Graph {
  const parsed = nodeSchema.shape[key].safeParse(key === "title" || key === "picked" || key === "state" ? text : json(text));
  if (!parsed.success) throw usage(`--set ${setting}: ${parsed.error.issues[0]?.message ?? "not a valid value"}.`);
  return updateNode(graph, id, (node) => ({ ...node, [key]: parsed.data }));
}

/** Text stays text where the param takes it as it stands; `8`, `true`, `null` and JSON lists are read otherwise. */
function valueOf(node: GraphNode, name: string, text: string): unknown {
  const param = catalogue.get(node.kind)?.params.shape[name];
  const accepts = (value: unknown): boolean => param !== undefined && "safeParse" in param && (param as { safeParse(value: unknown): { success: boolean } }).safeParse(value).success;
  const value = json(text);
  // A list or an object is meant as one even where a text would do (the lines of a prompt list).
  if (typeof value === "object" && value !== null && accepts(value)) return value;
  return accepts(text) ? text : value;
}

async function sourceOf(text: string, importFile: ImportFile, from: string, setting: string): Promise<unknown> {
  if (text === "" || text === "null") return null;
  if (/^https?:\/\//i.test(text)) return { type: "url", url: text };
  if (text.startsWith("asset://")) return { type: "asset", uri: text };
  if (text.startsWith("{")) return json(text);
  try {
    const { sha256, name, bytes } = await importFile(resolve(from, text));
    return { type: "file", sha256, name, bytes };
  } catch (error) {
    throw usage(`--set ${setting}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: then it is a word.
    return text;
  }
}

function isOwnKey(name: string): name is OwnKey {
  return OWN_KEYS.some((key) => key === name);
}

function listed(names: readonly string[]): string {
  return names.length > 12 ? `${names.slice(0, 12).join(", ")} and ${names.length - 12} more` : names.join(", ") || "none";
}

function usage(message: string): CliError {
  return new CliError(EXIT.usage, "usage", message);
}
