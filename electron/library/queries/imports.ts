import type { LibraryDatabase } from "../database.ts";
import { sidecarPath } from "../mediaStore.ts";
import { isSha256, type LibraryPaths, mediaFilePath } from "../paths.ts";
import { readSidecar } from "../sidecar.ts";

/** Writes down that a file was imported, inside a transaction. The same file under the same name again: it is the newest now. */
export function putImport(database: LibraryDatabase, sha256: string, name: string, at: number): void {
  database.statement("INSERT INTO imports (sha256, name, imported_at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET imported_at = MAX(imported_at, excluded.imported_at)").run(sha256, name, at);
}

/** The name under which a file was last imported; null when it was not. */
export async function importNameOf(database: LibraryDatabase, paths: LibraryPaths, sha256: string): Promise<string | null> {
  if (!isSha256(sha256)) return null;
  const row = database.read(() => database.statement("SELECT name FROM imports WHERE sha256 = ? ORDER BY imported_at DESC, name LIMIT 1").get(sha256));
  return row === undefined ? null : await knownName(paths, sha256, String(row.name));
}

/** Imports from before names were in the index have an empty one there: their sidecar has it. Null where that is gone too. */
export async function knownName(paths: LibraryPaths, sha256: string, name: string): Promise<string | null> {
  if (name !== "") return name;
  const sidecar = await readSidecar(sidecarPath(mediaFilePath(paths, sha256)));
  return sidecar?.imports[0]?.name ?? null;
}
