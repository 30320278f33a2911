import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { MIGRATIONS } from "../../../electron/library/migrations.ts";
import { startChild } from "./children.ts";
import { newTake, openTemp, tempFolder } from "./support.ts";

describe("opening a library", () => {
  test("that is damaged fails with the file's name and leaves it as it is", async () => {
    const home = tempFolder();
    const file = join(home, "library.db");
    writeFileSync(file, "this is no database. ".repeat(500));
    const before = readFileSync(file);
    await expect(openTemp({ home })).rejects.toMatchObject({ name: "LibraryError", code: "corrupt", message: expect.stringContaining(file) });
    await expect(openTemp({ home, readOnly: true })).rejects.toMatchObject({ code: "corrupt" });
    expect(readFileSync(file)).toEqual(before);
  });

  test("whose pages are overwritten later fails at the read, with the file's name", async () => {
    const home = tempFolder();
    const library = await openTemp({ home });
    for (let item = 0; item < 50; item += 1) await library.intend(newTake({ item, key: `key-${item}` }));
    await library.close();
    const file = join(home, "library.db");
    const bytes = readFileSync(file);
    bytes.fill(0xff, 4096);
    writeFileSync(file, bytes);
    const open = openTemp({ home }).then((damaged) => damaged.takesOf("key-3"));
    await expect(open).rejects.toMatchObject({ code: "corrupt", message: expect.stringContaining(file) });
  });

  test("of a newer version is refused, not guessed at", async () => {
    const home = tempFolder();
    await (await openTemp({ home })).close();
    const newer = new DatabaseSync(join(home, "library.db"));
    newer.exec("PRAGMA user_version = 99");
    newer.close();
    await expect(openTemp({ home })).rejects.toMatchObject({ code: "too-new", message: expect.stringContaining("newer version of Shotgraph") });
    await expect(openTemp({ home, readOnly: true })).rejects.toMatchObject({ code: "too-new" });
  });

  test("of the first version brings it up to date: its takes are the first results of their tasks, and nothing is guessed about their formula", async () => {
    const home = tempFolder();
    const [first = ""] = MIGRATIONS;
    const old = new DatabaseSync(join(home, "library.db"));
    old.exec(first);
    old.exec(`INSERT INTO takes (realm, account, key, ordinal, state, service, model, media_type, run_id, graph_id, graph_name, node_id, item, request, body, quoted_min, quoted_max, created_at)
      VALUES ('sandbox', 'a', 'key-1', 0, 'intended', 'jobs', 'sd2', 'video', 'r', 'g', 'G', 'n', 0, '{}', '{}', 1, 2, 5);
      INSERT INTO ledger (at, realm, take_id, kind, credits, run_id, graph_id, node_id, model, quoted_min, quoted_max) VALUES (5, 'sandbox', 1, 'reserved', 2, 'r', 'g', 'n', 'sd2', 1, 2);
      PRAGMA user_version = 1`);
    old.close();
    const library = await openTemp({ home });
    expect(library.takesOf("key-1")).toMatchObject([{ id: 1, output: 0, formula: null, createdAt: 5 }]);
    expect(library.ledger()).toMatchObject([{ takeId: 1, credits: 2, formula: null }]);
  });

  test("in a place that cannot be written says which and what to do", async () => {
    const file = join(tempFolder(), "a-file");
    writeFileSync(file, "");
    const home = join(file, "library");
    await expect(openTemp({ home })).rejects.toMatchObject({ code: "unwritable", message: expect.stringMatching(/SHOTGRAPH_HOME/) });
    await expect(openTemp({ home })).rejects.toThrow(home);
  });

  test("for reading makes nothing, and an absent one is empty", async () => {
    const home = join(tempFolder(), "not", "there");
    const library = await openTemp({ home, readOnly: true });
    expect(library.takesOf("key")).toEqual([]);
    expect(library.media("0".repeat(64))).toBeUndefined();
    expect(existsSync(home)).toBe(false);
  });

  test("for reading while another process is about to make it reads an empty one", async () => {
    const home = tempFolder();
    new DatabaseSync(join(home, "library.db")).close();
    expect((await openTemp({ home, readOnly: true })).takesOf("key")).toEqual([]);
    const begun = new DatabaseSync(join(home, "library.db"));
    begun.exec("PRAGMA journal_mode = WAL; BEGIN IMMEDIATE; CREATE TABLE takes (id INTEGER)");
    expect((await openTemp({ home, readOnly: true })).takesOf("key")).toEqual([]);
    begun.exec("ROLLBACK");
    begun.close();
  });

  test("for reading sees what another process writes and may not write itself", async () => {
    const home = tempFolder();
    const writer = await openTemp({ home });
    const reader = await openTemp({ home, readOnly: true });
    const { id } = await writer.intend(newTake());
    expect(reader.takesOf("key-1")).toHaveLength(1);
    await expect(reader.intend(newTake())).rejects.toMatchObject({ code: "read-only" });
    await expect(reader.advance(id, { to: "submitted", taskId: "x" })).rejects.toMatchObject({ code: "read-only" });
    await expect(reader.acquireLease("a run")).rejects.toMatchObject({ code: "read-only" });
    await expect(reader.importFile("/anything")).rejects.toMatchObject({ code: "read-only" });
    await expect(reader.download("http://127.0.0.1:1", "image")).rejects.toMatchObject({ code: "read-only" });
  });

  test("by several processes at the same first moment works for all of them", async () => {
    const home = tempFolder();
    const children = Array.from({ length: 3 }, () => startChild("migrate", home));
    const said = await Promise.all(children.map((child) => child.next()));
    expect(said).toEqual([{ takes: 0 }, { takes: 0 }, { takes: 0 }]);
  });

  test("twice leaves the journal as it was", async () => {
    const home = tempFolder();
    const first = await openTemp({ home });
    const take = await first.intend(newTake());
    await first.close();
    expect((await openTemp({ home })).takesOf("key-1")).toEqual([take]);
    expect(readdirSync(home).sort()).toEqual(["library.db", "library.db-shm", "library.db-wal", "media", "tmp"]);
  });
});
