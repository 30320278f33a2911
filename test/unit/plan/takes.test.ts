import { describe, expect, test } from "vitest";
import type { GraphNode } from "../../../shared/graph/document.ts";
import { shownTakes } from "../../../shared/plan/task.ts";
import { FakeLibrary, graph, keyOf, list, messagesOf, node, nodeOf, planOf, prompt, reasonOf, stepOf, urlsOf } from "./support.ts";

/** prompt → image with these keys → video. */
function chain(rest: Partial<GraphNode> = {}, params: Record<string, unknown> = {}) {
  return graph([prompt("p"), node("i", "gptImage2", params, rest), prompt("q", "run"), node("v", "generateSd2")], ["p.text>i.prompt", "q.text>v.prompt", "i.image>v.firstFrame"]);
}

const imageKey = keyOf(planOf(chain()), "i");

function stored(library: FakeLibrary, count: number, key = imageKey): string[] {
  return Array.from({ length: count }, () => library.add(key, "stored", "image").sha256 ?? "");
}

const handedOn = (...sha256s: (string | undefined)[]) => sha256s.map((sha256) => [`sha256:${sha256}`]);
const frames = (plan: ReturnType<typeof planOf>) => nodeOf(plan, "v").steps.map((_step, item) => urlsOf(plan, "v", item));

describe("needed = wanted − have", () => {
  test.each([
    [1, 0, 1],
    [1, 1, 0],
    [1, 3, 0],
    [4, 0, 4],
    [4, 3, 1],
    [4, 4, 0],
  ])("%i wanted, %i stored: %i to make", (takes, have, needed) => {
    const library = new FakeLibrary();
    stored(library, have);
    const plan = planOf(chain({ takes }), library);
    expect(stepOf(plan, "i")).toMatchObject({ missing: needed, needed, credits: { min: needed * 35, max: needed * 35 } });
    expect(nodeOf(plan, "i").credits).toEqual({ min: needed * 35, max: needed * 35 });
  });

  test("takes under way count as had, failed spends do not", () => {
    const library = new FakeLibrary();
    for (const state of ["stored", "submitted", "completed", "unknown", "intended"] as const) library.add(imageKey, state, "image");
    const { stored: there, inFlight, unknown, missing } = stepOf(planOf(chain({ takes: 5 }), library), "i");
    expect([there.length, inFlight.length, unknown.length, missing]).toEqual([1, 2, 2, 2]);
  });

  test("a stored take whose file is gone does not count", () => {
    const library = new FakeLibrary();
    const [sha256 = ""] = stored(library, 1);
    library.lose(sha256);
    expect(stepOf(planOf(chain(), library), "i")).toMatchObject({ needed: 1, stored: [] });
  });

  test("a stored take without a file name does not count either", () => {
    const take = { id: 1, ordinal: 0, state: "stored", taskId: null, sha256: null };
    expect(stepOf(planOf(chain(), { revision: 0, takesOf: () => [take], media: () => undefined, derived: () => undefined, lastKey: () => undefined }), "i")).toMatchObject({ needed: 1, reason: "media missing" });
  });
});

describe("what downstream gets", () => {
  test("the newest take", () => {
    const library = new FakeLibrary();
    const [, , newest] = stored(library, 3);
    expect(frames(planOf(chain(), library))).toEqual(handedOn(newest));
    expect(frames(planOf(chain({ takes: 3 }), library))).toEqual(handedOn(newest));
  });

  test("all wanted takes as items when spread, oldest first", () => {
    const library = new FakeLibrary();
    const [first, second, third] = stored(library, 3);
    expect(frames(planOf(chain({ takes: 3, spread: true }), library))).toEqual(handedOn(first, second, third));
    expect(frames(planOf(chain({ takes: 2, spread: true }), library))).toEqual(handedOn(second, third));
    expect(frames(planOf(chain({ spread: true }), library))).toEqual(handedOn(third));
  });

  test("takes to come, while none is there: the newest of them, or all when spread", () => {
    const one = planOf(chain({ takes: 3 }));
    expect(frames(one)).toEqual([[`step:${imageKey}#2`]]);
    expect(stepOf(one, "v").step).toMatchObject({ pending: true, needs: ["i#0"] });
    expect(frames(planOf(chain({ takes: 3, spread: true })))).toEqual([0, 1, 2].map((at) => [`step:${imageKey}#${at}`]));
  });

  test("what is there already when spread, so that another take does not make the others' descendants pending again", () => {
    const library = new FakeLibrary();
    library.run(chain({ takes: 2, spread: true }));
    const [first, second] = library.takesOf(imageKey);
    const plan = planOf(chain({ takes: 3, spread: true }), library);
    expect(frames(plan)).toEqual([...handedOn(first?.sha256 ?? "", second?.sha256 ?? ""), [`step:${imageKey}#2`]]);
    expect(nodeOf(plan, "v").steps.map(({ needed, reason }) => [needed, reason])).toEqual([
      [0, "cached"],
      [0, "cached"],
      [1, "upstream will run"],
    ]);
    expect(plan.quote).toMatchObject({ min: 35 + 200, max: 35 + 200 });
  });

  test("a take under way is waited for, unless a newer one is there", () => {
    const library = new FakeLibrary();
    library.add(imageKey, "submitted", "image");
    expect(frames(planOf(chain(), library))).toEqual([[`step:${imageKey}#0`]]);
    const [newer] = stored(library, 1);
    expect(frames(planOf(chain({ takes: 2 }), library))).toEqual(handedOn(newer));
    expect(frames(planOf(chain({ takes: 2, spread: true }), library))).toEqual([[`step:${imageKey}#0`], ...handedOn(newer)]);
    library.add(imageKey, "completed", "image");
    expect(frames(planOf(chain({ takes: 2 }), library))).toEqual([[`step:${imageKey}#1`]]);
  });

  test("shownTakes are as many as are wanted, the newest", () => {
    const library = new FakeLibrary();
    stored(library, 3);
    const { step } = stepOf(planOf(chain({ takes: 2 }), library), "i");
    expect(shownTakes(step, library.takesOf(imageKey)).map(({ ordinal }) => ordinal)).toEqual([1, 2]);
  });
});

