import { describe, expect, test } from "vitest";
import { nodesJson } from "../../../electron/cli/runJson.ts";
import type { RunResult } from "../../../shared/contract/runEvents.ts";
import type { Graph } from "../../../shared/graph/document.ts";
import { graph, node, noting, planOf, result, sha, step, take } from "../host/support.ts";

function report(document: Graph, run: RunResult, media: readonly string[] = [], exported = new Map<string, string>()) {
  return nodesJson({ graph: document, plan: planOf(document, media), result: run, library: noting().library, exported });
}

const GRAPH = graph(
  [node("note", "note"), node("group", "group"), node("words", "promptList", { lines: ["a", "b"] }), node("shot", "gptImage2", { resolution: "1k" }), node("save", "output"), node("off", "gptImage2", {}, { state: "disabled" }), node("later", "fromTheFuture")],
  ["words.text shot.prompt", "shot.image save.in", "words.text off.prompt"],
);

describe("the nodes of a run's report", () => {
  test("every node but canvas furniture, in the document's order, with what it was quoted and billed", () => {
    const nodes = report(GRAPH, result([step("shot", 0, [take("shot", "a")], { billedTakes: [1], billed: 15 }), step("shot", 1, [take("shot", "b", { id: 2 })], { status: "cached" })]));
    expect(nodes.map(({ id, status, quoted, billed }) => [id, status, quoted.max, billed])).toEqual([
      ["words", "done", 0, 0],
      ["shot", "done", 30, 15],
      ["save", "done", 0, 0],
      ["off", "skipped", 0, 0],
      ["later", "skipped", 0, 0],
    ]);
    const media = { type: "image", width: 1024, height: 768, duration: null };
    expect(nodes.find(({ id }) => id === "shot")?.takes).toEqual([
      { ...media, file: `/library/${sha("a")}`, sha256: sha("a"), taskId: "task_1", credits: 15 },
      { ...media, file: `/library/${sha("b")}`, sha256: sha("b"), taskId: "task_1", credits: 0 },
    ]);
  });

  test("an exported file is named by where it was exported to", () => {
    const nodes = report(GRAPH, result([step("shot", 0, [take("shot", "a")])]), [], new Map([[sha("a"), "/out/a.png"]]));
    expect(nodes.find(({ id }) => id === "shot")?.takes[0]?.file).toBe("/out/a.png");
    expect(nodes.find(({ id }) => id === "save")?.takes).toEqual([expect.objectContaining({ file: "/out/a.png", taskId: null, credits: 0 })]);
  });

  test.each([
    ["failed", ["cached", "failed"]],
    ["failed", ["failed", "unknown"]],
    ["unknown", ["done", "unknown"]],
    ["blocked", ["skipped", "blocked"]],
    ["skipped", ["done", "skipped"]],
    ["done", ["cached", "done"]],
    ["cached", ["cached", "cached"]],
  ] as const)("of several items the worst tells: %s of %j", (status, [first, second]) => {
    const error = (code: string) => (code === "done" || code === "cached" ? null : { code, message: code });
    const nodes = report(GRAPH, result([step("shot", 0, [], { status: first, error: error(first) }), step("shot", 1, [], { status: second, error: error(second) })]));
    const shot = nodes.find(({ id }) => id === "shot");
    expect(shot?.status).toBe(status);
    expect(shot?.error).toEqual(error(status));
  });

  test("an output whose source failed is blocked, names it, and still has what there is", () => {
    const nodes = report(GRAPH, result([step("shot", 0, [take("shot", "a")]), step("shot", 1, [], { status: "failed", error: { code: "NSFW", message: "No." } })]));
    expect(nodes.find(({ id }) => id === "save")).toMatchObject({ status: "blocked", error: { code: "blocked", message: expect.stringContaining("shot") }, takes: [{ sha256: sha("a") }] });
  });

  test("an output that waits for something outside --only, or cancelled, is skipped", () => {
    const nodes = report(GRAPH, result([step("shot", 0, [], { status: "skipped" }), step("shot", 1, [], { status: "skipped" })]));
    expect(nodes.find(({ id }) => id === "save")).toMatchObject({ status: "skipped" });
  });

  test("a take whose bill the service did not tell counts as its upper quote", () => {
    const nodes = report(GRAPH, result([step("shot", 0, [take("shot", "a", { billed: null, quoted: { min: 10, max: 15 } })], { billedTakes: [1], billed: 15 })]));
    expect(nodes.find(({ id }) => id === "shot")?.takes[0]?.credits).toBe(15);
  });

  test("a pinned take is there without a step", () => {
    const picked = sha("kept");
    const document = graph([node("words", "prompt", { text: "x" }), node("shot", "gptImage2", {}, { picked })], ["words.text shot.prompt"]);
    expect(report(document, result([]), [picked]).find(({ id }) => id === "shot")).toMatchObject({ status: "cached", takes: [{ sha256: picked, credits: 0 }] });
  });
});
