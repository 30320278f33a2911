import { readdirSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apply, compose, fromGraph, invert, isEmpty, made, ranksOf, toGraph, type Change, type DocState, type Pair, type Ranked } from "../../../shared/edit/records.ts";
import { applyWire, changeBetween, wireChangeSchema, wireOf } from "../../../shared/edit/wire.ts";
import { LIMITS, type GraphNode } from "../../../shared/graph/document.ts";
import { anyGraph, graph, node, parsed } from "../graph/support.ts";
import { docOf, large, nodeAt, textOf } from "./support.ts";

const nodesChange = (...pairs: [string, Pair<Ranked<GraphNode>>][]): Change => made({ nodes: new Map(pairs) });
const EMPTY = fromGraph(graph());

/** Any change of any document: elements are dropped, moved in the order, replaced and added. */
const docAndChanges = fc.tuple(anyGraph, fc.array(fc.array(fc.tuple(fc.nat(9), fc.nat(3), fc.oneof(fc.integer({ min: 0, max: 4 }), fc.double({ min: -5, max: 9, noNaN: true }))), { maxLength: 4 }), { maxLength: 5 })).map(([document, rounds]) => {
  const docs: DocState[] = [fromGraph(document)];
  const changes: Change[] = [];
  for (const round of rounds) {
    const doc = docs.at(-1)!;
    const pairs = new Map<string, Pair<Ranked<GraphNode>>>();
    for (const [which, what, rank] of round) {
      const known = [...doc.nodes.keys()];
      const id = known[which] ?? `new ${which}`;
      const was = doc.nodes.get(id) ?? null;
      const value = was?.value ?? node(id);
      pairs.set(id, [was, what === 0 ? null : what === 1 ? { rank: was?.rank ?? rank, value: { ...value, title: `${rank}` } } : { rank, value }]);
    }
    const change = made({ nodes: pairs });
    changes.push(change);
    docs.push(apply(doc, change));
  }
  return { docs, changes };
});

describe("a document by records", () => {
  test("is the same document again, unknown keys and order included", () => {
    fc.assert(
      fc.property(anyGraph, (document) => {
        const { nodes, edges, meta } = fromGraph(document);
        // Another state of the same content, so that nothing comes out of a memo.
        expect(toGraph({ nodes: new Map([...nodes].reverse()), edges: new Map(edges), meta })).toEqual(document);
      }),
    );
  });

  test("holds every example and gives it back as it was", () => {
    const folder = new URL("../../../resources/examples/", import.meta.url);
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".shotgraph"))) {
      const text = readFileSync(new URL(file, folder), "utf8");
      expect(textOf(fromGraph(parsed(text)))).toBe(text);
    }
  });

  test("refuses two nodes of one id instead of losing one", () => {
    expect(() => fromGraph(graph([node("a"), node("a")]))).toThrow("same id");
  });

  test("takes any text as an id", () => {
    const doc = docOf([["__proto__", "prompt"], ["constructor", "prompt"]], ["__proto__.text > constructor.a"]);
    const was = doc.nodes.get("__proto__")!;
    const change = nodesChange(["__proto__", [was, { ...was, value: { ...was.value, title: "Still a node" } }]]);
    const next = applyWire(doc, wireChangeSchema.parse(JSON.parse(JSON.stringify(wireOf(change)))));
    expect(nodeAt(next, "__proto__").title).toBe("Still a node");
    expect(nodeAt(next, "constructor")).toBe(nodeAt(doc, "constructor"));
    expect(({} as Record<string, unknown>)["title"]).toBeUndefined();
  });
});

