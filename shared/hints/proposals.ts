import type { Graph, GraphEdge, GraphNode } from "../graph/document.ts";
import type { Catalogue } from "../nodes/catalogue.ts";
import type { NodePlan, Plan, PlannedStep } from "../plan/types.ts";
import type { HintEdit, HintKind } from "./types.ts";

/** An idea that still has to be proved by planning the edited graph. */
export interface Proposal {
  kind: HintKind;
  nodeId: string;
  /** Tells several of one node apart. */
  mark?: string;
  edits: readonly HintEdit[];
  /** Credits that it probably saves; only for the order in which ideas are looked at. */
  estimate: number;
  /** The nodes whose steps pay less or nothing. */
  concerns: readonly string[];
  /** What to do, without the figures: `Draft "Shot 3" with sd2-fast first`. */
  advice: string;
  detail: string;
}

/** A task node that a run would pay for now. */
interface Paid {
  node: GraphNode;
  steps: readonly PlannedStep[];
}

type Change = Readonly<Record<string, string>>;

/** Making one of several takes first is only worth a word where each of them costs at least this many credits. */
const DEAR_TAKE = 100;

const UPSCALED_INSIDE = "The 720p version is not kept: you cannot look at it before the upscale is paid for, and another target later means making the clip anew.";
const SOFTER = "The clip is made at 720p and enlarged, which is less sharp than native 1080p.";
const NOT_A_PREVIEW = "sd2-fast makes another clip, not a preview of this one: the final clip with sd2 will differ, and it is paid for as well if you make it.";
const LATER = "The others stay a click away and cost the same later.";

/** Everything that might save money, by what the plan's paid steps are. Cheap: prices single steps, plans nothing. */
export function proposalsOf(graph: Graph, plan: Plan, catalogue: Catalogue): Proposal[] {
  const paid = paidNodes(graph, plan);
  const named = (node: GraphNode): string => `"${node.title ?? catalogue.get(node.kind)?.title ?? node.kind}"`;
  const priceWith = ({ step }: PlannedStep, change: Change): number => {
    const kind = catalogue.get(step.kind);
    return kind?.role === "task" ? kind.price({ params: { ...step.params, ...change }, inputs: step.inputs }).credits.max : step.price.credits.max;
  };
  // Another node with the same request would make the takes then: nothing is saved on what is shared.
  const shared = new Set(plan.nodes.flatMap(({ steps }) => steps.flatMap(({ sharedWith }) => (sharedWith === null ? [] : [sharedWith]))));
  const owed = ({ step, needed }: PlannedStep): number => (shared.has(step.id) ? 0 : needed);
  const priceDrop = ({ steps }: Paid, change: Change): number => steps.reduce((sum, planned) => sum + owed(planned) * (planned.step.price.credits.max - priceWith(planned, change)), 0);
  return [
    ...upscales(graph, paid).map(({ clip, upscale, target }): Proposal => ({
      kind: "addOnUpscale",
      nodeId: upscale.node.id,
      edits: [set(clip, "upscaleResolution", target), { type: "setState", node: upscale.node.id, state: "bypassed" }],
      estimate: priceDrop(clip, { upscaleResolution: target }) + total(upscale.steps),
      concerns: [clip.node.id, upscale.node.id],
      advice: `Upscale to ${target} as a part of ${named(clip.node)} instead of with ${named(upscale.node)}`,
      detail: UPSCALED_INSIDE,
    })),
    ...choices(paid, { model: "sd2", outputResolution: "1080p" }).map((clip): Proposal => ({
      kind: "addOnForNative",
      nodeId: clip.node.id,
      edits: [set(clip, "outputResolution", "720p"), set(clip, "upscaleResolution", "1080p")],
      estimate: priceDrop(clip, { outputResolution: "720p", upscaleResolution: "1080p" }),
      concerns: [clip.node.id],
      advice: `Make ${named(clip.node)} at 720p with the 1080p upscale instead of at native 1080p`,
      detail: SOFTER,
    })),
    ...choices(paid, { model: "sd2", outputResolution: "720p" }).map((clip): Proposal => ({
      kind: "draftFirst",
      nodeId: clip.node.id,
      edits: [set(clip, "model", "sd2-fast")],
      estimate: priceDrop(clip, { model: "sd2-fast" }),
      concerns: [clip.node.id],
      advice: `Draft ${named(clip.node)} with sd2-fast first`,
      detail: NOT_A_PREVIEW,
    })),
    ...[...paid.values()].filter(isUntriedAndDear).map((many): Proposal => ({
      kind: "oneTakeFirst",
      nodeId: many.node.id,
      edits: [{ type: "setTakes", node: many.node.id, takes: 1 }],
      estimate: many.steps.reduce((sum, planned) => sum + Math.max(0, owed(planned) - 1) * planned.step.price.credits.max, 0),
      concerns: [many.node.id],
      advice: `Make one take of ${named(many.node)} first instead of ${many.node.takes ?? 1}`,
      detail: LATER,
    })),
  ];
}

