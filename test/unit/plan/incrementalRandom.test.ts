import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Graph, GraphNode } from "../../../shared/graph/document.ts";
import { setParam, updateNode } from "../../../shared/graph/edit.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { createPlanner } from "../../../shared/plan/planner.ts";
import { addNode, connect, disconnect, duplicateNodes, removeNodes } from "../../fixtures/graphEdits.ts";
import { FakeLibrary, graph, image, list, node, planOf, prompt, video } from "./support.ts";

/** The state of a session of editing: what is on the canvas, what was, and what the library holds. */
interface Session {
  graph: Graph;
  past: Graph[];
  library: FakeLibrary;
  /** Numbers new ids. */
  made: number;
}

const KINDS = ["prompt", "promptList", "imageAsset", "videoRef", "generateSd2", "generateHappyhorse", "gptImage2", "upscaleVideo", "output", "reroute", "note", "fromTheFuture"];
const OUT = ["text", "image", "video", "out"];
const IN = ["prompt", "name", "firstFrame", "lastFrame", "images", "references", "videos", "video", "in"];
const PARAMS: readonly (readonly [string, readonly unknown[]])[] = [
  ["text", ["a", "b", "{{name}} c", "@{i} d", ""]],
  ["lines", [["x"], ["x", "y"], ["x", "y", "x"], []]],
  ["source", [{ type: "url", url: "https://example.com/1.png" }, { type: "url", url: "https://example.com/2.png" }, { type: "file", sha256: "a".repeat(64), name: "a.png", bytes: 1 }, null]],
  ["duration", [5, 6, 99]],
  ["quality", ["medium", "high"]],
  ["targetResolution", ["1080p", "4k"]],
  ["mood", [1, 2]],
];

type Edit = (session: Session, dice: (sides: number) => number) => Graph | null;

const pick = <One>(list: readonly One[], dice: (sides: number) => number): One | undefined => list[dice(list.length)];

function changeNode(change: (one: GraphNode, dice: (sides: number) => number, session: Session) => Partial<GraphNode>): Edit {
  return (session, dice) => {
    const one = pick(session.graph.nodes, dice);
    return one ? updateNode(session.graph, one.id, (before) => ({ ...before, ...change(before, dice, session) })) : null;
  };
}

const EDITS: Record<string, Edit> = {
  param: ({ graph: before }, dice) => {
    const one = pick(before.nodes, dice);
    const [param, values] = PARAMS[dice(PARAMS.length)] ?? ["mood", [1]];
    return one ? setParam(before, one.id, param, pick(values, dice)) : null;
  },
  connect: (session, dice) => {
    const from = pick(session.graph.nodes, dice);
    const to = pick(session.graph.nodes, dice);
    const ends = { from: { node: dice(20) === 0 ? "gone" : (from?.id ?? "gone"), port: OUT[dice(OUT.length)] ?? "" }, to: { node: to?.id ?? "gone", port: IN[dice(IN.length)] ?? "" } };
    return connect(session.graph, { id: `e${session.made++}`, ...ends });
  },
  /** Most random wires do not fit: this one does. */
  wire: (session, dice) => {
    const fits = session.graph.nodes.flatMap((to) =>
      (catalogue.get(to.kind)?.inputs({ text: "{{name}}" }) ?? []).flatMap((port) =>
        session.graph.nodes.flatMap((from) => {
          const out = catalogue.get(from.kind)?.output;
          return out && (out.type === port.type || out.type === "any" || port.type === "any") ? [{ from: { node: from.id, port: out.name }, to: { node: to.id, port: port.name } }] : [];
        }),
      ),
    );
    const ends = pick(fits, dice);
    return ends ? connect(session.graph, { id: `e${session.made++}`, ...ends }) : null;
  },
  disconnect: ({ graph: before }, dice) => disconnect(before, new Set([pick(before.edges, dice)?.id ?? ""])),
  add: (session, dice) => addNode(session.graph, node(`n${session.made++}`, KINDS[dice(KINDS.length)] ?? "", { text: "new", lines: ["l"] })),
  remove: ({ graph: before }, dice) => removeNodes(before, new Set([pick(before.nodes, dice)?.id ?? ""])),
  /** Leaves its edges dangling. */
  tear: ({ graph: before }, dice) => ({ ...before, nodes: before.nodes.toSpliced(dice(before.nodes.length), 1) }),
  duplicate: (session, dice) => {
    const ids = new Set([pick(session.graph.nodes, dice)?.id ?? "", pick(session.graph.nodes, dice)?.id ?? ""]);
    return duplicateNodes(session.graph, ids, () => `d${session.made++}`, { x: 1, y: 1 }, dice(2) === 0);
  },
  state: changeNode((_one, dice) => ({ state: (["active", "bypassed", "disabled"] as const)[dice(3)] ?? "active" })),
  takes: changeNode((_one, dice) => ({ takes: 1 + dice(3), spread: dice(2) === 0 })),
  pick: changeNode((_one, dice, { library, graph: before }) => {
    const takes = planOf(before, library).nodes.flatMap(({ steps }) => steps.flatMap(({ stored }) => stored));
    return { picked: pick(takes, dice)?.sha256 ?? "a".repeat(64) };
  }),
  unpick: changeNode(() => ({ picked: "b".repeat(64) })),
  title: changeNode((_one, dice) => ({ title: `title ${dice(3)}` })),
  kind: changeNode((_one, dice) => ({ kind: KINDS[dice(KINDS.length)] ?? "" })),
  undo: ({ past, graph: before }, dice) => pick(past, dice) ?? before,
  shuffle: ({ graph: before }, dice) => ({ ...before, nodes: [...before.nodes.slice(dice(4)), ...before.nodes.slice(0, dice(4))].filter((one, at, all) => all.findIndex(({ id }) => id === one.id) === at) }),
  edgesTurn: ({ graph: before }) => ({ ...before, edges: before.edges.toReversed() }),
  store: (session, dice) => {
    const step = pick(planOf(session.graph, session.library).nodes.flatMap(({ steps }) => steps.map((one) => one.step)), dice);
    if (step && !step.pending) session.library.add(step.key, (["stored", "stored", "submitted", "unknown"] as const)[dice(4)] ?? "stored", step.makes);
    return session.graph;
  },
  lose: (session, dice) => {
    const takes = planOf(session.graph, session.library).nodes.flatMap(({ steps }) => steps.flatMap(({ stored }) => stored));
    session.library.lose(pick(takes, dice)?.sha256 ?? null);
    return session.graph;
  },
  file: (session) => {
    session.library.addMedia("a".repeat(64), "image");
    return session.graph;
  },
};

