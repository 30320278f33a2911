import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Graph, GraphNode } from "../../../shared/graph/document.ts";
import { applyHint } from "../../../shared/hints/apply.ts";
import { hintsOf } from "../../../shared/hints/hints.ts";
import type { HintKind } from "../../../shared/hints/types.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { createPlanner } from "../../../shared/plan/planner.ts";
import type { Plan } from "../../../shared/plan/types.ts";
import { FakeLibrary, graph, list, node, planOf, prompt } from "../plan/support.ts";

const CLIPS = [5.04, 6, 2.2, 7.9];
const FILES = CLIPS.map((_, at) => `${at}`.repeat(64));

const clipArbitrary = fc.record({
  params: fc.record({
    model: fc.constantFrom("sd2", "sd2", "sd2-fast"),
    duration: fc.constantFrom(4, 5, 5, 9),
    outputResolution: fc.constantFrom("720p", "720p", "1080p"),
    upscaleResolution: fc.constantFrom("none", "none", null, "2k"),
  }),
  takes: fc.constantFrom(1, 1, 1, 2, 3),
  spread: fc.boolean(),
  state: fc.constantFrom("active", "active", "active", "active", "active", "bypassed", "disabled"),
  prompt: fc.constantFrom("p", "p", "q", "l"),
  /** Which clip of the library, or the result of the node before it, is its reference. */
  reference: fc.constantFrom("none", "none", "none", "file", "before"),
  file: fc.nat(CLIPS.length - 1),
  upscale: fc.constantFrom("none", "direct", "direct", "reroute", "two"),
  target: fc.constantFrom("1080p", "2k", "4k"),
  output: fc.constantFrom(false, false, false, true),
  picked: fc.constantFrom(false, false, false, false, true),
});
type Clip = (typeof clipArbitrary extends fc.Arbitrary<infer One> ? One : never);

/** These make less by what they say. */
const FEWER: ReadonlySet<HintKind> = new Set<HintKind>(["addOnUpscale", "oneTakeFirst"]);

/** A few clips that share prompts, files and each other's results, each perhaps upscaled. */
function documentOf(clips: readonly Clip[]): Graph {
  const nodes: GraphNode[] = [prompt("p"), prompt("q"), list("l", "x", "y"), ...FILES.map((sha256, at) => node(`f${at}`, "videoRef", { source: { type: "file", sha256, name: `${at}.mp4`, bytes: 5000 } }))];
  const wires: string[] = [];
  clips.forEach((clip, at) => {
    const id = `v${at}`;
    nodes.push(node(id, "generateSd2", clip.params, { takes: clip.takes, spread: clip.spread, state: clip.state as "active" }));
    wires.push(`${clip.prompt}.text>${id}.prompt`);
    if (clip.reference === "file") wires.push(`f${clip.file}.video>${id}.videos`);
    if (clip.reference === "before" && at > 0) wires.push(`v${at - 1}.video>${id}.videos`);
    if (clip.output) {
      nodes.push(node(`o${at}`, "output"));
      wires.push(`${id}.video>o${at}.in`);
    }
    if (clip.upscale === "none") return;
    nodes.push(node(`u${at}`, "upscaleVideo", { targetResolution: clip.target }));
    if (clip.upscale === "reroute") {
      nodes.push(node(`t${at}`, "reroute"));
      wires.push(`${id}.video>t${at}.in`, `t${at}.out>u${at}.video`);
    } else wires.push(`${id}.video>u${at}.video`);
    if (clip.upscale === "two") {
      nodes.push(node(`w${at}`, "upscaleVideo", { targetResolution: "4k" }));
      wires.push(`${id}.video>w${at}.video`);
    }
  });
  return graph(nodes, wires);
}

/** Some of what the graph would make is there, some under way, some lost; and some nodes have picked what they made. */
function live(document: Graph, clips: readonly Clip[], made: readonly number[]): { graph: Graph; library: FakeLibrary } {
  const library = new FakeLibrary();
  CLIPS.forEach((durationSeconds, at) => library.addMedia(FILES[at] ?? "", "video", { durationSeconds }));
  for (const number of made) {
    const ready = planOf(document, library).nodes.flatMap(({ steps }) => steps.filter(({ needed, step }) => needed > 0 && !step.pending));
    const chosen = ready[number % Math.max(1, ready.length)];
    if (chosen) library.add(chosen.step.key, (["stored", "stored", "stored", "submitted", "unknown"] as const)[number % 5] ?? "stored", "video", { durationSeconds: CLIPS[number % CLIPS.length] ?? 5 });
  }
  const plan = planOf(document, library);
  const nodes = document.nodes.map((one) => {
    const stored = plan.nodes.find(({ id }) => id === one.id)?.steps.flatMap((step) => step.stored) ?? [];
    const sha256 = stored[0]?.sha256;
    return clips[Number(one.id.slice(1))]?.picked === true && sha256 ? { ...one, picked: sha256 } : one;
  });
  return { graph: { ...document, nodes }, library };
}

const scene = fc.tuple(fc.array(clipArbitrary, { minLength: 1, maxLength: 6 }), fc.array(fc.nat(99), { maxLength: 6 }));

test("whatever the graph and whatever is made already: a hint's saving is what a plan of the edited graph costs less", () => {
  const seen = new Map<HintKind, number>();
  fc.assert(
    fc.property(scene, ([clips, made]) => {
      const { graph: document, library } = live(documentOf(clips), clips, made);
      const plan = planOf(document, library);
      // As the editor does it: a planner that goes from one edited graph to the next.
      const other = createPlanner(catalogue);
      other.plan(document, library);
      for (const hint of hintsOf({ graph: document, plan, catalogue, replan: (edited) => other.plan(edited, library) })) {
        seen.set(hint.kind, (seen.get(hint.kind) ?? 0) + 1);
        const after = planOf(applyHint(document, hint.edits)!, library);
        const ends = [plan.quote.min - after.quote.min, plan.quote.max - after.quote.max].sort((a, b) => a - b);
        expect([hint.id, hint.saves.min, hint.saves.max]).toEqual([hint.id, ...ends]);
        expect(hint.saves.min).toBeGreaterThan(0);
        expect(hint.message).toMatch(/\d/);
        // What is saved is not saved by making less of it than was asked for, but where the hint says so.
        const counted = ({ nodes }: Plan) => (FEWER.has(hint.kind) ? [] : nodes.flatMap(({ id, steps }) => (steps.length > 0 ? [`${id} ${steps.length}`] : [])).toSorted());
        expect(counted(after)).toEqual(counted(plan));
      }
    }),
    { numRuns: 400 },
  );
  // The random graphs do come upon every kind.
  expect([...seen].filter(([, times]) => times > 10).map(([kind]) => kind).toSorted()).toEqual(["addOnForNative", "addOnUpscale", "draftFirst", "oneTakeFirst", "trimReference"]);
});

test("the ids of hints are their own", () => {
  fc.assert(
    fc.property(scene, ([clips, made]) => {
      const { graph: document, library } = live(documentOf(clips), clips, made);
      const ids = hintsOf({ graph: document, plan: planOf(document, library), catalogue, replan: (edited) => planOf(edited, library) }).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }),
    { numRuns: 100 },
  );
});
