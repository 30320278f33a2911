import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { LibraryError } from "../../../shared/contract/libraryErrors.ts";
import type { TakeChange, TakeState } from "../../../shared/contract/records.ts";
import { startChild } from "./children.ts";
import { completedTake, later, newTake, openTemp, tempFolder } from "./support.ts";

const error = { code: "test", message: "because" };

describe("the state machine", () => {
  const changes: fc.Arbitrary<TakeChange> = fc.oneof(
    fc.record({ to: fc.constant("submitted" as const), taskId: fc.string({ minLength: 1 }) }),
    fc.record({ to: fc.constant("completed" as const), urls: fc.array(fc.webUrl()), billed: fc.option(fc.nat(1000)), creditsRaw: fc.option(fc.nat(1000)) }),
    fc.record({ to: fc.constantFrom("refused" as const, "failed" as const, "unknown" as const), error: fc.constant(error) }),
    fc.record({ to: fc.constant("abandoned" as const), error: fc.constant(error) }),
  );
  // Written out once more, so that a slip in the product's table shows.
  const legal = new Set([
    "intended>submitted", "intended>refused", "intended>failed", "intended>unknown", "submitted>completed", "submitted>failed", "submitted>unknown",
    "completed>failed", "unknown>submitted", "unknown>refused", "unknown>abandoned", "unknown>unknown",
  ]);

  test("takes every legal step and no other, and the ledger tells one story about the credits", async () => {
    const library = await openTemp();
    await fc.assert(
      fc.asyncProperty(fc.array(changes, { maxLength: 7 }), async (steps) => {
        const { id, quoted } = await library.intend(newTake());
        let state: TakeState = "intended";
        let billed: number | null = null;
        for (const step of steps) {
          const isLegal = legal.has(`${state}>${step.to}`);
          const outcome: unknown = await library.advance(id, step).then((take) => take.state, (reason: unknown) => (reason as LibraryError).code);
          expect(outcome).toBe(isLegal ? step.to : "illegal");
          if (isLegal) state = step.to;
          expect(library.take(id)?.state).toBe(state);
          if (isLegal && step.to === "completed") billed = step.billed ?? quoted.max;
        }
        const entries = library.ledger().filter((entry) => entry.takeId === id);
        const kinds = entries.map((entry) => entry.kind);
        expect(kinds[0]).toBe("reserved");
        expect(kinds.filter((kind) => kind === "reserved")).toHaveLength(1);
        expect(kinds.filter((kind) => kind === "billed" || kind === "refunded").length).toBeLessThanOrEqual(1);
        expect(entries.find((entry) => entry.kind === "billed")?.credits ?? null).toBe(billed);
        expect(kinds.includes("refunded")).toBe(state === "refused" || (state === "failed" && billed === null));
      }),
      { numRuns: 60 },
    );
  });

  test("each further result of a task is a take of its own at no cost, older than the first one, on disk with it", async () => {
    const home = tempFolder();
    const library = await openTemp({ home });
    const { id } = await library.intend(newTake());
    await library.advance(id, { to: "submitted", taskId: "task-1" });
    await library.advance(id, { to: "completed", urls: ["https://e.example/1", "https://e.example/2", "https://e.example/1", "https://e.example/3"], billed: 180, creditsRaw: 180 });
    await library.close();
    const again = await openTemp({ home });
    expect(again.takesOf("key-1").map(({ state, output, urls, billed, taskId }) => ({ state, output, urls, billed, taskId }))).toEqual([
      { state: "completed", output: 1, urls: ["https://e.example/2"], billed: 0, taskId: "task-1" },
      { state: "completed", output: 2, urls: ["https://e.example/3"], billed: 0, taskId: "task-1" },
      { state: "completed", output: 0, urls: ["https://e.example/1"], billed: 180, taskId: "task-1" },
    ]);
    expect(again.ledger().map(({ takeId, kind, credits }) => [takeId, kind, credits])).toEqual([[id, "reserved", 200], [id, "billed", 180]]);
  });

  test("an answer with hundreds of results makes no hundreds of takes, and keeps their addresses", async () => {
    const library = await openTemp();
    const { id } = await library.intend(newTake());
    await library.advance(id, { to: "submitted", taskId: "task-1" });
    const { urls } = await library.advance(id, { to: "completed", urls: Array.from({ length: 300 }, (_unused, at) => `https://e.example/${at}`), billed: 1, creditsRaw: 1 });
    expect([library.takesOf("key-1").length, urls.length]).toEqual([16, 285]);
  });

  test("the formula of the quote stays with the take and its entries", async () => {
    const library = await openTemp();
    const { id } = await library.intend(newTake({ formula: "5 s × 40" }));
    expect(library.take(id)?.formula).toBe("5 s × 40");
    expect(library.ledger()[0]?.formula).toBe("5 s × 40");
  });

  test("an illegal step names the take, where it is and what may follow", async () => {
    const library = await openTemp();
    const { id } = await completedTake(library);
    await expect(library.advance(id, { to: "submitted", taskId: "again" })).rejects.toThrow(`Take ${id} is completed and cannot become submitted: only stored, failed may follow.`);
    await expect(library.advance(999, { to: "submitted", taskId: "x" })).rejects.toMatchObject({ code: "not-found" });
  });

  test("a take whose media were lost stays billed", async () => {
    const library = await openTemp();
    const { id } = await completedTake(library);
    const failed = await library.advance(id, { to: "failed", error: { code: "media-lost", message: "the link expired" } });
    expect(failed).toMatchObject({ state: "failed", billed: 180, error: { code: "media-lost" } });
    expect(library.ledger().map((entry) => [entry.kind, entry.credits])).toEqual([["reserved", 200], ["billed", 180]]);
  });

  test("a failed or refused take costs nothing and keeps the service's own figure", async () => {
    const library = await openTemp();
    const { id } = await library.intend(newTake());
    await library.advance(id, { to: "submitted", taskId: "t" });
    expect(await library.advance(id, { to: "failed", error, creditsRaw: 200 })).toMatchObject({ billed: 0, creditsRaw: 200 });
    expect(library.ledger().map((entry) => [entry.kind, entry.credits])).toEqual([["reserved", 200], ["refunded", 200]]);
  });

  test("an unknown take that is found again goes on as if it had never been lost", async () => {
    const library = await openTemp();
    const { id } = await library.intend(newTake());
    expect(await library.advance(id, { to: "unknown", error })).toMatchObject({ state: "unknown", billed: null, error });
    expect(await library.advance(id, { to: "submitted", taskId: "found" })).toMatchObject({ state: "submitted", taskId: "found", error: null });
    await library.advance(id, { to: "completed", urls: [], billed: null, creditsRaw: null });
    expect(library.ledger().map(({ kind, credits, estimated }) => ({ kind, credits, estimated }))).toEqual([
      { kind: "reserved", credits: 200, estimated: false },
      { kind: "unknown", credits: 200, estimated: false },
      { kind: "billed", credits: 200, estimated: true },
    ]);
  });
});

