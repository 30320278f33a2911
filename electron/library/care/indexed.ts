import type { MediaFacts } from "../../../shared/graph/media.ts";
import type { LibraryDatabase } from "../database.ts";

/** The media rows by sha256: all of them, or one. */
export function indexedMedia(database: LibraryDatabase, sha256: string | null = null): Map<string, MediaFacts> {
  const sql = "SELECT sha256, type, format, bytes, width, height, duration_seconds AS durationSeconds FROM media WHERE ?1 IS NULL OR sha256 = ?1";
  const rows = database.read(() => database.statement(sql).all(sha256)) as unknown as MediaFacts[];
  return new Map(rows.map((row) => [row.sha256, { ...row }]));
}
