import type { Graph } from "../graph/document.ts";
import { topologyOf, withAncestors, type Place, type Topology } from "../graph/topology.ts";
import type { Catalogue } from "../nodes/catalogue.ts";
import { isMedia, type Value } from "../nodes/values.ts";
import { assemble } from "./assemble.ts";
import { evaluate } from "./evaluate.ts";
import { hash, type Sha256 } from "./key.ts";
import type { Knowledge } from "./knowledge.ts";
import type { Evaluation, Known, Plan } from "./types.ts";

export interface PlanOptions {
  /** Plan these nodes and what they need; all nodes when left out. */
  only?: readonly string[];
}

export interface PlannerPorts {
  /** A faster one than that in JavaScript, which any browser has; it must give the same digits. */
  sha256: Sha256;
}

export interface Planner {
  /** What a run of the graph would do and cost. Pure; only what changed since the last call is evaluated again. */
  plan(graph: Graph, knowledge: Knowledge, options?: PlanOptions): Plan;
  /** How many nodes the last call evaluated. */
  readonly evaluated: number;
}

interface Memory {
  graph: Graph;
  knowledge: Knowledge;
  revision: number;
  topology: Topology;
  known: (Known | undefined)[];
}

/**
 * A planner keeps what it found last time. Graphs are immutable, so a node is looked at again only when its own object, its edges or
 * something that its upstream nodes hand on has changed.
 */
export function createPlanner(catalogue: Catalogue, { sha256 }: PlannerPorts = { sha256: hash }): Planner {
  let memory: Memory | null = null;
  let evaluated = 0;

  function update(graph: Graph, knowledge: Knowledge): Memory {
    const last = memory?.graph.id === graph.id ? memory : null;
    // Should anything below throw, what is half changed must not be taken for what is known.
    memory = null;
    const topology = last && sameShape(last.graph, graph) ? last.topology : topologyOf(graph);
    const { known, dirty } = last?.topology === topology ? edited(last, graph) : reshaped(last, topology, graph);
    // Whatever the library answered may be otherwise by now.
    if (last?.knowledge !== knowledge || last.revision !== knowledge.revision) dirty.fill(1);
    const context = { graphId: graph.id, catalogue, knowledge, sha256 };
    evaluated = 0;
    for (let rank = dirty.indexOf(1); rank >= 0 && rank < dirty.length; rank++) {
      const place = topology.order[rank];
      const entry = known[rank];
      if (dirty[rank] === 0 || !place || !entry) continue;
      const before = entry.evaluation;
      const supplies = place.incoming.map(({ edge, from }) => ({ edge, source: known[from.rank]?.evaluation ?? null }));
      const now = evaluate(entry, supplies, context);
      entry.evaluation = now;
      entry.plan = null;
      evaluated += 1;
      if (before && sameOutput(before, now)) continue;
      for (const next of place.fed) if (next.rank >= 0) dirty[next.rank] = 1;
    }
    memory = { graph, knowledge, revision: knowledge.revision, topology, known };
    return memory;
  }

  return {
    plan(graph, knowledge, options = {}) {
      const { topology, known } = update(graph, knowledge);
      const scope = options.only ? withAncestors(topology, options.only) : null;
      return assemble(graph, topology, known, scope);
    },
    get evaluated() {
      return evaluated;
    },
  };
}

/** Same nodes by id in the same order, and the same edges: the topology still holds. */
function sameShape(before: Graph, now: Graph): boolean {
  return before.edges === now.edges && before.nodes.length === now.nodes.length && now.nodes.every((node, at) => node === before.nodes[at] || node.id === before.nodes[at]?.id);
}

/** What is known by rank, and by rank 1 for what must be evaluated. */
interface Start {
  known: (Known | undefined)[];
  dirty: Uint8Array;
}

/** The same shape as before: only nodes whose objects changed are dirty. */
function edited({ graph: before, topology, known }: Memory, graph: Graph): Start {
  const dirty = new Uint8Array(known.length);
  graph.nodes.forEach((node, at) => {
    if (before.nodes[at] === node) return;
    const rank = topology.places.get(node.id)?.rank ?? -1;
    const entry = known[rank];
    if (!entry) return;
    entry.node = node;
    entry.params = null;
    dirty[rank] = 1;
  });
  return { known, dirty };
}

/** Other edges or nodes: what is known moves to its new rank. */
function reshaped(last: Memory | null, topology: Topology, graph: Graph): Start {
  const known = Array.from<Known | undefined>({ length: topology.order.length });
  const dirty = new Uint8Array(topology.order.length);
  for (const node of graph.nodes) {
    const place = topology.places.get(node.id);
    if (!place || place.rank < 0) continue;
    const before = last?.topology.places.get(node.id);
    const entry = before && last?.known[before.rank];
    if (before && entry?.node === node && sameFeeds(before, place)) {
      known[place.rank] = entry;
    } else {
      known[place.rank] = { node, params: entry?.node === node ? entry.params : null, evaluation: entry?.evaluation ?? null, plan: null };
      dirty[place.rank] = 1;
    }
  }
  return { known, dirty };
}

/** The same edges, and what they come from has not joined or left a circle. */
function sameFeeds({ incoming: before }: Place, { incoming: now }: Place): boolean {
  return before.length === now.length && now.every(({ edge, from }, at) => edge === before[at]?.edge && from.rank >= 0 === before[at].from.rank >= 0);
}

function sameOutput(before: Evaluation, now: Evaluation): boolean {
  const a = before.output;
  const b = now.output;
  return before.kind === now.kind && a.state === b.state && a.type === b.type && before.passesOn === now.passesOn && a.items.length === b.items.length && a.items.every((value, at) => sameValue(value, b.items[at]));
}

function sameValue(a: Value, b: Value | undefined): boolean {
  if (a === b) return true;
  if (!b || a.origins.join("\n") !== b.origins.join("\n")) return false;
  if (!isMedia(a) || !isMedia(b)) return !isMedia(a) && !isMedia(b) && a.text === b.text;
  return a.type === b.type && a.identity === b.identity && a.review === b.review && a.duration?.max === b.duration?.max && a.duration?.min === b.duration?.min && a.width === b.width && a.height === b.height && sameSource(a.source, b.source);
}

function sameSource(a: object, b: object): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
