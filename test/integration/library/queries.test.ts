import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { totalsOf } from "../../../electron/cli/ledgerReport.ts";
import { rebuildLibrary } from "../../../electron/library/care/rebuild.ts";
import { verifyLibrary } from "../../../electron/library/care/verify.ts";
import { openDatabase } from "../../../electron/library/database.ts";
import { MIGRATIONS } from "../../../electron/library/migrations.ts";
import { libraryPaths } from "../../../electron/library/paths.ts";
import { SqliteQueries } from "../../../electron/library/queries/queries.ts";
import type { Library } from "../../../shared/contract/library.ts";
import type { EditorLibrary, ListMedia, MediaItem } from "../../../shared/contract/libraryQueries.ts";
import type { NewTake, StagedMedia, TakeRecord } from "../../../shared/contract/records.ts";
import type { MediaType } from "../../../shared/graph/media.ts";
import { imageFile } from "./samples.ts";
import { completedTake, fetchMedia, newTake, openTemp, tempFolder } from "./support.ts";

/** A clock that moves on with every look. */
function clock() {
  let at = 1_000;
  return { now: () => (at += 10), at: () => at };
}

async function open(options: Parameters<typeof openTemp>[0] = {}) {
  const time = clock();
  const home = options.home ?? tempFolder();
  return { home, time, library: await openTemp({ home, now: time.now, ...options }) };
}

function staged(library: Library, content: string, type: MediaType = "video"): StagedMedia {
  const sha256 = createHash("sha256").update(content).digest("hex");
  const tempPath = join(library.mediaPath(sha256), "..", "..", "..", "tmp", `${sha256}.test`);
  writeFileSync(tempPath, content);
  return { tempPath, facts: { sha256, type, format: type === "video" ? "mp4" : "png", bytes: Buffer.byteLength(content), width: 1280, height: 720, durationSeconds: type === "video" ? 5 : null } };
}

function asked(prompt: string, change: Partial<NewTake> = {}): Partial<NewTake> {
  const model = change.model ?? "sd2";
  return { key: `key of ${prompt}`, mediaType: "video", request: { service: "jobs", model, body: { model, inputs: { prompt } } }, ...change };
}

/** A stored take of this prompt whose file holds `content`. */
async function made(library: Library, prompt: string, change: Partial<NewTake> = {}, content = prompt): Promise<TakeRecord> {
  const { id } = await completedTake(library, asked(prompt, change));
  return await library.store(id, staged(library, content, change.mediaType ?? "video"));
}

async function imported(library: Library, name: string, width = 64): Promise<string> {
  const path = join(tempFolder(), name);
  writeFileSync(path, await imageFile("png", width, 64));
  return (await library.importFile(path)).sha256;
}

const names = (items: readonly MediaItem[]) => items.map(({ take, name }) => take?.prompt ?? name);

async function listed(library: EditorLibrary, filter: ListMedia = {}): Promise<(string | null | undefined)[]> {
  return names((await library.queries.listMedia(filter)).items);
}

/** All pages, one after the other. */
async function paged(library: EditorLibrary, limit: number, filter: ListMedia = {}, between: () => Promise<unknown> = async () => undefined) {
  const pages: (string | null | undefined)[][] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await library.queries.listMedia({ ...filter, limit, ...(cursor === undefined ? {} : { cursor }) });
    pages.push(names(page.items));
    cursor = page.next;
    await between();
  }
  return pages;
}

