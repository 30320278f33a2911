import type { Library } from "../../../shared/contract/library.ts";
import type { TakeRecord } from "../../../shared/contract/records.ts";
import type { RunResult, StepResult } from "../../../shared/contract/runEvents.ts";
import type { Graph } from "../../../shared/graph/document.ts";
import type { MediaFacts } from "../../../shared/graph/media.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { createPlanner } from "../../../shared/plan/planner.ts";
import type { Plan } from "../../../shared/plan/types.ts";

/** A sha256 that says which medium it is. */
export function sha(name: string): string {
  return Buffer.from(name).toString("hex").padEnd(64, "0");
}

type Node = Graph["nodes"][number];

export function node(id: string, kind: string, params: Record<string, unknown> = {}, more: Partial<Node> = {}): Node {
  return { id, kind, position: { x: 0, y: 0 }, params, ...more };
}

/** Edges as `from.port to.port`. */
export function graph(nodes: Node[], edges: string[]): Graph {
  const end = (text = "") => ({ node: text.split(".")[0] ?? "", port: text.split(".")[1] ?? "" });
  return { format: "shotgraph", version: 1, id: "g", name: "G", nodes, edges: edges.map((edge, at) => ({ id: `e${at}`, from: end(edge.split(" ")[0]), to: end(edge.split(" ")[1]) })) };
}

/** The plan of a graph for a library that knows these media and no takes. */
export function planOf(document: Graph, media: readonly string[] = []): Plan {
  const knowledge = { revision: 0, takesOf: () => [], media: (sha256: string) => (media.includes(sha256) ? factsOf(sha256) : undefined), derived: () => undefined, lastKey: () => undefined };
  return createPlanner(catalogue).plan(document, knowledge);
}

function factsOf(sha256: string): MediaFacts {
  return { sha256, bytes: 1, type: "image", format: "png", width: 1024, height: 768, durationSeconds: null };
}

export function take(nodeId: string, name: string | null, more: Partial<TakeRecord> = {}): TakeRecord {
  const quoted = { min: 15, max: 15 };
  return {
    id: 1, key: "key", service: "jobs", model: "gpt-image-2", mediaType: "image", runId: "r", graphId: "g", graphName: "G", nodeId, item: 0, request: {}, body: {}, quoted,
    origin: "made", ordinal: 0, output: 0, state: "stored", taskId: "task_1", urls: [], sha256: name === null ? null : sha(name), billed: 15, creditsRaw: 15, error: null, createdAt: 0, submittedAt: 0, completedAt: 0, storedAt: 0, ...more,
  };
}

export function step(nodeId: string, item: number, takes: TakeRecord[], more: Partial<StepResult> = {}): StepResult {
  return { stepId: `${nodeId}#${item}`, nodeId, item, status: "done", takes, billedTakes: [], billed: 0, error: null, ...more };
}

export function result(steps: StepResult[]): RunResult {
  return { runId: "r", outcome: "done", quoted: { min: 0, max: 0 }, billed: 0, steps };
}

/** A library that only looks up facts and notes what is exported. */
export function noting(): { library: Library; exported: [name: string, sha256: string][] } {
  const exported: [string, string][] = [];
  const library = {
    media: factsOf,
    take: () => undefined,
    mediaPath: (sha256: string) => `/library/${sha256}`,
    exportMedia: (sha256: string, directory: string, name: string) => {
      exported.push([name, sha256]);
      return Promise.resolve(`${directory}/${name}.png`);
    },
  };
  return { library: library as unknown as Library, exported };
}
