import { z } from "zod";
import { edgeSchema, FORMAT, LIMITS, nodeSchema, type GraphEdge, type GraphNode } from "../graph/document.ts";
import { parseGraph, unsafeStructure } from "../graph/parse.ts";
import { inOrder, type DocState } from "./records.ts";

const CLIP_FORMAT = "shotgraph-clip";
const CLIP_VERSION = 1;

/** Copied nodes, as the clipboard carries them between graphs, windows and programs. */
export interface Clip {
  /** Id of the graph that they come from: only there the wires from outside mean anything. */
  graph: string;
  nodes: readonly GraphNode[];
  /** Wires among them and from outside into them, in the document's order, which is the order of a multi port's items. */
  edges: readonly GraphEdge[];
}

export type ClipResult =
  | { status: "ok"; clip: Clip }
  /** Not nodes at all: text like any other. */
  | { status: "none" }
  | { status: "invalid"; message: string };

export function clipOf(doc: DocState, ids: Iterable<string>): Clip {
  const chosen = new Set(ids);
  return {
    graph: doc.meta.id,
    nodes: inOrder(doc.nodes).filter(({ id }) => chosen.has(id)),
    edges: inOrder(doc.edges).filter(({ to }) => chosen.has(to.node)),
  };
}

/** Nodes as text for the clipboard. */
export function copy(doc: DocState, ids: Iterable<string>): string {
  return JSON.stringify({ format: CLIP_FORMAT, version: CLIP_VERSION, ...clipOf(doc, ids) }, null, 2);
}

const elements = <T extends z.ZodType>(schema: T, max: number) =>
  z
    .unknown()
    .refine((list) => !Array.isArray(list) || list.length <= max, `has more than ${max} elements`)
    .pipe(z.array(schema));

const clipSchema = z.object({
  version: z.literal(CLIP_VERSION, "was copied by another version of Shotgraph"),
  graph: z.string().max(LIMITS.idLength),
  nodes: elements(nodeSchema, LIMITS.nodes),
  edges: elements(edgeSchema, LIMITS.edges),
});

/** Read what was copied, or a whole `.shotgraph` document. As untrusted as a file: the same caps, the same refused keys. */
export function parseClip(text: string): ClipResult {
  if (!/^\s*\{/.test(text.slice(0, 1000))) return { status: "none" };
  if (text.length > LIMITS.bytes) return { status: "invalid", message: `The clipboard holds ${text.length} characters; at most ${LIMITS.bytes} are read.` };
  const json = jsonOf(text);
  if (typeof json !== "object" || json === null || !("format" in json)) return { status: "none" };
  if (json.format === FORMAT) return clipOfDocument(text);
  if (json.format !== CLIP_FORMAT) return { status: "none" };
  const unsafe = unsafeStructure(json);
  if (unsafe) return { status: "invalid", message: unsafe.message };
  const parsed = clipSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { status: "invalid", message: `The copied nodes cannot be read: "${issue?.path.join(".") ?? ""}" ${issue?.message ?? ""}.` };
  }
  const { graph, nodes, edges } = parsed.data;
  for (const list of [nodes, edges]) if (new Set(list.map(({ id }) => id)).size < list.length) return { status: "invalid", message: "The copied nodes cannot be read: two of them have the same id." };
  return { status: "ok", clip: { graph, nodes, edges } };
}

function clipOfDocument(text: string): ClipResult {
  const result = parseGraph(text);
  if (result.status === "tooNew") return { status: "invalid", message: `The copied document is of version ${result.version}, which a newer Shotgraph wrote. Update Shotgraph to paste it.` };
  if (result.status === "invalid") return { status: "invalid", message: result.problems[0]?.message ?? "The copied document cannot be read." };
  const { id, nodes, edges } = result.graph;
  return { status: "ok", clip: { graph: id, nodes, edges } };
}

/** Undefined when it is not JSON: then it is text like any other. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
