import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BodyPart, MediaUse } from "../../../shared/nodes/define.ts";
import { UNMEASURED } from "../../../shared/nodes/values.ts";
import { canonical, canonicalRequest, fillBody, hash, isMediaUse, keyOf as keyOfRequest, keyPartsOf, mediaUses } from "../../../shared/plan/key.ts";
import { reversedKeys } from "../graph/support.ts";
import { FakeLibrary, graph, image, keyOf, node, planOf, prompt, stepOf } from "./support.ts";

const HASH = "a".repeat(64);
const file = (sha256: string, name = "hero.png") => ({ source: { type: "file", sha256, name, bytes: 10 } });

/** The key of `v` in a graph of one prompt, one frame and one video. */
function keyWith({ text = "run", frame = image("i"), params = {}, rest = {}, id = "v", graphId = "g" }: { text?: string; frame?: ReturnType<typeof node>; params?: object; rest?: object; id?: string; graphId?: string } = {}): string {
  const library = new FakeLibrary();
  for (const sha256 of [HASH, "b".repeat(64)]) library.addMedia(sha256, "image");
  const document = graph([prompt("p", text), frame, node(id, "generateSd2", { ...params }, rest)], [`p.text>${id}.prompt`, `${frame.id}.image>${id}.firstFrame`], graphId);
  return keyOf(planOf(document, library), id);
}

const base = keyWith();

describe("the key is that of the request", () => {
  test.each([
    ["another node id", keyWith({ id: "other" })],
    ["another title", keyWith({ rest: { title: "Hero" } })],
    ["another place", keyWith({ rest: { position: { x: 400, y: 1 } } })],
    ["more takes", keyWith({ rest: { takes: 4 } })],
    ["another graph", keyWith({ graphId: "colleague" })],
    ["a default written out", keyWith({ params: { model: "sd2", duration: 5, upscaleResolution: "none" } })],
    ["a param that does not exist", keyWith({ params: { mood: "dark" } })],
    ["an unknown key", keyWith({ rest: { later: 1 } })],
    ["another node with the same URL", keyWith({ frame: image("copy", "https://example.com/i.png") })],
    ["reviewed delivery of the same URL", keyWith({ frame: image("i", "https://example.com/i.png", { review: "always" }) })],
  ])("%s changes nothing", (_name, key) => {
    expect(key).toBe(base);
  });

  test.each([
    ["a param", keyWith({ params: { duration: 6 } })],
    ["another param", keyWith({ params: { resolution: "720x720" } })],
    ["the model", keyWith({ params: { model: "sd2-fast" } })],
    ["the text", keyWith({ text: "walk" })],
    ["a space in the text", keyWith({ text: "run " })],
    ["the URL", keyWith({ frame: image("i", "https://example.com/i.png?v=2") })],
    ["a file instead of a URL", keyWith({ frame: node("i", "imageAsset", file(HASH)) })],
    ["an asset instead of a URL", keyWith({ frame: node("i", "imageAsset", { source: { type: "asset", uri: "asset://asset-1" } }) })],
  ])("%s makes another key", (_name, key) => {
    expect(key).not.toBe(base);
    expect(key).toMatch(/^[0-9a-f]{64}$/);
  });

  test("a file counts by its bytes, not by its name or how it is sent", () => {
    const key = keyWith({ frame: node("i", "imageAsset", file(HASH)) });
    expect(keyWith({ frame: node("i", "imageAsset", file(HASH, "copy of hero.png")) })).toBe(key);
    expect(keyWith({ frame: node("i", "imageAsset", { ...file(HASH), review: "always" }) })).toBe(key);
    expect(keyWith({ frame: node("i", "imageAsset", file("b".repeat(64))) })).not.toBe(key);
  });

  test("an asset counts by its uri", () => {
    const asset = (uri: string) => keyWith({ frame: node("i", "imageAsset", { source: { type: "asset", uri } }) });
    expect(asset("asset://asset-1")).toBe(asset("asset://asset-1"));
    expect(asset("asset://asset-1")).not.toBe(asset("asset://asset-2"));
  });

  test("a take counts by its bytes too: the same picture as a file is the same input", () => {
    const library = new FakeLibrary();
    const made = graph([prompt("q", "a face"), node("i", "gptImage2"), prompt("p", "run"), node("v", "generateSd2")], ["q.text>i.prompt", "p.text>v.prompt", "i.image>v.firstFrame"]);
    const take = library.add(keyOf(planOf(made), "i"), "stored", "image");
    const chosen = graph([node("i", "imageAsset", file(take.sha256 ?? "")), prompt("p", "run"), node("v", "generateSd2")], ["p.text>v.prompt", "i.image>v.firstFrame"]);
    expect(keyOf(planOf(made, library), "v")).toBe(keyOf(planOf(chosen, library), "v"));
  });

  test("order of references counts", () => {
    const nodes = [prompt("p"), image("a"), image("b"), node("g", "gptImage2")];
    const key = (...wires: string[]) => keyOf(planOf(graph(nodes, ["p.text>g.prompt", ...wires])), "g");
    expect(key("a.image>g.images", "b.image>g.images")).not.toBe(key("b.image>g.images", "a.image>g.images"));
  });
});

