import { LibraryError } from "../../shared/contract/libraryErrors.ts";
import type { NewTake, TakeChange, TakeRecord, TakeState } from "../../shared/contract/records.ts";
import type { LibraryDatabase } from "./database.ts";
import type { Ledger } from "./ledger.ts";
import { checkStep, ledgerKindOf } from "./states.ts";
import { TAKE_COLUMNS, takeOf } from "./takeRow.ts";

/** A plan of thousands of steps asks for every key anew after each edit; more than this is not worth the memory. */
const MOST_KEYS_KEPT = 20_000;

/** More results of one task than this are an answer gone wrong; their URLs stay with the first one. */
const MOST_OUTPUTS = 15;

/** The journal: one row per take. The writing functions run inside a transaction of `Writer`, never by themselves. */
export class Takes {
  readonly #database: LibraryDatabase;
  readonly #ledger: Ledger;
  readonly #realm: string;
  readonly #account: string;
  /** Answers of `ofKey`, as long as nobody has changed the database. */
  readonly #known = new Map<string, readonly TakeRecord[]>();
  #knownVersion: unknown = null;

  constructor(database: LibraryDatabase, ledger: Ledger, realm: string, account: string) {
    this.#database = database;
    this.#ledger = ledger;
    this.#realm = realm;
    this.#account = account;
  }

  /** What came in a bundle answers for the graph that it came with, and for no other. */
  ofKey(key: string, graphId: string | undefined): readonly TakeRecord[] {
    const takes = this.#ofKey(key);
    const isOthers = ({ origin, graphId: of }: TakeRecord) => origin === "bundle" && of !== graphId;
    return takes.some(isOthers) ? takes.filter((take) => !isOthers(take)) : takes;
  }

  /** Answers are asked for anew: rows were changed by other hands of this process. */
  forget(): void {
    this.#known.clear();
  }

  #ofKey(key: string): readonly TakeRecord[] {
    this.#forgetIfOthersWrote();
    const known = this.#known.get(key);
    if (known) return known;
    const takes = this.#all(`realm = ? AND key = ? AND state IN ('intended', 'submitted', 'completed', 'stored', 'unknown') ORDER BY ordinal`, this.#realm, key);
    if (this.#known.size >= MOST_KEYS_KEPT) this.#known.clear();
    this.#known.set(key, takes);
    return takes;
  }

  inStates(states: readonly TakeState[]): TakeRecord[] {
    return this.#all("realm = ? AND state IN (SELECT value FROM json_each(?)) ORDER BY id", this.#realm, JSON.stringify(states));
  }

  byId(id: number): TakeRecord | undefined {
    return this.#all("realm = ? AND id = ?", this.#realm, id)[0];
  }

  require(id: number): TakeRecord {
    const take = this.byId(id);
    if (!take) throw new LibraryError("not-found", `There is no take ${id} in the realm ${this.#realm} of the library ${this.#database.file}.`);
    return take;
  }

  insert(take: NewTake, at: number): TakeRecord {
    const { lastInsertRowid } = this.#database
      .statement(
        `INSERT INTO takes (realm, account, key, ordinal, state, service, model, media_type, run_id, graph_id, graph_name, node_id, item, request, body,
           quoted_min, quoted_max, formula, created_at)
         VALUES (:realm, :account, :key, (SELECT coalesce(max(ordinal) + 1, 0) FROM takes WHERE realm = :realm AND key = :key), 'intended', :service, :model,
           :mediaType, :runId, :graphId, :graphName, :nodeId, :item, :request, :body, :min, :max, :formula, :at)`,
      )
      .run({
        realm: this.#realm,
        account: this.#account,
        key: take.key,
        service: take.service,
        model: take.model,
        mediaType: take.mediaType,
        runId: take.runId,
        graphId: take.graphId,
        graphName: take.graphName,
        nodeId: take.nodeId,
        item: take.item,
        request: jsonText(take.request),
        body: withoutSignatures(jsonText(take.body)),
        min: take.quoted.min,
        max: take.quoted.max,
        formula: take.formula ?? null,
        at,
      });
    const record = this.require(Number(lastInsertRowid));
    this.#known.delete(take.key);
    this.#ledger.append({ take: record, kind: "reserved", credits: record.quoted.max, estimated: false, at });
    return record;
  }

  change(takeId: number, change: TakeChange, at: number): TakeRecord {
    const before = this.require(takeId);
    checkStep(takeId, before.state, change.to);
    if (before.state === "unknown" && change.to === "submitted") this.#checkAdoption(before, change.taskId);
    this.#apply(before, change, at);
    this.#known.delete(before.key);
    const kind = ledgerKindOf(before.state, change.to);
    if (kind) {
      const billed = change.to === "completed" ? change.billed : null;
      this.#ledger.append({ take: before, kind, credits: billed ?? before.quoted.max, estimated: kind === "billed" && billed === null, at });
    }
    return this.require(takeId);
  }

