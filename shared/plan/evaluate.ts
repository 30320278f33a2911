import type { GraphNode } from "../graph/document.ts";
import type { PortType } from "../graph/media.ts";
import { distinct, type Problem } from "../graph/problem.ts";
import type { Inputs, NodeKind, PortSpec, SourceKind } from "../nodes/define.ts";
import type { Catalogue } from "../nodes/catalogue.ts";
import { isMedia, type Value } from "../nodes/values.ts";
import { article, collect, type Collected, type Supply } from "./collect.ts";
import { through, tooManyItems, tooMuchText } from "./limits.ts";
import { derivedProblems } from "./derivedValues.ts";
import { parseParams } from "./params.ts";
import type { Sha256 } from "./key.ts";
import type { Knowledge } from "./knowledge.ts";
import { evaluateTask, flatMapped } from "./task.ts";
import type { Evaluation, Known } from "./types.ts";

export interface EvaluationContext {
  graphId: string;
  catalogue: Catalogue;
  knowledge: Knowledge;
  sha256: Sha256;
}

/**
 * What one node contributes, from its own params and what its upstream nodes hand on. Pure but for the look-ups in `knowledge`, and for
 * what is parsed, which is kept in `known`.
 */
export function evaluate(known: Known, supplies: readonly Supply[], context: EvaluationContext): Evaluation {
  const { node } = known;
  const kind = context.catalogue.get(node.kind);
  if (!kind) return node.state === "disabled" ? disabled(node, null) : unknownKind(node);
  if (kind.role === "furniture") return { ...empty(node, ""), furniture: true };
  const params = (known.params ??= parseParams(node, kind));
  const ports = kind.inputs(params.values);
  const collected = collect(node, ports, supplies);
  const problems = params.problems.concat(collected.problems);
  const outputType = kind.output && kind.output.type !== "any" ? kind.output.type : null;

  // What only hands on does the same when it is bypassed.
  const bypassed = node.state === "bypassed" && kind.role !== "through";
  if (node.state === "disabled" || (collected.state === "disabled" && !bypassed)) return disabled(node, outputType);
  if (bypassed) return bypass(node, kind, ports, supplies);
  const hindrance = problems.some(({ severity }) => severity === "error") ? "invalid" : collected.state === "blocked" ? "blocked" : null;
  if (hindrance) {
    const evaluation = failed(node, hindrance, problems, outputType);
    if (kind.role === "through") return { ...evaluation, passesOn: true };
    // Nothing ever comes out of a kind without an output: an edge from it is wrong, whatever state it is in.
    return kind.output ? evaluation : { ...evaluation, output: { ...evaluation.output, state: "ready" } };
  }

  switch (kind.role) {
    case "task":
      return evaluateTask({ node, kind, params: params.values, items: collected.items, problems, ...context });
    case "source":
      return evaluateSource(node, kind, params.values, collected, problems, context);
    case "sink":
      return { ...empty(node, "free"), problems, received: collected.received() };
    case "through":
      return handOn(node, node.state === "bypassed" ? "bypassed" : "free", collected.received(), supplies, problems);
  }
}

function evaluateSource(node: GraphNode, kind: SourceKind, params: Record<string, unknown>, collected: Collected, problems: Problem[], context: EvaluationContext): Evaluation {
  const media = (sha256: string) => context.knowledge.media(sha256);
  const derived = (identity: string) => context.knowledge.derived(identity);
  const found = distinct(flatMapped(collected.items, (inputs) => kind.check({ params, inputs, media, derived })));
  const all = problems.concat(found);
  const type = kind.output?.type as PortType;
  if (found.some(({ severity }) => severity === "error")) {
    const missing = found.some(({ message }) => message.startsWith("media missing"));
    return failed(node, missing ? "media missing" : "invalid", all, type);
  }
  const items: Value[] = [];
  const told: Problem[] = [];
  let characters = 0;
  for (const inputs of collected.items) {
    characters += mixedLength(params, inputs);
    const excess = tooMuchText(characters);
    if (excess) return failed(node, "invalid", [...all, excess], type);
    const values = kind.values({ params, inputs, media, derived });
    told.push(...derivedProblems(values, inputs, context.knowledge));
    for (const value of values) items.push(withAccount(value.origins.length > 0 ? through(value, node.id) : { ...value, origins: [node.id] }, context.knowledge));
  }
  const excess = tooManyItems(items.length);
  if (excess) return failed(node, "invalid", [...all, excess], type);
  const problemsOfAll = told.length > 0 ? all.concat(distinct(told)) : all;
  if (told.some(({ severity }) => severity === "error")) return failed(node, "invalid", problemsOfAll, type);
  return { ...empty(node, "free"), problems: problemsOfAll, output: { type, state: "ready", items } };
}

