import { describe, expect, test } from "vitest";
import { keyPartsOf } from "../../../shared/plan/key.ts";
import { FakeLibrary, graph, image, keyOf, list, node, planOf, prompt, reasonOf, stepOf } from "./support.ts";

function shot(params: Record<string, unknown> = {}, text = "run", frame = "https://example.com/a.png", rest = {}) {
  return graph([prompt("p", text), image("i", frame), node("v", "generateSd2", params, rest)], ["p.text>v.prompt", "i.image>v.firstFrame"]);
}
const key = keyOf(planOf(shot()), "v");

/** A library in which the shot ran once with these params. */
function afterRunOf(document: ReturnType<typeof shot>): FakeLibrary {
  const library = new FakeLibrary();
  const { step } = stepOf(planOf(document), "v");
  library.add(step.key, "stored");
  library.remember("g", "v", keyPartsOf(step));
  return library;
}

describe("why a step runs or not", () => {
  test("cached: its takes are there", () => {
    expect(reasonOf(planOf(shot(), afterRunOf(shot())), "v")).toBe("cached");
  });

  test("resume(task): its takes are under way", () => {
    const library = new FakeLibrary();
    library.add(key, "submitted");
    expect(reasonOf(planOf(shot(), library), "v")).toBe("resume(task-1)");
    library.add(key, "completed");
    expect(reasonOf(planOf(shot({}, "run", undefined, { takes: 2 }), library), "v")).toBe("resume(task-1, task-2)");
  });

  test("resume(?): a task whose id is not known", () => {
    const take = { id: 1, ordinal: 0, state: "submitted", taskId: null, sha256: null };
    expect(reasonOf(planOf(shot(), { revision: 0, takesOf: () => [take], media: () => undefined, derived: () => undefined, lastKey: () => undefined }), "v")).toBe("resume(?)");
  });

  test("new: never asked before", () => {
    expect(reasonOf(planOf(shot()), "v")).toBe("new");
  });

  test("unknown spend: an earlier answer was lost", () => {
    const library = new FakeLibrary();
    library.add(key, "unknown");
    const plan = planOf(shot(), library);
    expect(reasonOf(plan, "v")).toBe("unknown spend");
    expect(plan.quote.max).toBe(200);
    library.add(key, "stored");
    expect(reasonOf(planOf(shot(), library), "v")).toBe("cached");
  });

  test("upstream will run: what it needs is not made yet", () => {
    const document = graph([prompt("p"), node("v", "generateSd2"), node("u", "upscaleVideo")], ["p.text>v.prompt", "v.video>u.video"]);
    expect(reasonOf(planOf(document), "u")).toBe("upstream will run");
  });

  test("media missing: it was made, but the file is gone", () => {
    const library = new FakeLibrary();
    library.lose(library.add(key, "stored").sha256);
    expect(reasonOf(planOf(shot(), library), "v")).toBe("media missing");
  });

  test("media missing: the document's file is not in this library", () => {
    const source = { type: "file", sha256: "a".repeat(64), name: "hero.png", bytes: 1 };
    const plan = planOf(graph([node("i", "imageAsset", { source }), prompt("p"), node("v", "generateSd2")], ["p.text>v.prompt", "i.image>v.firstFrame"]));
    expect([reasonOf(plan, "i"), reasonOf(plan, "v")]).toEqual(["media missing", "blocked"]);
  });

  test("new take: more are wanted than there are", () => {
    expect(reasonOf(planOf(shot({}, "run", undefined, { takes: 2 }), afterRunOf(shot())), "v")).toBe("new take");
  });

  test("new take: also beside one that is under way", () => {
    const library = new FakeLibrary();
    library.add(key, "submitted");
    expect(reasonOf(planOf(shot({}, "run", undefined, { takes: 2 }), library), "v")).toBe("new take");
  });

  test("free: what costs nothing", () => {
    expect(reasonOf(planOf(shot()), "p")).toBe("free");
  });

  test.each([
    ["a wrong param", shot({ duration: 99 }), "v", "invalid"],
    ["a rule broken", graph([node("v", "generateSd2")]), "v", "invalid"],
    ["a source without a source", graph([node("i", "imageAsset")]), "i", "invalid"],
  ])("invalid: %s", (_name, document, id, reason) => {
    const plan = planOf(document);
    expect(reasonOf(plan, id)).toBe(reason);
    expect(plan.ok).toBe(false);
  });

  test("blocked: something upstream is wrong, however far", () => {
    const document = graph([node("v", "generateSd2"), node("u", "upscaleVideo"), node("w", "upscaleVideo"), node("o", "output")], ["v.video>u.video", "u.video>w.video", "w.video>o.in"]);
    const plan = planOf(document);
    expect(["v", "u", "w", "o"].map((id) => reasonOf(plan, id))).toEqual(["invalid", "blocked", "blocked", "blocked"]);
    expect(plan.nodes.filter(({ problems }) => problems.length > 0).map(({ id }) => id)).toEqual(["v"]);
  });
});

