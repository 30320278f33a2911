import { LibraryError } from "../../shared/contract/libraryErrors.ts";
import type { AssetRecord, KeyParts, RunRecord } from "../../shared/contract/records.ts";
import type { SecondsRange } from "../../shared/contract/library.ts";
import type { MediaType } from "../../shared/graph/media.ts";
import type { LibraryDatabase } from "./database.ts";

interface RunRow {
  id: string;
  graph_id: string;
  graph_name: string;
  started_at: number;
  ended_at: number | null;
  quoted_min: number;
  quoted_max: number;
  billed: number;
  outcome: RunRecord["outcome"];
  graph: string | null;
}

interface AssetRow {
  content: string;
  media_type: MediaType;
  asset_id: string;
  uri: string;
  status: AssetRecord["status"];
  fail_reason: string | null;
}

/** What the library remembers beside takes: runs, the last key of each step, reviewed assets. */
export class Remembered {
  readonly #database: LibraryDatabase;
  readonly #realm: string;
  readonly #account: string;

  constructor(database: LibraryDatabase, realm: string, account: string) {
    this.#database = database;
    this.#realm = realm;
    this.#account = account;
  }

  lastKey(graphId: string, nodeId: string, item: number): KeyParts | undefined {
    const row = this.#database.read(() =>
      this.#database.statement("SELECT key, params, inputs FROM last_keys WHERE realm = ? AND graph_id = ? AND node_id = ? AND item = ?").get(this.#realm, graphId, nodeId, item),
    ) as { key: string; params: string; inputs: string } | undefined;
    return row && { key: row.key, params: JSON.parse(row.params) as KeyParts["params"], inputs: JSON.parse(row.inputs) as KeyParts["inputs"] };
  }

  putKey(graphId: string, nodeId: string, item: number, parts: KeyParts): void {
    this.#database
      .statement("INSERT OR REPLACE INTO last_keys (realm, graph_id, node_id, item, key, params, inputs) VALUES (?, ?, ?, ?, ?, ?, ?)")
      .run(this.#realm, graphId, nodeId, item, parts.key, JSON.stringify(parts.params), JSON.stringify(parts.inputs));
  }

  asset(content: string, mediaType: MediaType): AssetRecord | undefined {
    const row = this.#database.read(() =>
      this.#database.statement("SELECT * FROM assets WHERE realm = ? AND account = ? AND content = ? AND media_type = ?").get(this.#realm, this.#account, content, mediaType),
    ) as unknown as AssetRow | undefined;
    return row && assetOf(row);
  }

  assetByUri(uri: string): AssetRecord | undefined {
    const row = this.#database.read(() => this.#database.statement("SELECT * FROM assets WHERE realm = ? AND account = ? AND uri = ?").get(this.#realm, this.#account, uri)) as unknown as
      | AssetRow
      | undefined;
    return row && assetOf(row);
  }

  dropAsset(content: string, mediaType: MediaType): void {
    this.#database.statement("DELETE FROM assets WHERE realm = ? AND account = ? AND content = ? AND media_type = ?").run(this.#realm, this.#account, content, mediaType);
  }

  assetSeconds(uri: string): SecondsRange | undefined {
    return this.#database.read(() =>
      this.#database.statement("SELECT min_seconds AS min, max_seconds AS max FROM asset_seconds WHERE realm = ? AND account = ? AND uri = ?").get(this.#realm, this.#account, uri),
    ) as unknown as SecondsRange | undefined;
  }

  putAssetSeconds(uri: string, { min, max }: SecondsRange): void {
    this.#database
      .statement("INSERT OR REPLACE INTO asset_seconds (realm, account, uri, min_seconds, max_seconds) VALUES (?, ?, ?, ?, ?)")
      .run(this.#realm, this.#account, uri, min, max);
  }

  putAsset(asset: AssetRecord): void {
    this.#database
      .statement("INSERT OR REPLACE INTO assets (realm, account, content, media_type, asset_id, uri, status, fail_reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
      .run(this.#realm, this.#account, asset.content, asset.mediaType, asset.assetId, asset.uri, asset.status, asset.failReason);
  }

  runs(): RunRecord[] {
    return this.#database.read(() => this.#database.statement("SELECT * FROM runs WHERE realm = ? ORDER BY started_at, rowid").all(this.#realm).map(runOf));
  }

  putRun(run: RunRecord): void {
    this.#database
      .statement("INSERT INTO runs (realm, id, graph_id, graph_name, started_at, ended_at, quoted_min, quoted_max, billed, outcome, graph) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .run(this.#realm, run.id, run.graphId, run.graphName, run.startedAt, run.endedAt, run.quoted.min, run.quoted.max, run.billed, run.outcome, run.graph ?? null);
  }

  endRun(id: string, change: Pick<RunRecord, "endedAt" | "billed" | "outcome">): void {
    const { changes } = this.#database
      .statement("UPDATE runs SET ended_at = ?, billed = ?, outcome = ? WHERE realm = ? AND id = ?")
      .run(change.endedAt, change.billed, change.outcome, this.#realm, id);
    if (changes === 0) throw new LibraryError("not-found", `There is no run ${id} in the realm ${this.#realm} of the library ${this.#database.file}.`);
  }
}

function assetOf(row: AssetRow): AssetRecord {
  return { content: row.content, mediaType: row.media_type, assetId: row.asset_id, uri: row.uri, status: row.status, failReason: row.fail_reason };
}

export function runOf(values: unknown): RunRecord {
  const row = values as RunRow;
  return {
    id: row.id,
    graphId: row.graph_id,
    graphName: row.graph_name,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    quoted: { min: row.quoted_min, max: row.quoted_max },
    billed: row.billed,
    outcome: row.outcome,
    ...(row.graph === null ? {} : { graph: row.graph }),
  };
}
