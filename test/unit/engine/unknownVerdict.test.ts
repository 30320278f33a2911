import { expect, test } from "vitest";
import { judgeUnknown } from "../../../electron/engine/unknownVerdict.ts";
import type { LedgerEntry } from "../../../shared/contract/records.ts";

let ids = 0;
function entry(kind: LedgerEntry["kind"], credits: number, more: Partial<LedgerEntry> = {}): LedgerEntry {
  ids += 1;
  return { id: ids, at: 0, takeId: ids, kind, credits, estimated: false, runId: "r", graphId: "g", nodeId: "n", model: "m", quoted: { min: credits, max: credits }, formula: null, ...more };
}

test("the rest of the balance's move is the unknown's price: charged", () => {
  expect(judgeUnknown({ before: 1000, after: 600, entries: [entry("billed", 200), entry("unknown", 200)] })).toBe("charged");
  expect(judgeUnknown({ before: 1000, after: 965, entries: [entry("unknown", 35)] })).toBe("charged");
});

test("no rest, and a bill that the balance was seen to move with: not charged", () => {
  expect(judgeUnknown({ before: 1000, after: 800, entries: [entry("billed", 200), entry("unknown", 200)] })).toBe("notCharged");
});

test("a balance that never moves proves nothing", () => {
  expect(judgeUnknown({ before: 1000, after: 1000, entries: [entry("unknown", 200)] })).toBe("inconclusive");
  expect(judgeUnknown({ before: 1000, after: 1000, entries: [entry("billed", 200), entry("unknown", 200)] })).not.toBe("notCharged");
});

test("some of several, somebody else's spending, and figures that are not fixed are inconclusive", () => {
  expect(judgeUnknown({ before: 1000, after: 765, entries: [entry("billed", 200), entry("unknown", 35), entry("unknown", 35)] })).toBe("inconclusive");
  expect(judgeUnknown({ before: 1000, after: 700, entries: [entry("billed", 200), entry("unknown", 35)] })).toBe("inconclusive");
  expect(judgeUnknown({ before: 1000, after: 800, entries: [entry("billed", 200), entry("unknown", 50, { quoted: { min: 35, max: 50 } })] })).toBe("inconclusive");
  expect(judgeUnknown({ before: 1000, after: 800, entries: [entry("billed", 200, { estimated: true }), entry("unknown", 35)] })).toBe("inconclusive");
});

test("what is reserved and still runs counts; what was refunded does not", () => {
  expect(judgeUnknown({ before: 1000, after: 725, entries: [entry("billed", 200), entry("reserved", 40), entry("refunded", 60), entry("unknown", 35)] })).toBe("charged");
});

test("a take is counted by its latest entry", () => {
  const first = entry("reserved", 200);
  expect(judgeUnknown({ before: 1000, after: 800, entries: [first, { ...first, id: 99, kind: "billed" }, entry("unknown", 35)] })).toBe("notCharged");
});
