import { createHash } from "node:crypto";
import type { BundledTake } from "../../shared/contract/libraryQueries.ts";
import type { LibraryDatabase } from "./database.ts";

/** Of whom nothing is known. */
const NO_ACCOUNT = "bundle";
const NO_RUN = "bundle";

/** Adds a stored take that came in a bundle, without a ledger entry, unless the graph has one of these bytes already. Runs inside a transaction of `Writer`. */
export function insertBundled(database: LibraryDatabase, take: BundledTake, at: number): boolean {
  const known = "SELECT 1 FROM takes WHERE realm = ? AND key = ? AND sha256 = ? AND state = 'stored' AND (origin <> 'bundle' OR graph_id = ?)";
  if (database.statement(known).get(take.realm, take.key, take.sha256, take.graphId) !== undefined) return false;
  database
    .statement(
      `INSERT INTO takes (realm, account, key, ordinal, state, origin, service, model, media_type, run_id, graph_id, graph_name, node_id, item, request, body,
         quoted_min, quoted_max, formula, task_id, sha256, billed, created_at, completed_at, stored_at)
       VALUES (:realm, :account, :key, (SELECT coalesce(max(ordinal) + 1, 0) FROM takes WHERE realm = :realm AND key = :key), 'stored', 'bundle', :service, :model,
         :mediaType, :run, :graphId, :graphName, :nodeId, :item, :request, 'null', :min, :max, :formula, :task, :sha256, :billed, :createdAt, :completedAt, :at)`,
    )
    .run({
      realm: take.realm,
      account: NO_ACCOUNT,
      key: take.key,
      service: take.service,
      model: take.model,
      mediaType: take.mediaType,
      run: NO_RUN,
      graphId: take.graphId,
      graphName: take.graphName,
      nodeId: take.nodeId,
      item: take.item,
      request: JSON.stringify(take.request),
      min: take.quoted.min,
      max: take.quoted.max,
      formula: take.formula,
      task: taskOf(take),
      sha256: take.sha256,
      billed: take.billed,
      createdAt: take.createdAt,
      completedAt: take.completedAt,
      at,
    });
  return true;
}

/** Makes takes of bundles answer for every graph; the files whose takes have changed. Runs inside a transaction of `Writer`. */
export function adoptBundled(database: LibraryDatabase, realm: string, which: { graphId: string } | { take: number }): string[] {
  const [column, value] = "take" in which ? (["id", which.take] as const) : (["graph_id", which.graphId] as const);
  const rows = database.statement(`UPDATE takes SET origin = 'adopted' WHERE realm = ? AND origin = 'bundle' AND ${column} = ? RETURNING sha256`).all(realm, value);
  return rows.map(({ sha256 }) => String(sha256));
}

export function countBundled(database: LibraryDatabase, realm: string, graphId: string): number {
  const row = database.read(() => database.statement("SELECT count(*) AS count FROM takes WHERE realm = ? AND graph_id = ? AND origin = 'bundle'").get(realm, graphId));
  return Number(row?.count ?? 0);
}

/** A stored take has a task; what came in a bundle has none that could be asked after, so it gets a name that no service gives. */
function taskOf({ graphId, sha256 }: BundledTake): string {
  return `bundle:${createHash("sha256").update(graphId).digest("hex").slice(0, 16)}:${sha256.slice(0, 16)}`;
}
