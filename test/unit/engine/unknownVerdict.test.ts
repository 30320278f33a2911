import { describe, expect, test } from "vitest";
import { settleUnknown } from "../../../electron/engine/settleUnknown.ts";
import { judgeUnknown } from "../../../electron/engine/unknownVerdict.ts";
import type { LedgerEntry } from "../../../shared/contract/records.ts";
import { graphOf } from "../../fixtures/graphs.ts";
import { memoryService, serviceError } from "../../fixtures/memoryService.ts";
import { bench, statuses } from "./harness.ts";

let ids = 0;
function entry(kind: LedgerEntry["kind"], credits: number, more: Partial<LedgerEntry> = {}): LedgerEntry {
  ids += 1;
  return { id: ids, at: 0, takeId: ids, kind, credits, estimated: false, runId: "r", graphId: "g", nodeId: "n", model: "m", quoted: { min: credits, max: credits }, formula: null, ...more };
}

/** `charged`, `notCharged` or `?` for each of the lost ones. */
function verdicts(before: number, after: number, entries: LedgerEntry[]): string[] {
  const told = new Map(judgeUnknown({ before, after, entries }).map(({ takeId, is }) => [takeId, is as string]));
  return entries.filter(({ kind }) => kind === "unknown").map(({ takeId }) => told.get(takeId) ?? "?");
}

/** A take that was sent and billed. */
function billed(credits: number): LedgerEntry[] {
  const reserved = entry("reserved", credits);
  return [reserved, { ...reserved, id: reserved.id + 1000, kind: "billed" }];
}

describe("the balance about lost requests", () => {
  test("the rest of its move is their price: charged", () => {
    expect(verdicts(1000, 600, [...billed(200), entry("unknown", 200)])).toEqual(["charged"]);
    expect(verdicts(1000, 965, [entry("unknown", 35)])).toEqual(["charged"]);
    expect(verdicts(1000, 930, [entry("unknown", 35), entry("unknown", 35)])).toEqual(["charged", "charged"]);
  });

  test("no rest, and a bill that it was seen to move with: not charged", () => {
    expect(verdicts(1000, 800, [...billed(200), entry("unknown", 200)])).toEqual(["notCharged"]);
  });

  test("one that never moves proves nothing", () => {
    expect(verdicts(1000, 1000, [entry("unknown", 200)])).toEqual(["?"]);
    expect(verdicts(1000, 1000, [...billed(200), entry("unknown", 200)])).toEqual(["?"]);
  });

  test("of several with different prices it names those that every explanation has in common", () => {
    expect(verdicts(1000, 765, [...billed(200), entry("unknown", 35), entry("unknown", 60)])).toEqual(["charged", "notCharged"]);
    expect(verdicts(1000, 765, [entry("unknown", 35), entry("unknown", 200), entry("unknown", 500)])).toEqual(["charged", "charged", "notCharged"]);
    // 100 is one of 100, or 40 and 60: nobody knows; but 7 is in none of them.
    expect(verdicts(1000, 900, [entry("unknown", 100), entry("unknown", 40), entry("unknown", 60), entry("unknown", 7)])).toEqual(["?", "?", "?", "notCharged"]);
  });

  test("some of several of one price, somebody else's spending, and figures that are not fixed are inconclusive", () => {
    expect(verdicts(1000, 765, [...billed(200), entry("unknown", 35), entry("unknown", 35)])).toEqual(["?", "?"]);
    expect(verdicts(1000, 700, [...billed(200), entry("unknown", 35)])).toEqual(["?"]);
    expect(verdicts(1000, 1100, [...billed(200), entry("unknown", 35)])).toEqual(["?"]);
    expect(verdicts(1000, 800, [...billed(200), entry("unknown", 50, { quoted: { min: 35, max: 50 } })])).toEqual(["?"]);
    expect(verdicts(1000, 800, [entry("billed", 200, { estimated: true }), entry("unknown", 35)])).toEqual(["?"]);
  });

  test("what is reserved and still runs counts; what was refunded does not; a take is counted by its latest entry", () => {
    expect(verdicts(1000, 725, [...billed(200), entry("reserved", 40), entry("refunded", 60), entry("unknown", 35)])).toEqual(["charged"]);
  });
});

