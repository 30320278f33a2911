import type { LedgerEntry, TakeRecord } from "../../shared/contract/records.ts";
import type { LibraryDatabase } from "./database.ts";

interface LedgerRow {
  id: number;
  at: number;
  take_id: number;
  kind: LedgerEntry["kind"];
  credits: number;
  estimated: number;
  run_id: string;
  graph_id: string;
  node_id: string;
  model: string;
  quoted_min: number;
  quoted_max: number;
  formula: string | null;
}

/** What was spent, entry after entry. Triggers of the schema refuse to change or delete one. */
export class Ledger {
  readonly #database: LibraryDatabase;
  readonly #realm: string;

  constructor(database: LibraryDatabase, realm: string) {
    this.#database = database;
    this.#realm = realm;
  }

  append(entry: { take: TakeRecord; kind: LedgerEntry["kind"]; credits: number; estimated: boolean; at: number }): void {
    const { take } = entry;
    this.#database
      .statement(
        `INSERT INTO ledger (at, realm, take_id, kind, credits, estimated, run_id, graph_id, node_id, model, quoted_min, quoted_max)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(entry.at, this.#realm, take.id, entry.kind, entry.credits, entry.estimated ? 1 : 0, take.runId, take.graphId, take.nodeId, take.model, take.quoted.min, take.quoted.max);
  }

  entries(filter: { runId?: string; graphId?: string } = {}): LedgerEntry[] {
    const conditions = ["ledger.realm = ?"];
    const values = [this.#realm];
    if (filter.runId !== undefined) {
      conditions.push("ledger.run_id = ?");
      values.push(filter.runId);
    }
    if (filter.graphId !== undefined) {
      conditions.push("ledger.graph_id = ?");
      values.push(filter.graphId);
    }
    const sql = `SELECT ledger.*, takes.formula FROM ledger JOIN takes ON takes.id = ledger.take_id WHERE ${conditions.join(" AND ")} ORDER BY ledger.id`;
    return this.#database.read(() => this.#database.statement(sql).all(...values).map(entryOf));
  }
}

function entryOf(values: unknown): LedgerEntry {
  const row = values as LedgerRow;
  return {
    id: row.id,
    at: row.at,
    takeId: row.take_id,
    kind: row.kind,
    credits: row.credits,
    estimated: row.estimated === 1,
    runId: row.run_id,
    graphId: row.graph_id,
    nodeId: row.node_id,
    model: row.model,
    quoted: { min: row.quoted_min, max: row.quoted_max },
    formula: row.formula,
  };
}
