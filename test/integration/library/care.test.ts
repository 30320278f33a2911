import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { cleanLibrary } from "../../../electron/library/care/clean.ts";
import { rebuildLibrary } from "../../../electron/library/care/rebuild.ts";
import { verifyLibrary } from "../../../electron/library/care/verify.ts";
import type { Library } from "../../../shared/contract/library.ts";
import type { TakeRecord } from "../../../shared/contract/records.ts";
import { startChild } from "./children.ts";
import { imageFile } from "./samples.ts";
import { completedTake, fetchMedia, newTake, openTemp, serve, tempFolder } from "./support.ts";

const png = await imageFile("png");
const DAY_MS = 24 * 3600 * 1000;
const patience = { delaysMs: [1], stallMs: 5_000 };

async function storedTake(library: Library, file = png, key = "key-1"): Promise<TakeRecord> {
  const url = await serve((_request, response) => response.end(file));
  const { id } = await completedTake(library, { key });
  return library.store(id, await library.download(url, "image"));
}

async function imported(library: Library): Promise<string> {
  const path = join(tempFolder(), "photo.png");
  writeFileSync(path, await imageFile("png", 64, 64));
  return (await library.importFile(path)).sha256;
}

/** A library of one take and one import, closed. */
async function scene() {
  const home = tempFolder();
  const library = await openTemp({ home });
  const take = await storedTake(library);
  const photo = await imported(library);
  const takePath = library.mediaPath(take.sha256 ?? "");
  const photoPath = library.mediaPath(photo);
  await library.close();
  return { home, take, photo, takePath, photoPath };
}

function overwrite(home: string): void {
  const file = join(home, "library.db");
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0xff, 0, 100));
}

test("rebuild brings both results of one task back, and the formula; only the first one was billed", async () => {
  const home = tempFolder();
  const library = await openTemp({ home });
  const { id } = await library.intend(newTake({ formula: "5 s × 36" }));
  await library.advance(id, { to: "submitted", taskId: "task-1" });
  await library.advance(id, { to: "completed", urls: ["https://e.example/1", "https://e.example/2"], billed: 180, creditsRaw: 180 });
  for (const take of library.takesOf("key-1")) {
    const file = await imageFile("png", 64 + take.output, 64);
    const url = await serve((_request, response) => response.end(file));
    await library.store(take.id, await library.download(url, "image"));
  }
  const before = library.takesOf("key-1").map(({ output, ordinal, sha256, billed, formula }) => ({ output, ordinal, sha256, billed, formula }));
  await library.close();
  overwrite(home);
  expect(await rebuildLibrary({ home })).toMatchObject({ takes: 2, billed: 180 });
  const after = await openTemp({ home });
  expect(after.takesOf("key-1").map(({ output, ordinal, sha256, billed, formula }) => ({ output, ordinal, sha256, billed, formula }))).toEqual(before);
  expect(after.ledger().map(({ kind, credits, formula }) => [kind, credits, formula])).toEqual([["reserved", 200, "5 s × 36"], ["billed", 180, "5 s × 36"]]);
  await after.close();
  expect(await rebuildLibrary({ home })).toMatchObject({ takes: 0 });
});

