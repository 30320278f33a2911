import { DatabaseSync } from "node:sqlite";
import type { LeaseHolder, TakeRecord } from "../../../shared/contract/records.ts";
import { sqliteCode } from "../databaseErrors.ts";
import { isStale } from "../lease.ts";
import { TAKE_COLUMNS, takeOf } from "../takeRow.ts";

export interface Rescued {
  realm: string;
  account: string;
  take: TakeRecord;
}

const OPEN = new Set(["intended", "submitted", "completed", "unknown"]);

/**
 * Reads the takes without media out of a damaged database, as far as it can be read from either end: they are paid for, or may be, and no sidecar knows
 * them. Whatever cannot be read is left; the file is not changed.
 */
export function rescue(file: string): Rescued[] {
  const found = new Map<number, Rescued>();
  for (const order of ["ASC", "DESC"]) {
    for (const row of readable(file, `SELECT realm, account, ${TAKE_COLUMNS} FROM takes NOT INDEXED ORDER BY id ${order}`)) {
      if (OPEN.has(String(row.state))) found.set(Number(row.id), { realm: String(row.realm), account: String(row.account), take: takeOf(row) });
    }
  }
  return [...found.values()].sort((one, other) => one.take.id - other.take.id);
}

/** Who holds the lease of a damaged database, as far as that can be read: whoever has it open goes on writing into it. */
export function holderIn(file: string, at: number): Omit<LeaseHolder, "heartbeatAt"> | null {
  const [row] = readable(file, "SELECT pid, hostname, what, since, heartbeat_at FROM lease");
  if (!row) return null;
  const holder = { pid: Number(row.pid), hostname: String(row.hostname), what: String(row.what), since: Number(row.since) };
  return isStale({ ...holder, heartbeat_at: Number(row.heartbeat_at) }, at) ? null : holder;
}

function readable(file: string, sql: string): Record<string, unknown>[] {
  const rows: Record<string, unknown>[] = [];
  let connection: DatabaseSync | undefined;
  try {
    connection = new DatabaseSync(file, { readOnly: true });
    for (const row of connection.prepare(sql).iterate()) rows.push(row);
    return rows;
  } catch (error) {
    // Damaged from here on, which is why we are here: what came before counts.
    if (sqliteCode(error) === null) throw error;
    return rows;
  } finally {
    connection?.close();
  }
}
