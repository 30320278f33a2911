import { describe, expect, test } from "vitest";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { NOTHING_KNOWN } from "../../../shared/plan/knowledge.ts";
import { createPlanner } from "../../../shared/plan/planner.ts";
import { graph, node, nodeOf, planOf, prompt, reasonOf } from "./support.ts";

/** Two videos of one prompt, one of them upscaled twice; beside them a broken one, a circle and two dangling edges. */
const document = graph(
  [prompt("p"), node("a", "generateSd2"), node("b", "generateSd2", { duration: 6 }), node("u", "upscaleVideo"), node("w", "upscaleVideo", { targetResolution: "4k" }), node("bad", "generateSd2", { duration: 99 }), node("x", "reroute"), node("y", "reroute"), node("z", "upscaleVideo")],
  ["p.text>a.prompt", "p.text>b.prompt", "a.video>u.video", "u.video>w.video", "x.out>y.in", "y.out>x.in", "y.out>z.video", "ghost.text>bad.prompt", "u.video>ghost.video"],
);

const only = (...ids: string[]) => planOf(document, NOTHING_KNOWN, { only: ids });
const idsOf = (plan: ReturnType<typeof planOf>) => plan.nodes.map(({ id }) => id);

describe("--only", () => {
  test("plans the nodes and what they need, nothing else", () => {
    const plan = only("u");
    expect(idsOf(plan)).toEqual(["p", "a", "u"]);
    expect(plan.quote).toMatchObject({ min: 200 + 125, max: 200 + 150 });
  });

  test("takes several nodes, and what they share once", () => {
    expect(idsOf(only("a", "b"))).toEqual(["p", "a", "b"]);
    expect(only("a", "b").quote.min).toBe(440);
  });

  test("does not stumble over errors elsewhere, in nodes or in the document", () => {
    expect(planOf(document)).toMatchObject({ ok: false });
    expect(planOf(document).problems).toHaveLength(3);
    expect(only("w")).toMatchObject({ ok: true, problems: [] });
  });

  test("does stumble over those in its way", () => {
    expect(only("bad").ok).toBe(false);
    expect(only("bad").problems).toMatchObject([{ edge: "ghost.text>bad.prompt" }]);
    const circle = only("z");
    expect(circle).toMatchObject({ ok: false, problems: [{ severity: "error", message: expect.stringContaining("circle") as string }] });
    expect(idsOf(circle).sort()).toEqual(["x", "y", "z"]);
    expect(nodeOf(circle, "z")).toMatchObject({ kind: "upscaleVideo", reason: "invalid", steps: [], credits: { min: 0, max: 0 }, formula: "" });
  });

  test("of nothing plans nothing, and of a stranger nothing either", () => {
    expect(only()).toMatchObject({ nodes: [], quote: { min: 0, max: 0 }, ok: true });
    expect(only("stranger").nodes).toEqual([]);
  });

  test("who makes a shared request is one of those that are planned", () => {
    const twins = graph([prompt("p"), node("a", "generateSd2"), node("b", "generateSd2")], ["p.text>a.prompt", "p.text>b.prompt"]);
    const planner = createPlanner(catalogue);
    expect(reasonOf(planner.plan(twins, NOTHING_KNOWN), "b")).toBe("shared(a)");
    expect(reasonOf(planner.plan(twins, NOTHING_KNOWN, { only: ["b"] }), "b")).toBe("new");
    expect(planner.plan(twins, NOTHING_KNOWN, { only: ["b"] }).quote.min).toBe(200);
    expect(reasonOf(planner.plan(twins, NOTHING_KNOWN), "b")).toBe("shared(a)");
    expect(planner.evaluated).toBe(0);
  });
});

test("nodes of a circle are listed after the others, in the document's order, and cost nothing", () => {
  const plan = planOf(document);
  expect(idsOf(plan).slice(-3)).toEqual(["x", "y", "z"]);
  expect(plan.quote.min).toBe(200 + 240 + 125 + 5 * 50);
});

test("a long chain behind a circle is listed without a pause", () => {
  const ids = Array.from({ length: 20_000 }, (_unused, at) => `n${at}`);
  const chain = graph(ids.map((id) => node(id, "reroute")), ["n0.out>n0.in", ...ids.slice(1).map((id, at) => `n${at}.out>${id}.in`)]);
  const begin = performance.now();
  expect(planOf(chain).nodes).toHaveLength(20_000);
  expect(performance.now() - begin).toBeLessThan(3000);
});
