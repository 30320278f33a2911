import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { CleanReport, RebuildReport, SizeReport, VerifyReport } from "../../../shared/contract/care.ts";
import { cli, graphFile, graphOf, jsonOf, nodeOf, type Place, plan, run, service, tempFolder } from "./support.ts";

const GRAPH = graphOf({ words: ["promptList", { lines: ["a cup", "a jug"] }], shot: ["gptImage2", { resolution: "1k" }] }, ["words.text shot.prompt"]);

/** A graph that has been run: two images, 30 credits. */
async function made(...more: string[]): Promise<{ place: Place; file: string; shots: string[] }> {
  const place: Place = more.includes("--sandbox") ? { home: tempFolder() } : (await service()).place;
  const file = await graphFile(tempFolder(), "shots", GRAPH);
  const report = await run(file, place, ...more);
  expect(report).toMatchObject({ code: 0, billed: 30 });
  return { place, file, shots: nodeOf(report, "shot").takes.map(({ sha256 }) => sha256) };
}

async function library<T>(place: Place, ...args: string[]): Promise<T & { ok: boolean; code: number | null }> {
  const ended = await cli(["library", ...args, "--json"], place);
  return { ...(jsonOf(ended) as T & { ok: boolean }), code: ended.code };
}

const pathOf = ({ home }: Place, sha256 = "") => join(home, "media", sha256.slice(0, 2), sha256);

function removeDatabase({ home }: Place): void {
  for (const name of readdirSync(home).filter((each) => each.startsWith("library.db"))) rmSync(join(home, name));
}

test.concurrent("rebuild: a library whose database is gone finds every take again, and a run asks for nothing", async () => {
  const { place, file, shots } = await made("--sandbox", "--speed", "Infinity");
  const before = jsonOf(await cli(["ledger", "--json", "--sandbox"], place)) as { totals: unknown };
  removeDatabase(place);
  expect(await plan(file, place, "--sandbox"), "without it everything would be made again").toMatchObject({ quote: { max: 30 } });
  const rebuilt = await library<RebuildReport>(place, "rebuild");
  expect(rebuilt).toMatchObject({ ok: true, code: 0, movedTo: null, media: 2, takes: 2, billed: 30, missing: [] });
  expect(rebuilt.notRebuilt.map(({ what }) => what).join(), "what no sidecar knows is told").toContain("takes under way");
  const planned = await plan(file, place, "--sandbox");
  expect([planned.quote.max, nodeOf(planned, "shot").reason, nodeOf(planned, "shot").cached]).toEqual([0, "cached", 2]);
  const again = await run(file, place, "--sandbox", "--speed", "Infinity");
  expect(again).toMatchObject({ code: 0, billed: 0, calls: { createTask: 0, queryTask: 0, download: 0 } });
  expect(nodeOf(again, "shot").takes.map(({ sha256 }) => sha256)).toEqual(shots);
  expect(jsonOf(await cli(["ledger", "--json", "--sandbox"], place))).toMatchObject({ totals: before.totals });
  expect(await library<RebuildReport>(place, "rebuild"), "again it adds nothing").toMatchObject({ damage: null, media: 0, takes: 0, notRebuilt: [] });
  expect(await library<VerifyReport>(place, "verify")).toMatchObject({ code: 0, files: 2, problems: [], sidecars: 0 });

  // The URLs in the journal are gone with it: only the sandbox itself knows where the result is.
  const good = readFileSync(pathOf(place, shots[0]));
  writeFileSync(pathOf(place, shots[0]), "rotten");
  expect(await library<VerifyReport>(place, "verify", "--sandbox")).toMatchObject({ code: 0, lost: 0, problems: [{ damage: "damaged", mended: true }] });
  expect(readFileSync(pathOf(place, shots[0]))).toEqual(good);
});

test.concurrent("rebuild: a damaged database is named as such, moved aside and kept", async () => {
  const { place, file } = await made();
  for (const name of ["library.db-wal", "library.db-shm"]) rmSync(join(place.home, name), { force: true });
  writeFileSync(join(place.home, "library.db"), "no database".repeat(1_000));
  expect(await cli(["plan", file], place)).toMatchObject({ code: 1, stderr: expect.stringContaining("shotgraph library rebuild") });
  const rebuilt = await library<RebuildReport>(place, "rebuild");
  expect(rebuilt).toMatchObject({ code: 0, takes: 2, movedTo: expect.stringMatching(/library\.db\.damaged-/) });
  expect(readFileSync(rebuilt.movedTo ?? "", "utf8")).toContain("no database");
  expect(await plan(file, place)).toMatchObject({ quote: { max: 0 } });
});

