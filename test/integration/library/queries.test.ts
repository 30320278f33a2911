import { createHash } from "node:crypto";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { rebuildLibrary } from "../../../electron/library/care/rebuild.ts";
import { openDatabase } from "../../../electron/library/database.ts";
import { MIGRATIONS } from "../../../electron/library/migrations.ts";
import { libraryPaths } from "../../../electron/library/paths.ts";
import { SqliteQueries } from "../../../electron/library/queries/queries.ts";
import type { ListMedia } from "../../../shared/contract/libraryQueries.ts";
import { completedTake, openTemp, tempFolder } from "./support.ts";
import { asked, imported, listed, made, names, open, paged, staged } from "./madeTakes.ts";

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
      take: { id: cat.id, key: "key of a cat", graphId: "g7", graphName: "Pets", nodeId: "n3", item: 2, model: "sd2", origin: "made", prompt: "a cat", billed: 180 },
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
