import type { MediaOwner } from "../../../shared/contract/care.ts";
import type { TakeRecord } from "../../../shared/contract/records.ts";
import type { LibraryDatabase } from "../database.ts";
import type { Sidecar } from "../sidecar.ts";
import { TAKE_COLUMNS, takeOf } from "../takeRow.ts";

export interface RealmTake {
  realm: string;
  take: TakeRecord;
}

/** The takes of a file, whatever their realm. */
export function takesOfMedia(database: LibraryDatabase, sha256: string): RealmTake[] {
  const rows = database.read(() => database.statement(`SELECT realm, ${TAKE_COLUMNS} FROM takes WHERE sha256 = ? ORDER BY id`).all(sha256));
  return rows.map((row) => ({ realm: String(row.realm), take: takeOf(row) }));
}

/** To whom a file belongs: the takes of the index, and those that only its sidecar knows. */
export function ownersOf(takes: readonly RealmTake[], sidecar: Sidecar | null): MediaOwner[] {
  const known = new Set(takes.map(({ realm, take }) => `${realm} ${take.taskId}`));
  const others = (sidecar?.takes ?? []).filter(({ realm, taskId }) => !known.has(`${realm} ${taskId}`));
  return [
    ...takes.map(({ realm, take }): MediaOwner => ({
      take: take.id, realm, graph: { id: take.graphId, name: take.graphName }, node: take.nodeId, item: take.item, model: take.model, taskId: take.taskId, billed: take.billed,
    })),
    ...others.map(({ realm, graph, node, item, model, taskId, billed }): MediaOwner => ({ take: null, realm, graph, node, item, model, taskId, billed })),
  ];
}
