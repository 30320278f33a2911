import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { totalsOf } from "../../../electron/cli/ledgerReport.ts";
import { verifyLibrary } from "../../../electron/library/care/verify.ts";
import { completedTake, fetchMedia, newTake, openTemp } from "./support.ts";
import { asked, imported, listed, made, open, staged } from "./madeTakes.ts";

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
