import { describe, expect, test } from "vitest";
import type { Graph } from "../../../shared/graph/document.ts";
import { setParam, updateNode } from "../../../shared/graph/edit.ts";
import { addNode, connect, disconnect, removeNodes } from "../../fixtures/graphEdits.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { defineNode, type PassiveKind } from "../../../shared/nodes/define.ts";
import { NOTHING_KNOWN } from "../../../shared/plan/knowledge.ts";
import { createPlanner } from "../../../shared/plan/planner.ts";
import { edge, FakeLibrary, graph, image, keyOf, node, nodeOf, planOf, prompt, reasonOf } from "./support.ts";

/** Two branches of one prompt: an edit that is animated and upscaled, and a video of its own. 8 nodes. */
const start = graph(
  [prompt("p"), image("i"), node("g", "gptImage2"), node("v", "generateSd2"), node("u", "upscaleVideo"), node("o", "output"), node("w", "generateSd2", { duration: 6 }), node("n", "note")],
  ["p.text>g.prompt", "i.image>g.images", "p.text>v.prompt", "g.image>v.firstFrame", "v.video>u.video", "u.video>o.in", "p.text>w.prompt"],
);

/** How many nodes are evaluated for this edit, after the start was planned; the plan is that of a fresh planner. */
function evaluatedBy(edit: (before: Graph) => Graph, before: Graph = start, library: FakeLibrary = new FakeLibrary()): number {
  const planner = createPlanner(catalogue);
  planner.plan(before, library);
  const after = edit(before);
  expect(planner.plan(after, library)).toEqual(planOf(after, library));
  return planner.evaluated;
}

const change = (id: string, rest: Record<string, unknown>) => (before: Graph) => updateNode(before, id, (one) => ({ ...one, ...rest }));

describe("only the edited node and its descendants are evaluated", () => {
  test("all of them the first time, none when nothing changed", () => {
    const planner = createPlanner(catalogue);
    const plan = planner.plan(start, NOTHING_KNOWN);
    expect(planner.evaluated).toBe(8);
    expect(planner.plan(start, NOTHING_KNOWN)).toEqual(plan);
    expect(planner.evaluated).toBe(0);
  });

  test.each([
    ["a param at the end", (before: Graph) => setParam(before, "o", "name", "{node}"), 1],
    ["a param in the middle", (before: Graph) => setParam(before, "v", "duration", 7), 3],
    ["a param near the root", (before: Graph) => setParam(before, "g", "quality", "high"), 4],
    ["the text that all depend on", (before: Graph) => setParam(before, "p", "text", "other"), 6],
    ["a sibling's param", (before: Graph) => setParam(before, "w", "duration", 7), 1],
    ["bypass", change("g", { state: "bypassed" }), 4],
    ["disable", change("v", { state: "disabled" }), 3],
    ["another kind", change("v", { kind: "generateHappyhorse" }), 3],
    ["an edge less", (before: Graph) => disconnect(before, new Set(["i.image>g.images"])), 4],
    ["an edge more", (before: Graph) => connect(before, edge("i.image>w.firstFrame")), 1],
    ["a node less", (before: Graph) => removeNodes(before, new Set(["u"])), 1],
    ["a node more", (before: Graph) => addNode(before, prompt("q")), 1],
    ["a circle: its nodes and those behind it are left out", (before: Graph) => connect(before, edge("u.video>v.videos")), 0],
    ["the name of the graph", (before: Graph) => ({ ...before, name: "Renamed" }), 0],
    ["the view", (before: Graph) => ({ ...before, view: { zoom: 2 } }), 0],
    ["the order of the nodes", (before: Graph) => ({ ...before, nodes: before.nodes.toReversed() }), 0],
    ["the order of edges at different ports", (before: Graph) => ({ ...before, edges: before.edges.toReversed() }), 2],
  ])("%s", (_name, edit, count) => {
    expect(evaluatedBy(edit)).toBe(count);
  });

  test.each([
    ["title", change("v", { title: "Hero" })],
    ["position", change("v", { position: { x: 1, y: 1 } })],
    ["an unknown key", change("v", { later: true })],
    ["a param that has no effect", (before: Graph) => setParam(before, "v", "mood", "dark")],
    ["a param set to its default", (before: Graph) => setParam(before, "v", "duration", 5)],
    ["takes at the end of a branch", change("w", { takes: 3 })],
  ])("an edit that changes nothing downstream stops there: %s", (_name, edit) => {
    expect(evaluatedBy(edit)).toBe(1);
  });

  test("so do fewer takes when all are there, and more when one is picked", () => {
    const library = new FakeLibrary();
    const more = change("v", { takes: 3 })(start);
    library.run(more);
    expect(evaluatedBy(change("v", { takes: 2 }), more, library)).toBe(1);
    const [picked] = library.takesOf(keyOf(planOf(more, library), "v"));
    const pickedOne = change("v", { picked: picked?.sha256 })(start);
    expect(evaluatedBy(change("v", { takes: 9, picked: picked?.sha256 }), pickedOne, library)).toBe(1);
  });

  test("and a wrong param that stays wrong", () => {
    const wrong = setParam(start, "v", "duration", 99);
    expect(evaluatedBy((before) => setParam(before, "v", "duration", 98), wrong)).toBe(1);
  });

  test("plans of nodes that did not change keep their identity", () => {
    const planner = createPlanner(catalogue);
    const before = planner.plan(start, NOTHING_KNOWN);
    const after = planner.plan(setParam(start, "v", "duration", 7), NOTHING_KNOWN);
    for (const id of ["p", "i", "g", "w"]) expect(nodeOf(after, id)).toBe(nodeOf(before, id));
    for (const id of ["v", "u", "o"]) expect(nodeOf(after, id)).not.toBe(nodeOf(before, id));
  });

  test("a node whose share changed gets a new plan without being evaluated", () => {
    const twins = graph([prompt("p"), node("a", "generateSd2"), node("b", "generateSd2")], ["p.text>a.prompt", "p.text>b.prompt"]);
    const planner = createPlanner(catalogue);
    expect(reasonOf(planner.plan(twins, NOTHING_KNOWN), "b")).toBe("shared(a)");
    const after = planner.plan(setParam(twins, "a", "duration", 9), NOTHING_KNOWN);
    expect([reasonOf(after, "b"), planner.evaluated]).toEqual(["new", 1]);
  });
});