describe("what was ever made or imported", () => {
  test("is listed newest first with where it came from", async () => {
    const { library } = await open();
    const cat = await made(library, "a cat", { graphId: "g7", graphName: "Pets", nodeId: "n3", item: 2 });
    await imported(library, "photo.png");
    await made(library, "a dog");
    const { items, next } = await library.queries.listMedia({});
    expect(names(items)).toEqual(["a dog", "photo.png", "a cat"]);
    expect(next).toBeNull();
    expect(items[2]).toEqual({
      facts: library.media(cat.sha256 ?? ""),
      at: cat.storedAt,
      origin: "made",
      name: null,
      take: { id: cat.id, key: "key of a cat", graphId: "g7", graphName: "Pets", nodeId: "n3", item: 2, model: "sd2", prompt: "a cat", billed: 180 },
      present: true,
    });
    expect(items[1]).toMatchObject({ origin: "imported", name: "photo.png", take: null, present: true, facts: { type: "image", width: 64 } });
  });

  test("comes in pages that leave nothing out and show nothing twice, though more is made in between", async () => {
    const { library } = await open();
    for (const number of [1, 2, 3, 4, 5]) {
      await made(library, `take ${number}`);
      await imported(library, `file ${number}.png`, 30 + number);
    }
    const expected = [5, 4, 3, 2, 1].flatMap((number) => [`file ${number}.png`, `take ${number}`]);
    let more = 0;
    const pages = await paged(library, 3, {}, () => made(library, `meanwhile ${(more += 1)}`));
    expect(pages.map(({ length }) => length)).toEqual([3, 3, 3, 1]);
    expect(pages.flat()).toEqual(expected);
    expect((await paged(library, 1, { origin: "imported" })).flat()).toEqual(expected.filter((name) => name.startsWith("file")));
  });

  test("of the same moment is told apart by its hash, page by page", async () => {
    const { library } = await open({ now: () => 5_000 });
    for (const number of [1, 2, 3, 4]) await made(library, `take ${number}`);
    await imported(library, "file.png");
    const all = (await paged(library, 1)).flat();
    expect(all).toHaveLength(5);
    expect(new Set(all)).toEqual(new Set(["file.png", "take 1", "take 2", "take 3", "take 4"]));
  });

  test("is found by its file, made or imported", async () => {
    const { library } = await open();
    const cat = await made(library, "a cat");
    await made(library, "a dog");
    const photo = await imported(library, "photo.png");
    expect(await listed(library, { sha256: cat.sha256 ?? "" })).toEqual(["a cat"]);
    expect(await listed(library, { sha256: photo })).toEqual(["photo.png"]);
    expect(await listed(library, { sha256: "0".repeat(64) })).toEqual([]);
  });

  test("is one entry for each file, as its newest take; what was imported too is found under both", async () => {
    const { library } = await open();
    await made(library, "first", {}, "same bytes");
    await made(library, "between");
    const { sha256 } = await made(library, "second", {}, "same bytes");
    expect(await listed(library)).toEqual(["second", "between"]);
    const photo = await imported(library, "a.png");
    const path = join(tempFolder(), "b.png");
    writeFileSync(path, readFileSync(library.mediaPath(photo)));
    await library.importFile(path);
    expect(await listed(library, { origin: "imported" })).toEqual(["b.png"]);
    const bytes = readFileSync(library.mediaPath(photo));
    const { id } = await completedTake(library, asked("the same as b.png"));
    const again = staged(library, "unused");
    writeFileSync(again.tempPath, bytes);
    await library.store(id, { ...again, facts: { ...again.facts, sha256: photo, bytes: bytes.length } });
    expect(await listed(library)).toEqual(["the same as b.png", "second", "between"]);
    expect(await listed(library, { origin: "imported" })).toEqual(["b.png"]);
    expect(sha256).not.toBe(photo);
  });

  test("is found by type, model, origin and time", async () => {
    const { library, time } = await open();
    await made(library, "old clip");
    await made(library, "still", { model: "gpt-image-2", mediaType: "image" });
    const middle = time.at() + 1;
    await imported(library, "photo.png");
    await made(library, "new clip", { model: "sd2-fast" });
    expect(await listed(library, { type: "video" })).toEqual(["new clip", "old clip"]);
    expect(await listed(library, { type: "image" })).toEqual(["photo.png", "still"]);
    expect(await listed(library, { type: "audio" })).toEqual([]);
    expect(await listed(library, { model: "sd2" })).toEqual(["old clip"]);
    expect(await listed(library, { origin: "made" })).toEqual(["new clip", "still", "old clip"]);
    expect(await listed(library, { from: middle })).toEqual(["new clip", "photo.png"]);
    expect(await listed(library, { to: middle })).toEqual(["still", "old clip"]);
    expect(await listed(library, { type: "image", from: middle, origin: "made" })).toEqual([]);
    expect((await paged(library, 1, { to: middle })).flat()).toEqual(["still", "old clip"]);
    expect(library.queries.modelsSeen()).toEqual(["gpt-image-2", "sd2", "sd2-fast"]);
  });

  test("is found by words of the prompt or the file's name, in any case and any script, none of them a pattern", async () => {
    const { library } = await open();
    await made(library, "Ein ÄLTERER Mann, 100% Wolle");
    await made(library, "a man in wool_socks");
    await made(library, "Москва ночью");
    await imported(library, "Wolle.png");
    expect(await listed(library, { text: "älterer" })).toEqual(["Ein ÄLTERER Mann, 100% Wolle"]);
    expect(await listed(library, { text: "a\u0308lterer" })).toEqual(["Ein ÄLTERER Mann, 100% Wolle"]);
    expect(await listed(library, { text: "МОСКВА" })).toEqual(["Москва ночью"]);
    expect(await listed(library, { text: "wolle" })).toEqual(["Wolle.png", "Ein ÄLTERER Mann, 100% Wolle"]);
    expect(await listed(library, { text: " wolle  mann " })).toEqual(["Ein ÄLTERER Mann, 100% Wolle"]);
    expect(await listed(library, { text: "%" })).toEqual(["Ein ÄLTERER Mann, 100% Wolle"]);
    expect(await listed(library, { text: "l_s" })).toEqual(["a man in wool_socks"]);
    expect(await listed(library, { text: "sd2" })).toEqual([]);
  });

  test("is found however far back it lies, in pages", async () => {
    const { library, home } = await open();
    await made(library, "needle one");
    await made(library, "needle two");
    crowd(home, 1_400);
    expect(await paged(library, 1, { text: "NEEDLE", origin: "made" })).toEqual([["needle two"], ["needle one"]]);
  });

  test("is that of its realm; imports belong to all of them", async () => {
    const { library, home } = await open();
    await made(library, "of the sandbox");
    await imported(library, "photo.png");
    const other = await openTemp({ home, realm: "https://service.example" });
    expect(await listed(other)).toEqual(["photo.png"]);
    expect(other.queries.modelsSeen()).toEqual([]);
    expect(await listed(library)).toEqual(["photo.png", "of the sandbox"]);
  });

  test("and is lost now is listed as lost; a place that is none is refused", async () => {
    const { library } = await open();
    const { sha256 } = await made(library, "lost");
    rmSync(library.mediaPath(sha256 ?? ""));
    await library.close();
    const again = await openTemp({ home: join(library.mediaPath(sha256 ?? ""), "..", "..", "..") });
    expect((await again.queries.listMedia({})).items).toMatchObject([{ take: { prompt: "lost" }, present: false, facts: { bytes: 4 } }]);
    await expect(again.queries.listMedia({ cursor: "nowhere" })).rejects.toMatchObject({ code: "illegal" });
  });
});

