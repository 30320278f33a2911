import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { GraphEdge } from "../../../shared/graph/document.ts";
import { topologyOf, withAncestors, type Place } from "../../../shared/graph/topology.ts";
import { edge, graph, node } from "./support.ts";

function of(ids: string, ...pairs: string[]) {
  const edges = pairs.map((pair, at) => edge(pair.slice(0, 1), pair.slice(1), { id: `e${at}` }));
  return topologyOf(
    graph(
      Array.from(ids, (id) => node(id)),
      edges,
    ),
  );
}

const idsOf = (places: readonly Place[]): string[] => places.map(({ id }) => id);

/** Up to 12 nodes with any edges among them. */
const anyEdges = fc.integer({ min: 1, max: 12 }).chain((count) => {
  const id = fc.integer({ min: 0, max: count - 1 }).map((at) => `n${at}`);
  return fc.record({
    ids: fc.constant(Array.from({ length: count }, (_unused, at) => `n${at}`)),
    pairs: fc.array(fc.tuple(id, id), { maxLength: 20 }),
  });
});

const edgesOf = (pairs: readonly (readonly [string, string])[]): GraphEdge[] => pairs.map(([from, to], at) => edge(from, to, { id: `e${at}` }));

describe("order", () => {
  test("every node comes after all that feed it, and is listed or cyclic, never both", () => {
    fc.assert(
      fc.property(anyEdges, ({ ids, pairs }) => {
        const { order, places, cyclic } = topologyOf(graph(ids.map((id) => node(id)), edgesOf(pairs)));
        expect([...idsOf(order), ...cyclic].sort()).toEqual([...ids].sort());
        order.forEach((place, at) => expect([place.rank, places.get(place.id)]).toEqual([at, place]));
        const rank = (id: string) => places.get(id)?.rank ?? Number.NaN;
        for (const id of cyclic) expect(rank(id)).toBe(-1);
        for (const [from, to] of pairs.filter(([, target]) => !cyclic.has(target))) expect(rank(from)).toBeLessThan(rank(to));
      }),
    );
  });

  test("a node is cyclic exactly when it is on a circle or behind one", () => {
    fc.assert(
      fc.property(anyEdges, ({ ids, pairs }) => {
        const reached = (start: string) => {
          const found = new Set<string>();
          const stack = pairs.filter(([from]) => from === start).map(([, to]) => to);
          for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
            if (found.has(id)) continue;
            found.add(id);
            stack.push(...pairs.filter(([from]) => from === id).map(([, to]) => to));
          }
          return found;
        };
        const circles = ids.filter((id) => reached(id).has(id));
        const expected = new Set([...circles, ...circles.flatMap((id) => [...reached(id)])]);
        expect(topologyOf(graph(ids.map((id) => node(id)), edgesOf(pairs))).cyclic).toEqual(expected);
      }),
    );
  });

  test("edges keep the document's order at both of their ends", () => {
    const { places } = of("abc", "bc", "ac", "ab");
    expect(places.get("c")?.incoming.map(({ edge: { id }, from }) => [id, from.id])).toEqual([["e0", "b"], ["e1", "a"]]);
    expect(idsOf(places.get("a")?.fed ?? [])).toEqual(["c", "b"]);
    expect(places.get("a")?.incoming).toEqual([]);
  });

  test("a chain of 20,000 nodes, listed backwards, is ordered without a pause", () => {
    const ids = Array.from({ length: 20_000 }, (_unused, at) => `n${at}`);
    const edges = ids.slice(1).map((id, at) => edge(`n${at}`, id));
    const begin = performance.now();
    const topology = topologyOf(graph(ids.toReversed().map((id) => node(id)), edges));
    expect(idsOf(topology.order)).toEqual(ids);
    expect(withAncestors(topology, ["n19999"]).size).toBe(20_000);
    expect(performance.now() - begin).toBeLessThan(3000);
  });
});

