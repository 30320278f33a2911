import { describe, expect, test } from "vitest";
import { isRefusal, type Added, type Refusal } from "../../../shared/edit/draft.ts";
import { addNode, renameGraph, setBudget, setCollapsed, setNodeState, setParam, setPicked, setSpread, setTakes, setTitle, toggleNodeState, updateNodes } from "../../../shared/edit/nodes.ts";
import { moveNodes, nudge, resize } from "../../../shared/edit/layout.ts";
import { apply, fromGraph, isEmpty, toGraph, type Change, type DocState } from "../../../shared/edit/records.ts";
import { removeNodes } from "../../../shared/edit/remove.ts";
import { LIMITS } from "../../../shared/graph/document.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { docOf, done, ids, large, nodeAt, refusalOf, wires } from "./support.ts";

const doc = docOf([["a", "prompt", { text: "x", mood: { keep: [1] } }, { colour: "unknown key" }], ["b", "gptImage2"], ["g", "group"]]);
const idOf = (added: Added | Refusal): string => (isRefusal(added) ? "" : (added.added[0] ?? ""));

describe("a node's settings", () => {
  test("a param is set, unset, and everything unknown is kept", () => {
    const next = done(doc, setParam(doc, "a", "text", "y"));
    expect(nodeAt(next, "a")).toEqual({ ...nodeAt(doc, "a"), params: { text: "y", mood: { keep: [1] } } });
    expect(nodeAt(next, "b")).toBe(nodeAt(doc, "b"));
    expect(nodeAt(done(next, setParam(next, "a", "text", undefined)), "a").params).toEqual({ mood: { keep: [1] } });
    expect(isEmpty(setParam(doc, "a", "text", "x") as Change)).toBe(true);
    expect(isEmpty(setParam(doc, "b", "text", undefined) as Change)).toBe(true);
  });

  test("a keystroke in a document of 5,000 nodes keeps all others and the edges", () => {
    const before = large(5_000);
    const start = fromGraph(before);
    const after = toGraph(done(start, setParam(start, "n17", "text", "{{a}} b")));
    expect(after.edges).toBe(before.edges);
    expect(after.nodes.filter((node, at) => node !== before.nodes[at])).toHaveLength(1);
  });

  test("a param that would reach a prototype is refused", () => {
    expect(refusalOf(setParam(doc, "a", "__proto__", { x: 1 }))).toContain("__proto__");
  });

  test("several nodes at once, those that are gone passed over", () => {
    const next = done(doc, setTakes(doc, ["a", "b", "gone"], 3));
    expect(toGraph(next).nodes.map(({ takes }) => takes)).toEqual([3, 3, undefined]);
  });

  test("what is the default leaves no trace in the file", () => {
    const once = [setTakes(doc, "b", 2), setTitle(doc, "b", "T"), setNodeState(doc, "b", "disabled"), setPicked(doc, "b", "a".repeat(64)), setSpread(doc, "b", true), setCollapsed(doc, "b", true)];
    const backs = [(next: DocState) => setTakes(next, "b", 1), (next: DocState) => setTitle(next, "b", "  "), (next: DocState) => setNodeState(next, "b", "active"), (next: DocState) => setPicked(next, "b", null), (next: DocState) => setSpread(next, "b", false), (next: DocState) => setCollapsed(next, "b", false)];
    once.forEach((change, at) => {
      const next = done(doc, change);
      expect(nodeAt(next, "b")).not.toEqual(nodeAt(doc, "b"));
      expect(nodeAt(done(next, backs[at]!(next)), "b")).toEqual(nodeAt(doc, "b"));
    });
  });

  test("bypass switches on for all, and off when all have it", () => {
    const one = done(doc, setNodeState(doc, "a", "bypassed"));
    const both = done(one, toggleNodeState(one, ["a", "b"], "bypassed"));
    expect([nodeAt(both, "a").state, nodeAt(both, "b").state]).toEqual(["bypassed", "bypassed"]);
    const none = done(both, toggleNodeState(both, ["a", "b"], "bypassed"));
    expect([nodeAt(none, "a").state, nodeAt(none, "b").state]).toEqual([undefined, undefined]);
  });

  test("what a file may not hold is refused in words", () => {
    expect(refusalOf(setTakes(doc, "b", 65))).toContain("from 1 to 64");
    expect(refusalOf(setTakes(doc, "b", 1.5))).toContain("from 1 to 64");
    expect(refusalOf(setTitle(doc, "b", "x".repeat(LIMITS.titleLength + 1)))).toContain("at most 500");
    expect(refusalOf(setBudget(doc, -1))).toContain("0 or more");
    expect(refusalOf(setBudget(doc, Number.POSITIVE_INFINITY))).toContain("0 or more");
    expect(refusalOf(renameGraph(doc, "  "))).toContain("needs a name");
    expect(refusalOf(renameGraph(doc, "x".repeat(501)))).toContain("at most 500");
    expect(() => updateNodes(doc, "a", (node) => ({ ...node, id: "z" }))).toThrow("another id");
  });

  test("the graph has a name and a budget, which can be taken away", () => {
    const named = done(doc, renameGraph(doc, " Trailer "));
    const limited = done(named, setBudget(named, 500));
    expect(toGraph(limited)).toMatchObject({ name: "Trailer", budget: 500 });
    expect(toGraph(limited).nodes).toBe(toGraph(doc).nodes);
    expect("budget" in toGraph(done(limited, setBudget(limited, null)))).toBe(false);
    expect(isEmpty(renameGraph(named, "Trailer") as Change)).toBe(true);
  });
});