  markStored(takeId: number, sha256: string, at: number): TakeRecord {
    const before = this.require(takeId);
    checkStep(takeId, before.state, "stored");
    this.#known.delete(before.key);
    this.#run("UPDATE takes SET state = 'stored', sha256 = ?, stored_at = ? WHERE id = ?", sha256, at, takeId);
    return this.require(takeId);
  }

  /** The answer to one request is not the answer to another as well: a bill would count twice, and a result stand for what it is not. */
  #checkAdoption({ id, service }: TakeRecord, taskId: string): void {
    const [owner] = this.#all("realm = ? AND service = ? AND task_id = ? AND id <> ? AND state IN ('submitted', 'completed', 'stored', 'failed', 'unknown') ORDER BY id LIMIT 1", this.#realm, service, taskId, id);
    if (owner) throw new LibraryError("illegal", `Task ${taskId} is that of take ${owner.id} already (node ${owner.nodeId} of ${owner.graphName}, ${owner.state}); it cannot be the answer to take ${id} as well.`);
  }

  #forgetIfOthersWrote(): void {
    // Changes with every commit of another connection, and never with one of ours.
    const version = this.#database.read(() => this.#database.statement("PRAGMA data_version").get()?.data_version);
    if (version !== this.#knownVersion) this.#known.clear();
    this.#knownVersion = version;
  }

  #apply(before: TakeRecord, change: TakeChange, at: number): void {
    switch (change.to) {
      case "submitted":
        // An unknown take that was found again is an ordinary one: the doubt it had is over.
        this.#run("UPDATE takes SET state = 'submitted', task_id = ?, submitted_at = ?, error_code = NULL, error_message = NULL WHERE id = ?", change.taskId, at, before.id);
        break;
      case "completed": {
        const urls = [...new Set(change.urls)];
        const further = urls.slice(1, 1 + MOST_OUTPUTS);
        this.#run(
          "UPDATE takes SET state = 'completed', urls = ?, billed = ?, credits_raw = ?, completed_at = ? WHERE id = ?",
          JSON.stringify(urls.filter((url) => !further.includes(url))), change.billed, change.creditsRaw, at, before.id,
        );
        for (const [index, url] of further.entries()) this.#addOutput(before.id, url, index + 1);
        break;
      }
      case "refused":
      case "failed":
      case "unknown":
      case "abandoned": {
        const free = change.to === "refused" || (change.to === "failed" && before.state !== "completed");
        this.#run(
          "UPDATE takes SET state = ?, billed = ?, credits_raw = ?, error_code = ?, error_message = ? WHERE id = ?",
          change.to, free ? 0 : before.billed, (change.to === "abandoned" ? null : change.creditsRaw) ?? before.creditsRaw, change.error.code, change.error.message, before.id,
        );
        break;
      }
      default:
        change satisfies never;
    }
  }

  /** A further result of a completed take's task: paid with it, and older, so that the first one stays the newest. */
  #addOutput(takeId: number, url: string, output: number): void {
    const { ordinal, key } = this.require(takeId);
    this.#run("UPDATE takes SET ordinal = (SELECT max(ordinal) + 1 FROM takes WHERE realm = ? AND key = ?) WHERE id = ?", this.#realm, key, takeId);
    this.#run(
      `INSERT INTO takes (realm, account, key, ordinal, output, state, service, model, media_type, run_id, graph_id, graph_name, node_id, item, request, body,
         quoted_min, quoted_max, task_id, urls, billed, created_at, submitted_at, completed_at)
       SELECT realm, account, key, ?, ?, state, service, model, media_type, run_id, graph_id, graph_name, node_id, item, request, body,
         0, 0, task_id, ?, 0, created_at, submitted_at, completed_at FROM takes WHERE id = ?`,
      ordinal, output, JSON.stringify([url]), takeId,
    );
  }

  #run(sql: string, ...values: (string | number | null)[]): void {
    this.#database.statement(sql).run(...values);
  }

  #all(where: string, ...values: (string | number)[]): TakeRecord[] {
    return this.#database.read(() => this.#database.statement(`SELECT ${TAKE_COLUMNS} FROM takes WHERE ${where}`).all(...values).map(takeOf));
  }
}

/** A pre-signed link lets anyone fetch the file while it works: what is kept of a request does without. */
function withoutSignatures(json: string): string {
  return json.replace(/([?&](?:X-Amz-(?:Signature|Credential|Security-Token)|Signature)=)[^&"\\]+/gi, "$1…");
}

function jsonText(value: unknown): string {
  // JSON.stringify(undefined) is no text at all.
  return JSON.stringify(value ?? null);
}