describe("problems", () => {
  test("a sound graph has none", () => {
    expect(of("abc", "ab", "ac", "bc").problems).toEqual([]);
  });

  test("a circle is named in the direction of its edges, from the node that closes it", () => {
    const { problems, order, cyclic } = of("abcde", "ab", "bc", "cd", "db", "de");
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ severity: "error", fix: "Delete one of these edges." });
    expect(problems[0]?.message).toMatch(/^These nodes feed each other in a circle: (b → c → d → b|c → d → b → c|d → b → c → d)\.$/);
    expect(["b", "c", "d"]).toContain(problems[0]?.node);
    expect(idsOf(order)).toEqual(["a"]);
    expect([...cyclic]).toEqual(["b", "c", "d", "e"]);
  });

  test("a node that feeds itself is a circle", () => {
    expect(of("ab", "aa", "ab").problems).toMatchObject([{ node: "a", message: "These nodes feed each other in a circle: a → a." }]);
  });

  test("every separate circle is named, once", () => {
    const messages = of("abcdxy", "ab", "ba", "cd", "dc", "bx", "xy").problems.map(({ message }) => message);
    expect(messages).toHaveLength(2);
    expect(messages.join()).toMatch(/(a → b → a|b → a → b).*(c → d → c|d → c → d)/);
  });

  test("each circle that is named is one, whatever the graph", () => {
    fc.assert(
      fc.property(anyEdges, ({ ids, pairs }) => {
        const { problems, cyclic } = topologyOf(graph(ids.map((id) => node(id)), edgesOf(pairs)));
        expect(problems.length > 0).toBe(cyclic.size > 0);
        for (const { message } of problems) {
          const named = message.replace(/^.*: (.*)\.$/, "$1").split(" → ");
          if (named.includes("…")) continue;
          expect(named[0]).toBe(named.at(-1));
          for (const [at, id] of named.slice(1).entries()) expect(pairs.some(([from, to]) => from === named[at] && to === id)).toBe(true);
        }
      }),
    );
  });

  test("a long circle is shown by its ends", () => {
    const ids = "abcdefghij";
    const { problems } = of(ids, ...Array.from(ids, (id, at) => `${id}${ids[(at + 1) % 10]}`));
    expect(problems[0]?.message.match(/→/g)).toHaveLength(8);
    expect(problems[0]?.message).toContain("→ … →");
  });

  test("a circle of 20,000 nodes is found and named without a pause", () => {
    const ids = Array.from({ length: 20_000 }, (_unused, at) => `n${at}`);
    const begin = performance.now();
    const { problems } = topologyOf(graph(ids.map((id) => node(id)), ids.map((id, at) => edge(id, `n${(at + 1) % 20_000}`))));
    expect(problems).toHaveLength(1);
    expect(performance.now() - begin).toBeLessThan(3000);
  });

  test("an edge from or to a node that does not exist is named, and left out of the order", () => {
    const { problems, order, places } = of("a", "xa", "ay", "xy");
    expect(problems).toEqual([
      { severity: "error", edge: "e0", message: 'The edge leads from the node "x", which does not exist.', fix: "Delete the edge or bring the node back." },
      { severity: "error", edge: "e1", message: 'The edge leads to the node "y", which does not exist.', fix: "Delete the edge or bring the node back." },
      { severity: "error", edge: "e2", message: 'The edge leads from the node "x", which does not exist.', fix: "Delete the edge or bring the node back." },
    ]);
    expect(idsOf(order)).toEqual(["a"]);
    expect(places.get("a")).toMatchObject({ incoming: [], fed: [] });
  });
});

test("withAncestors is the nodes and all they need, through any number of edges, and nothing else", () => {
  const topology = of("abcdef", "ab", "bc", "dc", "ce", "af");
  expect([...withAncestors(topology, ["c"])].sort()).toEqual(["a", "b", "c", "d"]);
  expect([...withAncestors(topology, ["f", "d"])].sort()).toEqual(["a", "d", "f"]);
  expect([...withAncestors(topology, [])]).toEqual([]);
  expect([...withAncestors(topology, ["stranger"])]).toEqual(["stranger"]);
  expect([...withAncestors(of("ab", "ab", "ba"), ["a"])].sort()).toEqual(["a", "b"]);
});