describe("an edit", () => {
  test("keeps the identity of the 4,999 other nodes and of the edges", () => {
    const before = large(5_000);
    const doc = fromGraph(before);
    const was = doc.nodes.get("n2500")!;
    const after = toGraph(apply(doc, nodesChange(["n2500", [was, { ...was, value: { ...was.value, params: { text: "x" } } }]])));
    expect(after.edges).toBe(before.edges);
    expect(after.nodes.filter((one, at) => one !== before.nodes[at]).map(({ id }) => id)).toEqual(["n2500"]);
    expect(toGraph(doc)).toBe(before);
  });

  test("that changes nothing is the same document", () => {
    const doc = docOf([["a", "prompt"]]);
    const was = doc.nodes.get("a")!;
    expect(isEmpty(nodesChange(["a", [was, was]]))).toBe(true);
    expect(apply(doc, nodesChange(["a", [was, was]]))).toBe(doc);
  });

  test("and its inverse leave the document as it was, however many", () => {
    fc.assert(
      fc.property(docAndChanges, ({ docs, changes }) => {
        let doc = docs.at(-1)!;
        changes.forEach((_change, at) => {
          doc = apply(doc, invert(changes.at(-1 - at)!));
          expect(textOf(doc)).toBe(textOf(docs.at(-2 - at)!));
        });
      }),
    );
  });

  test("puts elements where their ranks say, as if all were sorted anew", () => {
    fc.assert(
      fc.property(docAndChanges, ({ docs }) => {
        for (const doc of docs) expect(textOf(doc)).toBe(textOf({ ...doc, nodes: new Map(doc.nodes), edges: new Map(doc.edges) }));
      }),
    );
  });

  test("composed of several is all of them at once, and undone at once", () => {
    fc.assert(
      fc.property(docAndChanges, ({ docs, changes }) => {
        const all = changes.reduce(compose, {});
        expect(textOf(apply(docs[0]!, all))).toBe(textOf(docs.at(-1)!));
        expect(textOf(apply(docs.at(-1)!, invert(all)))).toBe(textOf(docs[0]!));
      }),
    );
  });

  test("taken back within a burst is no edit", () => {
    const doc = docOf([["a", "prompt"]]);
    const was = doc.nodes.get("a")!;
    const change = nodesChange(["a", [was, null]]);
    expect(isEmpty(compose(change, invert(change)))).toBe(true);
  });
});

describe("the wire", () => {
  test("brings the other side to the same document, ranks included", () => {
    fc.assert(
      fc.property(docAndChanges, ({ docs, changes }) => {
        const host = changes.reduce((doc, change) => applyWire(doc, wireChangeSchema.parse(JSON.parse(JSON.stringify(wireOf(change))))), docs[0]!);
        expect(textOf(host)).toBe(textOf(docs.at(-1)!));
        for (const [id, { rank }] of docs.at(-1)!.nodes) expect(host.nodes.get(id)!.rank === rank).toBe(true);
      }),
    );
  });

  test("brings the whole document to a host that lost it", () => {
    fc.assert(
      fc.property(docAndChanges, ({ docs }) => {
        const doc = docs.at(-1)!;
        expect(textOf(apply(EMPTY, changeBetween(EMPTY, doc)))).toBe(textOf(doc));
        expect(textOf(apply(docs[0]!, changeBetween(docs[0]!, doc)))).toBe(textOf(doc));
      }),
    );
  });

  test("goes on where a host got the graph and its ranks", () => {
    fc.assert(
      fc.property(docAndChanges, ({ docs, changes }) => {
        docs.slice(0, -1).forEach((doc, at) => {
          const host = fromGraph(parsed(textOf(doc)), ranksOf(doc));
          expect(textOf(applyWire(host, wireOf(changes[at]!)))).toBe(textOf(docs[at + 1]!));
        });
      }),
    );
    const two = graph([node("a"), node("b")]);
    for (const nodes of [[1], [2, 1], [0, Number.NaN], [0, 1, 2]]) expect(() => fromGraph(two, { nodes, edges: [] })).toThrow("ascending");
  });

  test("refuses keys that reach a prototype, wherever they are", () => {
    const text = `{"nodes":[{"rank":1,"value":{"id":"a","kind":"prompt","position":{"x":0,"y":0},"params":{"deep":[{"__proto__":{"x":1}}]}}}]}`;
    expect(wireChangeSchema.safeParse(JSON.parse(text)).success).toBe(false);
  });

  test("refuses what no document holds: depth, ranks that are no numbers, too many entries, a graph too large", () => {
    let deep: unknown = 1;
    for (let level = 0; level < LIMITS.depth + 5; level++) deep = [deep];
    expect(wireChangeSchema.safeParse({ nodes: [{ rank: 1, value: { ...node("a"), params: { deep } } }] }).success).toBe(false);
    expect(wireChangeSchema.safeParse({ nodes: [{ rank: Number.NaN, value: node("a") }] }).success).toBe(false);
    expect(wireChangeSchema.safeParse({ nodes: Array.from({ length: 2 * LIMITS.nodes + 1 }, () => "a") }).success).toBe(false);
    const many = { nodes: Array.from({ length: LIMITS.nodes + 1 }, (_none, at) => ({ rank: at, value: node(`n${at}`) })) };
    expect(() => applyWire(EMPTY, many)).toThrow("at most 50000");
  });
});