describe("imports", () => {
  test("are known by the name they last had", async () => {
    const { library } = await open();
    const photo = await imported(library, "photo.png");
    expect(await library.queries.importNameOf(photo)).toBe("photo.png");
    const { sha256 } = await made(library, "a cat");
    expect(await library.queries.importNameOf(sha256 ?? "")).toBeNull();
    expect(await library.queries.importNameOf("../../etc/passwd")).toBeNull();
  });

  test("of a library from before their names were in the index are listed with them", async () => {
    const { library, home } = await open();
    await made(library, "a cat");
    const photo = await imported(library, "photo.png");
    await library.close();
    backToFirstSchema(join(home, "library.db"));
    const { library: again } = await open({ home });
    expect(await listed(again)).toEqual(["photo.png", "a cat"]);
    expect(await listed(again, { text: "PHOTO" })).toEqual(["photo.png"]);
    expect(await again.queries.importNameOf(photo)).toBe("photo.png");
  });

  test("come back with their names when the index is rebuilt", async () => {
    const { library, home } = await open();
    await made(library, "a cat");
    await imported(library, "photo.png");
    await library.close();
    writeFileSync(join(home, "library.db"), Buffer.alloc(8192, 0xff));
    await rebuildLibrary({ home });
    const { library: again } = await open({ home });
    expect(await listed(again)).toEqual(["photo.png", "a cat"]);
    expect(await listed(again, { origin: "imported" })).toEqual(["photo.png"]);
  });
});