describe("verify", () => {
  const nothing = { fetchMedia, mend: null, patience };

  test("of a healthy library finds nothing and changes nothing", async () => {
    const { home } = await scene();
    expect(await verifyLibrary({ home, ...nothing })).toMatchObject({ files: 2, problems: [], sidecars: 0, lost: 0 });
    expect(existsSync(join(home, "quarantine"))).toBe(false);
  });

  test("does not take other bytes for the lost ones, and keeps the damaged ones", async () => {
    const { home, takePath } = await scene();
    writeFileSync(takePath, png.subarray(0, 500));
    const other = await imageFile("png", 99, 99);
    const url = await serve((_request, response) => response.end(other));
    const report = await verifyLibrary({ home, fetchMedia, patience, mend: { realm: "sandbox", urls: () => Promise.resolve([url]) } });
    expect(report).toMatchObject({ lost: 1, problems: [{ damage: "damaged", mended: false, advice: expect.stringContaining("other bytes"), owners: [{ billed: 180, node: "node-1" }] }] });
    expect(readFileSync(report.problems[0]?.quarantined ?? "")).toEqual(png.subarray(0, 500));
    expect(existsSync(takePath)).toBe(false);
    expect(readdirSync(join(home, "tmp"))).toEqual([]);
  });

  test("asks no service about takes of another realm", async () => {
    const { home, takePath } = await scene();
    rmSync(takePath);
    let asked = 0;
    const urls = () => {
      asked += 1;
      return Promise.resolve([]);
    };
    expect(await verifyLibrary({ home, fetchMedia, patience, mend: { realm: "seegen.example", urls } })).toMatchObject({ lost: 1, problems: [{ damage: "missing" }] });
    expect(asked).toBe(0);
  });

  test("says under which name a damaged import can be had again", async () => {
    const { home, photoPath } = await scene();
    writeFileSync(photoPath, "rotten");
    expect(await verifyLibrary({ home, ...nothing })).toMatchObject({ lost: 1, problems: [{ owners: [], imports: ["photo.png"], advice: "Import it again: photo.png." }] });
  });

  test("corrects an index that describes the right bytes otherwise, and writes missing sidecars", async () => {
    const { home, take, takePath } = await scene();
      const database = new DatabaseSync(join(home, "library.db"));
    database.prepare("UPDATE media SET width = 1 WHERE sha256 = ?").run(take.sha256);
    database.close();
    rmSync(`${takePath}.json`);
    expect(await verifyLibrary({ home, ...nothing })).toMatchObject({ lost: 0, sidecars: 1, problems: [{ damage: "misindexed", mended: true }] });
    expect((await openTemp({ home })).media(take.sha256 ?? "")).toMatchObject({ width: 320 });
    expect(JSON.parse(readFileSync(`${takePath}.json`, "utf8"))).toMatchObject({ takes: [{ key: "key-1", billed: 180 }] });
  });

  test("and rebuild and clean leave a library alone that another process runs with", async () => {
    const { home } = await scene();
    await startChild("lease", home).next();
    const held = { code: "held", message: expect.stringContaining("the child's run") };
    await expect(verifyLibrary({ home, ...nothing })).rejects.toMatchObject(held);
    await expect(rebuildLibrary({ home })).rejects.toMatchObject(held);
    await expect(cleanLibrary({ home, apply: true, takes: [] })).rejects.toMatchObject(held);
    expect((await cleanLibrary({ home, apply: false, takes: [] })).applied, "a look is free").toBe(false);
  });
});

describe("clean", () => {
  test("deletes damaged files after thirty days, but not what is left of a paid take", async () => {
    const { home, take, photo } = await scene();
    const folder = join(home, "quarantine");
    mkdirSync(folder);
    const at = Date.now();
    const [old, young, foreign, last] = [`${photo}.${at - 31 * DAY_MS}`, `${photo}.${at - 29 * DAY_MS}`, "mine.txt", `${take.sha256}.${at - 90 * DAY_MS}`];
    for (const name of [old, young, foreign, last]) writeFileSync(join(folder, name), "rotten");
    rmSync(join(home, "media", (take.sha256 ?? "").slice(0, 2), take.sha256 ?? ""));
    const options = { home, takes: [], now: () => at };
    const preview = await cleanLibrary({ ...options, apply: false });
    expect(preview).toMatchObject({ removable: [{ kind: "quarantine", bytes: 6 }], kept: [{ path: join(folder, last), why: expect.stringContaining("--take") }] });
    expect(readdirSync(folder), "a preview deletes nothing").toHaveLength(4);
    await cleanLibrary({ ...options, apply: true });
    expect(readdirSync(folder).sort()).toEqual([young, foreign, last].sort());
    await cleanLibrary({ ...options, takes: [take.sha256 ?? ""], apply: true });
    expect(readdirSync(folder).sort(), "named").toEqual([young, foreign].sort());
  });

  test("deletes an import only when no row knows it", async () => {
    const { home, photoPath } = await scene();
    expect(await cleanLibrary({ home, apply: true, takes: [] })).toMatchObject({ removable: [], kept: [] });
    expect(existsSync(photoPath)).toBe(true);
      const database = new DatabaseSync(join(home, "library.db"));
    database.exec("DELETE FROM media WHERE sha256 NOT IN (SELECT sha256 FROM takes)");
    database.close();
    expect((await cleanLibrary({ home, apply: true, takes: [] })).removable.map(({ path }) => path)).toEqual([photoPath, `${photoPath}.json`]);
    expect(existsSync(photoPath)).toBe(false);
  });
});

