import { describe, expect, test } from "vitest";
import { CliError } from "../../../electron/cli/exitCodes.ts";
import { applySettings } from "../../../electron/cli/setOption.ts";
import type { Graph } from "../../../shared/graph/document.ts";

const position = { x: 0, y: 0 };
const GRAPH: Graph = {
  format: "shotgraph",
  version: 1,
  id: "g",
  name: "g",
  nodes: [
    { id: "words", kind: "prompt", position, params: { text: "old" } },
    { id: "list", kind: "promptList", position, params: {} },
    { id: "horse", kind: "generateHappyhorse", position, params: { duration: 5 } },
    { id: "clip", kind: "generateSd2", position, params: {} },
    { id: "photo", kind: "imageAsset", position, params: {} },
    { id: "dotted.id", kind: "gptImage2", position, params: {} },
    { id: "later", kind: "fromTheFuture", position, params: { depth: { a: 1 } } },
  ],
  edges: [],
};

const SHA = "ab".repeat(32);

async function set(...settings: string[]) {
  const paths: string[] = [];
  const importFile = async (path: string) => {
    paths.push(path);
    if (path.endsWith("missing.png")) throw new Error("there is no such file");
    return { sha256: SHA, name: "cat.png", bytes: 12 };
  };
  const graph = await applySettings(GRAPH, settings, importFile, "/somewhere");
  const node = (id: string) => graph.nodes.find((candidate) => candidate.id === id);
  return { graph, node, paths, param: (id: string, name: string) => node(id)?.params[name] };
}

describe("--set NODE.PARAM=VALUE", () => {
  test.each([
    ["words.text=5", "words", "text", "5"],
    ["words.text=", "words", "text", ""],
    ["words.text=a=b.c=d", "words", "text", "a=b.c=d"],
    ['words.text={"a":1}', "words", "text", '{"a":1}'],
    ["words.text=true", "words", "text", "true"],
    ["horse.duration=8", "horse", "duration", 8],
    ["horse.seed=null", "horse", "seed", null],
    ["horse.ratio=9:16", "horse", "ratio", "9:16"],
    ["clip.upscaleResolution=2k", "clip", "upscaleResolution", "2k"],
    ["clip.upscaleResolution=null", "clip", "upscaleResolution", null],
    ['list.lines=["a","b"]', "list", "lines", ["a", "b"]],
    ["list.lines=a single line", "list", "lines", "a single line"],
    ["dotted.id.quality=high", "dotted.id", "quality", "high"],
    ["later.anything=[1]", "later", "anything", [1]],
    // Not for this node to judge: the plan says what is wrong with it, on its param.
    ["horse.duration=ninety", "horse", "duration", "ninety"],
  ])("%s", async (setting, id, name, value) => {
    expect((await set(setting)).param(id, name)).toEqual(value);
  });

  test.each([
    ["dotted.id.takes=4", "takes", 4],
    ["dotted.id.title=4", "title", "4"],
    ["dotted.id.spread=true", "spread", true],
    ["dotted.id.state=bypassed", "state", "bypassed"],
    [`dotted.id.picked=${SHA}`, "picked", SHA],
  ])("%s is the node's own key", async (setting, key, value) => {
    const { node } = await set(setting);
    expect(node("dotted.id")).toMatchObject({ [key]: value, params: {} });
  });

  test("the last of several wins, and the given graph stays as it was", async () => {
    const before = structuredClone(GRAPH);
    expect((await set("words.text=one", "words.text=two")).param("words", "text")).toBe("two");
    expect(GRAPH).toEqual(before);
  });

  test("what is not named keeps its identity", async () => {
    const { graph } = await set("words.text=new");
    expect(graph.nodes.slice(1).every((node, at) => node === GRAPH.nodes[at + 1])).toBe(true);
  });
});

describe("a source", () => {
  test.each([
    ["https://example.com/cat.png", { type: "url", url: "https://example.com/cat.png" }],
    ["asset://asset-20260326-abc123", { type: "asset", uri: "asset://asset-20260326-abc123" }],
    ["null", null],
    ["", null],
    [`{"type":"url","url":"https://example.com/x.png"}`, { type: "url", url: "https://example.com/x.png" }],
  ])("%s is taken as it is", async (text, value) => {
    const { param, paths } = await set(`photo.source=${text}`);
    expect(param("photo", "source")).toEqual(value);
    expect(paths).toEqual([]);
  });

  test("anything else is a file of the caller's folder, and only its content and name go into the graph", async () => {
    const { param, paths } = await set("photo.source=pictures/cat.png");
    expect(paths).toEqual(["/somewhere/pictures/cat.png"]);
    expect(param("photo", "source")).toEqual({ type: "file", sha256: SHA, name: "cat.png", bytes: 12 });
  });
});

describe("what cannot be set is refused by name", () => {
  test.each([
    ["words", /NODE\.PARAM=VALUE/],
    ["words.text", /NODE\.PARAM=VALUE/],
    ["=x", /NODE\.PARAM=VALUE/],
    [".text=x", /NODE\.PARAM=VALUE/],
    ["words.=x", /NODE\.PARAM=VALUE/],
    ["nobody.text=x", /no node "nobody".*words, list/],
    ["horse.model=x", /generateHappyhorse node has no param "model".*duration.*takes/],
    ["later.__proto__=x", /"__proto__"/],
    ["later.constructor=x", /"constructor"/],
    ["horse.takes=0", /takes=0/],
    ["horse.takes=1.5", /takes=1\.5/],
    ["horse.takes=many", /takes=many/],
    ["horse.state=asleep", /state=asleep/],
    ["horse.picked=abc", /picked=abc/],
    ["horse.spread=1", /spread=1/],
    ["photo.source=missing.png", /photo\.source=missing\.png: there is no such file/],
  ])("%s", async (setting, message) => {
    const refusal = await set(setting).then(() => null, (error: unknown) => error);
    expect(refusal).toBeInstanceOf(CliError);
    expect(refusal).toMatchObject({ exitCode: 2, code: "usage", message: expect.stringMatching(message) });
  });
});
