import { array, assert, constantFrom, oneof, property, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { chipFaces, lengthOf } from "../../../renderer/nodes/prompt/chips.ts";
import { countItems, differenceOf, partsOf, textOfNode } from "../../../renderer/nodes/prompt/promptText.ts";
import { fromGraph } from "../../../shared/edit/records.ts";
import type { GraphEdge, GraphNode } from "../../../shared/graph/document.ts";

const pieces = array(oneof(string(), constantFrom("@{pic}", "{{style}}", "@{", "}}", "{{ a }}", "\n", "@")), { maxLength: 12 }).map((all) => all.join(""));

describe("a prompt's text", () => {
  test("falls into words, chips and variables, and nothing of it is lost", () => {
    assert(property(pieces, (text) => partsOf(text).map((part) => part.text).join("") === text));
    expect(partsOf("a @{pic} in {{ mood }}!")).toEqual([
      { is: "words", text: "a " },
      { is: "chip", text: "@{pic}", nodeId: "pic" },
      { is: "words", text: " in " },
      { is: "variable", text: "{{ mood }}", name: "mood" },
      { is: "words", text: "!" },
    ]);
  });

  test("becomes another one by the smallest replacement", () => {
    assert(
      property(pieces, pieces, (before, after) => {
        const change = differenceOf(before, after);
        return (change ? before.slice(0, change.from) + change.insert + before.slice(change.to) : before) === after;
      }),
    );
    expect(differenceOf("a red shoe", "a blue shoe")).toEqual({ from: 2, to: 5, insert: "blue" });
  });

  test("is read from a text, a list of lines, or nothing that makes sense", () => {
    expect(textOfNode({ lines: ["one", 2, "three"] }, "lines")).toBe("one\nthree");
    expect(textOfNode({ lines: "one\n\ntwo" }, "lines")).toBe("one\n\ntwo");
    expect(textOfNode({ text: 5 }, "text")).toBe("");
    expect(countItems("one\n \n\ntwo\n")).toBe(2);
  });
});

describe("chips and length", () => {
  const nodes: GraphNode[] = [
    { id: "p", kind: "prompt", position: { x: 0, y: 0 }, params: { text: "@{pic} @{far} @{gone}" } },
    { id: "pic", kind: "imageAsset", position: { x: 0, y: 0 }, params: { source: { type: "file", sha256: "a".repeat(64), name: "bottle.png", bytes: 1 } } },
    { id: "far", kind: "imageAsset", position: { x: 0, y: 0 }, params: {}, title: "Far" },
    { id: "hh", kind: "generateHappyhorse", position: { x: 0, y: 0 }, params: {} },
  ];
  const edge = (id: string, from: [string, string], to: [string, string]): GraphEdge => ({ id, from: { node: from[0], port: from[1] }, to: { node: to[0], port: to[1] } });
  const edges = [edge("1", ["p", "text"], ["hh", "prompt"]), edge("2", ["pic", "image"], ["hh", "references"])];
  const doc = fromGraph({ format: "shotgraph", version: 1, id: "g", name: "g", nodes, edges });

  test("a chip is called by its file, and says when its wire or its node is gone", () => {
    expect(chipFaces(doc, "p", "@{pic} @{far} @{gone} @{pic}")).toEqual([
      { nodeId: "pic", title: "bottle.png", type: "image", wrong: null },
      { nodeId: "far", title: "Far", type: "image", wrong: "unconnected" },
      { nodeId: "gone", title: "gone", type: "any", wrong: "gone" },
    ]);
  });

  test("is counted as the connected model counts it: CJK twice, chips as what is sent", () => {
    expect(lengthOf(doc, "p", "瓶a")).toEqual({ length: 3, max: 5000, model: "HappyHorse" });
    expect(lengthOf(doc, "p", "@{pic}")).toMatchObject({ length: "character1".length });
    const alone = fromGraph({ format: "shotgraph", version: 1, id: "g", name: "g", nodes, edges: [] });
    expect(lengthOf(alone, "p", "瓶a")).toEqual({ length: 2, max: null, model: null });
  });
});