describe("durability", () => {
  test("a take whose intend resolved is there after the process was killed", async () => {
    const home = tempFolder();
    const child = startChild("intend", home);
    const { id } = (await child.next()) as { id: number };
    await child.kill();
    const library = await openTemp({ home });
    expect(library.take(id)).toMatchObject({ state: "intended", key: "from-the-child", quoted: { min: 5, max: 7 } });
    expect(library.ledger()).toMatchObject([{ takeId: id, kind: "reserved", credits: 7 }]);
  });

  test("a task id whose advance resolved is there after the process was killed", async () => {
    const home = tempFolder();
    const child = startChild("submit", home);
    const { id } = (await child.next()) as { id: number };
    await child.kill();
    expect((await openTemp({ home })).take(id)).toMatchObject({ state: "submitted", taskId: "task-of-the-child" });
  });

  test("the database waits for the disk", async () => {
    const exec = vi.spyOn(DatabaseSync.prototype, "exec");
    later(() => exec.mockRestore());
    await openTemp();
    const said = exec.mock.calls.map(([sql]) => sql).join(";");
    expect(said).toContain("synchronous = FULL");
    expect(said).toContain("journal_mode = WAL");
    expect(said).toContain("foreign_keys = ON");
  });
});

describe("group commit", () => {
  test("all writes of one turn of the event loop are one transaction", async () => {
    const library = await openTemp();
    const exec = vi.spyOn(DatabaseSync.prototype, "exec");
    later(() => exec.mockRestore());
    const commits = (): number => exec.mock.calls.filter(([sql]) => sql === "COMMIT").length;
    await Promise.all(Array.from({ length: 50 }, (_, item) => library.intend(newTake({ item }))));
    expect(commits()).toBe(1);
    await library.intend(newTake());
    await library.intend(newTake());
    expect(commits()).toBe(3);
  });

  test("one illegal change does not harm the others of its transaction", async () => {
    const library = await openTemp();
    const [first, second] = await Promise.all([library.intend(newTake()), library.intend(newTake({ key: "other" }))]);
    const [good, bad, alsoGood] = await Promise.allSettled([
      library.advance(first.id, { to: "submitted", taskId: "one" }),
      library.advance(second.id, { to: "completed", urls: [], billed: 1, creditsRaw: 1 }),
      library.advance(second.id, { to: "submitted", taskId: "two" }),
    ]);
    expect(good).toMatchObject({ status: "fulfilled", value: { taskId: "one" } });
    expect(bad).toMatchObject({ status: "rejected", reason: { code: "illegal" } });
    expect(alsoGood).toMatchObject({ status: "fulfilled", value: { state: "submitted", taskId: "two" } });
    expect(library.ledger().map((entry) => entry.kind)).toEqual(["reserved", "reserved"]);
  });

  test("nothing can be read before it is durable", async () => {
    const library = await openTemp();
    const pending = library.intend(newTake());
    expect(library.takesOf("key-1")).toEqual([]);
    await pending;
    expect(library.takesOf("key-1")).toHaveLength(1);
  });

  test("what was asked for before closing is written, and what comes after is refused", async () => {
    const home = tempFolder();
    const library = await openTemp({ home });
    const pending = library.intend(newTake());
    await library.close();
    await expect(pending).resolves.toMatchObject({ state: "intended" });
    await expect(library.intend(newTake())).rejects.toMatchObject({ code: "closed" });
    expect(() => library.takesOf("key-1")).toThrow(expect.objectContaining({ code: "closed" }));
    expect((await openTemp({ home })).takesOf("key-1")).toHaveLength(1);
  });
});

