import type { Graph, GraphEdge, GraphNode } from "../../../shared/graph/document.ts";
import type { MediaFacts, MediaType } from "../../../shared/graph/media.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { hash } from "../../../shared/plan/key.ts";
import { NOTHING_KNOWN, type KeyParts, type Knowledge, type KnownTake } from "../../../shared/plan/knowledge.ts";
import { createPlanner, type PlanOptions } from "../../../shared/plan/planner.ts";
import type { NodePlan, Plan, PlannedStep } from "../../../shared/plan/types.ts";

export function node(id: string, kind: string, params: Record<string, unknown> = {}, rest: Partial<GraphNode> = {}): GraphNode {
  return { id, kind, position: { x: 0, y: 0 }, params, ...rest };
}

/** `p.text>v.prompt`; that is its id as well. */
export function edge(wire: string): GraphEdge {
  const [, from = "", fromPort = "", to = "", toPort = ""] = /^(.+)\.(\w+)>(.+)\.(\w+)$/.exec(wire) ?? [];
  return { id: wire, from: { node: from, port: fromPort }, to: { node: to, port: toPort } };
}

export function graph(nodes: readonly GraphNode[], wires: readonly string[] = [], id = "g"): Graph {
  return { format: "shotgraph", version: 1, id, name: "Graph", nodes: [...nodes], edges: wires.map(edge) };
}

export const prompt = (id: string, text = `words of ${id}`) => node(id, "prompt", { text });
export const list = (id: string, ...lines: string[]) => node(id, "promptList", { lines });
export const image = (id: string, url = `https://example.com/${id}.png`, rest: Record<string, unknown> = {}) => node(id, "imageAsset", { source: { type: "url", url }, ...rest });
export const video = (id: string, url = `https://example.com/${id}.mp4`) => node(id, "videoRef", { source: { type: "url", url } });

/** A plan by a planner that has seen nothing before. */
export function planOf(document: Graph, knowledge: Knowledge = NOTHING_KNOWN, options?: PlanOptions): Plan {
  return createPlanner(catalogue).plan(document, knowledge, options);
}

export function nodeOf(plan: Plan, id: string): NodePlan {
  const found = plan.nodes.find((one) => one.id === id);
  if (!found) throw new Error(`the plan has no node ${id}`);
  return found;
}

export function stepOf(plan: Plan, id: string, item = 0): PlannedStep {
  const found = nodeOf(plan, id).steps[item];
  if (!found) throw new Error(`node ${id} has no step ${item}: ${JSON.stringify(nodeOf(plan, id).problems)}`);
  return found;
}

export const keyOf = (plan: Plan, id: string, item = 0) => stepOf(plan, id, item).step.key;
export const reasonOf = (plan: Plan, id: string) => nodeOf(plan, id).reason;
export const inputsOf = (plan: Plan, id: string) => nodeOf(plan, id).steps.map(({ step }) => step.request.body["inputs"] as Record<string, unknown>);
export const messagesOf = (plan: Plan, id: string) => nodeOf(plan, id).problems.map(({ severity, port, param, message }) => `${severity} ${port ?? param ?? "-"}: ${message}`);

/** The prompts of a node's steps. */
export const promptsOf = (plan: Plan, id: string) => inputsOf(plan, id).map((inputs) => inputs["prompt"]);

/** The identities of the media that a step's request uses in `urls`. */
export function urlsOf(plan: Plan, id: string, item = 0): string[] {
  const urls = (inputsOf(plan, id)[item]?.["urls"] ?? []) as { media: { identity: string } }[];
  return urls.map(({ media }) => media.identity);
}

const FORMATS: Record<MediaType, Omit<MediaFacts, "sha256">> = {
  image: { type: "image", format: "png", bytes: 1000, width: 1024, height: 1024, durationSeconds: null },
  video: { type: "video", format: "mp4", bytes: 5000, width: 1280, height: 720, durationSeconds: 5 },
  audio: { type: "audio", format: "mp3", bytes: 300, width: null, height: null, durationSeconds: 3 },
};

/** A library in memory. Whatever changes it changes its revision. */
export class FakeLibrary implements Knowledge {
  derived(): undefined {}

  revision = 0;
  readonly #takes = new Map<string, KnownTake[]>();
  readonly #media = new Map<string, MediaFacts>();
  readonly #last = new Map<string, KeyParts>();
  #id = 0;

  takesOf(key: string): readonly KnownTake[] {
    return this.#takes.get(key) ?? [];
  }
  media(sha256: string): MediaFacts | undefined {
    return this.#media.get(sha256);
  }
  lastKey(graphId: string, nodeId: string, item: number): KeyParts | undefined {
    return this.#last.get(`${graphId} ${nodeId} ${item}`);
  }

  /** One more take of a request; a stored one with media named after key and ordinal. */
  add(key: string, state: KnownTake["state"], type: MediaType = "video", facts: Partial<MediaFacts> = {}): KnownTake {
    const takes = this.#takes.get(key) ?? [];
    this.#id += 1;
    const stored = state === "stored";
    const sha256 = stored ? hash(`${key} ${takes.length}`) : null;
    const take = { id: this.#id, ordinal: takes.length, state, taskId: state === "submitted" || state === "completed" ? `task-${this.#id}` : null, sha256 };
    this.#takes.set(key, [...takes, take]);
    if (sha256 !== null) this.addMedia(sha256, type, facts);
    this.revision += 1;
    return take;
  }
  addMedia(sha256: string, type: MediaType, facts: Partial<MediaFacts> = {}): string {
    this.#media.set(sha256, { sha256, ...FORMATS[type], ...facts });
    this.revision += 1;
    return sha256;
  }
  lose(sha256: string | null): void {
    if (sha256 !== null) this.#media.delete(sha256);
    this.revision += 1;
  }
  remember(graphId: string, nodeId: string, parts: KeyParts, item = 0): void {
    this.#last.set(`${graphId} ${nodeId} ${item}`, parts);
    this.revision += 1;
  }

  /** Store what a plan would make, as a run does: step by step, each by its final key. */
  run(document: Graph, options?: PlanOptions): void {
    for (let round = 0; round < 50; round++) {
      const steps = planOf(document, this, options).nodes.flatMap(({ steps: all }) => all);
      const ready = steps.filter(({ needed, step }) => needed > 0 && !step.pending);
      if (ready.length === 0) return;
      for (const { step, needed } of ready) for (let take = 0; take < needed; take++) this.add(step.key, "stored", step.makes);
    }
    throw new Error("the run does not end");
  }
}
