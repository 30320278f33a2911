import { describe, expect, test } from "vitest";
import { duplicateNodes } from "../../fixtures/graphEdits.ts";
import { FakeLibrary, graph, image, keyOf, list, node, nodeOf, planOf, prompt, reasonOf, stepOf } from "./support.ts";

const wires = (...ids: string[]) => ids.map((id) => `p.text>${id}.prompt`);
const video = (id: string, takes?: number) => node(id, "generateSd2", {}, takes === undefined ? {} : { takes });

describe("equal requests are made and paid for once", () => {
  test("by the first node in dependency order; the others say whose they share", () => {
    const plan = planOf(graph([prompt("p"), video("a"), video("b"), video("c")], wires("a", "b", "c")));
    expect(plan.quote.min).toBe(200);
    expect(["a", "b", "c"].map((id) => [stepOf(plan, id).needed, stepOf(plan, id).sharedWith, reasonOf(plan, id), nodeOf(plan, id).formula])).toEqual([
      [1, null, "new", "5 s × 40 = 200"],
      [0, "a#0", "shared(a)", "0"],
      [0, "a#0", "shared(a)", "0"],
    ]);
    expect(stepOf(plan, "b").credits).toEqual({ min: 0, max: 0 });
  });

  test.each([
    [1, 3],
    [3, 1],
    [3, 3],
  ])("takes %i and takes %i of one request cost as many as the larger", (first, second) => {
    const plan = planOf(graph([prompt("p"), video("a", first), video("b", second)], wires("a", "b")));
    expect(plan.quote.min).toBe(3 * 200);
    expect([stepOf(plan, "a").needed, stepOf(plan, "b").needed]).toEqual([first, 3 - first]);
  });

  test("takes 1, 3, 2 and 4 cost 4", () => {
    const plan = planOf(graph([prompt("p"), video("a", 1), video("b", 3), video("c", 2), video("d", 4)], wires("a", "b", "c", "d")));
    expect(["a", "b", "c", "d"].map((id) => stepOf(plan, id).needed)).toEqual([1, 2, 0, 1]);
    expect(plan.quote.min).toBe(800);
    expect(stepOf(plan, "d")).toMatchObject({ sharedWith: "a#0", reason: "new" });
    expect(reasonOf(plan, "d")).toBe("new");
  });

  test("what is stored counts for all of them", () => {
    const library = new FakeLibrary();
    const document = graph([prompt("p"), video("a", 1), video("b", 3)], wires("a", "b"));
    library.add(keyOf(planOf(document), "a"), "stored");
    const plan = planOf(document, library);
    expect([stepOf(plan, "a").needed, stepOf(plan, "b").needed, reasonOf(plan, "a")]).toEqual([0, 2, "cached"]);
    expect(stepOf(plan, "b").sharedWith).toBeNull();
  });

  test("within one node as well", () => {
    const plan = planOf(graph([list("l", "same", "other", "same"), node("v", "generateSd2")], ["l.text>v.prompt"]));
    expect(nodeOf(plan, "v").steps.map(({ needed, sharedWith }) => [needed, sharedWith])).toEqual([
      [1, null],
      [1, null],
      [0, "v#0"],
    ]);
    expect([plan.quote.min, reasonOf(plan, "v")]).toEqual([400, "new"]);
  });

  test("a node whose name ends like an item is named in full", () => {
    const plan = planOf(graph([prompt("p"), video("a#1"), video("b")], wires("a#1", "b")));
    expect(reasonOf(plan, "b")).toBe("shared(a#1)");
  });

  test("different requests are not shared", () => {
    const plan = planOf(graph([prompt("p"), video("a"), node("b", "generateSd2", { duration: 6 })], wires("a", "b")));
    expect(plan.quote.min).toBe(200 + 240);
  });
});

describe("whole branches", () => {
  const branch = graph(
    [prompt("p", "a face"), prompt("q", "@{i} smiles"), node("i", "gptImage2"), image("ref"), node("v", "generateHappyhorse"), node("u", "upscaleVideo", { targetResolution: "4k" })],
    ["p.text>i.prompt", "ref.image>i.images", "q.text>v.prompt", "i.image>v.references", "v.video>u.video"],
  );
  const ids = new Set(branch.nodes.map(({ id }) => id));
  const doubled = duplicateNodes(branch, ids, (old) => `${old}-copy`, { x: 10, y: 10 }, false);

  test("that are duplicated cost nothing more, although none of it is made yet", () => {
    const plan = planOf(doubled);
    expect(plan.ok).toBe(true);
    expect(plan.quote).toEqual(planOf(branch).quote);
    expect(["i-copy", "v-copy", "u-copy"].map((id) => reasonOf(plan, id))).toEqual(["shared(i)", "shared(v)", "shared(u)"]);
    expect(stepOf(plan, "u-copy").step).toMatchObject({ pending: true, needs: ["v-copy#0"], key: stepOf(plan, "u").step.key });
  });

  test("run as one and are all cached after that", () => {
    const library = new FakeLibrary();
    library.run(doubled);
    expect(planOf(doubled, library).quote).toMatchObject({ min: 0, max: 0 });
    expect(["v-copy", "u-copy"].map((id) => reasonOf(planOf(doubled, library), id))).toEqual(["cached", "cached"]);
    const renamed = { ...branch, id: "elsewhere", nodes: branch.nodes.map((one) => ({ ...one, title: `${one.id}!`, position: { x: 9, y: 9 } })) };
    expect(planOf(renamed, library).quote).toMatchObject({ min: 0, max: 0 });
  });

  test("that differ at their root share nothing", () => {
    const differing = { ...doubled, nodes: doubled.nodes.map((one) => (one.id === "p-copy" ? { ...one, params: { text: "another face" } } : one)) };
    expect(planOf(differing).quote.min).toBe(2 * planOf(branch).quote.min);
  });
});