describe("takes", () => {
  test("are numbered per key from 0, the newest last, and come back as they went in", async () => {
    const library = await openTemp();
    const [a, b, c] = await Promise.all([library.intend(newTake()), library.intend(newTake({ key: "other" })), library.intend(newTake({ nodeId: "node-2" }))]);
    expect([a.ordinal, b.ordinal, c.ordinal]).toEqual([0, 0, 1]);
    expect(library.takesOf("key-1")).toEqual([a, c]);
    expect(a).toEqual({
      ...newTake(), formula: null, origin: "made", id: a.id, ordinal: 0, output: 0, state: "intended", taskId: null, urls: [], sha256: null, billed: null, creditsRaw: null, error: null,
      createdAt: a.createdAt, submittedAt: null, completedAt: null, storedAt: null,
    });
  });

  test("that ended without a result do not answer for their key, but keep their number", async () => {
    const library = await openTemp();
    const refused = await library.intend(newTake());
    await library.advance(refused.id, { to: "refused", error });
    const unknown = await library.intend(newTake());
    await library.advance(unknown.id, { to: "unknown", error });
    expect(library.takesOf("key-1").map((take) => [take.ordinal, take.state])).toEqual([[1, "unknown"]]);
    await library.advance(unknown.id, { to: "abandoned", error });
    expect(library.takesOf("key-1")).toEqual([]);
    expect(library.takesIn(["refused", "abandoned"]).map((take) => take.id)).toEqual([refused.id, unknown.id]);
    expect(library.takesIn([])).toEqual([]);
  });

  test("of another realm never answer, though both realms share one folder", async () => {
    const home = tempFolder();
    const [sandbox, real] = [await openTemp({ home }), await openTemp({ home, realm: "https://seegen.ai" })];
    const take = await sandbox.intend(newTake());
    expect(real.takesOf("key-1")).toEqual([]);
    expect(real.take(take.id)).toBeUndefined();
    expect(real.takesIn(["intended"])).toEqual([]);
    expect(real.ledger()).toEqual([]);
    expect((await real.intend(newTake())).ordinal).toBe(0);
    await expect(real.advance(take.id, { to: "submitted", taskId: "x" })).rejects.toMatchObject({ code: "not-found" });
  });

  test("written by another process are seen at the next look", async () => {
    const home = tempFolder();
    const [one, two] = [await openTemp({ home }), await openTemp({ home })];
    expect(two.takesOf("key-1")).toEqual([]);
    const { id } = await one.intend(newTake());
    expect(two.takesOf("key-1")).toMatchObject([{ state: "intended" }]);
    await one.advance(id, { to: "submitted", taskId: "t" });
    expect(two.takesOf("key-1")).toMatchObject([{ state: "submitted" }]);
    await two.advance(id, { to: "completed", urls: [], billed: 1, creditsRaw: 1 });
    expect(one.takesOf("key-1")).toMatchObject([{ state: "completed" }]);
  });
});

