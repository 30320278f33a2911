import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cli, graphFile, graphOf, jsonOf, plan, run, service, tempFolder } from "./support.ts";

const GRAPH = graphOf({ words: ["prompt", { text: "A red kite" }], still: ["gptImage2", { resolution: "1k" }], clip: ["generateSd2", { duration: 4 }] }, ["words.text still.prompt", "words.text clip.prompt", "still.image clip.firstFrame"]);

test("a bundle is planned and run for nothing elsewhere, a copy of its graph only after its takes were adopted", async () => {
  const maker = await service();
  const folder = tempFolder();
  const file = await graphFile(folder, "kite", GRAPH);
  expect((await run(file, maker.place)).billed).toBeGreaterThan(0);
  const bundle = join(folder, "for you.shotgraph");
  expect(jsonOf(await cli(["bundle", file, bundle, "--json"], maker.place))).toMatchObject({ ok: true, media: 2, takes: 2, missing: [] });
  expect((await cli(["bundle", file, bundle, "--json"], maker.place)).code).toBe(2);
  expect((await cli(["bundle", file, file, "--json"], maker.place)).stdout).toContain("is the graph itself");

  const receiver = await service();
  expect((await plan(bundle, receiver.place)).quote).toMatchObject({ min: 0, max: 0 });
  // Planning has taken nothing in.
  const other = await graphFile(folder, "other", { ...GRAPH, id: "another-graph" });
  expect((await plan(file, receiver.place)).quote.max).toBeGreaterThan(0);
  expect(await run(bundle, receiver.place)).toMatchObject({ code: 0, billed: 0 });
  expect((await plan(file, receiver.place)).quote.max).toBe(0);
  expect((await plan(other, receiver.place)).quote.max).toBeGreaterThan(0);
  expect(jsonOf(await cli(["library", "adopt", bundle, "--json"], receiver.place))).toMatchObject({ adopted: 2 });
  expect((await plan(other, receiver.place)).quote.max).toBe(0);
  expect(receiver.books().tasks.created).toBe(0);
}, 60_000);

test("what is copied out carries its graph and is there already the second time; --no-embed leaves the file as it was", async () => {
  const { place } = await service();
  const folder = tempFolder();
  const file = await graphFile(folder, "kite", GRAPH);
  const first = await run(file, place, "--out", join(folder, "out"));
  const again = await run(file, place, "--out", join(folder, "out"));
  const paths = (report: typeof first) => report.nodes.flatMap(({ takes }) => takes.map((take) => take.file)).filter((path) => path.startsWith(folder));
  expect(paths(again)).toEqual(paths(first));
  const [clip = ""] = paths(first);
  expect(jsonOf(await cli(["validate", clip, "--json"], place))).toMatchObject({ ok: true, graph: { id: "test-graph", name: "Test graph" } });
  const plain = await run(file, place, "--no-embed", "--out", join(folder, "plain"));
  const [bare = ""] = paths(plain);
  expect(readFileSync(bare).length).toBeLessThan(readFileSync(clip).length);
  expect(await cli(["validate", bare], place)).toMatchObject({ code: 2, stderr: expect.stringContaining("carries no graph") as unknown });
}, 60_000);