describe("what changed since the last time", () => {
  const since = (before: ReturnType<typeof shot>, now: ReturnType<typeof shot>) => reasonOf(planOf(now, afterRunOf(before)), "v");

  test.each([
    [shot(), shot({ outputResolution: "1080p" }), "param outputResolution 720p→1080p"],
    [shot(), shot({ duration: 6, resolution: "720x720" }), "param duration 5→6, param resolution 1280x720→720x720"],
    [shot(), shot({}, "walk"), "input prompt changed"],
    [shot(), shot({}, "run", "https://example.com/b.png"), "input firstFrame changed"],
    [shot(), shot({ duration: 6 }, "walk"), "param duration 5→6, input prompt changed"],
  ])("%#", (before, now, reason) => {
    expect(since(before, now)).toBe(reason);
  });

  test("a param that was not there is none, and long values are cut", () => {
    const library = new FakeLibrary();
    library.remember("g", "v", { key: "old", params: { ...keyPartsOf(stepOf(planOf(shot()), "v").step).params, resolution: "x".repeat(25), gone: "y".repeat(24) }, inputs: keyPartsOf(stepOf(planOf(shot()), "v").step).inputs });
    expect(reasonOf(planOf(shot(), library), "v")).toBe(`param resolution ${"x".repeat(23)}…→1280x720, param gone ${"y".repeat(24)}→none`);
  });

  test("what ran as it is now but left no take is new", () => {
    const library = new FakeLibrary();
    library.remember("g", "v", keyPartsOf(stepOf(planOf(shot()), "v").step));
    expect(reasonOf(planOf(shot(), library), "v")).toBe("new");
  });

  test("another key of equal parts is new", () => {
    const library = new FakeLibrary();
    library.remember("g", "v", { ...keyPartsOf(stepOf(planOf(shot()), "v").step), key: "another way of making keys" });
    expect(reasonOf(planOf(shot(), library), "v")).toBe("new");
  });

  test("is looked up for this graph, this node and this item", () => {
    const document = graph([list("l", "a", "b"), node("v", "generateSd2", { duration: 6 })], ["l.text>v.prompt"]);
    const library = new FakeLibrary();
    const before = planOf(graph([list("l", "a", "b"), node("v", "generateSd2")], ["l.text>v.prompt"]));
    library.remember("g", "v", keyPartsOf(stepOf(before, "v", 1).step), 1);
    library.remember("another graph", "v", keyPartsOf(stepOf(before, "v", 0).step), 0);
    library.remember("g", "w", keyPartsOf(stepOf(before, "v", 0).step), 0);
    const plan = planOf(document, library);
    expect([stepOf(plan, "v", 0).reason, stepOf(plan, "v", 1).reason]).toEqual(["new", "param duration 5→6"]);
  });
});

describe("the reason of a node with several steps", () => {
  const document = graph([list("l", "a", "b", "c"), node("v", "generateSd2")], ["l.text>v.prompt"]);
  const keys = [0, 1, 2].map((item) => keyOf(planOf(document), "v", item));

  test("is that of the first one that will run", () => {
    const library = new FakeLibrary();
    library.add(keys[0] ?? "", "stored");
    library.add(keys[1] ?? "", "submitted");
    library.add(keys[2] ?? "", "unknown");
    expect(reasonOf(planOf(document, library), "v")).toBe("unknown spend");
  });

  test("else of the first that is not simply there", () => {
    const library = new FakeLibrary();
    library.add(keys[0] ?? "", "stored");
    library.add(keys[1] ?? "", "submitted");
    library.add(keys[2] ?? "", "stored");
    expect(reasonOf(planOf(document, library), "v")).toBe("resume(task-2)");
  });
});
