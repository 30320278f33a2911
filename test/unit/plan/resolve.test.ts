import { describe, expect, test } from "vitest";
import type { MediaFacts } from "../../../shared/graph/media.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import type { MediaValue } from "../../../shared/nodes/values.ts";
import { resolveStep, type Resolution } from "../../../shared/plan/resolve.ts";
import { valueOfTake } from "../../../shared/plan/task.ts";
import type { Step } from "../../../shared/plan/types.ts";
import { FakeLibrary, graph, image, list, node, planOf, prompt, stepOf } from "./support.ts";

const NOTHING_MADE = () => undefined;

/** The takes of a finished step as the executor hands them on: as many as are wanted, the newest ones. */
function takenFrom(library: FakeLibrary, steps: readonly Step[]): (stepId: string) => readonly MediaValue[] {
  return (stepId) => {
    const step = steps.find(({ id }) => id === stepId);
    if (!step) throw new Error(`no step ${stepId}`);
    return library
      .takesOf(step.key)
      .slice(-step.wanted)
      .map(({ id, sha256 }) => valueOfTake(step.makes, id, library.media(sha256 ?? "") as MediaFacts, [step.nodeId]));
  };
}

const resolved = (resolution: Resolution): Step => {
  if ("problems" in resolution) throw new Error(JSON.stringify(resolution.problems));
  return resolution.step;
};

const document = graph(
  [prompt("p"), list("l", "a", "b"), node("s", "generateSd2", { duration: 10 }), image("still"), node("v", "generateSd2", {}, { takes: 2 }), node("t", "reroute")],
  ["l.text>s.prompt", "p.text>v.prompt", "s.video>t.in", "t.out>v.videos", "still.image>v.images"],
);

test("a step that waits for nothing is what it is", () => {
  const { step } = stepOf(planOf(document), "s");
  expect(resolveStep(catalogue, step, () => [], NOTHING_MADE)).toEqual({ step });
  expect(resolved(resolveStep(catalogue, step, () => [], NOTHING_MADE))).toBe(step);
});

test("real takes are put in the place of those it waited for: request, key, price and all are those of a fresh plan afterwards", () => {
  const library = new FakeLibrary();
  const plan = planOf(document, library);
  const sources = [stepOf(plan, "s", 0).step, stepOf(plan, "s", 1).step];
  for (const { key } of sources) library.add(key, "stored", "video", { durationSeconds: 6.5 });
  const waiting = stepOf(plan, "v").step;
  expect(waiting).toMatchObject({ pending: true, needs: ["s#0", "s#1"], price: { credits: { min: (5 + 15) * 30 + 150, max: (5 + 22) * 30 } } });
  const final = resolved(resolveStep(catalogue, waiting, takenFrom(library, sources), NOTHING_MADE));
  expect(final).toEqual(stepOf(planOf(document, library), "v").step);
  expect(final).toMatchObject({ id: "v#0", wanted: 2, pending: false, needs: [], price: { credits: { min: (5 + 14) * 30, max: (5 + 14) * 30 }, formula: "(5 + 7 + 7) s × 30 = 570" } });
  expect(final.key).not.toBe(waiting.key);
});

test("every item gets its own takes, and of several the one that it was planned with", () => {
  const spread = graph([prompt("q"), node("i", "gptImage2", {}, { takes: 3, spread: true }), prompt("p"), node("v", "generateSd2")], ["q.text>i.prompt", "p.text>v.prompt", "i.image>v.firstFrame"]);
  const library = new FakeLibrary();
  const plan = planOf(spread, library);
  const source = stepOf(plan, "i").step;
  for (let take = 0; take < 3; take++) library.add(source.key, "stored", "image");
  const after = planOf(spread, library);
  const keys = [0, 1, 2].map((item) => resolved(resolveStep(catalogue, stepOf(plan, "v", item).step, takenFrom(library, [source]), NOTHING_MADE)).key);
  expect(keys).toEqual([0, 1, 2].map((item) => stepOf(after, "v", item).step.key));
  expect(new Set(keys).size).toBe(3);
});

test("also beside takes that were there before", () => {
  const documentOf = (takes: number) => graph([prompt("q"), node("i", "gptImage2", {}, { takes, spread: true }), prompt("p"), node("v", "generateSd2")], ["q.text>i.prompt", "p.text>v.prompt", "i.image>v.firstFrame"]);
  const library = new FakeLibrary();
  const source = stepOf(planOf(documentOf(3), library), "i").step;
  library.add(source.key, "stored", "image");
  const plan = planOf(documentOf(3), library);
  for (let take = 0; take < 2; take++) library.add(source.key, "stored", "image");
  const after = planOf(documentOf(3), library);
  const keys = [0, 1, 2].map((item) => resolved(resolveStep(catalogue, stepOf(plan, "v", item).step, takenFrom(library, [source]), NOTHING_MADE)).key);
  expect(keys).toEqual([0, 1, 2].map((item) => stepOf(after, "v", item).step.key));
});

describe("what the real media turn out to be", () => {
  const upscale = graph([prompt("p"), node("s", "generateSd2"), node("u", "upscaleVideo")], ["p.text>s.prompt", "s.video>u.video"]);
  const after = (facts: Partial<MediaFacts>) => {
    const library = new FakeLibrary();
    const plan = planOf(upscale, library);
    const source = stepOf(plan, "s").step;
    library.add(source.key, "stored", "video", facts);
    return resolveStep(catalogue, stepOf(plan, "u").step, takenFrom(library, [source]), NOTHING_MADE);
  };

  test("is checked by the same rules as before", () => {
    expect(after({ durationSeconds: 600 })).toHaveProperty("step");
    expect(after({ durationSeconds: 601 })).toMatchObject({ problems: [{ severity: "error", port: "video" }] });
    expect(after({ width: 1920, height: 1080 })).toMatchObject({ problems: [{ severity: "error", param: "targetResolution" }] });
  });

  test("and priced by their real length", () => {
    expect(resolved(after({ durationSeconds: 5 })).price.formula).toBe("5 s × 25 = 125");
    expect(resolved(after({ durationSeconds: 5.04 })).price.credits).toEqual({ min: 150, max: 150 });
  });

  test("warnings do not stand in the way", () => {
    const frame = graph([prompt("q"), node("i", "gptImage2"), prompt("p"), node("v", "generateSd2")], ["q.text>i.prompt", "p.text>v.prompt", "i.image>v.firstFrame"]);
    const library = new FakeLibrary();
    const plan = planOf(frame, library);
    const source = stepOf(plan, "i").step;
    library.add(source.key, "stored", "image", { width: 600, height: 2000 });
    expect(resolveStep(catalogue, stepOf(plan, "v").step, takenFrom(library, [source]), NOTHING_MADE)).toHaveProperty("step");
  });
});

describe("mistakes of the caller are told", () => {
  const waiting = stepOf(planOf(document), "v").step;

  test("a take that was not handed on", () => {
    expect(() => resolveStep(catalogue, waiting, () => [], NOTHING_MADE)).toThrow("step s#0 handed on no take 0");
  });

  test.each(["prompt", "fromTheFuture"])("a step of a kind that makes no tasks: %s", (kind) => {
    expect(() => resolveStep(catalogue, { ...waiting, kind }, () => [], NOTHING_MADE)).toThrow(`step v#0 is of a kind that makes no tasks: ${kind}`);
  });
});
