import { describe, expect, test } from "vitest";
import { setParam, updateNode } from "../../../shared/graph/edit.ts";
import { edge, graph, node } from "./support.ts";

const a = node("a", { params: { text: "hello", other: { deep: 1 } } });
const b = node("b", { title: "B", later: [1] });
const c = node("c");
const ab = edge("a", "b");
const bc = edge("b", "c");
const before = graph([a, b, c], [ab, bc]);

describe("what an edit does not concern keeps its identity", () => {
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
});

describe("impossible edits say so and leave the graph", () => {
  test.each([
    [() => updateNode(before, "stranger", (one) => one), 'there is no node "stranger"'],
    [() => setParam(before, "stranger", "text", ""), 'there is no node "stranger"'],
  ])("%#", (edit, message) => {
    const copy = structuredClone(before);
    expect(edit).toThrow(message);
    expect(before).toEqual(copy);
  });
});