describe("places and sizes", () => {
  test("nodes move, and what a position holds beside stays", () => {
    const start = docOf([["a", "prompt", {}, { position: { x: 1, y: 2, z: 3 } }], ["b", "prompt"]]);
    const next = done(start, moveNodes(start, new Map([["a", { x: 5, y: 6 }], ["gone", { x: 0, y: 0 }]])));
    expect(nodeAt(next, "a").position).toEqual({ x: 5, y: 6, z: 3 });
    expect(nodeAt(done(next, nudge(next, ["a", "b"], { x: 4, y: 0 })), "b").position).toEqual({ x: 4, y: 0 });
    expect(isEmpty(moveNodes(start, new Map([["a", { x: 1, y: 2 }]])))).toBe(true);
  });

  test("no number that a file cannot hold gets in", () => {
    expect(isEmpty(moveNodes(doc, new Map([["a", { x: Number.NaN, y: 0 }]])))).toBe(true);
    expect(refusalOf(resize(doc, "a", { x: 0, y: 0, width: Number.POSITIVE_INFINITY, height: 1 }))).toContain("numbers");
  });

  test("a group keeps its size in its params and its bounds, another node in a key of its own", () => {
    const rect = { x: 3, y: 4, width: 10, height: 200_000 };
    expect(nodeAt(done(doc, resize(doc, "g", rect)), "g")).toMatchObject({ position: { x: 3, y: 4 }, params: { width: 40, height: 100_000 } });
    const sized = done(doc, resize(doc, "a", rect));
    expect(nodeAt(sized, "a")).toMatchObject({ position: { x: 3, y: 4 }, size: { width: 40, height: 100_000 } });
    expect(isEmpty(resize(sized, "a", rect) as Change)).toBe(true);
  });

  test("a group collapses by its param", () => {
    expect(nodeAt(done(doc, setCollapsed(doc, ["g", "a"], true)), "g").params["collapsed"]).toBe(true);
    expect(nodeAt(done(doc, setCollapsed(doc, ["g", "a"], true)), "a")["collapsed"]).toBe(true);
  });
});

describe("adding and removing", () => {
  test("a new node comes last, under a readable id that no chip or file minds", () => {
    const made = addNode(doc, { kind: "we{i}rd kind", position: { x: 1, y: 2 }, params: { a: 1 }, title: "New" });
    const next = done(doc, made);
    expect(ids(next).at(-1)).toBe(idOf(made));
    expect(idOf(made)).toMatch(/^weirdkind-[a-z0-9]{6}$/);
    expect(nodeAt(next, idOf(made))).toMatchObject({ kind: "we{i}rd kind", position: { x: 1, y: 2 }, params: { a: 1 }, title: "New" });
  });

  test("a document that could not be opened again is not made", () => {
    const full = fromGraph(large(LIMITS.nodes));
    expect(refusalOf(addNode(full, { kind: "prompt", position: { x: 0, y: 0 } }))).toContain("at most 50000");
  });

  const chain = docOf(
    [["i", "imageAsset"], ["e", "gptImage2"], ["f", "gptImage2"], ["r", "reroute"], ["p", "prompt"], ["v", "generateHappyhorse"]],
    ["p.text > e.prompt", "i.image > e.images", "e.image > f.images", "f.image > r.in", "i.image > v.firstFrame", "r.out > v.references", "i.image > v.references"],
  );

  test("removing takes the wires along", () => {
    expect(wires(done(chain, removeNodes(chain, catalogue, ["f"], { reconnect: false })))).toEqual(["p.text > e.prompt", "i.image > e.images", "i.image > v.firstFrame", "r.out > v.references", "i.image > v.references"]);
  });

  test("removing with reconnection bridges wires of the same type, at their place, and no other", () => {
    const next = done(chain, removeNodes(chain, catalogue, ["e"], { reconnect: true }));
    expect(wires(next)).toEqual(["i.image > f.images", "f.image > r.in", "i.image > v.firstFrame", "r.out > v.references", "i.image > v.references"]);
    expect(wires(done(chain, removeNodes(chain, catalogue, ["r"], { reconnect: true }))).slice(-2)).toEqual(["f.image > v.references", "i.image > v.references"]);
    // A video has no image that could pass through it.
    const end = docOf([["v", "generateHappyhorse"], ["u", "upscaleVideo"], ["i", "imageAsset"]], ["i.image > v.firstFrame", "v.video > u.video"]);
    expect(wires(done(end, removeNodes(end, catalogue, ["v"], { reconnect: true })))).toEqual([]);
  });

  test("a chain is bridged as a whole, and never connects the same twice", () => {
    const next = done(chain, removeNodes(chain, catalogue, ["e", "f"], { reconnect: true }));
    expect(wires(next)).toContain("i.image > r.in");
    const all = done(chain, removeNodes(chain, catalogue, ["e", "f", "r"], { reconnect: true }));
    expect(wires(all)).toEqual(["i.image > v.firstFrame", "i.image > v.references"]);
  });

  test("a wire of another type, which only a file can bring, bridges nothing", () => {
    const wrong = docOf([["p", "prompt"], ["i", "imageAsset"], ["e", "gptImage2"], ["f", "gptImage2"]], ["p.text > e.images", "i.image > e.images", "e.image > f.images"]);
    expect(wires(done(wrong, removeNodes(wrong, catalogue, ["e"], { reconnect: true })))).toEqual(["i.image > f.images"]);
  });

  test("nodes that feed each other in a circle are removed like any others", () => {
    const round = docOf([["a", "reroute"], ["b", "reroute"], ["o", "output"]], ["a.out > b.in", "b.out > a.in", "b.out > o.in"]);
    expect(wires(apply(round, removeNodes(round, catalogue, ["a", "b"], { reconnect: true })))).toEqual([]);
  });
});
