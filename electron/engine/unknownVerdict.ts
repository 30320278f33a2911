import type { LedgerEntry } from "../../shared/contract/records.ts";

export interface Verdict {
  takeId: number;
  is: "charged" | "notCharged";
}

interface Evidence {
  /** `availableCredits` before the run's first POST and after its last task has ended. */
  before: number;
  after: number;
  /** The run's ledger. */
  entries: readonly LedgerEntry[];
}

/** More lost requests of different prices than this are not told apart. */
const MOST_PRICES = 8;

/**
 * Which of a run's lost requests were charged? The balance has moved by what is known and what is not. The rest is what the charged ones cost together:
 * where every way to make it up of their prices has a request among them, that one was charged; where none has, it was not. All others are not named here.
 * A balance that has not been seen to move during the run proves nothing, and neither does one that something else has moved as well.
 */
export function judgeUnknown({ before, after, entries }: Evidence): Verdict[] {
  const latest = [...new Map(entries.map((entry) => [entry.takeId, entry])).values()];
  const unknown = latest.filter(({ kind }) => kind === "unknown");
  const known = latest.filter(({ kind }) => kind === "billed" || kind === "reserved");
  const isFixed = ({ quoted }: LedgerEntry) => quoted.min === quoted.max;
  if (!unknown.every(isFixed) || !known.every((entry) => (entry.kind === "billed" ? !entry.estimated : isFixed(entry)))) return [];
  const rest = before - after - known.reduce((total, { credits }) => total + credits, 0);
  const isMoving = rest > 0 || known.some(({ kind, credits }) => kind === "billed" && credits > 0);
  return [...Map.groupBy(unknown, ({ credits }) => credits)].flatMap(([price, group]) => {
    const [fewest, most] = chargedOf(price, unknown, rest);
    if (fewest === group.length) return group.map(({ takeId }): Verdict => ({ takeId, is: "charged" }));
    return most === 0 && isMoving ? group.map(({ takeId }): Verdict => ({ takeId, is: "notCharged" })) : [];
  });
}

/** How many of one price are charged at least and at most, over all ways in which lost requests make up the rest; [0, Infinity] where there is none. */
function chargedOf(price: number, unknown: readonly LedgerEntry[], rest: number): [fewest: number, most: number] {
  const counts = [...Map.groupBy(unknown, ({ credits }) => credits)].map(([credits, group]) => [credits, group.length] as const);
  const none: [number, number] = [0, Number.POSITIVE_INFINITY];
  if (counts.length > MOST_PRICES) return none;
  const others = counts.filter(([credits]) => credits !== price);
  const own = counts.find(([credits]) => credits === price)?.[1] ?? 0;
  const possible = Array.from({ length: own + 1 }, (_unused, count) => count).filter((count) => canMake(rest - count * price, others));
  return possible.length === 0 ? none : [Math.min(...possible), Math.max(...possible)];
}

function canMake(sum: number, counts: readonly (readonly [price: number, count: number])[]): boolean {
  let sums = new Set([0]);
  for (const [price, count] of counts) sums = new Set([...sums].flatMap((one) => Array.from({ length: count + 1 }, (_unused, times) => one + times * price)));
  return sums.has(sum);
}
