import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hostPlanner } from "../../../electron/host/planner.ts";
import type { GraphNode } from "../../../shared/graph/document.ts";
import { NOTHING_KNOWN } from "../../../shared/plan/knowledge.ts";
import { FakeLibrary, graph, image, keyOf, node, planOf, prompt, stepOf, video } from "./support.ts";

/** Paid takes are found by these, in every user's library: a key that differs by one digit is a take paid for twice. */
const PINNED: readonly (readonly [name: string, nodes: readonly GraphNode[], wires: readonly string[], key: string])[] = [
  ["text to image", [prompt("p", "A glass bottle on wet slate"), node("x", "gptImage2")], ["p.text>x.prompt"], "630489f5e2329a43185b7c63c6a166d2540d29962647985e84988fd80d7d43e2"],
  ["text to image, all params", [prompt("p", "A glass bottle on wet slate"), node("x", "gptImage2", { quality: "high", resolution: "4k", aspectRatio: "9:16", outputFormat: "webp" })], ["p.text>x.prompt"], "a704cb5af2331e88fa3b81922f2af6555210e8d9de099817b51d396a37212cfb"],
  ["an edit of two images with chips", [prompt("p", "Put @{a} beside @{b}"), image("a"), image("b"), node("x", "gptImage2")], ["p.text>x.prompt", "a.image>x.images", "b.image>x.images"], "54290bb2098afb75074a6ff47ab2822f27b2a4c9c2de84294dc496b62200171f"],
  ["text to video", [prompt("p", "Push in slowly"), node("x", "generateSd2", { model: "sd2-fast", duration: 4, resolution: "1280x540", upscaleResolution: "2k" })], ["p.text>x.prompt"], "0bf0e8f55b232c6136588c85614910d304d3a766e3f0addb117d7aff197eda72"],
  ["first and last frame", [prompt("p", "Dawn to dusk"), image("a"), image("b"), node("x", "generateSd2", { outputResolution: "1080p" })], ["p.text>x.prompt", "a.image>x.firstFrame", "b.image>x.lastFrame"], "55ab32de97091d54abda5be50939beac3937ecb61d46a24fee156b2e173691c1"],
  ["references of every type", [prompt("p", "@{a} sings to @{m} like @{v}"), image("a"), video("v"), node("m", "audioRef", { source: { type: "asset", uri: "asset://song" } }), node("x", "generateSd2")], ["p.text>x.prompt", "a.image>x.images", "v.video>x.videos", "m.audio>x.audios"], "06b0b6f4ac582f90e786740735dc97f97050bf8f611fa6d6a564bec0c1bc177b"],
  ["HappyHorse with characters and a seed", [prompt("p", "@{a} waves to @{b}"), image("a"), image("b"), node("x", "generateHappyhorse", { duration: 7, seed: 42 })], ["p.text>x.prompt", "a.image>x.references", "b.image>x.references"], "d9fcd38c730f3aaa0b9383fd33f8b91dc9b57009d98038ea1739baef25f300a2"],
  ["an upscale", [video("v"), node("x", "upscaleVideo", { targetResolution: "4k" })], ["v.video>x.video"], "fd411bdbc3165e987e4d96667d2589fcad5cce87519fec919c39a89bec3bf7be"],
  ["a text of every kind of character", [prompt("p", 'quotes " \\ / line\nbreak\ttab \u0001 \u2028 é 雨 🐎 half \ud83d'), node("x", "gptImage2")], ["p.text>x.prompt"], "43b8c8a8206897670ef3fcb4a11e79cfdd53ba7694ce5592ac8d4f1e99e0b7b8"],
  ["a long text", [prompt("p", "rain, 雨, ".repeat(600)), node("x", "gptImage2")], ["p.text>x.prompt"], "7e544c967a3e65fff98230704342df2463104026591836c9705f951650194a03"],
];

describe("keys stay what they were when takes were paid for", () => {
  test.each(PINNED)("%s", (_name, nodes, wires, key) => {
    const document = graph(nodes, wires);
    for (const plan of [planOf(document), hostPlanner().plan(document, NOTHING_KNOWN)]) {
      const { step } = stepOf(plan, "x");
      expect({ key: step.key, pending: step.pending }).toEqual({ key, pending: false });
    }
  });

  test("of a take that was made in between, by its bytes", () => {
    const library = new FakeLibrary();
    const document = graph([prompt("p", "A door opens"), node("i", "gptImage2"), node("x", "generateSd2")], ["p.text>i.prompt", "p.text>x.prompt", "i.image>x.firstFrame"]);
    library.add(keyOf(planOf(document), "i"), "stored", "image");
    expect(keyOf(planOf(document, library), "x")).toBe("b8a1fc07642d9f957e5bf5bcaf695c1ed66e7649b262f610aab09dc6896f152d");
  });
});

test("Node's sha256 and the one in JavaScript plan the same, whatever the texts", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary", maxLength: 5000 }), { minLength: 1, maxLength: 4 }), (texts) => {
      const document = graph(
        [...texts.map((text, at) => prompt(`p${at}`, text)), ...texts.map((_text, at) => node(`i${at}`, "gptImage2")), node("v", "generateSd2")],
        texts.flatMap((_text, at) => [`p${at}.text>i${at}.prompt`, `i${at}.image>v.images`]),
      );
      expect(hostPlanner().plan(document, NOTHING_KNOWN)).toEqual(planOf(document));
    }),
  );
});
