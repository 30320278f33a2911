import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { LedgerEntry } from "../../shared/contract/records.ts";

/** What a data folder's sandbox was paid, entry by entry. */
export function ledgerOf(home: string): readonly LedgerEntry[] {
  const root = join(import.meta.dirname, "../..");
  const text = execFileSync(process.execPath, ["--disable-warning=ExperimentalWarning", "electron/cli/main.ts", "ledger", "--json", "--sandbox"], { cwd: root, encoding: "utf8", env: { ...process.env, SHOTGRAPH_HOME: home } });
  return (JSON.parse(text) as { entries: LedgerEntry[] }).entries;
}
