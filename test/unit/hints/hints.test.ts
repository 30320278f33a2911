import { expect, test } from "vitest";
import type { Graph } from "../../../shared/graph/document.ts";
import { applyHint } from "../../../shared/hints/apply.ts";
import { hintsOf } from "../../../shared/hints/hints.ts";
import type { Hint } from "../../../shared/hints/types.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import type { Knowledge } from "../../../shared/plan/knowledge.ts";
import { FakeLibrary, graph, keyOf, list, node, planOf, prompt, stepOf } from "../plan/support.ts";

function hintsFor(document: Graph, library: Knowledge = new FakeLibrary()): Hint[] {
  return hintsOf({ graph: document, plan: planOf(document, library), catalogue, replan: (edited) => planOf(edited, library) });
}

function only(hints: readonly Hint[], kind: Hint["kind"]): Hint | undefined {
  expect(hints.filter((hint) => hint.kind === kind).length).toBeLessThanOrEqual(1);
  return hints.find((hint) => hint.kind === kind);
}

const clip = (params: Record<string, unknown> = {}, rest = {}) => node("v", "generateSd2", params, { title: "Shot 3", ...rest });
const upscaled = (target: string, params: Record<string, unknown> = {}) =>
  graph([prompt("p"), clip(params), node("u", "upscaleVideo", { targetResolution: target }), node("o", "output")], ["p.text>v.prompt", "v.video>u.video", "u.video>o.in"]);

test.each([
  // 5 s, made as 5 to 6 s: 25, 38 and 50 a second by a node of its own, 20, 30 and 40 as an add-on.
  ["1080p", { min: 25, max: 50 }, "300 instead of 325–350"],
  ["2k", { min: 40, max: 78 }, "350 instead of 390–428"],
  ["4k", { min: 50, max: 100 }, "400 instead of 450–500"],
])("a 720p clip made only to be upscaled to %s: the add-on is cheaper, and one click takes it", (target, saves, figures) => {
  const document = upscaled(target);
  const hint = only(hintsFor(document), "addOnUpscale");
  expect(hint).toMatchObject({ id: "addOnUpscale:u", nodeId: "u", saves });
  expect(hint?.message).toBe(`Upscale to ${target} as a part of "Shot 3" instead of with "Upscale video": ${figures} credits.`);
  const after = planOf(applyHint(document, hint?.edits ?? [])!);
  expect(stepOf(after, "v").step.params).toMatchObject({ upscaleResolution: target });
  expect(after.nodes.find(({ id }) => id === "u")).toMatchObject({ reason: "bypassed", steps: [] });
  expect(after.nodes.find(({ id }) => id === "o")?.received).toHaveLength(1);
});

test("a clip under 5 s is billed as 5 by the upscale node, which the saving counts", () => {
  // 4 × 40 + 5 × 25 against 4 × 60.
  expect(only(hintsFor(upscaled("1080p", { duration: 4 })), "addOnUpscale")?.saves).toEqual({ min: 45, max: 45 });
});

test("a clip that is made already is not bought again for the sake of the add-on", () => {
  const library = new FakeLibrary();
  const document = upscaled("1080p");
  library.add(keyOf(planOf(document, library), "v"), "stored");
  expect(planOf(document, library).quote.min).toBe(125);
  expect(hintsFor(document, library)).toEqual([]);
});

test("a clip that is used elsewhere too keeps its upscale node", () => {
  const document = upscaled("1080p");
  const other = { ...document, nodes: [...document.nodes, node("x", "output")], edges: [...document.edges, { id: "more", from: { node: "v", port: "video" }, to: { node: "x", port: "in" } }] };
  expect(only(hintsFor(other), "addOnUpscale")).toBeUndefined();
});

test("an upscale behind a reroute is seen, and one of which several takes are wanted is left alone", () => {
  const through = graph([prompt("p"), clip(), node("t", "reroute"), node("u", "upscaleVideo")], ["p.text>v.prompt", "v.video>t.in", "t.out>u.video"]);
  expect(only(hintsFor(through), "addOnUpscale")?.saves).toEqual({ min: 25, max: 50 });
  const several = { ...through, nodes: through.nodes.map((one) => (one.id === "u" ? { ...one, takes: 2 } : one)) };
  expect(only(hintsFor(several), "addOnUpscale")).toBeUndefined();
});

