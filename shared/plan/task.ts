import type { GraphNode } from "../graph/document.ts";
import type { MediaFacts } from "../graph/media.ts";
import { distinct, type Problem } from "../graph/problem.ts";
import type { Inputs, NodeContext, TaskKind } from "../nodes/define.ts";
import { rootOf } from "../nodes/derived.ts";
import { isMedia, measured, type MediaValue } from "../nodes/values.ts";
import { keyOf, mediaUses, type Sha256 } from "./key.ts";
import type { KeyParts, Knowledge, KnownTake } from "./knowledge.ts";
import { tooManyItems } from "./limits.ts";
import { reasonOf } from "./reason.ts";
import { refusedByReview, withReviewTime } from "./reviews.ts";
import type { Evaluation, Step, StepPlan } from "./types.ts";

interface TaskInput {
  graphId: string;
  node: GraphNode;
  kind: TaskKind;
  params: Record<string, unknown>;
  items: readonly Inputs[];
  /** Of this evaluation alone: what is found is added. */
  problems: Problem[];
  knowledge: Knowledge;
  sha256: Sha256;
}

/** Steps of a node that asks the service: one for each item, each looked up in the library. */
export function evaluateTask(input: TaskInput): Evaluation {
  const { node, kind, params, items, knowledge, problems } = input;
  const found = distinct(flatMapped(items, (inputs) => kind.check({ params, inputs })));
  problems.push(...found);
  if (found.some(({ severity }) => severity === "error")) return outcome(input, "invalid");
  const excess = tooManyItems(node.spread ? items.length * (node.takes ?? 1) : items.length);
  if (excess) {
    problems.push(excess);
    return outcome(input, "invalid");
  }
  const steps = items.map((inputs, item) => planStep(input, inputs, item));
  problems.push(...unhosted(steps, knowledge), ...refusedByReview(steps, knowledge));
  if (steps.some(({ unknown, missing }) => unknown.length > 0 && missing > 0)) problems.push(UNKNOWN_SPEND);
  const pinned = pinnedTake(input, steps, problems);
  if (pinned) return outcome(input, "pinned", [], [pinned]);
  return outcome(input, "", steps, flatMapped(steps, (step) => handedOn(node, step, knowledge)));
}

/** @param items what is handed on; nothing is where something is wrong */
function outcome({ node, kind, problems }: TaskInput, reason: string, steps: readonly StepPlan[] = [], items: readonly MediaValue[] | null = null): Evaluation {
  const output = { type: kind.makes, state: items ? "ready" : "blocked", items: items ?? [] } as const;
  return { nodeId: node.id, kind: node.kind, furniture: false, passesOn: false, steps, reason, problems, output, received: [] };
}

/** Most nodes have one item: its list is taken as it is, where `flatMap` would make another with room to grow. */
export function flatMapped<From, To>(list: readonly From[], map: (one: From) => To[]): To[] {
  const [first] = list;
  return list.length === 1 && first !== undefined ? map(first) : list.flatMap(map);
}

/** The request, key and price of one item. */
export function makeStep(node: Pick<GraphNode, "id" | "kind" | "takes">, kind: TaskKind, params: Record<string, unknown>, inputs: Inputs, item: number, sha256?: Sha256): Step {
  const context: NodeContext<Record<string, unknown>> = { params, inputs };
  const request = kind.request(context);
  const key = keyOf(request, sha256);
  const needs = pendingSteps(inputs);
  return {
    id: `${node.id}#${item}`,
    nodeId: node.id,
    item,
    kind: kind.kind,
    makes: kind.makes,
    params,
    inputs,
    request,
    key,
    pending: needs.length > 0,
    needs,
    price: kind.price(context),
    forecast: kind.forecast(context),
    wanted: node.takes ?? 1,
  };
}

function planStep({ graphId, node, kind, params, knowledge, sha256 }: TaskInput, inputs: Inputs, item: number): StepPlan {
  const step = makeStep(node, kind, params, inputs, item, sha256);
  const known = step.pending ? [] : knowledge.takesOf(step.key, graphId);
  return lookUp(withReviewTime(step, knowledge), known, knowledge, knowledge.lastKey(graphId, node.id, item));
}

const NONE: readonly KnownTake[] = [];

/** Local files that a step would send while nothing makes them reachable. */
function unhosted(steps: readonly StepPlan[], { noHosting }: Knowledge): Problem[] {
  if (noHosting === undefined) return [];
  const names = steps.filter(({ missing }) => missing > 0).flatMap(({ step }) => mediaUses(step.request.body).flatMap(({ media }) => localName(media)));
  return [...new Set(names)].map((name) => ({ severity: "warning", code: "hosting", message: `The local file ${name} must be reachable for the service, but ${noHosting}`, fix: "Set up a bucket, use an https URL in its place, or run it in the sandbox." }));
}

/** What of a value has to be hosted: a local file, or what was made here of something. */
function localName(media: MediaValue): string[] {
  const { source } = rootOf(media);
  if (source.type === "file") return [source.name];
  return media.source.type === "derived" ? [`made of the ${media.type} of node ${media.origins[0] ?? "?"}`] : [];
}

const UNKNOWN_SPEND: Problem = {
  severity: "warning",
  message: "The answer to an earlier request of this node was lost; it may have been charged, so it is not sent again by itself.",
  fix: 'Decide about it beside the quote, or with "shotgraph unknown list" or --on-unknown retry; sent again, it may be charged twice.',
};

