import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { copy, parseClip, type Clip } from "../../../shared/edit/clip.ts";
import { isRefusal } from "../../../shared/edit/draft.ts";
import { duplicate, paste } from "../../../shared/edit/paste.ts";
import { fromGraph, toGraph, type DocState } from "../../../shared/edit/records.ts";
import { LIMITS } from "../../../shared/graph/document.ts";
import { serialiseGraph } from "../../../shared/graph/serialise.ts";
import { graphOf } from "../../fixtures/graphs.ts";
import { anyGraph, graph } from "../graph/support.ts";
import { docOf, done, large, nodeAt, refusalOf, textOf, wires } from "./support.ts";

const doc = docOf(
  [
    ["i", "imageAsset", {}, { position: { x: 10, y: 20 } }],
    ["j", "imageAsset"],
    ["p", "prompt", { text: "@{i} and @{j} and @{p}", odd: [{ deep: "@{i}" }] }, { position: { x: 0, y: 100 }, colour: "kept", takes: 3 }],
    ["e", "gptImage2", {}, { position: { x: 300, y: 50 } }],
  ],
  ["j.image > e.images", "p.text > e.prompt", "i.image > e.images"],
);

function clipFrom(text: string): Clip {
  const result = parseClip(text);
  if (result.status !== "ok") throw new Error(`expected nodes, found ${JSON.stringify(result)}`);
  return result.clip;
}
const messageOf = (text: string): string => {
  const result = parseClip(text);
  return result.status === "invalid" ? result.message : result.status;
};
/** New ids are random: by the places that they have. */
const shape = (next: DocState): string[] => {
  const names = new Map(toGraph(next).nodes.map(({ id }, at) => [id, `#${at}`]));
  return toGraph(next).edges.map(({ from, to }) => `${names.get(from.node) ?? from.node}.${from.port} > ${names.get(to.node) ?? to.node}.${to.port}`);
};

describe("copied nodes", () => {
  test("come again under fresh ids, with the wires among them, unknown keys and their takes", () => {
    const next = done(doc, paste(doc, clipFrom(copy(doc, ["i", "p", "e"])), { at: { x: 1000, y: 1000 }, keepInputs: false }));
    expect(shape(next).slice(3)).toEqual(["#5.text > #6.prompt", "#4.image > #6.images"]);
    const [image, prompt, edit] = toGraph(next).nodes.slice(4);
    expect(prompt).toMatchObject({ kind: "prompt", colour: "kept", takes: 3, position: { x: 1000, y: 1080 } });
    expect([image!.position, edit!.position]).toEqual([{ x: 1010, y: 1000 }, { x: 1300, y: 1030 }]);
    expect(new Set(toGraph(next).nodes.map(({ id }) => id)).size).toBe(7);
  });

  test("name the copies in their chips, and what was not copied as before", () => {
    const next = done(doc, paste(doc, clipFrom(copy(doc, ["i", "p"])), { keepInputs: false }));
    const [image, prompt] = toGraph(next).nodes.slice(4);
    expect(prompt!.params).toEqual({ text: `@{${image!.id}} and @{j} and @{${prompt!.id}}`, odd: [{ deep: `@{${image!.id}}` }] });
  });

  test("keep their inputs in the same graph when that is wanted, in their order", () => {
    const clip = clipFrom(copy(doc, ["e"]));
    expect(shape(done(doc, paste(doc, clip, { keepInputs: true }))).slice(3)).toEqual(["#1.image > #4.images", "#2.text > #4.prompt", "#0.image > #4.images"]);
    expect(shape(done(doc, paste(doc, clip, { keepInputs: false }))).slice(3)).toEqual([]);
    const other = fromGraph({ ...toGraph(doc), id: "another graph" });
    expect(shape(done(other, paste(other, clip, { keepInputs: true }))).slice(3)).toEqual([]);
  });

  test("lie beside the originals when they are duplicated", () => {
    const next = done(doc, duplicate(doc, ["e", "i"], { x: 24, y: 24 }, true));
    expect(toGraph(next).nodes.slice(4).map(({ position }) => position)).toEqual([{ x: 34, y: 44 }, { x: 324, y: 74 }]);
    expect(shape(next).slice(3)).toEqual(["#1.image > #5.images", "#2.text > #5.prompt", "#4.image > #5.images"]);
  });

  test("of any document survive the clipboard, whatever their ids and keys", () => {
    fc.assert(
      fc.property(anyGraph, (document) => {
        const before = fromGraph(document);
        const clip = clipFrom(copy(before, before.nodes.keys()));
        expect(clip.nodes).toEqual(document.nodes);
        const result = paste(before, clip, { keepInputs: true });
        const after = toGraph(done(before, result));
        expect(after.nodes.slice(0, document.nodes.length)).toEqual(document.nodes);
        expect(after.nodes).toHaveLength(2 * document.nodes.length);
        expect(isRefusal(result) ? [] : result.added).toEqual(after.nodes.slice(document.nodes.length).map(({ id }) => id));
      }),
    );
  });

  test("never make a document that cannot be opened again", () => {
    const full = fromGraph(large(30_000));
    expect(refusalOf(duplicate(full, full.nodes.keys(), { x: 0, y: 0 }, false))).toContain("at most 50000");
    const far = docOf([["a", "prompt", {}, { position: { x: -1.7e308, y: 0 } }], ["b", "prompt", {}, { position: { x: 1.7e308, y: 0 } }]]);
    const next = done(far, paste(far, clipFrom(copy(far, ["a", "b"])), { at: { x: 1e308, y: 0 }, keepInputs: false }));
    expect(toGraph(next).nodes.every(({ position }) => Number.isFinite(position.x))).toBe(true);
  });
});

