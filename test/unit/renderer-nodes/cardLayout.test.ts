import { describe, expect, test } from "vitest";
import { layoutIn, layoutOf } from "../../../renderer/nodes/cardLayout.ts";
import { fromGraph } from "../../../shared/edit/records.ts";
import type { Graph, GraphNode } from "../../../shared/graph/document.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";

function node(kind: string, params: Record<string, unknown> = {}, more: Partial<GraphNode> = {}): GraphNode {
  return { id: kind, kind, position: { x: 0, y: 0 }, params, ...more };
}

const names = (layout: ReturnType<typeof layoutOf>, side: "in" | "out") => layout.ports.filter((port) => port.side === side).map(({ name }) => name);

describe("the layout of a card", () => {
  test.each([...catalogue.keys()])("of %s has every port of its kind on its side, apart from the others, open and collapsed", (kind) => {
    const declared = catalogue.get(kind)!;
    for (const params of [{}, { text: "{{a}} and {{b}} and {{c}}" }]) {
      for (const collapsed of [false, true]) {
        const one = node(kind, params, { collapsed });
        const layout = layoutOf(one);
        expect(names(layout, "in")).toEqual(declared.inputs(declared.params.safeParse(params).data ?? declared.params.parse({})).map(({ name }) => name));
        expect(names(layout, "out")).toEqual(declared.output ? [declared.output.name] : []);
        for (const port of layout.ports) {
          expect(port.x).toBe(port.side === "in" ? 0 : layout.width);
          expect(port.y).toBeGreaterThanOrEqual(4);
          expect(port.y).toBeLessThanOrEqual(layout.height - 4);
        }
        const places = layout.ports.map(({ side, y }) => `${side} ${y}`);
        expect(new Set(places).size).toBe(places.length);
      }
    }
  });

  test("is the same object for the same node, and as large for an equal one", () => {
    const one = node("generateSd2");
    expect(layoutOf(one)).toBe(layoutOf(one));
    expect(layoutOf(one, { in: ["prompt", "prompt"], out: ["video"] })).toBe(layoutOf(one));
    expect(layoutOf({ ...one })).toEqual(layoutOf(one));
    const strange = { in: ["gone"], out: [] };
    expect(layoutOf(one, strange)).toBe(layoutOf(one, { ...strange }));
  });

  test("grows by a port for each variable of a prompt", () => {
    const plain = layoutOf(node("prompt", { text: "a bottle" }));
    const some = layoutOf(node("prompt", { text: "a {{colour}} bottle on {{ground}}" }));
    expect(names(some, "in")).toEqual(["colour", "ground"]);
    expect(some.height).toBeGreaterThan(plain.height);
    expect(layoutOf(node("prompt", { text: 7 })).height).toBe(plain.height);
  });

  test("of an unknown kind shows the ports that its edges name, wherever they are", () => {
    const odd = node("fromTheFuture");
    const shot = node("generateSd2");
    const graph: Graph = {
      format: "shotgraph",
      version: 1,
      id: "g",
      name: "g",
      nodes: [odd, shot],
      edges: [
        { id: "1", from: { node: odd.id, port: "thing" }, to: { node: shot.id, port: "prompt" } },
        { id: "2", from: { node: shot.id, port: "video" }, to: { node: odd.id, port: "left" } },
        { id: "3", from: { node: shot.id, port: "video" }, to: { node: odd.id, port: "left" } },
        { id: "4", from: { node: shot.id, port: "video" }, to: { node: shot.id, port: "noSuchPort" } },
      ],
    };
    const doc = fromGraph(graph);
    const layout = layoutIn(doc, odd);
    expect(layoutOf(odd).ports).toEqual([]);
    expect(names(layout, "in")).toEqual(["left"]);
    expect(names(layout, "out")).toEqual(["thing"]);
    expect(layout.height).toBeGreaterThan(layoutOf(odd).height);
    // A wire to a port that is gone still ends somewhere.
    const ghost = layoutIn(doc, shot).ports.find(({ name }) => name === "noSuchPort");
    expect(ghost).toMatchObject({ side: "in", strange: true });
    expect(ghost!.y).toBeLessThan(layoutIn(doc, shot).height);
  });

  test("takes the size that a user gave, but none that hides the ports or makes no sense", () => {
    expect(layoutOf(node("prompt", {}, { size: { width: 400, height: 300 } }))).toMatchObject({ width: 400, height: 300 });
    expect(layoutOf(node("note", {}, { size: { width: 300.4, height: 200 } }))).toMatchObject({ width: 300, height: 200 });
    expect(layoutOf(node("group", { width: 900, height: 700 }))).toMatchObject({ width: 900, height: 700, ports: [] });
    const usual = layoutOf(node("prompt"));
    for (const size of [{ width: -5, height: 200 }, { width: Number.NaN, height: 200 }, "large", null, { width: "9", height: 1e9 }]) expect(layoutOf(node("prompt", {}, { size }))).toEqual(usual);
    const small = layoutOf(node("prompt", { text: "{{a}}{{b}}{{c}}{{d}}" }, { size: { width: 40, height: 40 } }));
    expect(small.ports.every(({ y }) => y > 34 && y < small.height)).toBe(true);
    // Kinds of a fixed size do not listen.
    expect(layoutOf(node("generateSd2", {}, { size: { width: 900, height: 900 } }))).toEqual(layoutOf(node("generateSd2")));
  });

  test("of a collapsed group is its title only", () => {
    const open = layoutOf(node("group"));
    const closed = layoutOf(node("group", { collapsed: true }));
    expect(closed.height).toBeLessThan(open.height);
    expect(closed.height).toBe(34);
  });
});
