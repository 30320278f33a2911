import { describe, expect, test } from "vitest";
import { danglingChips, referencesOf } from "../../../shared/edit/references.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { docOf } from "./support.ts";

const NODES: Parameters<typeof docOf>[0] = [
  ["p", "prompt", { text: "@{i} with @{m} and @{gone} and @{r} and @{e}" }],
  ["q", "prompt", { text: "{{p}}!" }],
  ["t", "reroute"],
  ["i", "imageAsset", {}, { title: "Hero" }],
  ["m", "videoRef"],
  ["r", "reroute"],
  ["e", "gptImage2", {}, { state: "bypassed" }],
  ["v", "generateSd2"],
  ["w", "generateHappyhorse"],
];

describe("the @ menu of a prompt", () => {
  test("lists what is connected to the generators that it feeds, each once, in the order of ports and wires", () => {
    const doc = docOf(NODES, ["p.text > v.prompt", "p.text > w.prompt", "m.video > v.videos", "i.image > v.images", "i.image > w.references"]);
    expect(referencesOf(doc, catalogue, "p")).toEqual([
      { nodeId: "i", title: "Hero", type: "image" },
      { nodeId: "m", title: catalogue.get("videoRef")?.title, type: "video" },
    ]);
  });

  test("looks through reroutes, other prompts and bypassed nodes", () => {
    const doc = docOf(NODES, ["p.text > q.p", "q.text > t.in", "t.out > v.prompt", "i.image > e.images", "e.image > r.in", "r.out > v.firstFrame"]);
    expect(referencesOf(doc, catalogue, "p").map(({ nodeId }) => nodeId)).toEqual(["i"]);
    expect(referencesOf(doc, catalogue, "q").map(({ nodeId }) => nodeId)).toEqual(["i"]);
  });

  test("is empty for a prompt that feeds nothing", () => {
    expect(referencesOf(docOf(NODES, ["i.image > v.images"]), catalogue, "p")).toEqual([]);
    expect(referencesOf(docOf(NODES), catalogue, "gone")).toEqual([]);
  });
});

describe("chips", () => {
  test("that name nothing connected are told, those on the way are not", () => {
    const doc = docOf(NODES, ["p.text > v.prompt", "i.image > e.images", "e.image > r.in", "r.out > v.firstFrame"]);
    expect(danglingChips(doc, catalogue, "p")).toEqual([{ nodeId: "m", exists: true }, { nodeId: "gone", exists: false }]);
  });

  test("of a prompt that feeds nothing yet dangle only when their node is gone", () => {
    expect(danglingChips(docOf(NODES), catalogue, "p")).toEqual([{ nodeId: "gone", exists: false }]);
    expect(danglingChips(docOf(NODES), catalogue, "i")).toEqual([]);
    const list = docOf([["l", "promptList", { lines: ["@{a}", 5] }]]);
    expect(danglingChips(list, catalogue, "l")).toEqual([{ nodeId: "a", exists: false }]);
  });
});