/** Which of the wanted takes are there, under way, lost from sight, or still to be made. */
export function lookUp(step: Step, known: readonly KnownTake[], knowledge: Pick<Knowledge, "media">, last: KeyParts | undefined): StepPlan {
  if (known.length === 0) {
    return withReason({ step, stored: NONE, inFlight: NONE, unknown: NONE, missing: step.wanted, reason: "" }, false, last);
  }
  const stored = known.filter(({ state, sha256 }) => state === "stored" && sha256 !== null && knowledge.media(sha256) !== undefined);
  const lost = known.some(({ state, sha256 }) => state === "stored" && (sha256 === null || knowledge.media(sha256) === undefined));
  const inFlight = known.filter(({ state }) => state === "submitted" || state === "completed");
  const unknown = known.filter(({ state }) => state === "unknown" || state === "intended");
  const missing = Math.max(0, step.wanted - stored.length - inFlight.length);
  return withReason({ step, stored, inFlight, unknown, missing, reason: "" }, lost, last);
}

function withReason(plan: StepPlan, lost: boolean, last: KeyParts | undefined): StepPlan {
  plan.reason = reasonOf(plan, lost, last);
  return plan;
}

/** The takes that a step hands on, oldest first: as many as are wanted, the newest ones. */
export function shownTakes(step: Step, stored: readonly KnownTake[]): readonly KnownTake[] {
  return stored.slice(-step.wanted);
}

function handedOn(node: GraphNode, { step, stored, inFlight, missing }: StepPlan, knowledge: Knowledge): MediaValue[] {
  const picked = node.picked === undefined ? undefined : stored.find(({ sha256 }) => sha256 === node.picked);
  if (picked && !node.spread) return [takeValue(step, picked, knowledge)];
  // What follows would come to the same: the last one of those that are wanted.
  if (!node.spread && missing === step.wanted) return [pendingValue(step, missing - 1)];
  // What will be shown after the run. Takes that are there already are handed on as they are: what follows from them may be cached.
  const coming = Array.from({ length: missing }, () => null);
  const shown = [...[...stored, ...inFlight].sort((a, b) => a.ordinal - b.ordinal), ...coming].slice(-step.wanted);
  const values = shown.map((take, at) => (take && stored.includes(take) ? takeValue(step, take, knowledge) : pendingValue(step, at)));
  return node.spread ? values : values.slice(-1);
}

function takeValue(step: Step, take: KnownTake, knowledge: Pick<Knowledge, "media">): MediaValue {
  const facts = take.sha256 === null ? undefined : knowledge.media(take.sha256);
  if (!facts) throw new Error(`take ${take.id} is handed on without its media`);
  return valueOfTake(step.makes, take.id, facts, [step.nodeId]);
}

/** A stored take as a value on an edge. */
export function valueOfTake(type: MediaValue["type"], takeId: number, facts: MediaFacts, origins: readonly string[]): MediaValue {
  return { type, identity: `sha256:${facts.sha256}`, source: { type: "take", sha256: facts.sha256, takeId }, review: "auto", ...measured(facts), origins };
}

function pendingValue(step: Step, ordinal: number): MediaValue {
  const { width, height, duration } = step.forecast;
  return {
    type: step.makes,
    identity: `step:${step.key}#${ordinal}`,
    source: { type: "pending", step: step.id, ordinal },
    review: "auto",
    format: null,
    bytes: null,
    width,
    height,
    duration,
    origins: [step.nodeId],
  };
}

/** The take that the user fixed although the node's request is another one by now. Adds a problem when it cannot be used. */
function pinnedTake({ node, kind, knowledge }: TaskInput, steps: readonly StepPlan[], problems: Problem[]): MediaValue | null {
  const { picked } = node;
  if (picked === undefined) return null;
  if (steps.some(({ stored }) => stored.some(({ sha256 }) => sha256 === picked))) return null;
  const facts = knowledge.media(picked);
  if (facts?.type === kind.makes && steps.length === 1) {
    return { type: kind.makes, identity: `sha256:${picked}`, source: { type: "file", sha256: picked, name: node.title ?? node.id, bytes: facts.bytes }, review: "auto", ...measured(facts), origins: [node.id] };
  }
  problems.push(notUsable(picked, facts, kind, steps.length));
  return null;
}

function notUsable(picked: string, facts: MediaFacts | undefined, kind: TaskKind, items: number): Problem {
  const name = `the picked take ${picked.slice(0, 12)}…`;
  const severity = "warning";
  if (!facts) return { severity, message: `media missing: ${name} is not in this library, so the newest take is used.`, fix: "Pick another take, or import the file." };
  const why = facts.type === kind.makes ? `belongs to none of the ${items} items` : `is of type ${facts.type}, and this node makes ${kind.makes}`;
  return { severity, message: `${name[0]?.toUpperCase()}${name.slice(1)} ${why}, so the newest take is used.`, fix: "Pick another take." };
}

function pendingSteps(inputs: Inputs): string[] {
  const found: string[] = [];
  for (const port in inputs) {
    for (const value of inputs[port] ?? []) {
      if (!isMedia(value)) continue;
      const { source } = rootOf(value);
      if (source.type === "pending" && !found.includes(source.step)) found.push(source.step);
    }
  }
  return found;
}