describe("what is on the clipboard", () => {
  test("may be a whole document", () => {
    const document = graphOf([["a", "prompt"], ["b", "gptImage2"]], ["a.text > b.prompt"]);
    const next = done(doc, paste(doc, clipFrom(serialiseGraph(document)), { keepInputs: true }));
    expect(shape(next).slice(3)).toEqual(["#4.text > #5.prompt"]);
    expect(nodeAt(next, "i")).toBe(nodeAt(doc, "i"));
  });

  test("is text like any other unless it says that it is nodes", () => {
    for (const text of ["", "A cat on a roof", "{ not json", "[1]", "{}", "null", `{"format":"figma"}`, "{{name}} walks"]) expect([text, parseClip(text).status]).toEqual([text, "none"]);
  });

  test("is refused in words when it is damaged, and does nothing to the program", () => {
    const good = JSON.parse(copy(doc, ["i", "j", "e"])) as Record<string, unknown>;
    expect(messageOf(JSON.stringify({ ...good, version: 2 }))).toContain("another version");
    expect(messageOf(JSON.stringify({ ...good, nodes: [{ id: "a" }] }))).toContain(`"nodes.0.kind"`);
    expect(messageOf(JSON.stringify({ ...good, nodes: [...(good["nodes"] as object[]), ...(good["nodes"] as object[])] }))).toContain("the same id");
    expect(messageOf(`{"format":"shotgraph-clip","version":1,"graph":"g","edges":[],"nodes":[{"id":"a","kind":"prompt","position":{"x":0,"y":0},"params":{"__proto__":{"x":1}}}]}`)).toContain("__proto__");
    expect(messageOf(JSON.stringify({ ...good, nodes: Array.from({ length: LIMITS.nodes + 1 }, () => 1) }))).toContain("more than 50000");
    expect(messageOf(serialiseGraph(graph()).replace(`"version": 1`, `"version": 99`))).toContain("newer Shotgraph");
    expect(messageOf(serialiseGraph(graph()).replace(`"version": 1`, `"version": "x"`))).toContain("version");
    let deep = "1";
    for (let level = 0; level < 100; level++) deep = `[${deep}]`;
    expect(messageOf(`{"format":"shotgraph-clip","x":${deep}}`)).toContain("nested deeper");
    expect(messageOf(`{${" ".repeat(LIMITS.bytes)}}`)).toContain("characters");
  });

  test("with wires to nodes that are not in it brings the nodes only", () => {
    const clip = { ...clipFrom(copy(doc, ["i", "e"])) };
    const torn = { ...clip, edges: [...clip.edges, { id: "x", from: { node: "i", port: "image" }, to: { node: "nowhere", port: "a" } }] };
    expect(shape(done(doc, paste(doc, torn, { keepInputs: false }))).slice(3)).toEqual(["#4.image > #5.images"]);
    expect(textOf(done(doc, paste(doc, { graph: "", nodes: [], edges: [] }, { at: { x: 0, y: 0 }, keepInputs: true })))).toBe(textOf(doc));
    expect(wires(doc)).toHaveLength(3);
  });
});
