import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { imageFile } from "../library/samples.ts";
import { CHECKOUT, cli, graphFile, graphOf, jsonOf, nodeOf, plan, type PlanReport, run, service, startProcess, tempFolder, type Nodes } from "./support.ts";

const TEXT_TO_IMAGE: Nodes = { words: ["prompt", { text: "a fox" }], shot: ["gptImage2", { resolution: "1k" }] };
const EDGES = ["words.text shot.prompt"];

describe.concurrent("plan --json", () => {
  test.concurrent("has the documented shape; without a key there is no balance, and that is no failure", async () => {
    const folder = tempFolder();
    const nodes: Nodes = { ...TEXT_TO_IMAGE, about: ["note", { text: "hello" }], frame: ["group"], save: ["output"] };
    const file = await graphFile(folder, "shape", graphOf(nodes, [...EDGES, "shot.image save.in"]));
    const ended = await cli(["plan", file, "--json"], { home: join(folder, "home") });
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    const none = { min: 0, max: 0 };
    const idle = { steps: 0, run: 0, cached: 0, resume: 0, shared: 0, takes: { wanted: 0, stored: 0, needed: 0 }, credits: none, formula: "", reason: "free", problems: [] };
    expect(jsonOf(ended)).toEqual({
      ok: true,
      graph: { id: "test-graph", name: "Test graph" },
      quote: { min: 15, max: 15, usd: { min: 0.06, max: 0.06 } },
      balance: null,
      nodes: [
        { ...idle, id: "words", kind: "prompt" },
        { ...idle, id: "shot", kind: "gptImage2", steps: 1, run: 1, takes: { wanted: 1, stored: 0, needed: 1 }, credits: { min: 15, max: 15 }, formula: expect.stringContaining("15"), reason: "new" },
        { ...idle, id: "save", kind: "output" },
      ],
      problems: [],
      leaving: [],
    });
  });

  test.concurrent("with a key it says the balance, and sends nothing but that question", async () => {
    const { place, books } = await service({ credits: 1234 });
    const report = await plan(await graphFile(place.home, "balance", graphOf(TEXT_TO_IMAGE, EDGES)), place);
    expect(report).toMatchObject({ code: 0, balance: { credits: 1234, available: 1234 } });
    expect(books().tasks.created).toBe(0);
    expect(Object.entries(books().calls).filter(([, count]) => count > 0)).toEqual([["credits", 1]]);
  });

  test.concurrent("a key that the service refuses is a warning, not a failure: the price stands", async () => {
    const { place } = await service({ apiKeys: ["the-right-key"] }, "the-wrong-key");
    const report = await plan(await graphFile(place.home, "wrong-key", graphOf(TEXT_TO_IMAGE, EDGES)), place);
    expect(report).toMatchObject({ code: 0, balance: null, quote: { min: 15, max: 15 }, problems: [{ severity: "warning" }] });
  });

  test.concurrent("a library that was never written is not made by planning", async () => {
    const folder = tempFolder();
    const file = await graphFile(folder, "fresh", graphOf(TEXT_TO_IMAGE, EDGES));
    expect((await plan(file, { home: join(folder, "never") })).code).toBe(0);
    await expect(rm(join(folder, "never"))).rejects.toMatchObject({ code: "ENOENT" });
  });
});

test.concurrent("a plan after a run names what changed, and only what changed is paid for", async () => {
  const { place, books } = await service();
  const nodes: Nodes = { ...TEXT_TO_IMAGE, clip: ["generateSd2", { resolution: "720x720" }], large: ["upscaleVideo", { targetResolution: "2k" }] };
  const file = await graphFile(place.home, "reasons", graphOf(nodes, [...EDGES, "shot.image clip.firstFrame", "clip.video large.video"]));
  const first = await run(file, place);
  expect(first).toMatchObject({ code: 0, billed: 15 + 200 + 190 });
  const reasons = async (...more: string[]) => {
    const report = await plan(file, place, ...more);
    return { reasons: ["shot", "clip", "large"].map((id) => nodeOf(report, id).reason), max: report.quote.max };
  };
  const pictured = nodeOf(first, "shot").takes[0]?.sha256 ?? "";
  const [same, param, prompt, take, model, only, disabled, bypassed, picked] = await Promise.all([
    reasons(),
    reasons("--set", "shot.resolution=2k"),
    reasons("--set", "words.text=two foxes"),
    reasons("--set", "shot.takes=3"),
    reasons("--set", "clip.model=sd2-fast", "--set", "clip.duration=8"),
    plan(file, place, "--only", "shot"),
    reasons("--set", "clip.state=disabled"),
    reasons("--set", "large.state=bypassed"),
    reasons("--set", "words.text=two foxes", "--set", `shot.picked=${pictured}`),
  ]);
  expect(same).toEqual({ reasons: ["cached", "cached", "cached"], max: 0 });
  expect(param).toEqual({ reasons: ["param resolution 1k→2k", "upstream will run", "upstream will run"], max: 35 + 200 + 228 });
  expect(prompt.reasons).toEqual(["input prompt changed", "upstream will run", "upstream will run"]);
  expect(take).toEqual({ reasons: ["new take", "upstream will run", "upstream will run"], max: 30 + 200 + 228 });
  expect(model.reasons).toEqual(["cached", "param model sd2→sd2-fast, param duration 5→8", "upstream will run"]);
  expect(only.nodes.map(({ id }) => id)).toEqual(["words", "shot"]);
  expect(disabled).toEqual({ reasons: ["cached", "disabled", "disabled"], max: 0 });
  expect(bypassed).toEqual({ reasons: ["cached", "cached", "bypassed"], max: 0 });
  expect(picked).toEqual({ reasons: ["pinned", "cached", "cached"], max: 0 });
  expect(books().tasks.created).toBe(3);
});

