import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { rebuildLibrary } from "../../../electron/library/care/rebuild.ts";
import { sizeOfLibrary } from "../../../electron/library/care/size.ts";
import { goodParts, KEY, zipped } from "../../fixtures/bundleParts.ts";
import { place } from "../documents/support.ts";
import { completedTake, openTemp } from "./support.ts";

test("a rebuilt library knows which takes came in a bundle, and makes no bill of them", async () => {
  const { home, library, take } = await place();
  await take(zipped(await goodParts()));
  await take(zipped(await goodParts()), "g-2");
  await library.adopt({ graphId: "g-2" });
  await library.close();
  writeFileSync(join(home, "library.db"), "no database any more");
  expect(await rebuildLibrary({ home })).toMatchObject({ takes: 2, billed: 0 });
  const again = await openTemp({ home });
  expect(again.takesOf(KEY, "g-1").map(({ origin }) => origin)).toEqual(["bundle", "adopted"]);
  expect(again.takesOf(KEY, "g-3").map(({ origin }) => origin)).toEqual(["adopted"]);
  expect([again.ledger(), again.bundledTakes("g-1")]).toEqual([[], 1]);
  await again.close();
  expect((await sizeOfLibrary({ home })).realms).toMatchObject([{ realm: "sandbox", takes: 2, billed: 0 }]);
});

test("a take of a node tells where it came from, also to another graph that asks the same", async () => {
  const { library, take } = await place();
  await take(zipped(await goodParts()));
  expect(library.queries.takesOfNode("g-1", "n")).toMatchObject([{ origin: "bundle", graphId: "g-1" }]);
  expect(library.queries.takesOfNode("g-9", "other", [KEY])).toMatchObject([{ origin: "bundle", graphId: "g-1" }]);
});

test("a run keeps its graph once for all runs of the same text, and nobody else's", async () => {
  const library = await openTemp();
  const run = (id: string) => ({ id, graphId: "g", graphName: "G", startedAt: 1, endedAt: null, quoted: { min: 0, max: 0 }, billed: 0, outcome: "running" as const });
  await library.startRun(run("one"), "a text");
  await library.startRun(run("two"), "a text");
  await library.startRun(run("three"), "another");
  await library.startRun(run("four"));
  expect(["one", "two", "three", "four", "five"].map((id) => library.graphOfRun(id))).toEqual(["a text", "a text", "another", null, null]);
  expect(library.runs().map(({ graph }) => graph?.length)).toEqual([64, 64, 64, undefined]);
});

test("a take that is made here beside one of a bundle is a take of its own, billed as ever", async () => {
  const { library, take } = await place();
  await take(zipped(await goodParts()));
  const made = await completedTake(library, { key: KEY, graphId: "g-1" });
  expect(library.takesOf(KEY, "g-1").map(({ origin, ordinal }) => [origin, ordinal])).toEqual([["bundle", 0], ["made", 1]]);
  expect([library.takesOf(KEY, "g-2").map(({ id }) => id), library.queries.spend().billed]).toEqual([[made.id], 180]);
});