/** What a person does most is done most. */
const NAMES = Object.keys(EDITS).flatMap((name) => Array.from({ length: ["param", "wire", "state", "takes", "undo"].includes(name) ? 3 : 1 }, () => name));

const start = graph(
  [
    prompt("p"),
    list("l", "x", "y"),
    image("i"),
    video("r"),
    node("g", "gptImage2"),
    node("h", "gptImage2"),
    node("t", "reroute"),
    node("v", "generateSd2", {}, { takes: 2 }),
    node("w", "generateSd2"),
    node("u", "upscaleVideo"),
    node("o", "output"),
  ],
  ["p.text>g.prompt", "i.image>g.images", "p.text>h.prompt", "i.image>h.images", "l.text>v.prompt", "g.image>t.in", "t.out>v.firstFrame", "p.text>w.prompt", "h.image>w.firstFrame", "v.video>u.video", "u.video>o.in"],
);

/** Numbers below whatever is asked, from a list that fast-check shrinks. */
function diceOf(numbers: readonly number[]): (sides: number) => number {
  let at = 0;
  return (sides) => (sides === 0 ? 0 : (numbers[at++ % numbers.length] ?? 0) % sides);
}

const edits = fc.array(fc.tuple(fc.constantFrom(...NAMES), fc.array(fc.nat(9999), { minLength: 5, maxLength: 5 })), { minLength: 1, maxLength: 25, size: "max" });

test("after any edits the plan is that of a planner which has seen nothing before", () => {
  fc.assert(
    fc.property(edits, (sequence) => {
      const planner = createPlanner(catalogue);
      const session: Session = { graph: start, past: [], library: new FakeLibrary(), made: 0 };
      planner.plan(start, session.library);
      for (const [name, numbers] of sequence) {
        const next = EDITS[name]?.(session, diceOf(numbers)) ?? session.graph;
        session.past.push(session.graph);
        session.graph = next;
        // As texts: comparing object by object takes ten times as long as planning twice.
        expect(JSON.stringify(planner.plan(next, session.library))).toBe(JSON.stringify(planOf(next, session.library)));
      }
      const only = session.graph.nodes.slice(0, 2).map(({ id }) => id);
      expect(planner.plan(session.graph, session.library, { only })).toEqual(planOf(session.graph, session.library, { only }));
      expect(planner.evaluated).toBe(0);
    }),
    { numRuns: 120 },
  );
});

test("whatever is planned: the quote is the sum of its nodes, none is cheaper than nothing, and what is not ok does not hide it", () => {
  fc.assert(
    fc.property(edits, (sequence) => {
      const session: Session = { graph: start, past: [], library: new FakeLibrary(), made: 0 };
      for (const [name, numbers] of sequence) session.graph = EDITS[name]?.(session, diceOf(numbers)) ?? session.graph;
      const plan = planOf(session.graph, session.library);
      const steps = plan.nodes.flatMap((one) => one.steps);
      expect(plan.quote.min).toBe(steps.reduce((sum, { credits }) => sum + credits.min, 0));
      expect(plan.quote.max).toBe(steps.reduce((sum, { credits }) => sum + credits.max, 0));
      const paidFor = new Map<string, number>();
      for (const { step, needed, credits, missing } of steps) {
        paidFor.set(step.key, (paidFor.get(step.key) ?? 0) + needed);
        expect(needed).toBeLessThanOrEqual(missing);
        expect(credits.min).toBe(needed * step.price.credits.min);
      }
      // Of every request exactly as many takes are paid for as the step that lacks most of them lacks.
      for (const [key, paid] of paidFor) expect(paid).toBe(Math.max(...steps.filter(({ step }) => step.key === key).map(({ missing }) => missing)));
      const errors = [...plan.problems, ...plan.nodes.flatMap(({ problems }) => problems)].filter(({ severity }) => severity === "error");
      expect(plan.ok).toBe(errors.length === 0);
    }),
    { numRuns: 60 },
  );
});

test("running what is planned makes the next plan free, whatever the graph", () => {
  fc.assert(
    fc.property(edits, (sequence) => {
      const session: Session = { graph: start, past: [], library: new FakeLibrary(), made: 0 };
      for (const [name, numbers] of sequence.filter(([one]) => !["store", "lose", "takes", "add"].includes(one))) session.graph = EDITS[name]?.(session, diceOf(numbers)) ?? session.graph;
      session.library.run(session.graph);
      expect(planOf(session.graph, session.library).quote).toMatchObject({ min: 0, max: 0 });
    }),
    { numRuns: 40 },
  );
});
