import { readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hashFile } from "../../../electron/library/importFile.ts";
import type { MediaFacts } from "../../../shared/graph/media.ts";
import { startChild } from "./children.ts";
import { largeVideo, videoFile } from "./samples.ts";
import { openTemp, tempFolder } from "./support.ts";

const GIGABYTE = 1024 ** 3;

async function importInChild(path: string, home: string): Promise<{ facts: MediaFacts; mostMegabytes: number }> {
  const child = startChild("import", home, path);
  const said = (await child.next()) as { facts: MediaFacts; mostMegabytes: number };
  await child.kill();
  return said;
}

test("a video of 2 GB is imported with the memory of a small one", { timeout: 120_000 }, async () => {
  const folder = tempFolder();
  const [small, large] = [join(folder, "small.mp4"), join(folder, "large.mp4")];
  writeFileSync(small, await videoFile("mp4-index-first", 2));
  await largeVideo(large, 2 * GIGABYTE);
  const home = tempFolder();
  const before = await importInChild(small, home);
  const after = await importInChild(large, home);
  console.log(`an import of ${before.facts.bytes} bytes took ${before.mostMegabytes.toFixed(0)} MB, one of ${after.facts.bytes} bytes ${after.mostMegabytes.toFixed(0)} MB`);
  expect(after.facts).toMatchObject({ type: "video", bytes: 2 * GIGABYTE, durationSeconds: 2 });
  expect(after.mostMegabytes - before.mostMegabytes).toBeLessThan(32);
  const stored = join(home, "media", after.facts.sha256.slice(0, 2), after.facts.sha256);
  expect(statSync(stored).size).toBe(2 * GIGABYTE);
  expect(readdirSync(join(home, "tmp"))).toEqual([]);
  rmSync(stored);
});

test("the same bytes under two names are one file that is known by both", async () => {
  const home = tempFolder();
  const library = await openTemp({ home });
  const folder = tempFolder();
  const bytes = await videoFile("mp4", 1);
  const paths = ["holiday.mp4", "Ferien.mov"].map((name) => join(folder, name));
  for (const path of paths) writeFileSync(path, bytes);
  const [one, other] = [await library.importFile(paths[0] ?? ""), await library.importFile(paths[1] ?? "")];
  expect(one.sha256).toBe(other.sha256);
  expect(one.sha256).toBe(await hashFile(paths[0] ?? ""));
  expect([one.name, other.name]).toEqual(["holiday.mp4", "Ferien.mov"]);
  expect(readdirSync(join(home, "media", one.sha256.slice(0, 2))).sort()).toEqual([one.sha256, `${one.sha256}.json`]);
  const found = async (text: string) => (await library.queries.listMedia({ text })).items.map(({ facts }) => facts.sha256);
  expect(await found("Ferien"), "the newest name is found").toEqual([one.sha256]);
  expect(await library.queries.importNameOf(one.sha256)).toBe("Ferien.mov");
});