test("a graph whose reroutes feed each other in a circle is no trap", () => {
  const circle = graph([node("a", "reroute"), node("b", "reroute"), node("u", "upscaleVideo")], ["a.out>b.in", "b.out>a.in", "b.out>u.video"]);
  expect(hintsFor(circle)).toEqual([]);
});

test("of four takes only the newest is upscaled: four add-ons would cost more, so there is no such hint", () => {
  const document = graph([prompt("p"), clip({}, { takes: 4 }), node("u", "upscaleVideo")], ["p.text>v.prompt", "v.video>u.video"]);
  expect(only(hintsFor(document), "addOnUpscale")).toBeUndefined();
});

test("native 1080p against 720p with the add-on: 100 and 60 a second, and it says what is lost", () => {
  const document = graph([prompt("p"), clip({ outputResolution: "1080p", duration: 8 })], ["p.text>v.prompt"]);
  const hints = hintsFor(document);
  const hint = only(hints, "addOnForNative");
  expect(hint?.saves).toEqual({ min: 320, max: 320 });
  expect(hint?.message).toContain("480 instead of 800 credits");
  expect(hint?.detail).toContain("less sharp");
  expect(planOf(applyHint(document, hint?.edits ?? [])!).ok).toBe(true);
  expect(only(hints, "draftFirst")).toBeUndefined();
});

test("with a reference video both sides are billed by the rates for references", () => {
  const library = new FakeLibrary();
  const file = { type: "file", sha256: library.addMedia("c".repeat(64), "video", { durationSeconds: 6 }), name: "walk.mp4", bytes: 5000 };
  const document = graph([prompt("p"), node("r", "videoRef", { source: file }), clip({ outputResolution: "1080p" })], ["p.text>v.prompt", "r.video>v.videos"]);
  // (5 + 6) × 75 against (5 + 6) × 30 + 5 × 20.
  expect(only(hintsFor(document, library), "addOnForNative")?.saves).toEqual({ min: 395, max: 395 });
});

test("a draft with sd2-fast first: the saving for each item, and that the final clip will be another one", () => {
  const document = graph([list("l", "one", "two", "three"), clip()], ["l.text>v.prompt"]);
  const hint = only(hintsFor(document), "draftFirst");
  expect(hint).toMatchObject({ saves: { min: 120, max: 120 }, edits: [{ type: "setParam", node: "v", param: "model", value: "sd2-fast" }] });
  expect(hint?.message).toBe('Draft "Shot 3" with sd2-fast first: 480 instead of 600 credits.');
  expect(hint?.detail).toContain("will differ");
});

test("who has made the draft already is not told to draft", () => {
  const library = new FakeLibrary();
  const document = graph([prompt("p"), clip()], ["p.text>v.prompt"]);
  library.add(keyOf(planOf(graph([prompt("p"), clip({ model: "sd2-fast" })], ["p.text>v.prompt"])), "v"), "stored");
  expect(hintsFor(document, library)).toEqual([]);
});

test("several takes of a dear node of which none is made: one first", () => {
  const document = graph([prompt("p"), clip({}, { takes: 4 })], ["p.text>v.prompt"]);
  const hint = only(hintsFor(document), "oneTakeFirst");
  expect(hint).toMatchObject({ saves: { min: 600, max: 600 }, edits: [{ type: "setTakes", node: "v", takes: 1 }] });
  const library = new FakeLibrary();
  library.add(keyOf(planOf(document, library), "v"), "stored");
  expect(only(hintsFor(document, library), "oneTakeFirst")).toBeUndefined();
  const cheap = graph([prompt("p"), node("g", "gptImage2", {}, { takes: 4 })], ["p.text>g.prompt"]);
  expect(hintsFor(cheap)).toEqual([]);
});

test.each([
  // Output 5 s with one reference: its second costs 30. The minimum is 4 s of references.
  [5.04, 30],
  [5.25, 30],
  [5.3, null],
  [5, null],
  [5.000_000_1, null],
  [3.04, null],
])("a reference of %s s: trimmed to the whole second it saves %s", (durationSeconds, saves) => {
  const library = new FakeLibrary();
  const file = { type: "file", sha256: library.addMedia("c".repeat(64), "video", { durationSeconds }), name: "walk.mp4", bytes: 5000 };
  const document = graph([prompt("p"), node("r", "videoRef", { source: file }), clip()], ["p.text>v.prompt", "r.video>v.videos"]);
  const hint = only(hintsFor(document, library), "trimReference");
  expect(hint?.saves).toEqual(saves === null ? undefined : { min: saves, max: saves });
  expect(hint?.message).toBe(saves === null ? undefined : `Trim walk.mp4 to 5 s; it has ${durationSeconds.toFixed(2)} s and is billed as 6: 300 instead of 330 credits.`);
  if (!hint) return;
  // It feeds nothing else, so its own fit is set.
  expect(applyHint(document, hint.edits)?.nodes.find(({ id }) => id === "r")?.params).toEqual({ source: file, fit: { seconds: 5 } });
});

