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
  /** The last entry of each task of another run that the service may have refunded meanwhile, which moves the balance the other way. */
  others?: readonly LedgerEntry[];
}

/** More lost requests of different prices than this are not told apart. */
const MOST_PRICES = 8;

/**
 * Which of a run's lost requests were charged? The balance has moved by what is known and what is not. The rest is what the charged ones cost together:
 * where every way to make it up of their prices has a request among them, that one was charged; where none has, it was not. All others are not named here.
 * A task whose end nobody has seen (of this run or of another) may have failed, and its credits may be back: that counts among the ways.
 * A balance that has not been seen to move during the run proves nothing, and neither does one that something else has moved as well.
 */
export function judgeUnknown({ before, after, entries, others = [] }: Evidence): Verdict[] {
  const latest = [...new Map(entries.map((entry) => [entry.takeId, entry])).values()];
  const unknown = latest.filter(({ kind }) => kind === "unknown");
  const billed = latest.filter(({ kind }) => kind === "billed");
  const running = latest.filter(({ kind }) => kind === "reserved");
  const unseen = [...running, ...others];
  const isFixed = ({ quoted }: LedgerEntry) => quoted.min === quoted.max;
  if (![...unknown, ...unseen].every(isFixed) || billed.some(({ estimated }) => estimated)) return [];
  const moved = before - after - sumOf(billed);
  // What the lost requests and the tasks with an unseen end hold together; those of other runs held theirs already.
  const held = moved + sumOf(others);
  const isMoving = moved > sumOf(running) || billed.some(({ credits }) => credits > 0);
  return [...Map.groupBy(unknown, ({ credits }) => credits)].flatMap(([price, group]) => {
    const [fewest, most] = chargedOf(price, unknown, unseen, held);
    if (fewest === group.length) return group.map(({ takeId }): Verdict => ({ takeId, is: "charged" }));
    return most === 0 && isMoving ? group.map(({ takeId }): Verdict => ({ takeId, is: "notCharged" })) : [];
  });
}

/** How many lost requests of one price are charged at least and at most, over all ways to make up what is held; [0, Infinity] where there is none. */
function chargedOf(price: number, unknown: readonly LedgerEntry[], unseen: readonly LedgerEntry[], held: number): [fewest: number, most: number] {
  const none: [number, number] = [0, Number.POSITIVE_INFINITY];
  const own = unknown.filter(({ credits }) => credits === price).length;
  const further = [...unknown.filter(({ credits }) => credits !== price), ...unseen];
  const others = [...Map.groupBy(further, ({ credits }) => credits)].map(([credits, group]) => [credits, group.length] as const);
  if (others.length >= MOST_PRICES) return none;
  const possible = Array.from({ length: own + 1 }, (_unused, count) => count).filter((count) => canMake(held - count * price, others));
  return possible.length === 0 ? none : [Math.min(...possible), Math.max(...possible)];
}

function canMake(sum: number, counts: readonly (readonly [price: number, count: number])[]): boolean {
  let sums = new Set([0]);
  for (const [price, count] of counts) sums = new Set([...sums].flatMap((one) => Array.from({ length: count + 1 }, (_unused, times) => one + times * price)));
  return sums.has(sum);
}

function sumOf(entries: readonly LedgerEntry[]): number {
  return entries.reduce((total, { credits }) => total + credits, 0);
}
