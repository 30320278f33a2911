import { expect, test } from "vitest";
import { spendable } from "../../../electron/cli/money.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import type { KnownTake } from "../../../shared/plan/knowledge.ts";
import { createPlanner } from "../../../shared/plan/planner.ts";
import { graph, node } from "../host/support.ts";

const GRAPH = graph(
  [
    node("words", "prompt", { text: "x" }),
    node("lost", "gptImage2", { resolution: "1k" }),
    node("after", "generateHappyhorse"),
    node("larger", "upscaleVideo"),
    node("else", "gptImage2", { resolution: "1k", quality: "high" }),
  ],
  ["words.text lost.prompt", "lost.image after.firstFrame", "after.video larger.video", "words.text else.prompt"],
);

test("a step that awaits a decision is not spent on, nor is what needs it; the user's retry spends on all of it", () => {
  const planner = createPlanner(catalogue);
  const none = { revision: 0, takesOf: () => [], media: () => undefined, derived: () => undefined, lastKey: () => undefined };
  const key = planner.plan(GRAPH, none).nodes.find(({ id }) => id === "lost")?.steps[0]?.step.key;
  const unknown: KnownTake = { id: 1, ordinal: 0, state: "unknown", sha256: null, taskId: null };
  const plan = planner.plan(GRAPH, { ...none, takesOf: (asked) => (asked === key ? [unknown] : []) });
  expect(plan.quote).toMatchObject({ min: 15 + 160 + 125 + 70, max: 15 + 160 + 150 + 70 });
  expect(spendable(plan, "fail")).toEqual({ min: 70, max: 70 });
  expect(spendable(plan, "retry")).toEqual({ min: 370, max: 395 });
});