describe("picked", () => {
  test("one of the current takes is handed on, whatever is newer or still to be made", () => {
    const library = new FakeLibrary();
    const [first = ""] = stored(library, 2);
    expect(frames(planOf(chain({ picked: first }), library))).toEqual(handedOn(first));
    const more = planOf(chain({ picked: first, takes: 3 }), library);
    expect(frames(more)).toEqual(handedOn(first));
    expect(stepOf(more, "i")).toMatchObject({ needed: 1, reason: "new take" });
    expect(stepOf(more, "v").step.pending).toBe(false);
  });

  test("does not narrow what is spread", () => {
    const library = new FakeLibrary();
    const [first = "", second] = stored(library, 2);
    expect(frames(planOf(chain({ picked: first, takes: 2, spread: true }), library))).toEqual(handedOn(first, second));
  });

  test("a take of an older request is pinned: the node does not run and costs nothing", () => {
    const library = new FakeLibrary();
    const [old = ""] = stored(library, 1);
    const plan = planOf(chain({ picked: old, takes: 3, title: "Face" }, { quality: "high" }), library);
    expect(nodeOf(plan, "i")).toMatchObject({ reason: "pinned", steps: [], credits: { min: 0, max: 0 }, formula: "", problems: [] });
    expect(frames(plan)).toEqual(handedOn(old));
    expect(plan.quote).toMatchObject({ min: 200, max: 200 });
    expect(stepOf(plan, "v").step.inputs["firstFrame"]).toMatchObject([{ source: { type: "file", sha256: old, name: "Face", bytes: 1000 }, width: 1024, height: 1024, format: "png", origins: ["i"] }]);
    const untitled = planOf(chain({ picked: old }, { quality: "high" }), library);
    expect(stepOf(untitled, "v").step.inputs["firstFrame"]).toMatchObject([{ source: { name: "i" } }]);
  });

  test("also where the node's own request is still waiting for another", () => {
    const library = new FakeLibrary();
    const picked = library.addMedia("c".repeat(64), "video");
    const plan = planOf(graph([prompt("p"), node("v", "generateSd2"), node("u", "upscaleVideo", {}, { picked }), node("o", "output")], ["p.text>v.prompt", "v.video>u.video", "u.video>o.in"]), library);
    expect(reasonOf(plan, "u")).toBe("pinned");
    expect(nodeOf(plan, "o").received).toMatchObject([{ identity: `sha256:${picked}` }]);
  });

  test("one that is not in the library is a warning, and the node is priced", () => {
    const plan = planOf(chain({ picked: "d".repeat(64) }));
    expect(nodeOf(plan, "i").problems).toEqual([
      { severity: "warning", message: "media missing: the picked take dddddddddddd… is not in this library, so the newest take is used.", fix: "Pick another take, or import the file." },
    ]);
    expect(plan.ok).toBe(true);
    expect(nodeOf(plan, "i")).toMatchObject({ reason: "new", credits: { min: 35, max: 35 } });
  });

  test("one of another type is a warning that says so", () => {
    const library = new FakeLibrary();
    const picked = library.addMedia("e".repeat(64), "video");
    const plan = planOf(chain({ picked }), library);
    expect(messagesOf(plan, "i")).toEqual(["warning -: The picked take eeeeeeeeeeee… is of type video, and this node makes image, so the newest take is used."]);
    expect(stepOf(plan, "i").needed).toBe(1);
  });

  test("of several items it counts for the one that made it; of none of them it is a warning", () => {
    const document = (picked: string) =>
      graph([list("l", "a", "b"), node("i", "gptImage2", {}, { picked }), prompt("q", "run"), node("v", "generateSd2")], ["l.text>i.prompt", "q.text>v.prompt", "i.image>v.firstFrame"]);
    const library = new FakeLibrary();
    const before = planOf(document("f".repeat(64)), library);
    const [a = "", newerA] = stored(library, 2, keyOf(before, "i", 0));
    const [b] = stored(library, 1, keyOf(before, "i", 1));
    expect(frames(planOf(document(a), library))).toEqual(handedOn(a, b));
    library.addMedia("f".repeat(64), "image");
    const plan = planOf(document("f".repeat(64)), library);
    expect(frames(plan)).toEqual(handedOn(newerA, b));
    expect(messagesOf(plan, "i")).toEqual(["warning -: The picked take ffffffffffff… belongs to none of the 2 items, so the newest take is used."]);
  });

  test("a wrong param stands before a pin", () => {
    const library = new FakeLibrary();
    const [old = ""] = stored(library, 1);
    expect(reasonOf(planOf(chain({ picked: old }, { quality: "perfect" }), library), "i")).toBe("invalid");
  });
});

test("a take that is handed on must have its media", () => {
  const library = new FakeLibrary();
  stored(library, 1);
  let asked = 0;
  const forgetful = { revision: 0, takesOf: (key: string) => library.takesOf(key), derived: () => undefined, lastKey: () => undefined, media: (sha256: string) => (asked++ < 2 ? library.media(sha256) : undefined) };
  expect(() => planOf(chain(), forgetful)).toThrow("take 1 is handed on without its media");
});
