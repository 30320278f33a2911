import type { MediaFacts } from "../../../shared/graph/media.ts";
import type { LibraryDatabase } from "../database.ts";
import { factsOf, MEDIA_COLUMNS, type MediaColumns } from "../mediaRow.ts";

/** The media rows by sha256: all of them, or one. */
export function indexedMedia(database: LibraryDatabase, sha256: string | null = null): Map<string, MediaFacts> {
  const rows = database.read(() => database.statement(`SELECT m.sha256, ${MEDIA_COLUMNS} FROM media m WHERE ?1 IS NULL OR m.sha256 = ?1`).all(sha256)) as unknown as (MediaColumns & { sha256: string })[];
  return new Map(rows.flatMap((row) => factsOf(row.sha256, row) ?? []).map((facts) => [facts.sha256, facts]));
}