test("golden keys: whoever changes how keys are made makes every paid take of every user unfindable", () => {
  const document = graph([prompt("p", "A golden retriever runs on the beach at sunset ☀"), image("i", "https://example.com/first.jpg"), node("v", "generateSd2", { duration: 8 })], ["p.text>v.prompt", "i.image>v.firstFrame"]);
  const { step } = stepOf(planOf(document), "v");
  expect(canonical({ service: step.request.service, model: step.request.model, body: step.request.body })).toBe(
    '{"body":{"inputs":{"duration":"8s","prompt":"A golden retriever runs on the beach at sunset ☀","resolution":"1280x720","urls":["url:https://example.com/first.jpg"]},"model":"sd2"},"model":"sd2","service":"jobs"}',
  );
  expect(step.key).toBe("38c9f99c9bcb30fdf86b05f54b073f9d2c963f504086664372a23ad46551ee91");
});

const media = (identity: string, as: MediaUse["as"] = "url"): MediaUse => ({
  use: "media",
  as,
  media: { type: "image", identity, source: { type: "url", url: identity }, review: "auto", ...UNMEASURED, origins: ["n"] },
});

describe("canonical JSON", () => {
  test("is JSON with sorted keys and media by identity", () => {
    const body: BodyPart = { b: [1, "two", null, true, media("url:x")], a: { z: -1.5, é: "\"\n\u2028", "": {} }, c: [], d: media("sha256:0", "asset") };
    const text = canonical(body);
    expect(text).toBe('{"a":{"":{},"z":-1.5,"é":"\\"\\n\u2028"},"b":[1,"two",null,true,"url:x"],"c":[],"d":"sha256:0"}');
  });

  test("does not depend on the order of keys, and reads back as the same value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonical(value as BodyPart);
        expect(canonical(reversedKeys(value) as BodyPart)).toBe(text);
        expect(text).toBe(canonical(JSON.parse(text) as BodyPart));
      }),
    );
  });

  test("tells different requests apart", () => {
    const request = { service: "jobs", model: "m", body: { a: 1 } } as const;
    const keys = [request, { ...request, service: "upscale" as const }, { ...request, model: "n" }, { ...request, body: { a: "1" } }, { ...request, body: { a: [1] } }].map((one) => keyOfRequest(one));
    expect(new Set(keys).size).toBe(5);
  });
});

test("hash is sha256 of UTF-8, of texts of any length", () => {
  expect(hash("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(hash("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  // Longer as bytes than as characters: the first that does not fit where short ones do.
  expect(hash("€".repeat(2000))).toBe("ced8448316edb0754d6c5d53c47176c6db18855ea5552859fd12d0bcb43ce8b8");
  expect(hash("€".repeat(20_000))).toBe("bfce53f08e1b190e2ce4661b8e6fb7af7d03d3951cf6fe72bd2dd16e06e05b7c");
  expect(hash("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

describe("a body's media", () => {
  const body: BodyPart = { urls: [media("url:1"), media("url:2", "asset")], deep: { source: media("url:3") }, text: "x", use: "media", none: null };

  test("are found in the order of the body", () => {
    expect(mediaUses(body["urls"] ?? null).map((use) => use.media.identity)).toEqual(["url:1", "url:2"]);
    expect(mediaUses({ ...body, use: "other" }).map((use) => use.media.identity)).toEqual(["url:1", "url:2", "url:3"]);
    expect(mediaUses("text")).toEqual([]);
    expect(mediaUses(null)).toEqual([]);
  });

  test("are replaced by where they are, and nothing else is touched", () => {
    const filled = fillBody({ ...body, use: "other" }, ({ media: { identity }, as }) => `${as} ${identity}`);
    expect(filled).toEqual({ urls: ["url url:1", "asset url:2"], deep: { source: "url url:3" }, text: "x", use: "other", none: null });
  });

  test("stand in the written-down request by identity", () => {
    expect(canonicalRequest({ service: "jobs", model: "m", body: { urls: [media("url:1")] } })).toEqual({ service: "jobs", model: "m", body: { urls: ["url:1"] } });
  });

  test("are told from text", () => {
    expect([media("x"), "media", null, 3, { use: "other" }, {}].map(isMediaUse)).toEqual([true, false, false, false, false, false]);
  });
});

test("a key's parts are short texts by param and port", () => {
  const document = graph([prompt("p", "run"), image("a"), image("b"), node("v", "generateSd2", { duration: 8, upscaleResolution: null })], ["p.text>v.prompt", "a.image>v.images", "b.image>v.images"]);
  const { step } = stepOf(planOf(document), "v");
  expect(keyPartsOf(step)).toEqual({
    key: step.key,
    params: { model: "sd2", duration: "8", resolution: "1280x720", outputResolution: "720p", upscaleResolution: "null" },
    inputs: { prompt: hash("run").slice(0, 16), firstFrame: "", lastFrame: "", images: "url:https://example.com/a.png url:https://example.com/b.png", videos: "", audios: "" },
  });
  expect(keyPartsOf({ key: "k", params: { odd: undefined }, inputs: {} })).toEqual({ key: "k", params: { odd: "" }, inputs: {} });
});
