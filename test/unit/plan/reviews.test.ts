import { expect, test } from "vitest";
import type { KnownReview } from "../../../shared/plan/knowledge.ts";
import { FakeLibrary, graph, node, planOf, prompt, stepOf, video } from "./support.ts";

const document = graph(
  [prompt("p"), video("r"), node("v", "generateSd2"), node("i", "gptImage2")],
  ["p.text>v.prompt", "p.text>i.prompt", "r.video>v.videos"],
);

function planned(review: KnownReview | undefined) {
  const library = Object.assign(new FakeLibrary(), { assets: { review: () => review, seconds: () => undefined } });
  return planOf(document, library);
}

const problemsOf = (review: KnownReview | undefined) => planned(review).nodes.find(({ id }) => id === "v")?.problems.filter(({ code }) => code === "review");

test("waiting for a review is part of the expected time, and is not once it has passed", () => {
  const active = stepOf(planned({ status: "active", failReason: null }), "v").step.forecast.latency;
  const waiting = stepOf(planned(undefined), "v").step.forecast.latency;
  expect(waiting.min).toBeGreaterThan(active.min);
  expect(waiting.max).toBeGreaterThan(active.max);
  expect(stepOf(planned({ status: "processing", failReason: null }), "v").step.forecast.latency).toEqual(waiting);
});

test("what the review has refused is said on what needs it, with the reason and what to do, and nothing else is held up", () => {
  expect(problemsOf({ status: "failed", failReason: "A real person." })).toEqual([
    { severity: "warning", code: "review", message: expect.stringContaining("of node r: A real person. This node cannot be made; nothing is charged"), fix: expect.stringContaining("reviewed again") },
  ]);
  const plan = planned({ status: "failed", failReason: null });
  expect(plan.ok).toBe(true);
  expect(plan.nodes.find(({ id }) => id === "i")?.problems).toEqual([]);
});

test("an active review is no problem, and the source says where its review stands", () => {
  expect(problemsOf({ status: "active", failReason: null })).toEqual([]);
  const source = planned({ status: "processing", failReason: null }).nodes.find(({ id }) => id === "r");
  expect(source?.output.items[0]).toMatchObject({ reviewed: { status: "processing", failReason: null } });
});