test("a refund of a task whose end was not seen hides a charge of the same price: nothing is decided by it", () => {
  const told = (after: number, entries: LedgerEntry[], others: LedgerEntry[]) => judgeUnknown({ before: 1000, after, entries, others }).map(({ is }) => is);
  const lost = entry("unknown", 200);
  // Charged 35 and 200, and a task of an earlier run gave 200 back.
  expect(told(965, [...billed(35), lost], [entry("refunded", 200, { runId: "earlier" })])).toEqual([]);
  expect(told(965, [...billed(35), lost], [entry("reserved", 200, { runId: "earlier" })])).toEqual([]);
  // The same within the run: it is not asked after any more, and may have failed.
  expect(told(765, [...billed(35), lost, entry("reserved", 200)], [])).toEqual([]);
  // Another price explains nothing, so the verdict stands.
  expect(told(965, [...billed(35), lost], [entry("reserved", 60, { runId: "earlier" })])).toEqual(["notCharged"]);
  expect(told(765, [...billed(35), lost], [entry("reserved", 60, { runId: "earlier" })])).toEqual(["charged"]);
  // A price that is not fixed may have given anything back.
  expect(told(765, [...billed(35), lost], [entry("reserved", 60, { runId: "earlier", quoted: { min: 50, max: 60 } })])).toEqual([]);
});

describe("settling", () => {
  const lines = ["lost", "made"];
  const graph = () => graphOf([["l", "promptList", { lines }], ["g", "gptImage2"]], ["l.text > g.prompt"]);

  async function settled(readings: (number | null)[]) {
    const service = memoryService();
    service.onSubmit = (body) => (JSON.stringify(body).includes("lost") ? { kind: "unknown", error: serviceError(500, "X", "lost") } : undefined);
    const { run, library } = bench(service);
    const result = await run(graph());
    const [lost, made] = library.all();
    library.ledger = () => [entry("unknown", 35, { takeId: lost?.id ?? 0 }), ...billed(35).map((one) => ({ ...one, takeId: made?.id ?? 0 }))];
    const pauses: string[] = [];
    const after = await settleUnknown(result, { library, before: 1000, balance: async () => readings.shift() ?? null, pause: async () => void pauses.push("paused") });
    return { outcome: after.outcome, statuses: after.steps.map(({ status }) => status), state: library.take(lost?.id ?? 0)?.state, code: library.take(lost?.id ?? 0)?.error?.code, pauses: pauses.length };
  }

  test("not charged is believed when a second look, later, shows the same", async () => {
    expect(await settled([965, 965])).toEqual({ outcome: "failed", statuses: ["failed", "done"], state: "refused", code: "not_charged", pauses: 1 });
  });

  test("a balance that turns out to have been old leaves it unknown: it is not sent again", async () => {
    expect(await settled([965, 930])).toMatchObject({ outcome: "unknown", statuses: ["unknown", "done"], state: "unknown" });
    expect(await settled([965, null])).toMatchObject({ outcome: "unknown", state: "unknown" });
  });

  test("charged needs no second look, and stays unknown", async () => {
    expect(await settled([930])).toMatchObject({ outcome: "unknown", state: "unknown", code: "charged", pauses: 0 });
  });

  test("a task of an earlier run that failed meanwhile leaves it unknown: its refund may be what hides the charge", async () => {
    const service = memoryService();
    service.onSubmit = (body) => (JSON.stringify(body).includes("lost") ? { kind: "unknown", error: serviceError(500, "X", "lost") } : undefined);
    const { run, library } = bench(service);
    const result = await run(graph());
    const [lost, made] = library.all();
    if (!made) throw new Error("nothing was made");
    const earlier = await library.intend({ ...made, runId: "earlier" });
    await library.advance(earlier.id, { to: "failed", error: { code: "X", message: "failed" }, creditsRaw: 35 });
    const own = [entry("unknown", 35, { takeId: lost?.id ?? 0 }), ...billed(35).map((one) => ({ ...one, takeId: made.id }))];
    library.ledger = (filter) => (filter?.runId === undefined ? [...own, entry("refunded", 35, { takeId: earlier.id, runId: "earlier" })] : own);
    const after = await settleUnknown(result, { library, before: 1000, balance: async () => 965, pause: async () => undefined });
    expect(after.outcome).toBe("unknown");
    expect(library.take(lost?.id ?? 0)?.state).toBe("unknown");
  });

  test("with nothing lost the balance is not asked for", async () => {
    const { run, library } = bench();
    const result = await run(graph());
    expect(statuses(result)).toEqual({ g: "done" });
    expect(await settleUnknown(result, { library, before: 1, balance: () => Promise.reject(new Error("asked")), pause: async () => undefined })).toEqual(result);
  });
});