describe("takes", () => {
  test("of a node are all it ever made, newest first, and with keys those that its original made", async () => {
    const { library } = await open();
    const old = await made(library, "an old request");
    const now = await made(library, "the current one", { quoted: { min: 200, max: 200 } });
    const again = await made(library, "again", { key: now.key }, "again");
    await made(library, "another node", { nodeId: "node-2" });
    await made(library, "another graph", { graphId: "graph-2" });
    await completedTake(library, asked("not stored yet"));
    const takes = library.queries.takesOfNode("graph-1", "node-1");
    expect(takes.map(({ id }) => id)).toEqual([again.id, now.id, old.id]);
    expect(takes[1]).toMatchObject({ key: now.key, ordinal: 0, prompt: "the current one", quoted: { min: 200, max: 200 }, billed: 180, sha256: now.sha256, present: true, facts: { bytes: 15, durationSeconds: 5 } });
    expect(library.queries.takesOfNode("graph-1", "copy", [now.key, "unknown"]).map(({ id }) => id)).toEqual([again.id, now.id]);
    expect(library.queries.takesOfNode("graph-1", "node-1", [now.key]).map(({ id }) => id)).toEqual([again.id, now.id, old.id]);
    expect(library.queries.takesOfNode("graph-1", "copy")).toEqual([]);
  });

  test("of a run are told with what became of each", async () => {
    const { library } = await open();
    await made(library, "done", { runId: "run-9" });
    const { id } = await library.intend(newTake(asked("refused", { runId: "run-9", nodeId: "node-2" })));
    await library.advance(id, { to: "refused", error: { code: "BAD_REQUEST", message: "No such model." } });
    await made(library, "another run");
    expect(library.queries.takesOfRun("run-9")).toMatchObject([
      { prompt: "done", state: "stored", billed: 180, error: null, present: true },
      { prompt: "refused", state: "refused", nodeId: "node-2", billed: 0, error: { code: "BAD_REQUEST", message: "No such model." }, sha256: null, facts: null, present: false },
    ]);
  });
});

describe("money", () => {
  test("is counted as the ledger tells it, for all, a graph, a time", async () => {
    const { library, time } = await open();
    const take = async (graphId: string, state: "reserved" | "billed" | "refunded" | "unknown" | "cleared") => {
      const { id } = await library.intend(newTake({ key: `key ${time.at()}`, graphId }));
      if (state === "unknown" || state === "cleared") await library.advance(id, { to: "unknown", error: { code: "LOST", message: "lost" } });
      if (state === "billed" || state === "cleared") await library.advance(id, { to: "submitted", taskId: `t${id}` });
      if (state === "billed" || state === "cleared") await library.advance(id, { to: "completed", urls: [], billed: 150, creditsRaw: 150 });
      if (state === "refunded") await library.advance(id, { to: "refused", error: { code: "NO", message: "no" } });
    };
    for (const state of ["reserved", "billed", "billed", "refunded", "unknown", "cleared"] as const) await take("g1", state);
    const since = time.at() + 1;
    for (const state of ["reserved", "billed"] as const) await take("g2", state);
    const of = (filter?: { graphId?: string; since?: number }) => library.queries.spend(filter);
    expect(of({ graphId: "g1" })).toEqual({ reserved: 200, billed: 450, refunded: 200, unknown: 200 });
    expect(of({ graphId: "g2" })).toEqual({ reserved: 200, billed: 150, refunded: 0, unknown: 0 });
    expect(of({ since })).toEqual(of({ graphId: "g2" }));
    expect(of({ since, graphId: "g1" })).toEqual({ reserved: 0, billed: 0, refunded: 0, unknown: 0 });
    const { open: reserved, ...rest } = totalsOf(library.ledger());
    expect(of()).toEqual({ reserved, ...rest });
  });

  test("of runs is listed newest first, in pages, for all or a graph", async () => {
    const { library } = await open();
    for (const number of [1, 2, 3, 4, 5]) {
      const run = { id: `run ${number}`, graphId: number % 2 === 0 ? "even" : "odd", graphName: "G", startedAt: number < 3 ? 1 : number, endedAt: null, quoted: { min: 1, max: 2 }, billed: 0, outcome: "running" as const };
      await library.startRun(run);
    }
    await library.endRun("run 5", { endedAt: 9, billed: 2, outcome: "done" });
    const first = library.queries.runsOf({ limit: 2 });
    expect(first.runs).toMatchObject([{ id: "run 5", billed: 2, outcome: "done", quoted: { min: 1, max: 2 } }, { id: "run 4" }]);
    const second = library.queries.runsOf({ limit: 2, cursor: first.next ?? "" });
    expect(second.runs.map(({ id }) => id)).toEqual(["run 3", "run 2"]);
    expect(library.queries.runsOf({ limit: 2, cursor: second.next ?? "" })).toMatchObject({ runs: [{ id: "run 1" }], next: null });
    expect(library.queries.runsOf({ graphId: "even" }).runs.map(({ id }) => id)).toEqual(["run 4", "run 2"]);
  });
});

