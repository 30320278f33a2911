import type { Graph, GraphEdge, GraphNode } from "../graph/document.ts";

/** An element with its place in the document's order. Ranks are compared, never shown; a restored element keeps its own. */
export interface Ranked<T> {
  rank: number;
  value: T;
}

export type Meta = Omit<Graph, "nodes" | "edges">;

/** A document as records by id, so that an edit is a small difference and everything else keeps its identity. Immutable. */
export interface DocState {
  nodes: ReadonlyMap<string, Ranked<GraphNode>>;
  edges: ReadonlyMap<string, Ranked<GraphEdge>>;
  meta: Meta;
}

export type Pair<T> = readonly [before: T | null, after: T | null];
type Pairs<T> = ReadonlyMap<string, Pair<Ranked<T>>>;

/** The difference between two documents; null is "not there". */
export interface Change {
  nodes?: Pairs<GraphNode>;
  edges?: Pairs<GraphEdge>;
  meta?: readonly [before: Meta, after: Meta];
}

export function fromGraph(graph: Graph): DocState {
  const { nodes, edges, ...meta } = graph;
  return { nodes: ranked(nodes), edges: ranked(edges), meta };
}

function ranked<T extends { id: string }>(elements: readonly T[]): Map<string, Ranked<T>> {
  return new Map(elements.map((value, rank) => [value.id, { rank, value }]));
}

const graphs = new WeakMap<DocState, Graph>();
const lists = new WeakMap<object, readonly unknown[]>();

/** The document. Equal states give the same object, unchanged lists and elements keep their identity. */
export function toGraph(doc: DocState): Graph {
  const known = graphs.get(doc);
  if (known) return known;
  const graph = { ...doc.meta, nodes: inOrder(doc.nodes), edges: inOrder(doc.edges) } as Graph;
  graphs.set(doc, graph);
  return graph;
}

/** Elements by rank, as a list that stays the same while the records do. */
export function inOrder<T>(records: ReadonlyMap<string, Ranked<T>>): readonly T[] {
  const known = lists.get(records);
  if (known) return known as readonly T[];
  const all = [...records.values()];
  const isSorted = all.every((one, at) => at === 0 || (all[at - 1]?.rank ?? 0) <= one.rank);
  if (!isSorted) all.sort((a, b) => a.rank - b.rank);
  const list = all.map(({ value }) => value);
  lists.set(records, list);
  return list;
}

/** The state after a change. What the change does not name keeps its identity. */
export function apply(doc: DocState, change: Change): DocState {
  return { nodes: applied(doc.nodes, change.nodes), edges: applied(doc.edges, change.edges), meta: change.meta ? change.meta[1] : doc.meta };
}

function applied<T>(records: ReadonlyMap<string, Ranked<T>>, pairs: Pairs<T> | undefined): ReadonlyMap<string, Ranked<T>> {
  if (!pairs || pairs.size === 0) return records;
  const next = new Map(records);
  for (const [id, [, after]] of pairs) {
    if (after) next.set(id, after);
    else next.delete(id);
  }
  return next;
}

export function invert(change: Change): Change {
  return made({ nodes: swapped(change.nodes), edges: swapped(change.edges), meta: change.meta && [change.meta[1], change.meta[0]] });
}

function swapped<T>(pairs: Pairs<T> | undefined): Pairs<T> | undefined {
  return pairs && new Map([...pairs].map(([id, [before, after]]) => [id, [after, before]]));
}

/** Both changes as one, for typed bursts and drags. */
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

/** A change without empty parts. */
export function made(parts: { nodes?: Pairs<GraphNode> | undefined; edges?: Pairs<GraphEdge> | undefined; meta?: Change["meta"] | undefined }): Change {
  return {
    ...(parts.nodes && parts.nodes.size > 0 ? { nodes: parts.nodes } : {}),
    ...(parts.edges && parts.edges.size > 0 ? { edges: parts.edges } : {}),
    ...(parts.meta ? { meta: parts.meta } : {}),
  };
}

export function isEmpty(change: Change): boolean {
  return !change.nodes && !change.edges && !change.meta;
}