test("a node's params are parsed once, however often it is evaluated", () => {
  const parsed: unknown[] = [];
  const outputs = catalogue.get("output") as PassiveKind;
  const counted: PassiveKind = { ...outputs, params: outputs.params.refine((params) => parsed.push(params) > 0) };
  const planner = createPlanner(new Map([...catalogue, ["output", counted]]));
  const library = new FakeLibrary();
  const count = (document: Graph) => (planner.plan(document, library), parsed.length);
  expect(count(start)).toBe(1);
  expect(count(setParam(start, "u", "targetResolution", "4k"))).toBe(1);
  library.revision += 1;
  expect([count(start), planner.evaluated]).toEqual([1, 8]);
  expect(count(addNode(start, prompt("q")))).toBe(1);
  expect(count(setParam(start, "o", "name", "{node}"))).toBe(2);
  expect(count(change("o", { title: "Result" })(start))).toBe(3);
});

describe("everything is evaluated again", () => {
  test.each([
    ["the library's revision changed", (library: FakeLibrary) => [start, (library.add(keyOf(planOf(start), "g"), "stored", "image"), library)] as const],
    ["it is another library", () => [start, new FakeLibrary()] as const],
    ["it is another graph", (library: FakeLibrary) => [{ ...start, id: "h" }, library] as const],
  ])("when %s", (_name, next) => {
    const planner = createPlanner(catalogue);
    const library = new FakeLibrary();
    planner.plan(start, library);
    const [document, knowledge] = next(library);
    expect(planner.plan(document, knowledge)).toEqual(planOf(document, knowledge));
    expect(planner.evaluated).toBe(8);
  });
});

