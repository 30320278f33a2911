import { describe, expect, test } from "vitest";
import { billsOf } from "../../../renderer/quote/billed.ts";
import { allProblems, errorsIn } from "../../../renderer/quote/problems.ts";
import { quoteLines } from "../../../renderer/quote/quoteLines.ts";
import { inputsOf, moved } from "../../../renderer/inspector/portEdges.ts";
import type { StepEvent } from "../../../shared/contract/runEvents.ts";
import { fromGraph } from "../../../shared/edit/records.ts";
import { FakeLibrary, graph, image, keyOf, node, planOf, prompt } from "../plan/support.ts";
import { planState } from "./support.ts";

const chain = () => graph([node("up", "upscaleVideo"), prompt("p"), node("dear", "generateSd2", { duration: 15 }), node("clip", "generateSd2"), node("bad", "generateSd2")], ["p.text>clip.prompt", "clip.video>up.video", "p.text>dear.prompt"]);

describe("the quote lists what costs or was paid for", () => {
  test("the dearest first, or along the wires; the rest is counted", () => {
    const document = chain();
    const plan = planState(document);
    const doc = fromGraph(document);
    const ids = (order: "cost" | "graph") => quoteLines(plan.nodes.values(), order, doc).lines.map(({ id }) => id);
    expect(ids("cost")).toEqual(["dear", "clip", "up"]);
    expect(ids("graph").indexOf("clip")).toBeLessThan(ids("graph").indexOf("up"));
    expect(quoteLines(plan.nodes.values(), "cost", doc)).toMatchObject({ free: 1, unpriced: 1 });
  });

  test("a take that is there stays listed, at nothing", () => {
    const document = chain();
    const library = new FakeLibrary();
    library.add(keyOf(planOf(document), "dear"), "stored");
    const { lines } = quoteLines(planState(document, library).nodes.values(), "cost", fromGraph(document));
    expect(lines.find(({ id }) => id === "dear")).toMatchObject({ credits: { min: 0, max: 0 }, saved: 600 });
  });
});

describe("problems are listed by node", () => {
  test("those of the document first, then errors, then warnings; every error is counted", () => {
    const document = graph([node("empty", "prompt"), node("bad", "generateSd2"), prompt("p")], ["p.text>ghost.prompt"]);
    const plan = planState(document);
    expect(allProblems(plan).map(({ id }) => id)).toEqual([null, "bad", "empty"]);
    expect(errorsIn(plan.nodes.values(), plan.summary.problems)).toBe(2);
  });
});

describe("after a run", () => {
  test("what was billed stands beside what was quoted, node by node", () => {
    const step = (nodeId: string, item: number, state: StepEvent["state"], quoted: number, billed: number | null): StepEvent => ({ type: "step", stepId: `${nodeId}#${item}`, nodeId, item, state, since: 0, began: null, expected: null, takes: { stored: 0, wanted: 1 }, attempts: 1, credits: { quoted: { min: quoted, max: quoted + 5 }, billed }, bytes: null, error: null });
    const free: StepEvent = { ...step("free", 0, "cached", 0, 0), credits: { quoted: { min: 0, max: 0 }, billed: 0 } };
    const bills = billsOf(new Map([["a", [step("a", 0, "done", 10, 12), step("a", 1, "generating", 10, null)]], ["b", [step("b", 0, "done", 100, 100)]], ["free", [free]]]));
    expect(bills).toEqual([
      { id: "b", quoted: { min: 100, max: 105 }, billed: 100, over: true },
      { id: "a", quoted: { min: 20, max: 30 }, billed: 12, over: false },
    ]);
  });
});

describe("inputs of a node", () => {
  test("come in the order of its kind, with their wires in theirs, and ports that nobody knows at the end", () => {
    const document = graph([image("i1"), image("i2"), prompt("p"), node("v", "gptImage2")], ["i2.image>v.images", "p.text>v.prompt", "i1.image>v.images", "p.text>v.future"]);
    const inputs = inputsOf(fromGraph(document), "v");
    expect(inputs.map(({ name, strange, edges }) => [name, strange, edges.map(({ from }) => from)])).toEqual([
      ["prompt", false, ["p"]],
      ["images", false, ["i2", "i1"]],
      ["future", true, ["p"]],
    ]);
  });

  test("one that is moved takes its place, and the others close up", () => {
    expect(moved(["a", "b", "c", "d"], 0, 2)).toEqual(["b", "c", "a", "d"]);
    expect(moved(["a", "b", "c", "d"], 3, 0)).toEqual(["d", "a", "b", "c"]);
    expect(moved(["a", "b"], 1, 1)).toEqual(["a", "b"]);
  });
});
