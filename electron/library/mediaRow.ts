import { mediaDetailsSchema, type MediaDetails, type MediaFacts, type MediaType } from "../../shared/graph/media.ts";
import type { LibraryDatabase } from "./database.ts";

/** The columns of `media` that its facts are read from; `m.` before each where another table is joined. */
export const MEDIA_COLUMNS = "m.type, m.format, m.bytes, m.width, m.height, m.duration_seconds, m.details";

/** `type` is null when a left join found no such file, and with it all others. */
export interface MediaColumns {
  type: MediaType | null;
  format: string;
  bytes: number;
  width: number | null;
  height: number | null;
  duration_seconds: number | null;
  details: string | null;
}

/** The facts in a row of `media`; null where there is none. */
export function factsOf(sha256: string, { type, format, bytes, width, height, duration_seconds: durationSeconds, details: text }: MediaColumns): MediaFacts | null {
  if (type === null) return null;
  const details = detailsOf(text);
  return { sha256, type, format, bytes, width, height, durationSeconds, ...(details ? { details } : {}) };
}

/** Puts a file into the index, inside a transaction. A row that is there stays, and learns details that it lacks. @returns how many rows came: 0 or 1 */
export function putMedia(database: LibraryDatabase, facts: MediaFacts, addedAt: number): number {
  const { changes } = database
    .statement("INSERT OR IGNORE INTO media (sha256, type, format, bytes, width, height, duration_seconds, details, added_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
    .run(facts.sha256, facts.type, facts.format, facts.bytes, facts.width, facts.height, facts.durationSeconds, textOf(facts.details), addedAt);
  if (Number(changes) === 0 && facts.details) database.statement("UPDATE media SET details = ? WHERE sha256 = ? AND details IS NULL").run(textOf(facts.details), facts.sha256);
  return Number(changes);
}

/** Describes a file of the index as it was measured now. */
export function describeMedia(database: LibraryDatabase, facts: MediaFacts): void {
  database
    .statement("UPDATE media SET type = ?, format = ?, bytes = ?, width = ?, height = ?, duration_seconds = ?, details = ? WHERE sha256 = ?")
    .run(facts.type, facts.format, facts.bytes, facts.width, facts.height, facts.durationSeconds, textOf(facts.details), facts.sha256);
}

function textOf(details: MediaDetails | undefined): string | null {
  return details ? JSON.stringify(details) : null;
}

function detailsOf(text: string | null): MediaDetails | undefined {
  if (text === null) return undefined;
  try {
    return mediaDetailsSchema.safeParse(JSON.parse(text)).data;
  } catch {
    // Not what was written: "verify" measures the file anew.
    return undefined;
  }
}
