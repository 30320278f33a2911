import type { CreditRange, LedgerEntry } from "../../shared/contract/records.ts";

/** Takes of one node, run, day (UTC) or model, each counted by its latest entry. Credits. */
export interface SummaryLine {
  name: string;
  takes: number;
  quoted: CreditRange;
  billed: number;
  refunded: number;
  /** Reserved for what is under way. */
  open: number;
  unknown: number;
}

export interface Drift {
  takeId: number;
  model: string;
  graph: string;
  node: string;
  quoted: CreditRange;
  billed: number;
  /** The arithmetic of the quote: the formula that the bill contradicts. Null where an older version wrote the take. */
  formula: string | null;
}

/** The latest entry of each take is what is known of it; a bill stays a bill. */
function latestOf(entries: readonly LedgerEntry[]): LedgerEntry[] {
  return [...new Map(entries.map((entry) => [entry.takeId, entry])).values()];
}

export function totalsOf(entries: readonly LedgerEntry[]) {
  const { billed, refunded, open, unknown } = lineOf("all", latestOf(entries));
  return { billed, refunded, open, unknown };
}

export function summaryOf(entries: readonly LedgerEntry[], by: "node" | "run" | "day" | "model"): SummaryLine[] {
  const nameOf: Record<typeof by, (entry: LedgerEntry) => string> = {
    node: ({ graphId, nodeId }) => `${graphId} ${nodeId}`,
    run: ({ runId }) => runId,
    day: ({ at }) => new Date(at).toISOString().slice(0, 10),
    model: ({ model }) => model,
  };
  return [...Map.groupBy(latestOf(entries), nameOf[by])].map(([name, group]) => lineOf(name, group));
}

/** Bills outside their quote: the service's prices or our reading of them have changed. */
export function driftOf(entries: readonly LedgerEntry[]): Drift[] {
  return entries
    .filter((entry) => driftIn(entry) !== 0)
    .map(({ takeId, model, graphId, nodeId, quoted, credits, formula }) => ({ takeId, model, graph: graphId, node: nodeId, quoted, billed: credits, formula }));
}

/** By how many credits a bill is above its quote, or below it (negative); 0 within it, and for what is no bill. */
export function driftIn({ kind, estimated, credits, quoted }: LedgerEntry): number {
  if (kind !== "billed" || estimated) return 0;
  return Math.max(0, credits - quoted.max) + Math.min(0, credits - quoted.min);
}

function lineOf(name: string, entries: readonly LedgerEntry[]): SummaryLine {
  const sum = (kind: LedgerEntry["kind"]) => entries.filter((entry) => entry.kind === kind).reduce((total, { credits }) => total + credits, 0);
  const quoted = entries.reduce((range, entry) => ({ min: range.min + entry.quoted.min, max: range.max + entry.quoted.max }), { min: 0, max: 0 });
  return { name, takes: entries.length, quoted, billed: sum("billed"), refunded: sum("refunded"), open: sum("reserved"), unknown: sum("unknown") };
}
