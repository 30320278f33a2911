import type { RunPage, Spend } from "../../../shared/contract/libraryQueries.ts";
import type { RunRecord } from "../../../shared/contract/records.ts";
import type { LibraryDatabase } from "../database.ts";
import { runOf } from "../remembered.ts";
import { cursorOf, placeOf, startAt } from "./cursor.ts";

const RUNS_PER_PAGE = 50;

/** Runs and what was spent, counted in the database: a graph may have tens of thousands of ledger entries. */
export class Money {
  readonly #database: LibraryDatabase;
  readonly #realm: string;

  constructor(database: LibraryDatabase, realm: string) {
    this.#database = database;
    this.#realm = realm;
  }

  runs({ graphId, limit = RUNS_PER_PAGE, cursor }: { graphId?: string; limit?: number; cursor?: string }): RunPage {
    const { at, id } = cursor === undefined ? startAt(undefined) : placeOf(cursor);
    const ofGraph = graphId === undefined ? "" : " AND graph_id = ?";
    const sql = `SELECT * FROM runs WHERE realm = ?${ofGraph} AND (started_at, id) < (?, ?) ORDER BY started_at DESC, id DESC LIMIT ?`;
    const values = [this.#realm, ...(graphId === undefined ? [] : [graphId]), at, id, limit + 1];
    const found = this.#database.read(() => this.#database.statement(sql).all(...values).map(runOf));
    const runs = found.slice(0, limit);
    const last = runs.at(-1);
    return { runs, next: found.length > limit && last ? cursorOf(placeIn(last)) : null };
  }

  spend({ graphId, since }: { graphId?: string; since?: number }): Spend {
    const conditions = ["realm = ?"];
    const values: (string | number)[] = [this.#realm];
    if (graphId !== undefined) {
      conditions.push("graph_id = ?");
      values.push(graphId);
    }
    if (since !== undefined) {
      conditions.push("at >= ?");
      values.push(since);
    }
    // Beside MAX(id) SQLite gives the other columns of that very row.
    const latest = `SELECT take_id, MAX(id), kind, credits FROM ledger WHERE ${conditions.join(" AND ")} GROUP BY take_id`;
    const rows = this.#database.read(() => this.#database.statement(`SELECT kind, SUM(credits) AS credits FROM (${latest}) GROUP BY kind`).all(...values));
    const sums = new Map(rows.map(({ kind, credits }) => [kind, Number(credits)]));
    const of = (kind: keyof Spend) => sums.get(kind) ?? 0;
    return { reserved: of("reserved"), billed: of("billed"), refunded: of("refunded"), unknown: of("unknown") };
  }
}

function placeIn({ startedAt, id }: RunRecord) {
  return { at: startedAt, id };
}
