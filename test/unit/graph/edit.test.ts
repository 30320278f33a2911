import { describe, expect, test } from "vitest";
import { addNode, connect, disconnect, duplicateNodes, removeNodes, setParam, updateNode } from "../../../shared/graph/edit.ts";
import { edge, graph, node } from "./support.ts";

const a = node("a", { params: { text: "hello", other: { deep: 1 } } });
const b = node("b", { title: "B", later: [1] });
const c = node("c");
const ab = edge("a", "b");
const bc = edge("b", "c");
const before = graph([a, b, c], [ab, bc]);

describe("what an edit does not concern keeps its identity", () => {
  test("adding a node", () => {
    const after = addNode(before, node("d"));
    expect(after.nodes).toEqual([a, b, c, node("d")]);
    expect(after.nodes[0]).toBe(a);
    expect(after.edges).toBe(before.edges);
    expect(before.nodes).toHaveLength(3);
  });

  test("removing nodes takes the edges at them along", () => {
    const after = removeNodes(before, new Set(["c"]));
    expect(after.nodes).toEqual([a, b]);
    expect(after.edges).toEqual([ab]);
    expect(after.edges[0]).toBe(ab);
    expect(removeNodes(before, new Set(["a"])).edges).toEqual([bc]);
    expect(removeNodes(before, new Set(["b"])).edges).toEqual([]);
  });

  test("removing an unconnected node keeps the list of edges, removing none the graph", () => {
    const lonely = addNode(before, node("d"));
    expect(removeNodes(lonely, new Set(["d"])).edges).toBe(before.edges);
    expect(removeNodes(before, new Set(["stranger"]))).toBe(before);
  });

  test("an edge to a node that is gone already goes with its id", () => {
    const after = removeNodes(graph([a], [edge("a", "gone")]), new Set(["gone"]));
    expect(after.edges).toEqual([]);
    expect(after.nodes).toEqual([a]);
  });

  test("changing a node", () => {
    const after = updateNode(before, "b", (one) => ({ ...one, title: "new" }));
    expect(after.nodes).toEqual([a, { ...b, title: "new" }, c]);
    expect([after.nodes[0], after.nodes[2], after.edges]).toEqual([a, c, before.edges]);
    expect(after.nodes[0]).toBe(a);
    expect(after.edges).toBe(before.edges);
    expect(b.title).toBe("B");
    expect(updateNode(before, "b", (one) => one)).toBe(before);
  });

  test("setting a param; setting what it is already changes nothing", () => {
    const after = setParam(before, "a", "text", "bye");
    expect(after.nodes[0]).toEqual({ ...a, params: { text: "bye", other: { deep: 1 } } });
    expect(after.nodes[0]?.params["other"]).toBe(a.params["other"]);
    expect(setParam(before, "a", "text", "hello")).toBe(before);
    expect(setParam(before, "a", "new", undefined).nodes[0]?.params).toHaveProperty("new", undefined);
  });

  test("a param called __proto__ is a param and nothing more", () => {
    const after = setParam(before, "a", "__proto__", { polluted: 1 });
    expect(Object.hasOwn(after.nodes[0]?.params ?? {}, "__proto__")).toBe(true);
    expect(after.nodes[0]?.params["polluted"]).toBeUndefined();
  });

  test("connecting and disconnecting", () => {
    const after = connect(before, edge("a", "c"));
    expect(after.edges).toEqual([ab, bc, edge("a", "c")]);
    expect(after.nodes).toBe(before.nodes);
    const less = disconnect(after, new Set([ab.id]));
    expect(less.edges).toEqual([bc, edge("a", "c")]);
    expect(less.nodes).toBe(before.nodes);
    expect(disconnect(before, new Set(["stranger"]))).toBe(before);
  });
});

describe("impossible edits say so and leave the graph", () => {
  test.each([
    [() => addNode(before, node("a")), 'a node "a" exists already'],
    [() => connect(before, edge("a", "b")), 'an edge "a→b" exists already'],
    [() => updateNode(before, "stranger", (one) => one), 'there is no node "stranger"'],
    [() => setParam(before, "stranger", "text", ""), 'there is no node "stranger"'],
    [() => duplicateNodes(before, new Set(["a"]), () => "b", { x: 0, y: 0 }, false), 'a node "b" exists already'],
    [() => duplicateNodes(before, new Set(["a", "b"]), (old) => (old === "a→b" ? "b→c" : `${old}2`), { x: 0, y: 0 }, false), 'an edge "b→c" exists already'],
    [() => duplicateNodes(before, new Set(["a", "b"]), () => "same", { x: 0, y: 0 }, false), 'a node "same" exists already'],
  ])("%#", (edit, message) => {
    const copy = structuredClone(before);
    expect(edit).toThrow(message);
    expect(before).toEqual(copy);
  });
});

describe("duplicating", () => {
  const copyOf = (ids: string[], keepInputs: boolean) => duplicateNodes(before, new Set(ids), (old) => `${old}'`, { x: 30, y: -5 }, keepInputs);

  test("copies nodes with all they hold, moved, and the edges among them", () => {
    const after = copyOf(["a", "b"], false);
    expect(after.nodes.slice(0, 3)).toEqual([a, b, c]);
    expect(after.nodes.slice(3)).toEqual([
      { ...a, id: "a'", position: { x: 30, y: -5 } },
      { ...b, id: "b'", position: { x: 30, y: -5 } },
    ]);
    expect(after.edges).toEqual([ab, bc, edge("a'", "b'", { id: "a→b'" })]);
    expect([after.nodes[0], after.edges[0]]).toEqual([a, ab]);
  });

  test("with keepInputs the copies are fed by what fed the originals, and feed nothing", () => {
    expect(copyOf(["b"], true).edges.slice(2)).toEqual([edge("a", "b'", { id: "a→b'" })]);
    expect(copyOf(["b"], false).edges).toEqual([ab, bc]);
  });

  test("keeps unknown keys of edges and positions", () => {
    const start = graph([node("a", { position: { x: 1, y: 2, z: 3 } }), node("b")], [edge("a", "b", { bend: 4, to: { node: "b", port: "in", side: "left" } })]);
    const after = duplicateNodes(start, new Set(["a", "b"]), (old) => `${old}2`, { x: 1, y: 1 }, false);
    expect(after.nodes[2]?.position).toEqual({ x: 2, y: 3, z: 3 });
    expect(after.edges[1]).toMatchObject({ bend: 4, from: { node: "a2", port: "text" }, to: { node: "b2", port: "in", side: "left" } });
  });

  test("chips that name a copied node name its copy, others stay", () => {
    const text = "@{hero} and @{other} meet @{hero}, {{name}} @{ hero }";
    const start = graph([node("hero"), node("other"), node("words", { params: { text, lines: ["@{hero}", 3, null], nested: { hint: "@{hero}" } } })]);
    const after = duplicateNodes(start, new Set(["hero", "words"]), (old) => `${old}-2`, { x: 0, y: 0 }, true);
    expect(after.nodes.at(-1)?.params).toEqual({
      text: "@{hero-2} and @{other} meet @{hero-2}, {{name}} @{ hero }",
      lines: ["@{hero-2}", 3, null],
      nested: { hint: "@{hero-2}" },
    });
    expect(after.nodes[2]?.params["text"]).toBe(text);
  });
});
