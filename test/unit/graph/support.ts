import * as fc from "fast-check";
import { FORMAT, VERSION, type Graph, type GraphEdge, type GraphNode } from "../../../shared/graph/document.ts";
import { parseGraph, type ParseResult } from "../../../shared/graph/parse.ts";
import type { Problem } from "../../../shared/graph/problem.ts";

export function node(id: string, rest: Partial<GraphNode> = {}): GraphNode {
  return { id, kind: "prompt", position: { x: 0, y: 0 }, params: {}, ...rest };
}

/** `a→b` with the id `a→b`, from port `text` to port `prompt`. */
export function edge(from: string, to: string, rest: Partial<GraphEdge> = {}): GraphEdge {
  return { id: `${from}→${to}`, from: { node: from, port: "text" }, to: { node: to, port: "prompt" }, ...rest };
}

export function graph(nodes: GraphNode[] = [], edges: GraphEdge[] = []): Graph {
  return { format: FORMAT, version: VERSION, id: "g", name: "Graph", nodes, edges };
}

/** The graph of a text that must parse. */
export function parsed(text: string): Graph {
  const result = parseGraph(text);
  if (result.status !== "ok") throw new Error(`expected ok, found ${JSON.stringify(result)}`);
  return result.graph;
}

export function problemsOf(result: ParseResult): readonly Problem[] {
  if (result.status !== "invalid") throw new Error(`expected invalid, found ${result.status}`);
  return result.problems;
}

const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);

/** JSON as a file can hold it: without keys that are refused, and without -0, which JSON text loses. */
export const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value), (key, child) => (FORBIDDEN.has(key) ? undefined : child)) ?? null);

const name = fc.string({ minLength: 1, maxLength: 12, unit: "binary" }).filter((key) => !FORBIDDEN.has(key));
const unknownKeys = fc.dictionary(name, json, { maxKeys: 3, noNullPrototype: true });
const coordinate = fc.integer({ min: -10_000, max: 10_000 });
const end = (ids: readonly string[]) =>
  fc.record({ extra: unknownKeys, node: ids.length > 0 ? fc.constantFrom(...ids, "gone") : fc.constant("gone"), port: name }).map(({ extra, ...known }) => ({ ...extra, ...known }));

/** Whole documents with unknown kinds, ports, params and keys on every level. */
export const anyGraph: fc.Arbitrary<Graph> = fc.uniqueArray(name, { maxLength: 6 }).chain((ids) =>
  fc
    .record({
      extra: unknownKeys,
      id: name,
      title: fc.string({ maxLength: 20 }),
      nodes: fc.tuple(
        ...ids.map((id) =>
          fc
            .record(
              {
                extra: unknownKeys,
                kind: fc.oneof(fc.constantFrom("prompt", "generateSd2", "gptImage2", "fromTheFuture"), name),
                position: fc.record({ extra: unknownKeys, x: coordinate, y: coordinate }).map(({ extra, ...known }) => ({ ...extra, ...known })),
                params: unknownKeys,
                title: fc.string({ maxLength: 20 }),
                takes: fc.integer({ min: 1, max: 64 }),
                picked: fc.constantFrom("a".repeat(64), "0123456789abcdef".repeat(4)),
                state: fc.constantFrom("active", "bypassed", "disabled"),
                spread: fc.boolean(),
              },
              { requiredKeys: ["extra", "kind", "position", "params"] },
            )
            .map(({ extra, ...known }): GraphNode => ({ ...extra, ...known, id })),
        ),
      ),
      edges: fc.uniqueArray(fc.record({ extra: unknownKeys, id: name, from: end(ids), to: end(ids) }), { maxLength: 6, selector: ({ id }) => id }),
      view: fc.option(unknownKeys, { nil: undefined }),
    })
    .map(({ extra, id, title, nodes, edges, view }) => ({
      ...extra,
      format: FORMAT,
      version: VERSION,
      id,
      name: title,
      nodes,
      edges: edges.map(({ extra: more, ...known }) => ({ ...more, ...known })),
      ...(view ? { view } : {}),
    })),
);

/** The same value with the keys of every object in another order. */
export function reversedKeys(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(reversedKeys);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, child]) => [key, reversedKeys(child)]),
  );
}
