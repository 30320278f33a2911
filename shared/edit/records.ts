import type { Graph, GraphEdge, GraphNode } from "../graph/document.ts";
import { inOrder, ranksInOrder, remember, reorder, type Ranked } from "./order.ts";

export { inOrder, type Ranked };

/** All of a document but its nodes and edges. */
export type Meta = Pick<Graph, "format" | "version" | "id" | "name" | "budget" | "view"> & Readonly<Record<string, unknown>>;

/**
 * A document as records by id, so that an edit is a small difference and everything else keeps its identity. Immutable. The maps
 * are in no particular order: the document's order is that of the ranks, see `inOrder`.
 */
export interface DocState {
  readonly nodes: ReadonlyMap<string, Ranked<GraphNode>>;
  readonly edges: ReadonlyMap<string, Ranked<GraphEdge>>;
  readonly meta: Meta;
}

export type Pair<T> = readonly [before: T | null, after: T | null];
export type Pairs<T> = ReadonlyMap<string, Pair<Ranked<T>>>;

/** The difference between two documents; null is "not there". Parts that hold nothing are left out. */
export interface Change {
  readonly nodes?: Pairs<GraphNode>;
  readonly edges?: Pairs<GraphEdge>;
  readonly meta?: readonly [before: Meta, after: Meta];
}

const graphs = new WeakMap<DocState, Graph>();

/** The ranks of a document's elements, in their order: what a graph does not say of its records. */
export interface Ranks {
  readonly nodes: readonly number[];
  readonly edges: readonly number[];
}

/**
 * Without ranks elements are counted from 0. Whoever follows another one's edits needs the same ranks, see `ranksOf`. Throws when two
 * nodes or two edges have the same id, which `parseGraph` refuses, and when the ranks are not one for each, ascending.
 */
export function fromGraph(graph: Graph, ranks?: Ranks): DocState {
  const { nodes, edges, ...meta } = graph;
  const doc = { nodes: ranked(nodes, "nodes", ranks?.nodes), edges: ranked(edges, "edges", ranks?.edges), meta };
  graphs.set(doc, graph);
  return doc;
}

function ranked<T extends { id: string }>(elements: T[], what: string, ranks: readonly number[] = elements.map((_value, rank) => rank)): ReadonlyMap<string, Ranked<T>> {
  if (ranks.length !== elements.length || !ranks.every((rank, at) => Number.isFinite(rank) && (at === 0 || (ranks[at - 1] ?? rank) <= rank))) throw new Error(`the ranks of the ${what} are not one for each, ascending`);
  const table = new Map(elements.map((value, at) => [value.id, { rank: ranks[at] ?? at, value }]));
  if (table.size < elements.length) throw new Error(`some of the ${what} have the same id`);
  remember(table, { ranks, values: elements });
  return table;
}

/** With the document's graph all that another side needs to follow its further edits. */
export function ranksOf(doc: DocState): Ranks {
  return { nodes: ranksInOrder(doc.nodes), edges: ranksInOrder(doc.edges) };
}

/** The document as it is saved and planned. Elements, and lists of which nothing changed, keep their identity. */
export function toGraph(doc: DocState): Graph {
  const known = graphs.get(doc);
  if (known) return known;
  // The order's lists are never changed; a graph's are only typed as if they could be.
  const graph = { ...doc.meta, nodes: inOrder(doc.nodes), edges: inOrder(doc.edges) } as Graph;
  graphs.set(doc, graph);
  return graph;
}

/** The document after a change. What the change does not name keeps its identity. */
export function apply(doc: DocState, change: Change): DocState {
  if (isEmpty(change)) return doc;
  return { nodes: applied(doc.nodes, change.nodes), edges: applied(doc.edges, change.edges), meta: change.meta ? change.meta[1] : doc.meta };
}

function applied<T extends { id: string }>(before: ReadonlyMap<string, Ranked<T>>, pairs: Pairs<T> | undefined): ReadonlyMap<string, Ranked<T>> {
  if (!pairs || pairs.size === 0) return before;
  const next = new Map(before);
  for (const [id, [, after]] of pairs) {
    if (after) next.set(id, after);
    else next.delete(id);
  }
  reorder(before, next, [...pairs.keys()]);
  return next;
}

/** The change that takes back a change. */
export function invert(change: Change): Change {
  return made({ nodes: swapped(change.nodes), edges: swapped(change.edges), meta: change.meta && [change.meta[1], change.meta[0]] });
}

function swapped<T>(pairs: Pairs<T> | undefined): Pairs<T> | undefined {
  return pairs && new Map([...pairs].map(([id, [before, after]]) => [id, [after, before]]));
}

/** Both changes as one, for typed bursts and drags. What the second takes back of the first is in neither. */
export function compose(first: Change, second: Change): Change {
  return made({
    nodes: joined(first.nodes, second.nodes),
    edges: joined(first.edges, second.edges),
    meta: first.meta && second.meta ? [first.meta[0], second.meta[1]] : (second.meta ?? first.meta),
  });
}

function joined<T>(first: Pairs<T> | undefined, second: Pairs<T> | undefined): Pairs<T> | undefined {
  if (!first || !second) return second ?? first;
  const both = new Map(first);
  for (const [id, [before, after]] of second) both.set(id, [first.has(id) ? (first.get(id)?.[0] ?? null) : before, after]);
  return both;
}

/** A change without what it leaves as it was. */
export function made(parts: { nodes?: Pairs<GraphNode> | undefined; edges?: Pairs<GraphEdge> | undefined; meta?: Change["meta"] | undefined }): Change {
  const nodes = different(parts.nodes);
  const edges = different(parts.edges);
  return { ...(nodes ? { nodes } : {}), ...(edges ? { edges } : {}), ...(parts.meta && parts.meta[0] !== parts.meta[1] ? { meta: parts.meta } : {}) };
}

function different<T>(pairs: Pairs<T> | undefined): Pairs<T> | undefined {
  if (!pairs) return undefined;
  const changed = [...pairs].filter(([, [before, after]]) => before !== after);
  return changed.length === 0 ? undefined : changed.length === pairs.size ? pairs : new Map(changed);
}

export function isEmpty(change: Change): boolean {
  return !change.nodes?.size && !change.edges?.size && !change.meta;
}
