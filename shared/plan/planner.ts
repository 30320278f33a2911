import type { Graph, GraphNode } from "../graph/document.ts";
import { topologyOf, withAncestors, type Topology } from "../graph/topology.ts";
import type { Catalogue } from "../nodes/catalogue.ts";
import { isMedia, type Value } from "../nodes/values.ts";
import { assemble, type Assembler } from "./assemble.ts";
import { evaluate } from "./evaluate.ts";
import { hash, type Sha256 } from "./key.ts";
import type { Knowledge } from "./knowledge.ts";
import type { Evaluation, Plan } from "./types.ts";

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
  nodes: Map<string, GraphNode>;
  evaluations: Map<string, Evaluation>;
}

/**
 * A planner keeps what it found last time. Graphs are immutable, so a node is looked at again only when its own object, its edges or
 * something that its upstream nodes hand on has changed.
 */
export function createPlanner(catalogue: Catalogue, { sha256 }: PlannerPorts = { sha256: hash }): Planner {
  let memory: Memory | null = null;
  let evaluated = 0;
  const assembler: Assembler = assemble();

  function update(graph: Graph, knowledge: Knowledge): Memory {
    const last = memory !== null && memory.graph.id === graph.id && memory.knowledge === knowledge && memory.revision === knowledge.revision ? memory : null;
    // Should anything below throw, the half-changed maps must not be taken for what is known.
    memory = null;
    const topology = last && sameShape(last.graph, graph) ? last.topology : topologyOf(graph);
    const nodes = last && last.topology === topology ? last.nodes : new Map<string, GraphNode>();
    const evaluations = last?.evaluations ?? new Map<string, Evaluation>();
    const dirty = new Uint8Array(topology.order.length);
    graph.nodes.forEach((node, at) => {
      if (last && last.topology === topology && last.graph.nodes[at] === node) return;
      const rank = topology.rank.get(node.id);
      if (rank !== undefined && !(last && unchanged(last, topology, node))) dirty[rank] = 1;
      nodes.set(node.id, node);
    });
    evaluated = 0;
    const upstream = (id: string) => evaluations.get(id);
    for (let rank = dirty.indexOf(1); rank >= 0 && rank < dirty.length; rank++) {
      if (dirty[rank] === 0) continue;
      const id = topology.order[rank] ?? "";
      const node = nodes.get(id);
      if (!node) continue;
      const before = evaluations.get(id);
      const now = evaluate(node, topology.incoming.get(id) ?? [], { graphId: graph.id, catalogue, knowledge, sha256, upstream });
      evaluations.set(id, now);
      evaluated += 1;
      if (before && last && sameOutput(before, now)) continue;
      for (const edge of topology.outgoing.get(id) ?? []) {
        const next = topology.rank.get(edge.to.node);
        if (next !== undefined) dirty[next] = 1;
      }
    }
    memory = { graph, knowledge, revision: knowledge.revision, topology, nodes, evaluations };
    return memory;
  }

  return {
    plan(graph, knowledge, options = {}) {
      const { topology, evaluations } = update(graph, knowledge);
      const scope = options.only ? withAncestors(topology, options.only) : null;
      return assembler(graph, topology, evaluations, scope);
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

/** After edges or the set of nodes changed: neither this node nor what is connected to it did. */
function unchanged(last: Memory, topology: Topology, node: GraphNode): boolean {
  if (last.nodes.get(node.id) !== node || !last.evaluations.has(node.id)) return false;
  const before = last.topology.incoming.get(node.id) ?? [];
  const now = topology.incoming.get(node.id) ?? [];
  return before.length === now.length && now.every((edge, at) => edge === before[at] && (last.topology.rank.has(edge.from.node) === topology.rank.has(edge.from.node)));
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