describe.concurrent("--set", () => {
  test.concurrent("reaches params of every type, the node's own keys, and leaves the file as it is", async () => {
    const folder = tempFolder();
    const graph = graphOf({ ...TEXT_TO_IMAGE, "list.1": ["promptList", { lines: ["a"] }], horse: ["generateHappyhorse"] }, [...EDGES, "list.1.text horse.prompt"]);
    graph.edges = [...graph.edges.slice(0, 1), { id: "dotted", from: { node: "list.1", port: "text" }, to: { node: "horse", port: "prompt" } }];
    const file = await graphFile(folder, "types", graph);
    const set = ["words.text=5", "shot.takes=4", "shot.title=A title=with equals", 'list.1.lines=["a","b","c"]', "horse.seed=7", "horse.ratio=1:1", "horse.outputResolution=1080p"];
    const report = await plan(file, { home: join(folder, "home") }, ...set.flatMap((one) => ["--set", one]));
    expect(report.code).toBe(0);
    expect(nodeOf(report, "shot")).toMatchObject({ credits: { max: 60 }, takes: { wanted: 4, needed: 4 } });
    expect(nodeOf(report, "horse")).toMatchObject({ steps: 3, credits: { max: 900 } });
    expect(await plan(file, { home: join(folder, "home") })).toMatchObject({ quote: { max: 15 + 160 } });
  });

  test.concurrent("a source is a URL, an asset, or a file that is copied into the library", async () => {
    const folder = tempFolder();
    await mkdir(join(folder, "pictures"));
    await writeFile(join(folder, "pictures/cat.png"), await imageFile("png", 640, 480));
    const file = await graphFile(folder, "sources", graphOf({ photo: ["imageAsset"], clip: ["generateHappyhorse"] }, ["photo.image clip.firstFrame"]));
    const place = { home: join(folder, "home"), cwd: folder };
    const [nothing, local, url, asset, missing, wrong] = await Promise.all([
      plan(file, place),
      plan(file, place, "--set", "photo.source=./pictures/cat.png"),
      plan(file, place, "--set", "photo.source=https://example.com/cat.jpg"),
      plan(file, place, "--set", "photo.source=asset://asset-20260326-abc123"),
      cli(["plan", file, "--json", "--set", "photo.source=pictures/dog.png"], place),
      cli(["plan", file, "--json", "--set", `photo.source=${file}`], place),
    ]);
    expect(nothing).toMatchObject({ ok: false, code: 2 });
    for (const report of [local, url, asset]) expect(report).toMatchObject({ ok: true, code: 0, quote: { min: 160, max: 160 } });
    expect(missing.code).toBe(2);
    expect(jsonOf(missing)).toMatchObject({ ok: false, error: { code: "usage", message: expect.stringContaining("dog.png") } });
    expect(wrong.code).toBe(2);
    expect(jsonOf(wrong)).toMatchObject({ ok: false });
  });
});

test.concurrent("in a checkout, npm run cli takes relative paths from the folder one is in", async () => {
  const folder = tempFolder();
  await graphFile(folder, "mine", graphOf(TEXT_TO_IMAGE, EDGES));
  const npm = startProcess("npm", ["--prefix", CHECKOUT, "run", "-s", "cli", "--", "plan", "mine.shotgraph", "--json"], { home: "home", cwd: folder });
  const ended = await npm.ended;
  expect(ended).toMatchObject({ code: 0 });
  expect((jsonOf(ended) as PlanReport).quote.max).toBe(15);
});

test.concurrent("a plan for people names the price, its arithmetic and the problems; a pipe gets no colours", async () => {
  const folder = tempFolder();
  const file = await graphFile(folder, "people", graphOf({ ...TEXT_TO_IMAGE, lonely: ["gptImage2"] }, EDGES));
  const { code, stdout } = await cli(["plan", file], { home: join(folder, "home"), env: { NO_COLOR: "" } });
  expect(code).toBe(2);
  expect(stdout).toContain("15 credits · $0.06");
  expect(stdout).toMatch(/node lonely/);
  // eslint-disable-next-line no-control-regex -- the escape character is what must not be there
  expect(stdout).not.toMatch(/\u001b\[/);
});
