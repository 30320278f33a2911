import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { RunReport } from "../../../electron/cli/runJson.ts";
import type { RunEvent } from "../../../shared/contract/runEvents.ts";
import { imageFile } from "../library/samples.ts";
import { cli, filesBelow, graphFile, graphOf, jsonOf, nodeOf, run, service, tempFolder, type Nodes } from "./support.ts";

const IMAGE = ["gptImage2", { resolution: "1k" }] as const;

test.concurrent("two nodes with the same request: one task, one bill, both have its result", async () => {
  const { place, books } = await service();
  const nodes: Nodes = { words: ["prompt", { text: "a fox" }], a: IMAGE, b: IMAGE, again: ["prompt", { text: "a fox" }], c: IMAGE };
  const report = await run(await graphFile(place.home, "same", graphOf(nodes, ["words.text a.prompt", "words.text b.prompt", "again.text c.prompt"])), place);
  expect(report).toMatchObject({ code: 0, quoted: { min: 15, max: 15 }, billed: 15 });
  expect(books()).toMatchObject({ tasks: { created: 1 }, billed: 15 });
  const [a, b, c] = ["a", "b", "c"].map((id) => nodeOf(report, id));
  expect([a, b, c].map((node) => [node?.status, node?.billed])).toEqual([["done", 15], ["cached", 0], ["cached", 0]]);
  expect(new Set([a, b, c].flatMap((node) => node?.takes.map(({ sha256 }) => sha256))).size).toBe(1);
});

test.concurrent("takes are made up to the number wanted, and never made again", async () => {
  const { place, books } = await service();
  const file = await graphFile(place.home, "takes", graphOf({ words: ["prompt", { text: "a fox" }], shot: IMAGE, clip: ["generateHappyhorse"] }, ["words.text shot.prompt", "shot.image clip.firstFrame"]));
  const two = await run(file, place, "--only", "shot", "--set", "shot.takes=2");
  const [older, newer] = nodeOf(two, "shot").takes.map(({ sha256 }) => sha256);
  const all = await run(file, place, "--set", "shot.takes=3", "--set", "shot.spread=true");
  const shown = await run(file, place, "--set", "shot.takes=2", "--set", `shot.picked=${older}`);
  expect(two).toMatchObject({ code: 0, billed: 30 });
  expect(two.nodes.map(({ id, status }) => [id, status])).toEqual([["words", "done"], ["shot", "done"], ["clip", "skipped"]]);
  expect(all).toMatchObject({ code: 0, billed: 15 + 3 * 160 });
  expect(nodeOf(all, "shot").takes.map(({ sha256, credits }) => [sha256, credits])).toEqual([[older, 0], [newer, 0], [expect.any(String), 15]]);
  expect(nodeOf(all, "clip").takes).toHaveLength(3);
  // The clip of the picked, older take is one of the three that are there.
  expect(shown).toMatchObject({ code: 0, billed: 0 });
  expect(nodeOf(shown, "clip").takes.map(({ sha256 }) => sha256)).toEqual([nodeOf(all, "clip").takes[0]?.sha256]);
  expect(books().tasks.created).toBe(6);
});

describe.concurrent("one branch fails", () => {
  const nodes: Nodes = {
    good: ["prompt", { text: "a fine day" }],
    bad: ["prompt", { text: "a broken day" }],
    a: IMAGE,
    b: IMAGE,
    after: ["generateHappyhorse"],
    "save-a": ["output", { name: "good" }],
    "save-b": ["output", { name: "bad" }],
  };
  const edges = ["good.text a.prompt", "bad.text b.prompt", "b.image after.firstFrame", "a.image save-a.in", "after.video save-b.in"];

  test.concurrent("the other finishes and is kept, descendants are blocked, and a re-run pays only for what failed", async () => {
    const { sandbox, place, books } = await service({ scenario: { rules: [{ match: { promptIncludes: "broken" }, fault: { kind: "taskFails", code: "NSFW", message: "It was refused." } }] } });
    const file = await graphFile(place.home, "branches", graphOf(nodes, edges));
    const out = join(place.home, "out");
    const report = await run(file, place, "--out", out);
    expect(report).toMatchObject({ code: 1, ok: false, billed: 15 });
    expect(nodeOf(report, "a")).toMatchObject({ status: "done", billed: 15, error: null });
    expect(nodeOf(report, "b")).toMatchObject({ status: "failed", billed: 0, takes: [], error: { code: "NSFW", message: "It was refused." } });
    expect(nodeOf(report, "after")).toMatchObject({ status: "blocked", billed: 0, error: { code: "blocked", message: expect.stringContaining("b") } });
    expect(nodeOf(report, "save-a")).toMatchObject({ status: "done" });
    expect(nodeOf(report, "save-b")).toMatchObject({ status: "blocked", takes: [] });
    expect(books()).toMatchObject({ tasks: { created: 2, completed: 1, failed: 1 }, billed: 15 });
    expect((await filesBelow(out)).map(({ path }) => path.slice(out.length + 1)).sort()).toEqual(["good.png", "good.png.json"]);

    sandbox.setScenario({ rules: [] });
    const mended = await run(file, place, "--out", out);
    expect(mended).toMatchObject({ code: 0, quoted: { min: 175, max: 175 }, billed: 175, calls: { createTask: 2 } });
    expect(nodeOf(mended, "a")).toMatchObject({ status: "cached", billed: 0, takes: nodeOf(report, "a").takes.map((take) => ({ ...take, credits: 0 })) });
    expect(books()).toMatchObject({ tasks: { created: 4, completed: 3 }, billed: 190 });
  });
});

