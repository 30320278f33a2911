/** An element and its place in the document's order. Ranks are any finite numbers; what undo brings back has its old one again. */
export interface Ranked<T> {
  readonly rank: number;
  readonly value: T;
}

type Table<T> = ReadonlyMap<string, Ranked<T>>;
type Element = { id: string };

/** The elements of a table in the document's order, and their ranks at the same places. Never changed once made. */
interface Order<T> {
  readonly ranks: readonly number[];
  readonly values: readonly T[];
}

/** Sorting is the costly part of reading a document, and a table never changes: its order is kept beside it. */
const orders = new WeakMap<Table<Element>, Order<Element>>();

export function remember<T extends Element>(table: Table<T>, order: Order<T>): void {
  orders.set(table, order);
}

/** Elements in the document's order; the same list as long as the table is the same. */
export function inOrder<T extends Element>(table: Table<T>): readonly T[] {
  return orderOf(table).values;
}

/** Their ranks, at the same places. */
export function ranksInOrder<T extends Element>(table: Table<T>): readonly number[] {
  return orderOf(table).ranks;
}

/** By rank; equal ranks, which only two writers at once can make, by id, so that both sides agree. */
function orderOf<T extends Element>(table: Table<T>): Order<T> {
  const known = orders.get(table) as Order<T> | undefined;
  if (known) return known;
  const order = orderFrom([...table.values()].sort(compare));
  remember(table, order);
  return order;
}

/** The rank with which an element comes last. */
export function lastRank<T extends Element>(table: Table<T>): number {
  return (orderOf(table).ranks.at(-1) ?? -1) + 1;
}

/** Make the order of `after` from that of `before`: what changed is put in place, nothing else is sorted again. */
export function reorder<T extends Element>(before: Table<T>, after: Table<T>, ids: readonly string[]): void {
  const old = orderOf(before);
  if (ids.every((id) => before.get(id)?.rank === after.get(id)?.rank)) {
    const values = old.values.slice();
    for (const id of ids) {
      const next = after.get(id);
      if (next) values[placeOf(old, next.rank, id)] = next.value;
    }
    remember(after, { ranks: old.ranks, values });
    return;
  }
  const touched = new Set(ids);
  const put = ids.flatMap((id) => after.get(id) ?? []).sort(compare);
  const merged: Ranked<T>[] = [];
  let at = 0;
  old.values.forEach((value, place) => {
    if (touched.has(value.id)) return;
    const kept = { rank: old.ranks[place] ?? 0, value };
    for (let next = put[at]; next && compare(next, kept) < 0; next = put[++at]) merged.push(next);
    merged.push(kept);
  });
  remember(after, orderFrom([...merged, ...put.slice(at)]));
}

function orderFrom<T extends Element>(sorted: readonly Ranked<T>[]): Order<T> {
  return { ranks: sorted.map(({ rank }) => rank), values: sorted.map(({ value }) => value) };
}

function compare(one: Ranked<Element>, other: Ranked<Element>): number {
  return one.rank - other.rank || compareIds(one.value.id, other.value.id);
}

function compareIds(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

/** Where the element with this rank and id stands; it must be there. */
function placeOf(order: Order<Element>, rank: number, id: string): number {
  let low = 0;
  let high = order.ranks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const before = (order.ranks[middle] ?? 0) - rank || compareIds(order.values[middle]?.id ?? "", id);
    if (before < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