describe("a take that is deleted", () => {
  test("frees its bytes, is planned as missing, and what it cost stays known", async () => {
    const { library, home } = await open();
    const { sha256, key } = await made(library, "a cat");
    const path = library.mediaPath(sha256 ?? "");
    const ledger = library.ledger();
    const { revision } = library;
    expect(library.media(sha256 ?? "")).toBeDefined();
    expect(await library.removeTake(sha256 ?? "")).toEqual({ ok: true, message: null, bytes: 5 });
    expect(existsSync(path)).toBe(false);
    expect(library.media(sha256 ?? "")).toBeUndefined();
    expect(library.revision).not.toBe(revision);
    expect(library.ledger()).toEqual(ledger);
    expect(library.queries.takesOfNode("graph-1", "node-1")).toMatchObject([{ key, billed: 180, present: false, facts: { bytes: 5 } }]);
    expect((await library.queries.listMedia({})).items).toEqual([]);
    expect(JSON.parse(readFileSync(`${path}.json`, "utf8"))).toMatchObject({ takes: [{ key, billed: 180 }], deletedAt: expect.any(Number) as number });
    expect(await library.removeTake(sha256 ?? "")).toMatchObject({ ok: false, message: "Its file is gone already." });
    await library.close();
    const verified = await verifyLibrary({ home, fetchMedia, mend: null, patience: { delaysMs: [1], stallMs: 1_000 } });
    expect(verified.problems, "what was deleted by name is no damage").toEqual([]);
  });

  test("comes back when it is made again", async () => {
    const { library } = await open();
    const { sha256 } = await made(library, "a cat");
    await library.removeTake(sha256 ?? "");
    await made(library, "a cat", {}, "a cat");
    expect(await listed(library)).toEqual(["a cat"]);
    expect((await library.queries.listMedia({})).items).toMatchObject([{ present: true }]);
  });

  test("keeps its file while that is also an import, another request's, or another realm's", async () => {
    const { library, home } = await open();
    const photo = await imported(library, "photo.png");
    expect(await library.removeTake(photo)).toMatchObject({ ok: false, message: "No take of this library has that file." });
    const bytes = readFileSync(library.mediaPath(photo));
    const { id } = await completedTake(library, asked("as the photo"));
    const again = staged(library, "unused");
    writeFileSync(again.tempPath, bytes);
    await library.store(id, { ...again, facts: { ...again.facts, sha256: photo, bytes: bytes.length } });
    expect(await library.removeTake(photo)).toMatchObject({ ok: false, message: "It was also imported as photo.png, so its file stays." });

    const { sha256 } = await made(library, "one", {}, "same");
    await made(library, "two", { nodeId: "node-2" }, "same");
    const twice = await library.removeTake(sha256 ?? "");
    expect(twice.message).toContain("node-2");

    const other = await openTemp({ home, realm: "https://service.example" });
    const { sha256: shared } = await made(other, "paid for", {}, "in both");
    await made(library, "played with", {}, "in both");
    expect((await library.removeTake(shared ?? "")).message).toContain("https://service.example");
    expect(await library.removeTake("../../etc/passwd")).toMatchObject({ ok: false });
    for (const kept of [photo, sha256, shared]) expect(existsSync(library.mediaPath(kept ?? ""))).toBe(true);
  });

  test("is not touched while another process runs; who has the lease keeps it", async () => {
    const { library, home, time } = await open();
    const { sha256 } = await made(library, "a cat");
    const other = await openTemp({ home, now: time.now });
    const held = await other.acquireLease("a run elsewhere");
    await expect(library.removeTake(sha256 ?? "")).rejects.toMatchObject({ code: "held" });
    expect(existsSync(library.mediaPath(sha256 ?? ""))).toBe(true);
    if (held.kind === "lease") await held.release();
    await library.acquireLease("this editor");
    expect((await library.removeTake(sha256 ?? "")).ok).toBe(true);
    expect((await other.acquireLease("a run elsewhere")).kind).toBe("held");
    await library.close();
    expect((await other.acquireLease("a run elsewhere")).kind).toBe("lease");
  });
});