describe("rebuild", () => {
  test("brings takes back with provenance, ordinals, bill and realm; and a new take in between keeps its place", async () => {
    const home = tempFolder();
    const library = await openTemp({ home });
    const stored = [await storedTake(library), await storedTake(library, await imageFile("png", 50, 50))];
    await library.close();
    for (const name of ["library.db", "library.db-wal", "library.db-shm"]) rmSync(join(home, name), { force: true });
    const meanwhile = await openTemp({ home });
    await meanwhile.intend(newTake());
    await meanwhile.close();
    expect(await rebuildLibrary({ home })).toMatchObject({ damage: null, media: 2, takes: 2, billed: 360 });
    const again = await openTemp({ home });
    const takes = again.takesOf("key-1");
    expect(takes.map(({ ordinal, state }) => [ordinal, state])).toEqual([[0, "intended"], [1, "stored"], [2, "stored"]]);
    for (const one of stored) {
      const { id: _id, ordinal: _ordinal, body: _body, urls: _urls, ...known } = one;
      expect(takes).toContainEqual(expect.objectContaining(known));
    }
    expect(again.ledger().filter(({ kind }) => kind === "billed").map(({ credits }) => credits)).toEqual([180, 180]);
    expect((await openTemp({ home, realm: "real" })).takesOf("key-1"), "of its realm").toEqual([]);
    expect(await rebuildLibrary({ home })).toMatchObject({ media: 0, takes: 0 });
  });

  test("moves a damaged database aside, and rescues what was paid for and has no media yet", async () => {
    const { home } = await scene();
    const library = await openTemp({ home });
    for (let item = 0; item < 200; item += 1) await completedTake(library, { key: `open-${item}`, item });
    await library.close();
    const file = join(home, "library.db");
    const bytes = readFileSync(file);
    // The last pages hold the newest rows; the schema and the older ones can still be read.
    writeFileSync(file, Buffer.concat([bytes.subarray(0, bytes.length - 4096 * 3), Buffer.alloc(4096 * 3, 0xff)]));
    const report = await rebuildLibrary({ home });
    expect(report).toMatchObject({ takes: 1, media: 2 });
    expect(report.damage).not.toBeNull();
    expect(statSync(report.movedTo ?? "").size).toBe(bytes.length);
    expect(report.rescued).toBeGreaterThan(50);
    const again = await openTemp({ home });
    expect(again.takesIn(["completed"])).toHaveLength(report.rescued);
    expect(again.takesIn(["completed"])[0]).toMatchObject({ billed: 180, urls: [expect.stringContaining("https://")] });
  });

  test("tells which sidecars say nothing, and takes unreadable names for no media", async () => {
    const { home, takePath, photoPath } = await scene();
    overwrite(home);
    const sidecar = JSON.parse(readFileSync(`${takePath}.json`, "utf8")) as { takes: { key?: string }[] };
    delete sidecar.takes[0]?.key;
    writeFileSync(`${takePath}.json`, JSON.stringify(sidecar));
    writeFileSync(`${photoPath}.json`, "{");
    writeFileSync(join(home, "media", "notes.txt"), "mine");
    const { media, takes, notRebuilt } = await rebuildLibrary({ home });
    expect([media, takes]).toEqual([2, 0]);
    expect(notRebuilt).toContainEqual({ what: `${takePath}.json`, why: expect.stringContaining("takes.0.key") });
    expect(notRebuilt).toContainEqual({ what: `${photoPath}.json`, why: expect.stringContaining("damaged") });
  });
});

test("a disk that fills up during a download loses nothing: the take stays paid for and is fetched later, and the message says so", async () => {
  const home = tempFolder();
  const library = await openTemp({ home });
  const { id } = await completedTake(library);
  const huge = await serve((_request, response) => {
    response.writeHead(200, { "content-length": 1e15 });
    response.write(png);
  });
  await expect(library.download(huge, "image")).rejects.toMatchObject({ code: "disk-full", retryable: true, message: expect.stringMatching(/Make room and run again.*not made again/) });
  expect(library.take(id)).toMatchObject({ state: "completed", billed: 180 });
  expect(readdirSync(join(home, "tmp"))).toEqual([]);
  const url = await serve((_request, response) => response.end(png));
  const sha256 = createHash("sha256").update(png).digest("hex");
  expect(await library.store(id, await library.download(url, "image"))).toMatchObject({ state: "stored", sha256 });
});
