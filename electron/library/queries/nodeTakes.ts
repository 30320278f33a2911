import type { NodeTake } from "../../../shared/contract/libraryQueries.ts";
import type { TakeState } from "../../../shared/contract/records.ts";
import type { MediaFacts, MediaType } from "../../../shared/graph/media.ts";
import type { LibraryDatabase } from "../database.ts";
import { factsOf, MEDIA_COLUMNS, type MediaColumns } from "../mediaRow.ts";

const MOST_TAKES = 1_000;
const LONGEST_PROMPT = 1_000;

/** Where the request of every kind that takes a prompt has it. */
export const PROMPT = "json_extract(t.request, '$.body.inputs.prompt')";

const COLUMNS = `t.id, t.key, t.ordinal, t.origin, t.state, t.graph_id, t.graph_name, t.node_id, t.item, t.run_id, t.model, t.media_type, ${PROMPT} AS prompt,
  t.quoted_min, t.quoted_max, t.billed, t.error_code, t.error_message, t.created_at, t.stored_at, t.sha256,
  ${MEDIA_COLUMNS}
  FROM takes t LEFT JOIN media m ON m.sha256 = t.sha256`;

/** Facts of a file that is really there. */
export type Present = (sha256: string) => MediaFacts | undefined;

interface Row extends MediaColumns {
  id: number;
  key: string;
  ordinal: number;
  origin: NodeTake["origin"];
  state: TakeState;
  graph_id: string;
  graph_name: string;
  node_id: string;
  item: number;
  run_id: string;
  model: string;
  media_type: MediaType;
  prompt: unknown;
  quoted_min: number;
  quoted_max: number;
  billed: number | null;
  error_code: string | null;
  error_message: string | null;
  created_at: number;
  stored_at: number | null;
  sha256: string | null;
}

export class NodeTakes {
  readonly #database: LibraryDatabase;
  readonly #realm: string;
  readonly #present: Present;

  constructor(database: LibraryDatabase, realm: string, present: Present) {
    this.#database = database;
    this.#realm = realm;
    this.#present = present;
  }

  ofNode(graphId: string, nodeId: string, keys: readonly string[]): NodeTake[] {
    const made = this.#all("t.realm = ? AND t.graph_id = ? AND t.node_id = ? AND t.state = 'stored' ORDER BY t.id DESC LIMIT ?", graphId, nodeId, MOST_TAKES);
    // The plus keeps SQLite from going through everything stored instead of looking the keys up.
    const elsewhere = keys.length === 0 ? [] : this.#all("t.realm = ? AND t.key IN (SELECT value FROM json_each(?)) AND +t.state = 'stored' LIMIT ?", JSON.stringify(keys), MOST_TAKES);
    return [...new Map([...made, ...elsewhere].map((take) => [take.id, take])).values()].sort((a, b) => b.id - a.id).slice(0, MOST_TAKES);
  }

  ofRun(runId: string): NodeTake[] {
    return this.#all("t.realm = ? AND t.run_id = ? ORDER BY t.id", runId);
  }

  /** Models with stored takes, one look into the index for each: however many takes there are, models are few. */
  models(): string[] {
    const next = (after: string) => `SELECT MIN(model) FROM takes WHERE realm = ?1 AND state = 'stored'${after}`;
    const sql = `WITH RECURSIVE seen (model) AS (${next("")} UNION ALL SELECT (${next(" AND model > seen.model")}) FROM seen WHERE seen.model IS NOT NULL)
      SELECT model FROM seen WHERE model IS NOT NULL`;
    return this.#database.read(() => this.#database.statement(sql).all(this.#realm)).map(({ model }) => String(model));
  }

  #all(where: string, ...values: (string | number)[]): NodeTake[] {
    const rows = this.#database.read(() => this.#database.statement(`SELECT ${COLUMNS} WHERE ${where}`).all(this.#realm, ...values));
    return rows.map((row) => this.#takeOf(row as unknown as Row));
  }

  #takeOf(row: Row): NodeTake {
    return {
      id: row.id,
      key: row.key,
      ordinal: row.ordinal,
      origin: row.origin,
      state: row.state,
      graphId: row.graph_id,
      graphName: row.graph_name,
      nodeId: row.node_id,
      item: row.item,
      runId: row.run_id,
      model: row.model,
      mediaType: row.media_type,
      prompt: promptOf(row.prompt),
      quoted: { min: row.quoted_min, max: row.quoted_max },
      billed: row.billed,
      error: row.error_code === null ? null : { code: row.error_code, message: row.error_message ?? "" },
      createdAt: row.created_at,
      storedAt: row.stored_at,
      sha256: row.sha256,
      facts: row.sha256 === null ? null : factsOf(row.sha256, row),
      present: row.sha256 !== null && this.#present(row.sha256) !== undefined,
    };
  }
}

export function promptOf(text: unknown): string | null {
  return typeof text === "string" ? text.slice(0, LONGEST_PROMPT) : null;
}
