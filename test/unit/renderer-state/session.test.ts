import { describe, expect, test } from "vitest";
import { createSession } from "../../../renderer/state/session.ts";
import type { OpenedGraph } from "../../../shared/contract/api/sessions.ts";
import type { PlanUpdate } from "../../../shared/contract/api/plan.ts";
import { setParam } from "../../../shared/edit/nodes.ts";
import { fromGraph, ranksOf, toGraph, type Change } from "../../../shared/edit/records.ts";
import { isRefusal } from "../../../shared/edit/draft.ts";
import { removeNodes } from "../../../shared/edit/remove.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { graphOf } from "../../fixtures/graphs.ts";

function opened(): OpenedGraph {
  const graph = graphOf([["p", "prompt", { text: "a cat" }], ["v", "generateSd2"], ["w", "generateSd2"]], ["p.text > v.prompt"]);
  return { session: "s", graph, ranks: ranksOf(fromGraph(graph)), path: null, unsaved: false, seq: 0, recovered: false, notes: [] };
}

function started() {
  const sent: Change[] = [];
  const session = createSession(opened(), (change) => sent.push(change));
  const doc = () => session.getState().doc;
  const set = (value: string) => {
    const change = setParam(doc(), ["p"], "text", value);
    if (isRefusal(change)) throw new Error(change.refused);
    return change;
  };
  return { session, sent, doc, set };
}

describe("a graph in the window", () => {
  test("tells the host every edit, undone ones too, and is back where it was after undoing them", () => {
    const { session, sent, doc, set } = started();
    const before = toGraph(doc());
    session.commit(set("a dog"), { label: "Edit" });
    session.commit(removeNodes(doc(), catalogue, ["v"], { reconnect: false }), { label: "Delete" });
    session.undo();
    session.undo();
    expect(toGraph(doc())).toEqual(before);
    expect(sent).toHaveLength(4);
    session.redo();
    expect(doc().nodes.get("p")?.value.params["text"]).toBe("a dog");
  });

  test("a typed burst is one step of undo, another field begins a new one", () => {
    const { session, doc, set } = started();
    for (const text of ["a", "a d", "a do", "a dog"]) session.commit(set(text), { label: "Type", mergeKey: "text:p" });
    session.commit(set("a bird"), { label: "Type", mergeKey: "text:other" });
    session.undo();
    expect(doc().nodes.get("p")?.value.params["text"]).toBe("a dog");
    session.undo();
    expect(doc().nodes.get("p")?.value.params["text"]).toBe("a cat");
    expect(session.getState().history.past).toEqual([]);
  });

  test("what is gone is no longer selected, and one edit leaves all other nodes the same objects", () => {
    const { session, doc, set } = started();
    session.select(["v", "w"]);
    const w = doc().nodes.get("w");
    session.commit(set("x"), { label: "Edit" });
    expect(doc().nodes.get("w")).toBe(w);
    session.commit(removeNodes(doc(), catalogue, ["v"], { reconnect: false }), { label: "Delete" });
    expect([...session.getState().selection]).toEqual(["w"]);
  });

  test("run results and plans are never a step of undo", () => {
    const { session } = started();
    const plan = { type: "plan", seq: 0, whole: true, nodes: [{ id: "v" }], removed: [], ok: true, quote: { min: 1, max: 2, usd: { min: 0, max: 0 } }, saved: 0, problems: [], hints: [], ms: 1 } as unknown as PlanUpdate;
    session.take(plan);
    expect(session.getState().plan.nodes.has("v")).toBe(true);
    expect(session.getState().history.past).toEqual([]);
    session.take({ ...plan, whole: false, nodes: [], removed: ["v"] });
    expect(session.getState().plan.nodes.size).toBe(0);
  });
});
