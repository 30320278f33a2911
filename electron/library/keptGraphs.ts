import { createHash } from "node:crypto";
import { deflateSync, inflateSync } from "node:zlib";
import { LIMITS } from "../../shared/graph/document.ts";
import type { LibraryDatabase } from "./database.ts";

/** Keeps the document of a run, once for all runs of the same text; its sha256. Runs inside a transaction of `Writer`. */
export function keepGraph(database: LibraryDatabase, text: string, at: number): string {
  const sha256 = createHash("sha256").update(text).digest("hex");
  if (database.statement("SELECT 1 FROM graphs WHERE sha256 = ?").get(sha256) === undefined) {
    database.statement("INSERT INTO graphs (sha256, text, kept_at) VALUES (?, ?, ?)").run(sha256, deflateSync(text), at);
  }
  return sha256;
}

/** The document of a run as text; null where none was kept. */
export function graphOfRun(database: LibraryDatabase, realm: string, runId: string): string | null {
  const sql = "SELECT graphs.text FROM runs JOIN graphs ON graphs.sha256 = runs.graph WHERE runs.realm = ? AND runs.id = ?";
  const row = database.read(() => database.statement(sql).get(realm, runId)) as { text: Uint8Array } | undefined;
  return row ? inflateSync(row.text, { maxOutputLength: 4 * LIMITS.bytes }).toString("utf8") : null;
}