describe("the ledger", () => {
  test("cannot be changed or deleted by anybody", async () => {
    const home = tempFolder();
    const library = await openTemp({ home });
    await completedTake(library);
    const before = library.ledger();
    const stranger = new DatabaseSync(join(home, "library.db"));
    later(() => stranger.close());
    for (const sql of [
      "UPDATE ledger SET credits = 0",
      "DELETE FROM ledger",
      "INSERT OR REPLACE INTO ledger SELECT * FROM ledger WHERE id = 1",
    ]) {
      expect(() => stranger.exec(sql)).toThrow("append-only");
    }
    expect(library.ledger()).toEqual(before);
  });

  test("answers for one run or one graph, in the order things happened", async () => {
    const library = await openTemp();
    await completedTake(library);
    await completedTake(library, { runId: "run-2", nodeId: "n2" });
    await library.intend(newTake({ runId: "run-2", graphId: "graph-2" }));
    expect(library.ledger({ runId: "run-2" }).map((entry) => [entry.kind, entry.nodeId])).toEqual([["reserved", "n2"], ["billed", "n2"], ["reserved", "node-1"]]);
    expect(library.ledger({ graphId: "graph-2" })).toHaveLength(1);
    expect(library.ledger({ runId: "run-2", graphId: "graph-1" })).toHaveLength(2);
    expect(library.ledger().map((entry) => entry.id)).toEqual([1, 2, 3, 4, 5]);
  });
});

describe("what is remembered", () => {
  test("runs, from their start to their end", async () => {
    const library = await openTemp();
    const run = { id: "r1", graphId: "g", graphName: "G", startedAt: 5, endedAt: null, quoted: { min: 1, max: 2 }, billed: 0, outcome: "running" as const };
    await library.startRun(run);
    await library.endRun("r1", { endedAt: 9, billed: 2, outcome: "done" });
    expect(library.runs()).toEqual([{ ...run, endedAt: 9, billed: 2, outcome: "done" }]);
    await expect(library.endRun("nobody", { endedAt: 9, billed: 2, outcome: "done" })).rejects.toMatchObject({ code: "not-found" });
  });

  test("the last key of each item of a node", async () => {
    const library = await openTemp();
    await library.rememberKey("g", "n", 0, { key: "old", params: {}, inputs: {} });
    await library.rememberKey("g", "n", 0, { key: "new", params: { duration: "5" }, inputs: { prompt: "abc" } });
    expect(library.lastKey("g", "n", 0)).toEqual({ key: "new", params: { duration: "5" }, inputs: { prompt: "abc" } });
    expect(library.lastKey("g", "n", 1)).toBeUndefined();
  });

  test("assets per account: another account registers its own", async () => {
    const home = tempFolder();
    const [mine, theirs] = [await openTemp({ home }), await openTemp({ home, account: "somebody else" })];
    const asset = { content: "sha256:00", mediaType: "image" as const, assetId: "1", uri: "asset://asset-1", status: "processing" as const, failReason: null };
    await mine.rememberAsset(asset);
    await mine.rememberAsset({ ...asset, status: "active" });
    expect(mine.asset("sha256:00", "image")).toEqual({ ...asset, status: "active" });
    expect(mine.asset("sha256:00", "video")).toBeUndefined();
    expect(theirs.asset("sha256:00", "image")).toBeUndefined();
  });
});