describe.concurrent("run --events", () => {
  test.concurrent("prints NDJSON: started, every step's end, ended, and the result last", async () => {
    const { place } = await service();
    const file = await graphFile(place.home, "events", graphOf({ words: ["prompt", { text: "a fox" }], shot: IMAGE }, ["words.text shot.prompt"]));
    const { code, stdout, stderr } = await cli(["run", file, "--events"], place);
    const lines = stdout.trimEnd().split("\n").map((line) => JSON.parse(line) as RunEvent | ({ type: "result" } & RunReport));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(lines[0]).toMatchObject({ type: "started", steps: 1, quoted: { max: 15 } });
    expect(lines.findLast(({ type }) => type === "step")).toMatchObject({ nodeId: "shot", state: "done", credits: { billed: 15 } });
    expect(lines.slice(-2).map(({ type }) => type)).toEqual(["ended", "result"]);
    expect(lines.at(-1)).toMatchObject({ type: "result", ok: true, billed: 15, nodes: [{ id: "words" }, { id: "shot", status: "done" }], calls: { createTask: 1 } });
  });

  test.concurrent("a run that is refused ends with a result as well", async () => {
    const { place } = await service({ credits: 3 });
    const file = await graphFile(place.home, "refused", graphOf({ words: ["prompt", { text: "a fox" }], shot: IMAGE }, ["words.text shot.prompt"]));
    const refused = await cli(["run", file, "--events"], place);
    expect(refused.code).toBe(3);
    expect(refused.stdout.trimEnd().split("\n").map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ type: "result", ok: false, error: { code: "insufficient_credits", message: expect.any(String) }, billed: 0 }),
    ]);
  });
});

describe.concurrent("run --out", () => {
  test.concurrent("writes what output nodes name, a sidecar beside each file, and never overwrites", async () => {
    const { place } = await service();
    const out = join(place.home, "results");
    await mkdir(out);
    await writeFile(join(out, "Test graph-1.png"), "mine");
    const nodes: Nodes = { words: ["promptList", { lines: ["a fox", "a hen"] }], shot: IMAGE, save: ["output", { name: "{graph}-{item}" }] };
    const file = await graphFile(place.home, "out", graphOf(nodes, ["words.text shot.prompt", "shot.image save.in"]));
    const report = await run(file, { ...place, cwd: place.home }, "--out", "results");
    const names = async () => (await filesBelow(out)).map(({ path }) => path.slice(out.length + 1)).sort();
    const expected = ["Test graph-1 2.png", "Test graph-1 2.png.json", "Test graph-1.png", "Test graph-2.png", "Test graph-2.png.json"];
    expect(report.code).toBe(0);
    expect(await names()).toEqual(expected);
    expect(await readFile(join(out, "Test graph-1.png"), "utf8")).toBe("mine");
    expect(nodeOf(report, "save").takes.map(({ file: path }) => path)).toEqual([join(out, "Test graph-1 2.png"), join(out, "Test graph-2.png")]);
    const sidecar = JSON.parse(await readFile(join(out, "Test graph-2.png.json"), "utf8")) as unknown;
    expect(sidecar).toMatchObject({ media: { sha256: nodeOf(report, "shot").takes[1]?.sha256, type: "image" }, takes: [{ node: "shot", item: 1, billed: 15, request: { body: { inputs: { prompt: "a hen" } } } }] });

    // The same results again are the same files.
    expect((await run(file, { ...place, cwd: place.home }, "--out", "results")).code).toBe(0);
    expect(await names()).toEqual(expected);
  });

  test.concurrent("without output nodes: what feeds no other node", async () => {
    const { place } = await service();
    const nodes: Nodes = { words: ["prompt", { text: "x" }], shot: IMAGE, clip: ["generateHappyhorse", {}, { title: "The clip", takes: 2 }] };
    const out = join(place.home, "out");
    const report = await run(await graphFile(place.home, "last", graphOf(nodes, ["words.text shot.prompt", "shot.image clip.firstFrame"])), place, "--out", out);
    expect(report.code).toBe(0);
    const names = (await filesBelow(out)).map(({ path }) => path.slice(out.length + 1)).filter((name) => !name.endsWith(".json"));
    expect(names.sort()).toEqual(["Test graph-The clip-take1.mp4", "Test graph-The clip-take2.mp4"]);
  });
});

test.concurrent("run --sandbox needs nothing else: local files are hosted, measured and billed as quoted; its takes are not the service's", async () => {
  const folder = tempFolder();
  const { place } = await service();
  await writeFile(join(folder, "cat.png"), await imageFile("png", 640, 480));
  const nodes: Nodes = { words: ["prompt", { text: "a cat" }], photo: ["imageAsset"], edit: IMAGE };
  const file = await graphFile(folder, "embedded", graphOf(nodes, ["words.text edit.prompt", "photo.image edit.images"]));
  const here = { home: place.home, cwd: folder };
  const first = jsonOf(await cli(["run", file, "--json", "--sandbox", "--speed", "Infinity", "--set", "photo.source=cat.png"], here)) as RunReport;
  const again = jsonOf(await cli(["run", file, "--json", "--sandbox", "--speed", "Infinity", "--set", "photo.source=cat.png"], here)) as RunReport;
  expect(first).toMatchObject({ ok: true, quoted: { max: 15 }, billed: 15 });
  expect(again).toMatchObject({ ok: true, billed: 0, calls: { createTask: 0 } });
  const real = await cli(["plan", file, "--json", "--set", "photo.source=cat.png"], here);
  expect(jsonOf(real)).toMatchObject({ quote: { max: 15 } });
});
