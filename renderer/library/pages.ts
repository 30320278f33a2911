import type { MediaItem, MediaPage } from "../../shared/contract/libraryQueries.ts";

/** What was loaded of a list so far. */
export interface Loaded {
  items: readonly MediaItem[];
  /** Where to go on; null at the end. */
  next: string | null;
}

/** A further page. What became newer in between is not shown twice. */
export function withMore({ items }: Loaded, page: MediaPage): Loaded {
  const known = new Set(items.map(({ facts }) => facts.sha256));
  return { items: [...items, ...page.items.filter(({ facts }) => !known.has(facts.sha256))], next: page.next };
}

/** A newly read beginning of the list in the place of the old one; older entries that were loaded stay where nothing is missing between. Entries that say the same keep their identity. */
export function withNewTop(loaded: Loaded, top: MediaPage): Loaded {
  const last = top.items.at(-1);
  const before = new Map(loaded.items.map((item) => [item.facts.sha256, item]));
  const items = top.items.map((item) => sameOr(before.get(item.facts.sha256), item));
  if (top.next === null || !last) return { items, next: null };
  const [newest] = loaded.items;
  // More is new than fits into the page: between it and what was loaded something is missing.
  if (newest && isOlder(newest, last)) return { items, next: top.next };
  const inTop = new Set(top.items.map(({ facts }) => facts.sha256));
  const older = loaded.items.filter((item) => isOlder(item, last) && !inTop.has(item.facts.sha256));
  return { items: [...items, ...older], next: older.length > 0 ? loaded.next : top.next };
}

export function without({ items, next }: Loaded, removed: ReadonlySet<string>): Loaded {
  return { items: items.filter(({ facts }) => !removed.has(facts.sha256)), next };
}

/** The host's order: newest first, and of the same moment by the hash. */
function isOlder(one: MediaItem, other: MediaItem): boolean {
  return one.at < other.at || (one.at === other.at && one.facts.sha256 < other.facts.sha256);
}

function sameOr(before: MediaItem | undefined, now: MediaItem): MediaItem {
  return before && JSON.stringify(before) === JSON.stringify(now) ? before : now;
}
