import { existsSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { openDatabase } from "../../../electron/library/database.ts";
import { LeaseDesk } from "../../../electron/library/lease.ts";
import { libraryPaths } from "../../../electron/library/paths.ts";
import type { Lease } from "../../../shared/contract/library.ts";
import { startChild } from "./children.ts";
import { later, newTake, openTemp, tempFolder } from "./support.ts";

describe("the lease", () => {
  test("belongs to one process, whatever the realm, and the loser hears who has it", async () => {
    const home = tempFolder();
    const child = startChild("lease", home);
    expect(await child.next()).toMatchObject({ kind: "lease" });
    const library = await openTemp({ home, realm: "another" });
    const answer = await library.acquireLease("my run");
    expect(answer).toMatchObject({ kind: "held", by: { pid: child.process.pid, what: "the child's run" } });
    await expect(library.intend(newTake()), "nor may it spend").rejects.toMatchObject({ code: "held", message: expect.stringContaining("the child's run") });
    expect(library.takesOf("key-1")).toEqual([]);
  });

  test("of a killed process is free at once", async () => {
    const home = tempFolder();
    const child = startChild("lease", home);
    await child.next();
    const library = await openTemp({ home });
    await child.kill();
    expect(await library.acquireLease("my run")).toMatchObject({ kind: "lease" });
    await expect(library.intend(newTake())).resolves.toMatchObject({ state: "intended" });
  });

  test("is free again after its release and after closing", async () => {
    const home = tempFolder();
    const [one, two] = [await openTemp({ home }), await openTemp({ home })];
    const lease = (await one.acquireLease("one")) as Lease;
    expect((await two.acquireLease("two")).kind).toBe("held");
    await lease.release();
    await lease.release();
    expect((await two.acquireLease("two")).kind).toBe("lease");
    await two.close();
    expect((await one.acquireLease("one")).kind).toBe("lease");
  });

  test("whose holder sleeps is taken over; it hears of it and may spend no more, but may write down what it has paid for", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    later(() => vi.useRealTimers());
    const home = tempFolder();
    let at = 1_000_000;
    const now = (): number => at;
    const [sleeper, next] = [await openTemp({ home, now }), await openTemp({ home, now })];
    const lease = (await sleeper.acquireLease("the sleeper")) as Lease;
    let lost = 0;
    lease.onLost(() => {
      lost += 1;
    });
    const paid = await sleeper.intend(newTake());
    at += 9_000;
    expect((await next.acquireLease("next")).kind, "9 s is no sleep").toBe("held");
    vi.advanceTimersByTime(2_000);
    at += 9_000;
    expect((await next.acquireLease("next")).kind, "the heartbeat counts").toBe("held");
    at += 1_001;
    const taken = (await next.acquireLease("next")) as Lease;
    expect(taken.kind).toBe("lease");
    await expect(sleeper.intend(newTake()), "before it has noticed").rejects.toMatchObject({ code: "held" });
    vi.advanceTimersByTime(2_000);
    expect(lost).toBe(1);
    await expect(sleeper.advance(paid.id, { to: "submitted", taskId: "paid" })).resolves.toMatchObject({ taskId: "paid" });
    await taken.release();
    await expect(sleeper.intend(newTake()), "after the other has finished").rejects.toMatchObject({ code: "held" });
    await lease.release();
    expect((await sleeper.acquireLease("awake")).kind).toBe("lease");
    await expect(sleeper.intend(newTake())).resolves.toMatchObject({ state: "intended" });
    lease.onLost(() => {
      lost += 1;
    });
    expect(lost, "an old lease says nothing about the new one").toBe(1);
  });
});

test("a lease whose heartbeat finds no room on the disk is not lost: nobody else can have written that it is theirs", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  later(() => vi.useRealTimers());
  const paths = libraryPaths(tempFolder());
  const database = openDatabase(paths, false);
  later(() => database.close());
  const desk = new LeaseDesk({ ...database, statement: (sql) => (full && sql.startsWith("UPDATE lease") ? refuse() : database.statement(sql)) }, () => 1_000_000);
  let full = true;
  let lost = 0;
  const refuse = (): never => {
    throw Object.assign(new Error("database or disk is full"), { errcode: 13 });
  };
  const lease = desk.acquire("my run") as Lease;
  lease.onLost(() => (lost += 1));
  vi.advanceTimersByTime(6_000);
  expect([lost, desk.held]).toEqual([0, true]);
  full = false;
  database.statement("UPDATE lease SET token = 'another'").run();
  vi.advanceTimersByTime(2_000);
  expect([lost, desk.held], "one that was taken over meanwhile is").toEqual([1, false]);
});

test("a lease that cannot be given back for want of room hides nothing: closing goes on", () => {
  const database = openDatabase(libraryPaths(tempFolder()), false);
  later(() => database.close());
  const refuse = (): never => {
    throw Object.assign(new Error("database or disk is full"), { errcode: 13 });
  };
  const desk = new LeaseDesk({ ...database, statement: (sql) => (sql.startsWith("DELETE") ? refuse() : database.statement(sql)) }, Date.now);
  desk.acquire("my run");
  expect(() => desk.release()).not.toThrow();
  expect(desk.held).toBe(false);
});

describe("temporary files", () => {
  test("of a living process stay, of a killed one go when the library is opened", async () => {
    const home = tempFolder();
    const child = startChild("lease", home);
    const { path } = (await child.next()) as { path: string };
    await openTemp({ home });
    expect(readFileSync(path, "utf8")).toBe("half a download");
    await child.kill();
    await openTemp({ home });
    expect(existsSync(path)).toBe(false);
  });

  test("of unknown origin stay for a week", async () => {
    const home = tempFolder();
    await (await openTemp({ home })).close();
    const [young, old] = [join(home, "tmp", "young"), join(home, "tmp", "old")];
    for (const path of [young, old]) writeFileSync(path, "");
    utimesSync(old, new Date("2020-01-01"), new Date("2020-01-01"));
    await openTemp({ home });
    expect([existsSync(young), existsSync(old)]).toEqual([true, false]);
  });
});
