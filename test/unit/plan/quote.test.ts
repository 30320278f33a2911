import { describe, expect, test } from "vitest";
import { FakeLibrary, graph, keyOf, list, node, nodeOf, planOf, prompt, stepOf, video } from "./support.ts";

const shots = (lines: string[], rest = {}, params: Record<string, unknown> = {}) => graph([list("l", ...lines), node("v", "generateSd2", params, rest)], ["l.text>v.prompt"]);
const formula = (document: ReturnType<typeof graph>, library = new FakeLibrary()) => nodeOf(planOf(document, library), "v").formula;

describe("the arithmetic as text", () => {
  test("of one take", () => {
    expect(formula(shots(["a"]))).toBe("5 s × 40 = 200");
  });

  test("of several equal takes, of one step or of many", () => {
    expect(formula(shots(["a"], { takes: 4 }))).toBe("4 × (5 s × 40 = 200) = 800");
    expect(formula(shots(["a", "b", "c"]))).toBe("3 × (5 s × 40 = 200) = 600");
    expect(formula(shots(["a", "b", "c"], { takes: 2 }))).toBe("6 × (5 s × 40 = 200) = 1200");
  });

  test("of what is cached: 0; of what never costs: none", () => {
    const library = new FakeLibrary();
    library.run(shots(["a", "b"]));
    expect(formula(shots(["a", "b"]), library)).toBe("0");
    expect(formula(shots(["a", "b", "c"]), library)).toBe("5 s × 40 = 200");
    expect(nodeOf(planOf(shots(["a"])), "l").formula).toBe("");
  });

  /** Upscales of stored clips of these lengths, `clip-0` with as many takes as are given. */
  function upscales(seconds: readonly number[], takes?: number) {
    const library = new FakeLibrary();
    const lines = seconds.map((_length, at) => `clip-${at}`);
    const document = graph([list("l", ...lines), node("s", "generateSd2"), node("v", "upscaleVideo", {}, takes ? { takes } : {})], ["l.text>s.prompt", "s.video>v.video"]);
    const plan = planOf(document);
    for (const [at, durationSeconds] of seconds.entries()) library.add(keyOf(plan, "s", at), "stored", "video", { durationSeconds });
    return { document, library };
  }

  test("of mixed takes", () => {
    const { document, library } = upscales([5, 10]);
    expect(formula(document, library)).toBe("(5 s × 25 = 125) + (10 s × 25 = 250) = 375");
    const twice = upscales([5, 10], 2);
    expect(formula(twice.document, twice.library)).toBe("2 × (5 s × 25 = 125) + 2 × (10 s × 25 = 250) = 750");
  });

  test("of many mixed takes: four, and how many more", () => {
    const { document, library } = upscales([6, 7, 8, 9, 10, 11]);
    expect(formula(document, library)).toBe("(6 s × 25 = 150) + (7 s × 25 = 175) + (8 s × 25 = 200) + (9 s × 25 = 225) + 2 more = 1275");
  });

  test("of an interval", () => {
    const document = graph([list("l", "a", "b"), node("s", "generateSd2"), node("v", "upscaleVideo")], ["l.text>s.prompt", "s.video>v.video"]);
    expect(formula(document)).toBe("2 × (5 to 6 s × 25 = 125–150) = 250–300");
  });
});

describe("the quote", () => {
  test("is the sum over all nodes, in credits and in dollars", () => {
    const document = graph([prompt("p"), node("i", "gptImage2", { quality: "high", resolution: "4k" }), node("v", "generateSd2", { duration: 15 }, { takes: 2 })], ["p.text>i.prompt", "p.text>v.prompt"]);
    expect(planOf(document).quote).toEqual({ min: 230 + 1200, max: 230 + 1200, usd: { min: 5.72, max: 5.72 } });
  });

  test("of nothing is nothing", () => {
    expect(planOf(graph([]))).toEqual({ graphId: "g", graphName: "Graph", ok: true, nodes: [], quote: { min: 0, max: 0, usd: { min: 0, max: 0 } }, problems: [] });
  });

  test("is an interval where a reference is still to be made, and a point once it is", () => {
    const document = graph([prompt("p"), node("s", "generateSd2", { duration: 10 }), node("v", "generateSd2")], ["p.text>s.prompt", "p.text>v.prompt", "s.video>v.videos"]);
    expect(planOf(document).quote).toEqual({ min: 400 + (5 + 10) * 30, max: 400 + (5 + 11) * 30, usd: { min: 3.4, max: 3.52 } });
    const library = new FakeLibrary();
    library.add(keyOf(planOf(document), "s"), "stored", "video", { durationSeconds: 10.04 });
    expect(planOf(document, library).quote).toMatchObject({ min: 480, max: 480 });
  });

  test("of a reference of unknown length is an interval as well", () => {
    const document = graph([prompt("p"), video("r"), node("v", "generateSd2")], ["p.text>v.prompt", "r.video>v.videos"]);
    expect(planOf(document).quote).toMatchObject({ min: (5 + 4) * 30, max: (5 + 15) * 30 });
  });

  test("counts nothing for what is disabled, bypassed, blocked or cached", () => {
    const library = new FakeLibrary();
    library.run(graph([prompt("p"), node("v", "generateSd2")], ["p.text>v.prompt"]));
    const document = graph(
      [prompt("p"), node("v", "generateSd2"), node("w", "generateSd2", { duration: 6 }, { state: "disabled" }), node("x", "generateSd2", { duration: 99 }), node("y", "upscaleVideo"), node("z", "upscaleVideo", {}, { state: "bypassed" })],
      ["p.text>v.prompt", "p.text>w.prompt", "p.text>x.prompt", "x.video>y.video", "v.video>z.video"],
    );
    expect(planOf(document, library).quote).toMatchObject({ min: 0, max: 0 });
  });

  test("of a step is its price for each take it makes", () => {
    expect(stepOf(planOf(shots(["a"], { takes: 3 })), "v")).toMatchObject({ needed: 3, credits: { min: 600, max: 600 }, step: { price: { credits: { min: 200, max: 200 } } } });
  });
});