/**
 * Nodes with something to pay for, by id. One with a picked take is left out: after an edit that take would stand in for the new
 * request, which looks like a saving and is none.
 */
function paidNodes(graph: Graph, plan: Plan): Map<string, Paid> {
  const paying = new Map(plan.nodes.filter(({ credits }) => credits.max > 0).map((one): [string, NodePlan] => [one.id, one]));
  const found = new Map<string, Paid>();
  for (const node of graph.nodes) {
    const steps = paying.get(node.id)?.steps;
    if (steps && node.picked === undefined) found.set(node.id, { node, steps });
  }
  return found;
}

/** Seedance nodes with these params and no add-on. */
function choices(paid: ReadonlyMap<string, Paid>, wanted: Change): Paid[] {
  return [...paid.values()].filter(({ node, steps: [first] }) => {
    if (node.kind !== "generateSd2" || !first) return false;
    const { params } = first.step;
    const draft = wanted.outputResolution === "720p";
    return Object.entries(wanted).every(([param, value]) => params[param] === value) && (draft || plain(params));
  });
}

function plain(params: Readonly<Record<string, unknown>>): boolean {
  return params["upscaleResolution"] === null || params["upscaleResolution"] === "none";
}

/** Upscale nodes whose one source is a 720p Seedance clip that nothing else uses. */
function upscales(graph: Graph, paid: ReadonlyMap<string, Paid>): { clip: Paid; upscale: Paid; target: string }[] {
  const candidates = [...paid.values()].filter(({ node }) => node.kind === "upscaleVideo" && (node.takes ?? 1) === 1);
  if (candidates.length === 0) return [];
  const { incoming, outgoing } = onlyEdges(graph);
  const kinds = new Map(graph.nodes.map(({ id, kind }) => [id, kind]));
  return candidates.flatMap((upscale) => {
    let from = onlyFeeder(upscale.node.id);
    // Each reroute is passed once: a plan has no steps behind a circle, but a bent document may have one anywhere.
    const passed = new Set<string>();
    while (from !== null && kinds.get(from) === "reroute" && !passed.has(from)) {
      passed.add(from);
      from = onlyFeeder(from);
    }
    const clip = from === null ? undefined : paid.get(from);
    const params = clip?.steps[0]?.step.params;
    const target = upscale.steps[0]?.step.params["targetResolution"];
    const fits = clip?.node.kind === "generateSd2" && params?.["outputResolution"] === "720p" && plain(params);
    return clip && fits && typeof target === "string" ? [{ clip, upscale, target }] : [];
  });

  /** The node from which this one is fed, if that feeds nothing else and nothing else feeds this one. */
  function onlyFeeder(id: string): string | null {
    const edge = incoming.get(id);
    return edge && outgoing.get(edge.from.node) === edge ? edge.from.node : null;
  }
}

/** Per node its one edge in and its one edge out; null where there are several. */
function onlyEdges(graph: Graph): Record<"incoming" | "outgoing", ReadonlyMap<string, GraphEdge | null>> {
  const incoming = new Map<string, GraphEdge | null>();
  const outgoing = new Map<string, GraphEdge | null>();
  for (const edge of graph.edges) {
    incoming.set(edge.to.node, incoming.has(edge.to.node) ? null : edge);
    outgoing.set(edge.from.node, outgoing.has(edge.from.node) ? null : edge);
  }
  return { incoming, outgoing };
}

function isUntriedAndDear({ node, steps }: Paid): boolean {
  const untried = steps.every(({ stored, inFlight }) => stored.length === 0 && inFlight.length === 0);
  return (node.takes ?? 1) > 1 && untried && steps.some(({ needed, step }) => needed > 1 && step.price.credits.min >= DEAR_TAKE);
}

function set({ node }: Paid, param: string, value: string): HintEdit {
  return { type: "setParam", node: node.id, param, value };
}

function total(steps: readonly PlannedStep[]): number {
  return steps.reduce((sum, { credits }) => sum + credits.max, 0);
}
