import type { LedgerEntry } from "../../shared/contract/records.ts";

export type Verdict = "charged" | "notCharged" | "inconclusive";

interface Evidence {
  /** `availableCredits` before the run's first POST and after its last task has ended. */
  before: number;
  after: number;
  /** The run's ledger. */
  entries: readonly LedgerEntry[];
}

/**
 * Were the requests of a run whose answers were lost charged? The balance has moved by what is known and what is not: where the rest is
 * nothing, none of them was; where it is their whole price, all of them were. A balance that has not been seen to move with a known bill of
 * the same run proves nothing (it may be cached), and neither does one that something else has moved as well.
 */
export function judgeUnknown({ before, after, entries }: Evidence): Verdict {
  const latest = [...new Map(entries.map((entry) => [entry.takeId, entry])).values()];
  const unknown = latest.filter(({ kind }) => kind === "unknown");
  const known = latest.filter(({ kind }) => kind === "billed" || kind === "reserved");
  const isFixed = ({ quoted }: LedgerEntry) => quoted.min === quoted.max;
  if (unknown.length === 0 || !unknown.every(isFixed) || !known.every((entry) => (entry.kind === "billed" ? !entry.estimated : isFixed(entry)))) return "inconclusive";
  const sum = (list: readonly LedgerEntry[]) => list.reduce((total, { credits }) => total + credits, 0);
  const rest = before - after - sum(known);
  if (rest === sum(unknown)) return "charged";
  return rest === 0 && known.some(({ kind, credits }) => kind === "billed" && credits > 0) ? "notCharged" : "inconclusive";
}
