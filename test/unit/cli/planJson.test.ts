import { expect, test } from "vitest";
import { planJson } from "../../../electron/cli/planJson.ts";
import type { Graph } from "../../../shared/graph/document.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import type { KnownTake } from "../../../shared/plan/knowledge.ts";
import { createPlanner } from "../../../shared/plan/planner.ts";

const position = { x: 0, y: 0 };
const SHA = "ab".repeat(32);

function graph(takes: number): Graph {
  const shot = (id: string, more: object) => ({ id, kind: "gptImage2", position, params: { resolution: "1k" }, ...more });
  const edge = (id: string, to: string) => ({ id, from: { node: "words", port: "text" }, to: { node: to, port: "prompt" } });
  return {
    format: "shotgraph",
    version: 1,
    id: "g",
    name: "G",
    nodes: [{ id: "words", kind: "prompt", position, params: { text: "a fox" } }, shot("shot", { takes }), shot("twin", {})],
    edges: [edge("e1", "shot"), edge("e2", "twin")],
  };
}

function report(wanted: number, states: readonly KnownTake["state"][]) {
  const takes = states.map((state, ordinal): KnownTake => ({ id: ordinal, ordinal, state, sha256: state === "stored" ? SHA : null, taskId: `task_${ordinal}` }));
  const facts = { sha256: SHA, bytes: 1, type: "image" as const, format: "png", width: 1024, height: 1024, durationSeconds: null };
  const knowledge = { revision: 0, takesOf: () => takes, media: () => facts, derived: () => undefined, lastKey: () => undefined };
  const { nodes, quote } = planJson(createPlanner(catalogue).plan(graph(wanted), knowledge), null);
  const [, shot, twin] = nodes;
  return { quote, shot, twin };
}

test("what is there, under way and missing is counted in steps, and in takes", () => {
  expect(report(4, ["stored", "submitted", "completed"]).shot).toMatchObject({ steps: 1, run: 1, cached: 0, resume: 0, shared: 0, takes: { wanted: 4, stored: 1, needed: 1 }, credits: { min: 15, max: 15 } });
  expect(report(2, ["stored", "submitted"]).shot).toMatchObject({ steps: 1, run: 0, cached: 0, resume: 1, takes: { wanted: 2, stored: 1, needed: 0 }, reason: "resume(task_1)", credits: { max: 0 } });
  expect(report(1, ["stored", "stored"]).shot).toMatchObject({ run: 0, cached: 1, resume: 0, takes: { wanted: 1, stored: 1, needed: 0 }, reason: "cached" });
});

test("an equal step gets the takes of the first one: it is shared, and costs nothing", () => {
  const { shot, twin, quote } = report(2, []);
  expect(shot).toMatchObject({ run: 1, shared: 0, takes: { needed: 2 }, credits: { max: 30 } });
  expect(twin).toMatchObject({ steps: 1, run: 0, cached: 0, resume: 0, shared: 1, takes: { needed: 0 }, credits: { max: 0 }, reason: "shared(shot)" });
  expect(quote).toMatchObject({ min: 30, max: 30 });
});

test("every step of a node is exactly one of run, cached, resume and shared", () => {
  const states: KnownTake["state"][] = ["stored", "submitted", "completed", "unknown"];
  for (const wanted of [1, 2, 3, 5]) {
    for (let mask = 0; mask < 1 << states.length; mask++) {
      const { shot, twin } = report(wanted, states.filter((_state, at) => mask & (1 << at)));
      const counted = [shot, twin].map((node) => node && node.run + node.cached + node.resume + node.shared);
      expect([wanted, mask, counted]).toEqual([wanted, mask, [1, 1]]);
    }
  }
});

test("balance and further problems are handed through", () => {
  const plan = createPlanner(catalogue).plan(graph(1), { revision: 0, takesOf: () => [], media: () => undefined, derived: () => undefined, lastKey: () => undefined });
  const problem = { severity: "warning" as const, message: "The balance could not be read." };
  expect(planJson(plan, { credits: 5, available: 4 }, [problem])).toMatchObject({ ok: true, graph: { id: "g", name: "G" }, balance: { credits: 5, available: 4 }, problems: [problem] });
});
