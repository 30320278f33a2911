/** Where a key leads in a grid of `count` tiles in rows of `columns`; null when the key is none that moves. */
export function moved(from: number, key: string, { columns, rows, count }: { columns: number; rows: number; count: number }): number | null {
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns, PageUp: -columns * rows, PageDown: columns * rows };
  if (count === 0) return null;
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const step = steps[key];
  if (step === undefined) return null;
  if (from < 0) return 0;
  const to = from + step;
  if (to >= 0 && to < count) return to;
  // Beyond the last, shorter row: its end. Up from the first row: nowhere.
  if (step === columns && Math.floor(from / columns) < Math.floor((count - 1) / columns)) return count - 1;
  if (key === "PageDown") return count - 1;
  if (key === "PageUp") return from % columns;
  return from;
}

/** Chosen tiles by sha256, and from where a range is drawn. */
export interface Choice {
  chosen: ReadonlySet<string>;
  anchor: string | null;
}

export const NOTHING_CHOSEN: Choice = { chosen: new Set(), anchor: null };

/** A click or a key on a tile: alone, added or taken away (`toggle`), or all from the anchor to it (`range`). */
export function choose({ chosen, anchor }: Choice, order: readonly string[], sha256: string, { toggle = false, range = false } = {}): Choice {
  const from = anchor === null ? -1 : order.indexOf(anchor);
  const to = order.indexOf(sha256);
  if (range && from >= 0 && to >= 0) {
    const between = order.slice(Math.min(from, to), Math.max(from, to) + 1);
    return { chosen: new Set(toggle ? [...chosen, ...between] : between), anchor };
  }
  if (!toggle) return { chosen: new Set([sha256]), anchor: sha256 };
  const next = new Set(chosen);
  if (!next.delete(sha256)) next.add(sha256);
  return { chosen: next, anchor: sha256 };
}

/** What is gone cannot be chosen. The same choice while all of it is still there. */
export function stillChosen(choice: Choice, order: readonly string[]): Choice {
  const there = new Set(order);
  const chosen = [...choice.chosen].filter((sha256) => there.has(sha256));
  if (chosen.length === choice.chosen.size) return choice;
  return { chosen: new Set(chosen), anchor: choice.anchor !== null && there.has(choice.anchor) ? choice.anchor : null };
}
