import type { LedgerEntry } from "../../shared/contract/records.ts";
import { openWorkspace, settingsFromEnvironment } from "../host/index.ts";
import { EXIT, type ExitCode } from "./exitCodes.ts";
import { credits, table, thousands } from "./format.ts";
import { callerFolder } from "./graphFile.ts";
import { driftIn, driftOf, summaryOf, totalsOf, type Drift, type SummaryLine } from "./ledgerReport.ts";
import { plain, print, printJson } from "./output.ts";

export interface LedgerFlags {
  json?: boolean;
  csv?: boolean;
  by?: "node" | "run" | "day" | "model";
  sandbox?: boolean;
}

/** `shotgraph ledger`: every entry, oldest first, the sums, and where the bill was not what was quoted. */
export async function ledgerCommand(flags: LedgerFlags): Promise<ExitCode> {
  const workspace = await openWorkspace({
    settings: settingsFromEnvironment(process.env, callerFolder()),
    ...(flags.sandbox ? { sandbox: { start: false, speed: 1 } } : {}),
  });
  try {
    const entries = workspace.library.ledger();
    const totals = totalsOf(entries);
    const drift = driftOf(entries);
    const summary = flags.by === undefined ? null : summaryOf(entries, flags.by);
    if (flags.json) printJson({ ok: true, ...(summary ? { summary } : { entries }), totals, drift });
    else if (flags.csv) print(csv(summary ?? entries.map(flat)));
    else {
      print(summary ? summaryTable(summary, flags.by ?? "") : entryTable(entries));
      print(`\n${thousands(totals.billed)} billed, ${thousands(totals.refunded)} refunded or never charged, ${thousands(totals.open)} reserved for what is under way, ${thousands(totals.unknown)} unknown`);
      if (drift.length > 0) print(`\nNot as quoted:\n${driftTable(drift)}`);
    }
    return EXIT.done;
  } finally {
    await workspace.close();
  }
}

function entryTable(entries: readonly LedgerEntry[]): string {
  const rows = entries.map(({ at, kind, model, nodeId, quoted, credits: amount }) => [new Date(at).toISOString().slice(0, 19).replace("T", " "), kind, model, nodeId, credits(quoted), thousands(amount)]);
  return table(["time (UTC)", "entry", "model", "node", "quoted", "credits"], rows, ["quoted", "credits"]);
}

function summaryTable(lines: readonly SummaryLine[], by: string): string {
  const rows = lines.map(({ name, takes, quoted, billed, refunded, unknown }) => [name, thousands(takes), credits(quoted), thousands(billed), thousands(refunded), thousands(unknown)]);
  return table([by, "takes", "quoted", "billed", "refunded", "unknown"], rows, ["takes", "quoted", "billed", "refunded", "unknown"]);
}

function driftTable(drift: readonly Drift[]): string {
  const rows = drift.map(({ takeId, model, node, quoted, billed, formula }) => [String(takeId), model, node, credits(quoted), thousands(billed), plain(formula ?? "not known")]);
  return table(["take", "model", "node", "quoted", "billed", "formula of the quote"], rows, ["take", "quoted", "billed"]);
}

function flat(entry: LedgerEntry) {
  const { quoted, at, formula, ...rest } = entry;
  return { at: new Date(at).toISOString(), ...rest, quotedMin: quoted.min, quotedMax: quoted.max, drift: driftIn(entry), formula: formula ?? "" };
}

/** RFC 4180 with plain line ends. A cell that a spreadsheet would take for a formula is kept from being one. */
function csv(rows: readonly object[]): string {
  const [first] = rows;
  if (!first) return "";
  const flattened = rows.map((row) => Object.entries(row).flatMap(([key, value]: [string, unknown]) => (isRange(value) ? [[`${key}Min`, value.min], [`${key}Max`, value.max]] : [[key, value]])));
  const head = (flattened[0] ?? []).map(([key]) => cell(key));
  return [head, ...flattened.map((row) => row.map(([, value]) => cell(value)))].map((line) => line.join(",")).join("\n");
}

function cell(value: unknown): string {
  const text = typeof value === "string" ? value.replace(/^[=+\-@\t\r]/, "'$&") : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function isRange(value: unknown): value is { min: number; max: number } {
  return typeof value === "object" && value !== null && "min" in value && "max" in value;
}