test("a generated clip of 5.04 s that goes to the upscaler is named by its node; what was made of it already is not made again for a trim", () => {
  const library = new FakeLibrary();
  const document = upscaled("1080p");
  library.add(keyOf(planOf(document, library), "v"), "stored", "video", { durationSeconds: 5.04 });
  const hint = only(hintsFor(document, library), "trimReference");
  expect(hint).toMatchObject({ nodeId: "v", saves: { min: 25, max: 25 } });
  expect(hint?.message).toContain('Trim the clip of "Shot 3" to 5 s; it has 5.04 s and is billed as 6: ');
  // A generated clip is cut on its way: the task and its key stay what they are.
  const after = applyHint(document, hint?.edits ?? []);
  expect(after?.nodes.map(({ kind }) => kind)).toContain("fitVideo");
  expect(planOf(after!, library).quote).toMatchObject({ min: 125, max: 125 });
  expect(keyOf(planOf(after!, library), "v")).toBe(keyOf(planOf(document, library), "v"));
  library.add(keyOf(planOf(document, library), "u"), "stored");
  const again = { ...document, nodes: document.nodes.map((one) => (one.id === "u" ? { ...one, takes: 2 } : one)) };
  expect(planOf(again, library).quote.min).toBe(150);
  expect(hintsFor(again, library)).toEqual([]);
});

test("a node with a picked take gets no hint: the take would stand in for the new request and only look like a saving", () => {
  const library = new FakeLibrary();
  const base = graph([prompt("p"), clip({}, { takes: 2 })], ["p.text>v.prompt"]);
  const { sha256 } = library.add(keyOf(planOf(base, library), "v"), "stored");
  const picked = { ...base, nodes: base.nodes.map((one) => (one.id === "v" ? { ...one, picked: sha256 ?? "" } : one)) };
  expect(planOf(picked, library).quote.min).toBe(200);
  expect(hintsFor(picked, library)).toEqual([]);
});

test("an edit that breaks something elsewhere is no saving", () => {
  const document = graph([prompt("p"), clip(), node("o", "output")], ["p.text>v.prompt", "v.video>o.in"]);
  const plan = planOf(document);
  const broken = (edited: Graph) => {
    const after = planOf(edited);
    return { ...after, nodes: after.nodes.map((one) => (one.id === "o" ? { ...one, problems: [{ severity: "error" as const, message: "It broke.", fix: "Undo." }] } : one)) };
  };
  expect(hintsOf({ graph: document, plan, catalogue, replan: planOf })).toHaveLength(1);
  expect(hintsOf({ graph: document, plan, catalogue, replan: broken })).toEqual([]);
});

test("two nodes with the same request share its takes: changing one of them saves nothing, so it is not even planned", () => {
  const document = graph([prompt("p"), node("a", "generateSd2"), node("b", "generateSd2")], ["p.text>a.prompt", "p.text>b.prompt"]);
  const plan = planOf(document);
  expect(plan.quote.min).toBe(200);
  const replan = () => {
    throw new Error("planned for nothing");
  };
  expect(hintsOf({ graph: document, plan, catalogue, replan })).toEqual([]);
});

test("the best hint comes first, and of many alike only the most promising are planned", () => {
  const nodes = Array.from({ length: 12 }, (_, at) => node(`v${at}`, "generateSd2", { duration: 4 + at }));
  const document = graph([...nodes, prompt("p")], nodes.map(({ id }) => `p.text>${id}.prompt`));
  let planned = 0;
  const replan = (edited: Graph) => {
    planned += 1;
    return planOf(edited);
  };
  const hints = hintsOf({ graph: document, plan: planOf(document), catalogue, replan, perKind: 3 });
  expect(planned).toBe(3);
  expect(hints.map(({ saves }) => saves.min)).toEqual([15 * 8, 14 * 8, 13 * 8]);
});
