import { describe, expect, test } from "vitest";
import { chipOf, isOutdated, progressOf, statusOf } from "../../../renderer/nodes/cardStatus.ts";
import type { NodePlanView, StepView } from "../../../shared/contract/api/plan.ts";
import type { StepEvent, StepState } from "../../../shared/contract/runEvents.ts";
import type { GraphNode } from "../../../shared/graph/document.ts";

const node: GraphNode = { id: "n", kind: "generateSd2", position: { x: 0, y: 0 }, params: {} };
const range = (min: number, max = min) => ({ min, max });

function step(more: Partial<StepView> = {}): StepView {
  return {
    id: "n#0",
    item: 0,
    key: "k",
    reason: "new",
    wanted: 1,
    needed: 1,
    stored: [],
    inFlight: 0,
    unknown: 0,
    credits: range(200),
    price: range(200),
    formula: "5 s × 40 = 200",
    latency: range(60, 120),
    size: { width: 1280, height: 720 },
    duration: range(5),
    sharedWith: null,
    pending: false,
    ...more,
  };
}

function plan(steps: StepView[], more: Partial<NodePlanView> = {}): NodePlanView {
  const credits = steps.reduce((sum, one) => range(sum.min + one.credits.min, sum.max + one.credits.max), range(0));
  return { id: "n", kind: "generateSd2", makes: "video", steps, credits, saved: 0, formula: "", reason: "new", problems: [], values: [], items: steps.length, output: "video", ...more };
}

function event(state: StepState, more: Partial<StepEvent> = {}): StepEvent {
  return { type: "step", stepId: "n#0", nodeId: "n", item: 0, state, since: 1000, began: 1000, expected: range(60, 120), takes: { stored: 0, wanted: 1 }, attempts: 1, credits: { quoted: range(200), billed: null }, bytes: null, error: null, ...more };
}

const stored = { stored: ["a"], needed: 0, credits: range(0) };

describe("the chip of a paid card", () => {
  test("says the price, an interval where it is one", () => {
    expect(chipOf(node, plan([step({ credits: range(125, 150) })]))).toEqual({ is: "price", credits: range(125, 150) });
  });
  test("says cached only when every wanted take is there", () => {
    expect(chipOf(node, plan([step(stored)]))).toEqual({ is: "cached" });
    expect(chipOf(node, plan([step({ ...stored, wanted: 2, inFlight: 1 })]))).toEqual({ is: "following" });
    expect(chipOf(node, plan([step(stored), step()]))).toMatchObject({ is: "price" });
  });
  test("puts what stands in the way before any price", () => {
    const wrong = plan([step()], { problems: [{ severity: "error", message: "no" }] });
    expect(chipOf(node, wrong)).toEqual({ is: "invalid" });
    expect(chipOf(node, plan([step()], { problems: [{ severity: "warning", message: "hm" }] }))).toMatchObject({ is: "price" });
    expect(chipOf(node, plan([], { reason: "blocked" }))).toEqual({ is: "blocked" });
    expect(chipOf(node, plan([step({ unknown: 1 })]))).toEqual({ is: "unknown" });
  });
  test("never shows a price for what does not run", () => {
    for (const state of ["bypassed", "disabled"] as const) expect(chipOf({ ...node, state }, plan([step()]))).toEqual({ is: state });
    // Active itself, with something disabled before it: not called disabled, which its own settings would deny.
    expect(chipOf(node, plan([], { reason: "disabled" }))).toEqual({ is: "heldUp" });
  });
  test("says that another node pays for the very same", () => {
    expect(chipOf(node, plan([step({ needed: 0, credits: range(0), sharedWith: "m#0" })]))).toEqual({ is: "shared" });
  });
});

describe("what a run says of a node", () => {
  test("is its most active step, and how many are done", () => {
    const status = statusOf([event("done"), event("waiting", { item: 1 }), event("generating", { item: 2, since: 9, began: 5 }), event("cached", { item: 3 })], true);
    expect(status).toMatchObject({ is: "running", state: "generating", since: 5, done: 2, of: 4 });
  });
  test("counts bytes while downloading", () => {
    expect(statusOf([event("downloading", { bytes: { received: 25, total: 100 } })], true)).toMatchObject({ fraction: 0.25 });
    expect(statusOf([event("downloading", { bytes: { received: 25, total: null } })], true)).toMatchObject({ fraction: null });
  });
  test("is over when the run is: nothing waits for ever", () => {
    expect(statusOf([event("waiting")], true)).toMatchObject({ is: "waiting" });
    expect(statusOf([event("waiting")], false)).toEqual({ is: "idle" });
    expect(statusOf([event("generating")], false)).toEqual({ is: "idle" });
  });
  test("names a failure, what it cost, and unknown spend before it", () => {
    const failed = event("failed", { error: { code: "x", message: "refused" }, credits: { quoted: range(200), billed: 0 } });
    expect(statusOf([failed, event("done", { item: 1 })], false)).toMatchObject({ is: "failed", error: { message: "refused" }, billed: 0, done: 1, of: 2 });
    expect(statusOf([failed, event("unknown", { item: 1 })], false)).toMatchObject({ is: "unknown" });
    expect(statusOf([event("done")], false)).toEqual({ is: "idle" });
  });
  test("no longer holds once the request was changed, or its result is there", () => {
    expect(isOutdated("s/n", "failed1", [step()])).toBe(false);
    expect(isOutdated("s/n", "failed1", [step()])).toBe(false);
    expect(isOutdated("s/n", "failed1", [step({ key: "other" })])).toBe(true);
    expect(isOutdated("s/n", "failed2", [step({ key: "other" })])).toBe(false);
    expect(isOutdated("s/n", "failed2", [step({ key: "other", stored: ["a"] })])).toBe(true);
  });
});

describe("progress", () => {
  test("never stands still and never claims to be done", () => {
    const shares = [0, 30, 60, 90, 120, 600, 6000].map((seconds) => progressOf(seconds * 1000, range(60, 120))!);
    expect(shares).toEqual([...new Set(shares)].sort((a, b) => a - b));
    expect(Math.max(...shares)).toBeLessThan(1);
    expect(progressOf(1000, null)).toBeNull();
    expect(progressOf(-5, range(1))).toBe(0);
  });
});
