import { assert as always, integer, property, subarray } from "fast-check";
import { describe, expect, test } from "vitest";
import { withReroll } from "../../../electron/host/editor/reroll.ts";
import { priceOfReroll, priceOfRun, runnable } from "../../../renderer/ui/runPrice.ts";
import { fromGraph } from "../../../shared/edit/records.ts";
import type { Graph } from "../../../shared/graph/document.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { createPlanner } from "../../../shared/plan/planner.ts";
import { FakeLibrary, graph, keyOf, node, planOf, prompt } from "../plan/support.ts";
import { planState } from "./support.ts";

const video = (id: string, takes = 1, params = {}) => node(id, "generateSd2", params, { takes });
const sharing = () => graph([prompt("p"), prompt("q", "another"), video("a", 1), video("b", 3), video("c", 2), node("up", "upscaleVideo")], ["p.text>a.prompt", "p.text>b.prompt", "p.text>c.prompt", "c.video>up.video"]);

function quoted(document: Graph, library: FakeLibrary, only?: readonly string[]) {
  const { min, max } = createPlanner(catalogue).plan(document, library, only ? { only } : {}).quote;
  return { min, max };
}

describe("the price of a part is what the host would quote for it", () => {
  test("for any selection of a graph that shares requests, with takes already there", () => {
    const ids = ["p", "q", "a", "b", "c", "up"];
    always(
      property(subarray(ids, { minLength: 1 }), integer({ min: 0, max: 3 }), (only, stored) => {
        const document = sharing();
        const library = new FakeLibrary();
        for (let take = 0; take < stored; take += 1) library.add(keyOf(planOf(document), "a"), "stored");
        expect(priceOfRun(fromGraph(document), planState(document, library), only).credits).toEqual(quoted(document, library, only));
      }),
    );
  });

  test("for everything it is the quote", () => {
    const document = sharing();
    expect(priceOfRun(fromGraph(document), planState(document), null).credits).toEqual(quoted(document, new FakeLibrary()));
  });

  test("what shares another node's request pays for it itself when that node is left out", () => {
    const document = graph([prompt("p"), video("a"), video("b")], ["p.text>a.prompt", "p.text>b.prompt"]);
    expect(priceOfRun(fromGraph(document), planState(document), ["b"]).lines).toEqual([{ id: "b", credits: { min: 200, max: 200 } }]);
  });
});

describe("the price of another take", () => {
  test.each([
    ["a", 0],
    ["a", 2],
    ["b", 1],
    ["c", 3],
    ["up", 0],
  ])("of %s with %i takes there is what the host would quote", (id, stored) => {
    const document = sharing();
    const library = new FakeLibrary();
    for (let take = 0; take < stored; take += 1) library.add(keyOf(planOf(document), "a"), "stored");
    const planner = createPlanner(catalogue);
    const again = withReroll(document, id, { plan: (of, options) => planner.plan(of, library, options ?? {}) });
    expect(priceOfReroll(fromGraph(document), planState(document, library), id).credits).toEqual(quoted(again, library, [id]));
  });
});

describe("what can run while something stands in the way", () => {
  test("is everything that does not depend on it", () => {
    const document = graph([prompt("p"), video("good"), video("bad", 1, { duration: 99 }), node("up", "upscaleVideo"), node("fine", "upscaleVideo")], ["p.text>good.prompt", "p.text>bad.prompt", "bad.video>up.video", "good.video>fine.video"]);
    const plan = planState(document);
    expect(runnable(fromGraph(document), plan)).toEqual(["good", "fine"]);
    expect(priceOfRun(fromGraph(document), plan, ["good", "fine"]).problems).toBe(0);
    expect(priceOfRun(fromGraph(document), plan, null).problems).toBeGreaterThan(0);
  });
});
