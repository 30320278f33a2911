import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openBundle } from "../../../electron/documents/bundle/read.ts";
import { receiveBundle } from "../../../electron/documents/bundle/receive.ts";
import { type BundleSource, writeBundle } from "../../../electron/documents/bundle/write.ts";
import type { Graph } from "../../../shared/graph/document.ts";
import { KEY, REQUEST } from "../../fixtures/bundleParts.ts";
import { imageFile } from "../library/samples.ts";
import { completedTake, openTemp, tempFolder } from "../library/support.ts";

async function source(): Promise<BundleSource & { folder: string }> {
  const folder = tempFolder();
  const library = await openTemp();
  writeFileSync(join(folder, "a.png"), await imageFile("png", 50, 40));
  writeFileSync(join(folder, "b.png"), await imageFile("png", 60, 40));
  const given = await library.importFile(join(folder, "a.png"));
  const { id } = await completedTake(library, { key: KEY, model: "gpt-image-2", request: REQUEST, graphId: "g-1", nodeId: "n", quoted: { min: 15, max: 15 }, formula: "1k = 15" });
  const take = await library.store(id, await library.stageStream("b.png", readAll(join(folder, "b.png"))));
  const graph: Graph = {
    format: "shotgraph",
    version: 1,
    id: "g-1",
    name: "Shared",
    nodes: [
      { id: "s", kind: "imageAsset", position: { x: 0, y: 0 }, params: { source: { type: "file", sha256: given.sha256, name: "a.png", bytes: given.bytes } } },
      { id: "n", kind: "gptImage2", position: { x: 0, y: 0 }, params: {} },
    ],
    edges: [],
  };
  const facts = library.media(take.sha256 ?? "");
  if (!facts) throw new Error("no media");
  return { folder, graph, takes: [take], realm: "sandbox", madeBy: "9.9.9", media: [given, facts].map((media) => ({ facts: media, path: library.mediaPath(media.sha256) })) };
}

async function* readAll(path: string): AsyncGenerator<Uint8Array> {
  yield readFileSync(path);
}

test("what is written is read again by another library, and equal contents give equal bytes", async () => {
  const { folder, ...from } = await source();
  const [one, two] = [join(folder, "one.shotgraph"), join(folder, "two.shotgraph")];
  const seen: number[] = [];
  const bytes = await writeBundle(one, from, { overwrite: false, onProgress: (done) => seen.push(done) });
  await writeBundle(two, from, { overwrite: false });
  expect(bytes).toBe(statSync(one).size);
  expect(readFileSync(one).equals(readFileSync(two))).toBe(true);
  expect(seen.at(-1)).toBe(from.media.reduce((sum, { facts }) => sum + facts.bytes, 0));
  const bundle = await openBundle(one);
  const library = await openTemp();
  expect(bundle.graph).toEqual(from.graph);
  expect(await receiveBundle(bundle, { library, graph: bundle.graph })).toEqual({ media: 2, takes: 1 });
  await bundle.close();
  expect(library.takesOf(KEY, "g-1")).toMatchObject([{ origin: "bundle", billed: 180, formula: "1k = 15", request: REQUEST, quoted: { min: 15, max: 15 } }]);
});

test("neither an account nor a task, an address of the service or the request as it was sent is in it", async () => {
  const { folder, ...from } = await source();
  const path = join(folder, "b.shotgraph");
  await writeBundle(path, from, { overwrite: false });
  const bundle = await openBundle(path);
  await bundle.close();
  const text = JSON.stringify([bundle.manifest, bundle.graph, bundle.takes]) + readFileSync(path, "latin1");
  expect(text).not.toMatch(/secret-in|task-\d|callBackUrl|tester|example\.com|\/tmp\//);
});

test("an existing file is asked about, and a write that is stopped or fails leaves it as it was and nothing beside it", async () => {
  const { folder, ...from } = await source();
  const path = join(folder, "b.shotgraph");
  writeFileSync(path, "mine");
  await expect(writeBundle(path, from, { overwrite: false })).rejects.toMatchObject({ code: "exists" });
  await expect(writeBundle(path, from, { overwrite: true, signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  const broken = { ...from, media: from.media.map(({ facts }) => ({ facts, path: join(folder, "a.png") })) };
  await expect(writeBundle(path, broken, { overwrite: true })).rejects.toThrow(/is damaged/);
  const gone = { ...from, media: from.media.map(({ facts }) => ({ facts, path: join(folder, "nowhere") })) };
  await expect(writeBundle(path, gone, { overwrite: true })).rejects.toThrow(/ENOENT/);
  expect([readFileSync(path, "utf8"), readdirSync(folder).toSorted()]).toEqual(["mine", ["a.png", "b.png", "b.shotgraph"]]);
  await writeBundle(path, from, { overwrite: true });
  expect(readFileSync(path).subarray(0, 2).toString()).toBe("PK");
});

test("a graph that packs too well is stored as it is, so that nobody takes it for a bomb", async () => {
  const { folder, ...from } = await source();
  const nodes = [...from.graph.nodes, { id: "p", kind: "prompt", position: { x: 0, y: 0 }, params: { text: "a".repeat(4_000_000) } }];
  const path = join(folder, "b.shotgraph");
  await writeBundle(path, { ...from, graph: { ...from.graph, nodes } }, { overwrite: false });
  const bundle = await openBundle(path);
  await bundle.close();
  expect(bundle.graph.nodes).toHaveLength(3);
});
