import { describe, expect, test } from "vitest";
import { exportResults } from "../../../electron/host/exportResults.ts";
import type { RunResult } from "../../../shared/contract/runEvents.ts";
import type { Graph } from "../../../shared/graph/document.ts";
import { graph, node, noting, planOf, result, sha, step, take } from "./support.ts";

const NOON = new Date("2026-03-26T12:00:00Z");

async function exported(document: Graph, run: RunResult, media: readonly string[] = []) {
  const { library, exported: names } = noting();
  const paths = await exportResults(document, planOf(document, media), run, library, "/out", NOON);
  return { names, paths };
}

const LIST = node("words", "promptList", { lines: ["a", "b"] });
const PROMPT = node("words", "prompt", { text: "x" });
const SHOT = "words.text shot.prompt";

describe("with output nodes", () => {
  test("only what they receive is exported, under their names", async () => {
    const document = graph([PROMPT, node("shot", "gptImage2", {}, { title: "The shot" }), node("other", "gptImage2", { quality: "high" }), node("save", "output", { name: "{date} {graph} {node} {item} {take}" })], [SHOT, "words.text other.prompt", "shot.image save.in"]);
    const { names, paths } = await exported(document, result([step("shot", 0, [take("shot", "a")]), step("other", 0, [take("other", "b")])]));
    expect(names).toEqual([["2026-03-26 G The shot 1 1", sha("a")]]);
    expect(paths).toEqual(new Map([[sha("a"), "/out/2026-03-26 G The shot 1 1.png"]]));
  });

  test("an output node's own title stands for the node; without a name it is the default", async () => {
    const document = graph([PROMPT, node("shot", "gptImage2"), node("save", "output", {}, { title: "Poster" }), node("plain", "output")], [SHOT, "shot.image save.in", "shot.image plain.in"]);
    const { names } = await exported(document, result([step("shot", 0, [take("shot", "a")])]));
    expect(names.map(([name]) => name)).toEqual(["G-Poster", "G-plain"]);
  });

  test("several items get numbers, also where the name does not ask for them", async () => {
    const document = graph([LIST, node("shot", "gptImage2"), node("save", "output", { name: "cup" })], [SHOT, "shot.image save.in"]);
    const { names } = await exported(document, result([step("shot", 0, [take("shot", "a")]), step("shot", 1, [take("shot", "b")])]));
    expect(names).toEqual([["cup-1", sha("a")], ["cup-2", sha("b")]]);
  });

  test("an item that has no result leaves a gap and keeps the numbers of the others", async () => {
    const document = graph([LIST, node("shot", "gptImage2"), node("save", "output", { name: "cup-{item}" })], [SHOT, "shot.image save.in"]);
    const { names } = await exported(document, result([step("shot", 0, [], { status: "failed" }), step("shot", 1, [take("shot", "b")])]));
    expect(names).toEqual([["cup-2", sha("b")]]);
  });

  test("takes that are handed on together are numbered by {take}, each item's anew", async () => {
    const document = graph([LIST, node("shot", "gptImage2", {}, { takes: 2, spread: true }), node("save", "output", { name: "{item} {take}" })], [SHOT, "shot.image save.in"]);
    const { names } = await exported(document, result([step("shot", 0, [take("shot", "a"), take("shot", "b")]), step("shot", 1, [take("shot", "c"), take("shot", "d")])]));
    expect(names.map(([name]) => name)).toEqual(["1 1", "2 2", "3 1", "4 2"]);
  });

  test("an imported file that is connected to an output is exported too", async () => {
    const picture = sha("picture");
    const document = graph([node("photo", "imageAsset", { source: { type: "file", sha256: picture, name: "cat.png", bytes: 1 } }), node("save", "output", { name: "cat" })], ["photo.image save.in"]);
    expect((await exported(document, result([]), [picture])).names).toEqual([["cat", picture]]);
  });

  test("texts and URLs are no files", async () => {
    const url = node("photo", "imageAsset", { source: { type: "url", url: "https://example.com/cat.png" } });
    const document = graph([PROMPT, url, node("save", "output"), node("text", "output")], ["photo.image save.in", "words.text text.in"]);
    expect((await exported(document, result([]))).names).toEqual([]);
  });
});

describe("without output nodes", () => {
  test("what feeds no other node is exported, numbered only where there are several", async () => {
    const document = graph([LIST, node("shot", "gptImage2", {}, { takes: 2 }), node("clip", "generateHappyhorse")], [SHOT, "shot.image clip.firstFrame"]);
    const one = await exported(document, result([step("shot", 0, [take("shot", "x")]), step("clip", 0, [take("clip", "a")])]));
    const many = await exported(document, result([step("clip", 0, [take("clip", "a"), take("clip", "b")]), step("clip", 1, [take("clip", "c"), take("clip", null)])]));
    expect(one.names).toEqual([["G-clip", sha("a")]]);
    expect(many.names).toEqual([["G-clip-1-take1", sha("a")], ["G-clip-1-take2", sha("b")], ["G-clip-2-take1", sha("c")]]);
  });
});