test("no question reads through all takes, runs or ledger entries: each goes by an index that has its order", async () => {
  const { library, home } = await open();
  await made(library, "a cat");
  await library.close();
  const paths = libraryPaths(home);
  const database = openDatabase(paths, false);
  const asked: string[] = [];
  const listening = { ...database, statement: (sql: string) => (asked.push(sql), database.statement(sql)) };
  const queries = new SqliteQueries({ database: listening, paths, realm: "sandbox", present: () => undefined });
  queries.takesOfNode("g", "n", ["k"]);
  queries.takesOfRun("r");
  queries.modelsSeen();
  await queries.importNameOf("a".repeat(64));
  const filters: ListMedia[] = [{}, { type: "video" }, { model: "sd2" }, { model: "sd2", type: "video" }, { origin: "imported" }, { from: 1, to: 2 }, { text: "x" }, { type: "image", from: 1, cursor: "5.a" }];
  for (const filter of filters) await queries.listMedia(filter);
  for (const filter of [{}, { graphId: "g" }, { cursor: "5.a" }]) queries.runsOf(filter);
  for (const filter of [{ graphId: "g" }, { since: 1 }, { graphId: "g", since: 1 }]) queries.spend(filter);
  const plans = new Map([...new Set(asked)].map((sql) => [sql, database.connection.prepare(`EXPLAIN QUERY PLAN ${sql}`).all().map(({ detail }) => String(detail))]));
  expect(plans.size).toBeGreaterThan(15);
  database.close();
  // Imports are of all realms, so their list is walked in the order of time; what else is walked from end to end is small: sums by kind, a list that came with the question.
  const walks = /^SCAN (?!seen|json_each|i USING (COVERING )?INDEX imports_by_time|\(subquery)/;
  // A realm may hold everything there is; only the smallest model is looked up by that alone.
  const everything = (sql: string, step: string) => /^SEARCH .*\(realm=\?( AND state=\?)?\)$/.test(step) && !/MIN\(model\)/.test(sql);
  // The names of one file are few.
  const sorts = (sql: string, step: string) => step.includes("TEMP B-TREE FOR ORDER BY") && !/FROM imports WHERE sha256/.test(sql);
  const slow = [...plans].flatMap(([sql, steps]) => steps.filter((step) => walks.test(step) || sorts(sql, step) || everything(sql, step)).map((step) => `${step}: ${sql}`));
  expect(slow).toEqual([]);
});

/** Takes without files, straight into the index: the crowd among which something is to be found. */
function crowd(home: string, count: number): void {
  const database = new DatabaseSync(join(home, "library.db"));
  database.exec("BEGIN");
  const media = database.prepare("INSERT INTO media (sha256, type, format, bytes, added_at) VALUES (?, 'video', 'mp4', 1, 0)");
  const take = database.prepare(`INSERT INTO takes (realm, account, key, ordinal, state, service, model, media_type, run_id, graph_id, graph_name, node_id, item, request, body, quoted_min, quoted_max, task_id, sha256, created_at, stored_at)
    VALUES ('sandbox', 'tester', ?, 0, 'stored', 'jobs', 'sd2', 'video', 'r', 'g', 'G', 'n', 0, '{"body":{"inputs":{"prompt":"hay"}}}', '{}', 1, 1, 't', ?, 0, ?)`);
  for (let at = 0; at < count; at += 1) {
    const sha256 = createHash("sha256").update(`hay ${at}`).digest("hex");
    media.run(sha256);
    take.run(`hay ${at}`, sha256, 100_000 + at);
  }
  database.exec("COMMIT");
  database.close();
}

/** The same library as the first version would have written it. */
function backToFirstSchema(file: string): void {
  renameSync(file, `${file}.new`);
  const old = new DatabaseSync(file);
  old.exec(`${MIGRATIONS[0] ?? ""}; PRAGMA user_version = 1; ATTACH '${file}.new' AS now`);
  for (const table of ["media", "takes", "ledger"]) {
    const columns = old.prepare(`SELECT group_concat(name) AS names FROM pragma_table_info('${table}', 'main')`).get()?.names;
    old.exec(`INSERT INTO main.${table} (${String(columns)}) SELECT ${String(columns)} FROM now.${table}`);
  }
  old.close();
}