describe("what is easily forgotten", () => {
  /** The plans of one planner, and those of a fresh one for each graph. */
  const plansOf = (...graphs: Graph[]) => {
    const planner = createPlanner(catalogue);
    const library = new FakeLibrary();
    return { kept: graphs.map((document) => planner.plan(document, library)), fresh: graphs.map((document) => planOf(document, library)) };
  };

  test("a node that is removed while its edges stay, and brought back", () => {
    const without = { ...start, nodes: start.nodes.filter(({ id }) => id !== "g") };
    const { kept, fresh } = plansOf(start, without, start, without, setParam(start, "g", "quality", "high"));
    expect(kept).toEqual(fresh);
  });

  test("a node that was edited while it was on a circle", () => {
    const circle = connect(start, edge("u.video>v.videos"));
    const edited = setParam(circle, "v", "duration", 9);
    const { kept, fresh } = plansOf(start, circle, edited, disconnect(edited, new Set(["u.video>v.videos"])), start);
    expect(kept).toEqual(fresh);
  });

  test("an unknown kind that becomes another unknown kind, which its dependants name", () => {
    const { kept, fresh } = plansOf(change("v", { kind: "dream" })(start), change("v", { kind: "nightmare" })(start), change("v", { kind: "note" })(start), change("v", { kind: "output" })(start), change("v", { kind: "group" })(start));
    expect(kept).toEqual(fresh);
  });

  test("edges of a multi port that change places", () => {
    const two = connect(addNode(start, image("j")), edge("j.image>g.images"));
    const at = two.edges.findIndex(({ id }) => id === "i.image>g.images");
    const swapped = { ...two, edges: [...two.edges.with(at, edge("j.image>g.images")).slice(0, -1), edge("i.image>g.images")] };
    const { kept, fresh } = plansOf(two, swapped);
    expect(kept).toEqual(fresh);
    expect(keyOf(planOf(two), "g")).not.toBe(keyOf(planOf(swapped), "g"));
  });

  test("an edge that keeps its id and its source but leads to another port", () => {
    const at = start.edges.findIndex(({ id }) => id === "g.image>v.firstFrame");
    const moved = { ...start, edges: start.edges.with(at, { ...edge("g.image>v.images"), id: "g.image>v.firstFrame" }) };
    const { kept, fresh } = plansOf(start, moved);
    expect(kept).toEqual(fresh);
    expect(keyOf(planOf(moved), "v")).not.toBe(keyOf(planOf(start), "v"));
  });

  test("the same picture from another node, which a chip names further on", () => {
    const nodes = [prompt("p", "@{i} smiles"), image("i", "https://example.com/same.png"), image("j", "https://example.com/same.png"), node("r", "reroute"), node("v", "generateHappyhorse")];
    const wires = ["p.text>v.prompt", "r.out>v.references"];
    const before = graph(nodes, [...wires, "i.image>r.in"]);
    const { kept, fresh } = plansOf(before, { ...before, edges: [...before.edges.slice(0, -1), edge("j.image>r.in")] });
    expect(kept).toEqual(fresh);
    expect(fresh.map(({ ok }) => ok)).toEqual([true, false]);
  });

  test("a wrong node that is bypassed before another wrong one, with a wire to an output that it does not have", () => {
    const nodes = [node("v", "generateSd2"), node("u", "upscaleVideo", { targetResolution: "9k" }), node("o", "output")];
    const wrong = graph(nodes, ["v.video>u.video", "u.film>o.in"]);
    const { kept, fresh } = plansOf(wrong, change("u", { state: "bypassed" })(wrong), wrong);
    expect(kept).toEqual(fresh);
    expect(fresh.map((plan) => reasonOf(plan, "o"))).toEqual(["invalid", "blocked", "invalid"]);
  });

  test("how a picture is sent, and what its file is called, though its bytes are the same", () => {
    const library = new FakeLibrary();
    const sha256 = library.addMedia("a".repeat(64), "image", { width: 10, height: 10 });
    const source = (name: string) => ({ type: "file", sha256, name, bytes: 1 });
    const named = graph([prompt("p"), node("i", "imageAsset", { source: source("a.png") }), node("v", "generateSd2")], ["p.text>v.prompt", "i.image>v.firstFrame"]);
    const renamed = setParam(named, "i", "source", source("b.png"));
    const planner = createPlanner(catalogue);
    const plans = [named, renamed].map((document) => planner.plan(document, library));
    expect(plans).toEqual([named, renamed].map((document) => planOf(document, library)));
    expect(plans.map((plan) => /[ab]\.png/.exec(nodeOf(plan, "v").problems[0]?.message ?? "")?.[0])).toEqual(["a.png", "b.png"]);
    const reviewed = setParam(start, "i", "review", "always");
    const { kept, fresh } = plansOf(connect(start, edge("i.image>w.firstFrame")), connect(reviewed, edge("i.image>w.firstFrame")));
    expect(kept).toEqual(fresh);
    expect(kept[0]).not.toEqual(kept[1]);
  });

  test("an exception in the middle of a plan", () => {
    let broken = true;
    const fragile = defineNode({
      ...(catalogue.get("promptList") as never as Parameters<typeof defineNode>[0]),
      role: "source",
      kind: "fragile",
      check: () => [],
      values: () => {
        if (broken) throw new Error("out of order");
        return [{ type: "text", text: "mended", origins: [] }];
      },
    } as never) as never;
    const kinds = new Map([...catalogue, ["fragile", fragile]] as const);
    const before = graph([prompt("f"), prompt("b"), node("v", "generateSd2")], ["f.text>v.prompt"]);
    const after = setParam(change("f", { kind: "fragile" })(before), "b", "text", "changed");
    const planner = createPlanner(kinds);
    planner.plan(before, NOTHING_KNOWN);
    expect(() => planner.plan(after, NOTHING_KNOWN)).toThrow("out of order");
    broken = false;
    expect(planner.plan(after, NOTHING_KNOWN)).toEqual(createPlanner(kinds).plan(after, NOTHING_KNOWN));
    expect(planner.evaluated).toBe(3);
  });
});

test("a chain of 20,000 nodes plans, and an edit at its end touches one node", () => {
  const ids = Array.from({ length: 20_000 }, (_unused, at) => `r${at}`);
  const wires = ids.slice(1).map((id, at) => `r${at}.out>${id}.in`);
  const chain = graph([prompt("p"), ...ids.map((id) => node(id, "reroute")), node("v", "generateSd2")], ["p.text>r0.in", ...wires, "r19999.out>v.prompt"]);
  const planner = createPlanner(catalogue);
  const begin = performance.now();
  const plan = planner.plan(chain, NOTHING_KNOWN);
  expect(plan.nodes.flatMap(({ problems }) => problems)).toEqual([]);
  expect(plan.quote.min).toBe(200);
  expect(planner.evaluated).toBe(20_002);
  planner.plan(setParam(chain, "v", "duration", 6), NOTHING_KNOWN);
  expect(planner.evaluated).toBe(1);
  expect(performance.now() - begin).toBeLessThan(5000);
});
