import type { LibraryDatabase } from "./database.ts";
import type { SidecarTake } from "./sidecar.ts";
import { TAKE_COLUMNS, takeOf } from "./takeRow.ts";

/** All takes of a file, whatever their realm, for its sidecar; with the one that is about to be stored, if there is one. */
export function sidecarTakes(database: LibraryDatabase, sha256: string, storing: { takeId: number; storedAt: number } | null): SidecarTake[] {
  const columns = `SELECT realm, ${TAKE_COLUMNS} FROM takes`;
  // Two look-ups by index; joined by OR they become a scan of every take there is.
  const sql = `${columns} WHERE sha256 = ? UNION ${columns} WHERE id = ? ORDER BY id`;
  const rows = database.read(() => database.statement(sql).all(sha256, storing?.takeId ?? null));
  return rows.map((row) => {
    const take = takeOf(row);
    return {
      realm: String(row.realm),
      key: take.key,
      ordinal: take.ordinal,
      service: take.service,
      model: take.model,
      taskId: take.taskId,
      graph: { id: take.graphId, name: take.graphName },
      node: take.nodeId,
      item: take.item,
      run: take.runId,
      request: take.request,
      ...(take.origin === "made" ? {} : { origin: take.origin }),
      ...(take.output > 0 ? { output: take.output } : {}),
      quoted: take.quoted,
      ...(take.formula ? { formula: take.formula } : {}),
      billed: take.billed,
      creditsRaw: take.creditsRaw,
      createdAt: take.createdAt,
      submittedAt: take.submittedAt,
      completedAt: take.completedAt,
      storedAt: take.id === storing?.takeId ? storing.storedAt : take.storedAt,
    };
  });
}
