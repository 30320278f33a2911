import { existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import { LibraryError } from "../../../shared/contract/libraryErrors.ts";
import { openDatabase } from "../database.ts";
import { syncFolder } from "../durableFiles.ts";
import type { LibraryPaths } from "../paths.ts";

/** What SQLite keeps beside a database. */
const PARTS = ["", "-wal", "-shm"];

/** Why the database cannot be used as it is; null for a healthy one. Looks without writing. Throws `LibraryError` for what is no damage (`too-new`, `busy`). */
export function damageOf(paths: LibraryPaths): string | null {
  if (!existsSync(paths.database)) return "there is no database";
  try {
    const database = openDatabase(paths, true);
    try {
      const [first] = database.read(() => database.statement("PRAGMA integrity_check(1)").all());
      const said = String(first?.integrity_check);
      return said === "ok" ? null : said;
    } finally {
      database.close();
    }
  } catch (error) {
    if (!(error instanceof LibraryError)) throw error;
    // "read-only": an older version made it; opening it for writing brings it up to date.
    if (error.code === "read-only") return null;
    if (error.code === "corrupt") return error.cause instanceof Error ? error.cause.message : error.message;
    throw error;
  }
}

/** Renames the database and what belongs to it. @returns its new path; null when there was nothing */
export async function moveAside(paths: LibraryPaths, at: number): Promise<string | null> {
  const aside = `${paths.database}.damaged-${new Date(at).toISOString().replaceAll(":", "-")}`;
  const parts = PARTS.filter((part) => existsSync(`${paths.database}${part}`));
  for (const part of parts) await rename(`${paths.database}${part}`, `${aside}${part}`);
  if (parts.length > 0) await syncFolder(paths.home);
  return parts.length > 0 ? aside : null;
}