/** With what the account knows of it: where its review stands, and how long an asset is. */
function withAccount(value: Value, { assets }: Knowledge): Value {
  if (!assets || !isMedia(value)) return value;
  const { source } = value;
  const reviewed = source.type === "asset" ? undefined : assets.review(value.identity, value.type);
  const duration = source.type === "asset" ? (assets.seconds(source.uri) ?? value.duration) : value.duration;
  return { ...value, duration, ...(reviewed ? { reviewed } : {}) };
}

/**
 * At most how long the texts become into which others are put, one for each `{{`. It is judged before they are made: one node can
 * multiply what it is given by thousands. Texts that stand in the document itself are as long as the file allows.
 */
function mixedLength(params: Record<string, unknown>, inputs: Inputs): number {
  let longest = 0;
  for (const values of Object.values(inputs)) for (const value of values) if (value.type === "text") longest = Math.max(longest, value.text.length);
  if (longest === 0) return 0;
  const own = Object.values(params).filter((value) => typeof value === "string");
  return own.reduce((sum, text) => sum + text.length + (text.split("{{").length - 1) * longest, 0);
}

/** A bypassed node hands on what the first edge of its own output's type brings, in the order of its ports. */
function bypass(node: GraphNode, kind: NodeKind, ports: readonly PortSpec[], supplies: readonly Supply[]): Evaluation {
  if (!kind.output) return empty(node, "bypassed");
  const { type } = kind.output;
  const candidates = ports
    .filter((port) => port.type === type)
    .flatMap((port) => supplies.filter(({ edge }) => edge.to.port === port.name))
    .map(({ source }) => source);
  const source = candidates.find((candidate) => candidate?.output.type === type);
  if (source) {
    const items = source.output.items.map((value) => through(value, node.id));
    return { ...empty(node, source.output.state === "disabled" ? "disabled" : "bypassed"), passesOn: true, output: { ...source.output, items } };
  }
  const problem: Problem = {
    severity: "error",
    message: `The node is bypassed, but no ${type} comes in that could pass through.`,
    fix: `Connect ${article(type)}, or make the node active or disabled.`,
  };
  return failed(node, "bypassed", [problem], type as PortType);
}

function handOn(node: GraphNode, reason: string, received: readonly Value[], supplies: readonly Supply[], problems: Problem[]): Evaluation {
  const type = supplies[0]?.source?.output.type ?? null;
  const items = received.map((value) => through(value, node.id));
  return { ...empty(node, reason), problems, passesOn: true, output: { type, state: "ready", items } };
}

function unknownKind(node: GraphNode): Evaluation {
  const problem: Problem = {
    severity: "warning",
    message: `This version of Shotgraph does not know the node kind "${node.kind}"; it is kept as it is and does not run.`,
    fix: "Update Shotgraph, or remove the node.",
  };
  return { ...empty(node, "invalid"), problems: [problem], output: { type: null, state: "blocked", items: [] } };
}

function empty(node: GraphNode, reason: string): Evaluation {
  return { nodeId: node.id, kind: node.kind, furniture: false, passesOn: false, steps: [], reason, problems: [], output: { type: null, state: "ready", items: [] }, received: [] };
}

function disabled(node: GraphNode, type: PortType | null): Evaluation {
  return { ...empty(node, "disabled"), output: { type, state: "disabled", items: [] } };
}

function failed(node: GraphNode, reason: string, problems: readonly Problem[], type: PortType | null): Evaluation {
  return { ...empty(node, reason), problems, output: { type, state: "blocked", items: [] } };
}
