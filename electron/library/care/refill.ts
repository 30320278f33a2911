import type { LedgerEntry, TakeRecord } from "../../../shared/contract/records.ts";
import type { MediaFacts } from "../../../shared/graph/media.ts";
import type { LibraryDatabase } from "../database.ts";
import { Ledger } from "../ledger.ts";
import { putMedia } from "../mediaRow.ts";
import { putImport } from "../queries/imports.ts";
import type { SidecarDerived, SidecarTake } from "../sidecar.ts";
import { TAKE_COLUMNS, takeOf } from "../takeRow.ts";
import type { Rescued } from "./rescue.ts";

type NewRow = Omit<TakeRecord, "id" | "service"> & { service: string; realm: string; account: string };

/** Sidecars carry no account: whoever has the media may use them. */
const NO_ACCOUNT = "rebuilt";

/** Puts rows back that are not there. Runs inside one transaction of its caller. */
export class Refill {
  readonly #database: LibraryDatabase;
  readonly #at: number;

  constructor(database: LibraryDatabase, at: number) {
    this.#database = database;
    this.#at = at;
  }

  /** @returns how many rows came: 0 or 1 */
  media(facts: MediaFacts, addedAt: number): number {
    return putMedia(this.#database, facts, addedAt);
  }

  imported(sha256: string, name: string, at: number): void {
    putImport(this.#database, sha256, name, at);
  }

  /** A file that was made here of another one is a cache, no import. */
  derived(sha256: string, { identity, madeAt }: SidecarDerived): void {
    this.#database.statement("INSERT OR IGNORE INTO derivations (identity, sha256, made_at) VALUES (?, ?, ?)").run(identity, sha256, madeAt);
  }

  /** A stored take with its two entries in the ledger, unless its task is known already. */
  take(take: SidecarTake, media: MediaFacts): boolean {
    const output = take.output ?? 0;
    if (this.#isKnown(take.realm, take.key, take.taskId, output)) return false;
    const completedAt = take.completedAt ?? take.storedAt ?? this.#at;
    const origin = take.origin ?? "made";
    const record = this.#insert({
      origin, realm: take.realm, account: NO_ACCOUNT, key: take.key, ordinal: take.ordinal, state: "stored", service: take.service, model: take.model, mediaType: media.type,
      runId: take.run, graphId: take.graph.id, graphName: take.graph.name, nodeId: take.node, item: take.item, request: take.request, body: null, quoted: take.quoted,
      formula: take.formula ?? null, output,
      taskId: take.taskId, urls: [], sha256: media.sha256, billed: take.billed, creditsRaw: take.creditsRaw, error: null,
      createdAt: take.createdAt, submittedAt: take.submittedAt, completedAt, storedAt: take.storedAt ?? completedAt,
    });
    // A further result of a task has cost nothing of its own, and what came in a bundle nothing here.
    if (output > 0 || origin !== "made") return true;
    this.#account(take.realm, record, "reserved", take.createdAt);
    this.#account(take.realm, record, "billed", completedAt);
    return true;
  }

  /** @returns how many rows came: 0 or 1 */
  rescued({ realm, account, take }: Rescued): number {
    if (this.#isKnown(realm, take.key, take.taskId, take.output)) return 0;
    const record = this.#insert({ ...take, realm, account });
    if (take.output > 0) return 1;
    this.#account(realm, record, "reserved", take.createdAt);
    if (take.state === "completed") this.#account(realm, record, "billed", take.completedAt ?? this.#at);
    if (take.state === "unknown") this.#account(realm, record, "unknown", this.#at);
    return 1;
  }

  #isKnown(realm: string, key: string, taskId: string | null, output: number): boolean {
    return taskId !== null && this.#database.statement("SELECT 1 FROM takes WHERE realm = ? AND key = ? AND task_id = ? AND output = ?").get(realm, key, taskId, output) !== undefined;
  }

  #account(realm: string, take: TakeRecord, kind: LedgerEntry["kind"], at: number): void {
    const billed = kind === "billed" ? take.billed : null;
    new Ledger(this.#database, realm).append({ take, kind, credits: billed ?? take.quoted.max, estimated: kind === "billed" && billed === null, at });
  }

  /** Its old place among the takes of its key, or the next free one if a new take has that. */
  #insert(row: NewRow): TakeRecord {
    const taken = this.#database.statement("SELECT 1 FROM takes WHERE realm = ? AND key = ? AND ordinal = ?").get(row.realm, row.key, row.ordinal);
    const next = this.#database.statement("SELECT coalesce(max(ordinal) + 1, 0) AS next FROM takes WHERE realm = ? AND key = ?").get(row.realm, row.key)?.next;
    const { lastInsertRowid } = this.#database
      .statement(
        `INSERT INTO takes (realm, account, key, ordinal, state, service, model, media_type, run_id, graph_id, graph_name, node_id, item, request, body, quoted_min, quoted_max,
           formula, output, origin, task_id, urls, sha256, billed, credits_raw, error_code, error_message, created_at, submitted_at, completed_at, stored_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        row.realm, row.account, row.key, taken ? Number(next) : row.ordinal, row.state, row.service, row.model, row.mediaType, row.runId, row.graphId, row.graphName, row.nodeId, row.item,
        JSON.stringify(row.request ?? null), JSON.stringify(row.body ?? null), row.quoted.min, row.quoted.max, row.formula ?? null, row.output, row.origin, row.taskId, JSON.stringify(row.urls), row.sha256, row.billed, row.creditsRaw,
        row.error?.code ?? null, row.error?.message ?? null, row.createdAt, row.submittedAt, row.completedAt, row.storedAt,
      );
    return takeOf(this.#database.statement(`SELECT ${TAKE_COLUMNS} FROM takes WHERE id = ?`).get(lastInsertRowid));
  }
}
