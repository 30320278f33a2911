import type { LedgerEntry } from "../../shared/contract/records.ts";
import { openWorkspace, settingsFromEnvironment } from "../host/index.ts";
import { EXIT, type ExitCode } from "./exitCodes.ts";
import { credits, table, thousands } from "./format.ts";
import { callerFolder } from "./graphFile.ts";
import { print, printJson } from "./output.ts";

/** `shotgraph ledger`: every entry, oldest first, and the sums. */
export async function ledgerCommand(flags: { json?: boolean; sandbox?: boolean }): Promise<ExitCode> {
  const workspace = await openWorkspace({
    settings: settingsFromEnvironment(process.env, callerFolder()),
    ...(flags.sandbox ? { sandbox: { start: false, speed: 1 } } : {}),
  });
  try {
    const entries = workspace.library.ledger();
    const totals = totalsOf(entries);
    if (flags.json) printJson({ ok: true, entries, totals });
    else {
      const rows = entries.map(({ at, kind, model, nodeId, quoted, credits: amount }) => [new Date(at).toISOString().slice(0, 19).replace("T", " "), kind, model, nodeId, credits(quoted), thousands(amount)]);
      print(table(["time (UTC)", "entry", "model", "node", "quoted", "credits"], rows, ["quoted", "credits"]));
      print(`\n${thousands(totals.billed)} billed, ${thousands(totals.refunded)} refunded or never charged, ${thousands(totals.open)} reserved for what is under way, ${thousands(totals.unknown)} unknown`);
    }
    return EXIT.done;
  } finally {
    await workspace.close();
  }
}

/** Each take is counted by its latest entry. Credits. */
function totalsOf(entries: readonly LedgerEntry[]) {
  const latest = new Map(entries.map((entry) => [entry.takeId, entry]));
  const sum = (kind: LedgerEntry["kind"]) => [...latest.values()].filter((entry) => entry.kind === kind).reduce((total, { credits: amount }) => total + amount, 0);
  return { billed: sum("billed"), refunded: sum("refunded"), open: sum("reserved"), unknown: sum("unknown") };
}