test.concurrent("verify: damaged and missing files come back while the service has them, and the damaged bytes are kept", async () => {
  const { place, shots } = await made();
  const good = shots.map((sha256) => readFileSync(pathOf(place, sha256)));
  const rotten = Buffer.from(good[0] ?? "");
  rotten[rotten.length >> 1] = (rotten[rotten.length >> 1] ?? 0) ^ 0xff;
  writeFileSync(pathOf(place, shots[0]), rotten);
  rmSync(pathOf(place, shots[1]));
  rmSync(`${pathOf(place, shots[1])}.json`);
  const report = await library<VerifyReport>(place, "verify");
  expect(report).toMatchObject({ ok: true, code: 0, lost: 0 });
  expect(new Map(report.problems.map(({ sha256, damage, mended }) => [sha256, [damage, mended]]))).toEqual(new Map([[shots[0], ["damaged", true]], [shots[1], ["missing", true]]]));
  expect(report.problems[0]?.owners).toMatchObject([{ node: "shot", model: "gpt-image-2", billed: 15, graph: { name: "Test graph" } }]);
  expect(shots.map((sha256) => readFileSync(pathOf(place, sha256)))).toEqual(good);
  const [kept = ""] = report.problems.flatMap(({ quarantined }) => quarantined ?? []);
  expect(readFileSync(kept)).toEqual(rotten);
  expect(statSync(`${pathOf(place, shots[1])}.json`).size).toBeGreaterThan(0);
});

test.concurrent("verify: what nobody has any more is told with what it cost, ends with 1, and the plan says so", async () => {
  const { place, file, shots } = await made();
  writeFileSync(pathOf(place, shots[0]), "rotten");
  const withoutKey = { home: place.home };
  const { code, stdout } = await cli(["library", "verify"], withoutKey);
  expect(code).toBe(1);
  expect(stdout).toMatch(/lost.*damaged/);
  expect(stdout).toContain("15 credits");
  expect(readdirSync(join(place.home, "quarantine"))).toHaveLength(1);
  expect(nodeOf(await plan(file, place), "shot").reason).toBe("media missing");
  expect(await library<VerifyReport>(place, "verify"), "a later one with a key fetches it").toMatchObject({ code: 0, problems: [{ damage: "missing", mended: true }] });
  expect(await plan(file, place)).toMatchObject({ quote: { max: 0 } });
});

test.concurrent("size: files and bytes by type and realm", async () => {
  const { place, shots } = await made();
  const bytes = shots.reduce((sum, sha256) => sum + statSync(pathOf(place, sha256)).size, 0);
  const report = await library<SizeReport>(place, "size");
  expect(report).toMatchObject({ types: { image: { files: 2, bytes }, video: { files: 0 } }, paid: { files: 2, bytes }, imported: { files: 0 }, unindexed: { files: 0 }, temp: { files: 0 } });
  expect(report.realms).toEqual([{ realm: "sandbox", files: 2, bytes, takes: 2, billed: 30 }]);
  expect(report.total).toBeGreaterThan(bytes + report.database.bytes);
  expect((await cli(["library", "size"], place)).stdout).toContain("30 credits");
});

test.concurrent("clean: results of takes go only when they are named, after it was told what they cost", async () => {
  const { place, shots } = await made();
  const [first = "", second] = shots;
  expect(await library<CleanReport>(place, "clean", "--apply")).toMatchObject({ code: 0, removable: [], applied: true });
  const preview = await library<CleanReport>(place, "clean", "--take", first);
  expect(preview).toMatchObject({ applied: false, removable: [{ kind: "take", owners: [{ billed: 15 }], why: expect.stringContaining("15 credits") }] });
  expect(statSync(pathOf(place, first)).size).toBe(preview.bytes);
  const { stdout } = await cli(["library", "clean", "--take", first, "--apply"], place);
  expect(stdout.indexOf("it cost 15 credits")).toBeGreaterThanOrEqual(0);
  expect(stdout.indexOf("it cost 15 credits")).toBeLessThan(stdout.indexOf("1 files deleted"));
  expect(statSync(pathOf(place, first), { throwIfNoEntry: false })).toBeUndefined();
  expect(statSync(pathOf(place, second)).size).toBeGreaterThan(0);
  expect(await library<VerifyReport>(place, "verify"), "what was deleted by name is not lost").toMatchObject({ code: 0, problems: [], deleted: 1 });
  expect(await cli(["library", "clean", "--take", "nonsense"], place)).toMatchObject({ code: 1, stderr: expect.stringContaining("nonsense") });
});

test.concurrent("clean: after a rebuild from nothing, media without a sidecar are kept", async () => {
  const { place, shots } = await made();
  rmSync(`${pathOf(place, shots[0])}.json`);
  removeDatabase(place);
  expect(await library<CleanReport>(place, "clean", "--apply")).toMatchObject({ removable: [], kept: [{}, {}] });
  renameSync(pathOf(place, shots[1]), join(place.home, "elsewhere"));
  const rebuilt = await library<RebuildReport>(place, "rebuild");
  expect(rebuilt).toMatchObject({ media: 2, takes: 1, missing: [shots[1]] });
  expect(rebuilt.notRebuilt.map(({ what }) => what)).toContain(pathOf(place, shots[0]));
  expect(await library<VerifyReport>(place, "verify"), "the rebuilt take still knows its task").toMatchObject({ code: 0, problems: [{ sha256: shots[1], mended: true }] });
});
