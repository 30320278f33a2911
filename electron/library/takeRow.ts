import type { MediaType } from "../../shared/graph/media.ts";
import type { TakeRecord, TakeState } from "../../shared/contract/records.ts";

/** A row of `takes` as SQLite hands it over. */
interface TakeRow {
  id: number;
  key: string;
  ordinal: number;
  output: number;
  origin: TakeRecord["origin"];
  state: TakeState;
  service: TakeRecord["service"];
  model: string;
  media_type: MediaType;
  run_id: string;
  graph_id: string;
  graph_name: string;
  node_id: string;
  item: number;
  request: string;
  body: string;
  quoted_min: number;
  quoted_max: number;
  formula: string | null;
  task_id: string | null;
  urls: string;
  sha256: string | null;
  billed: number | null;
  credits_raw: number | null;
  error_code: string | null;
  error_message: string | null;
  created_at: number;
  submitted_at: number | null;
  completed_at: number | null;
  stored_at: number | null;
}

export const TAKE_COLUMNS = `id, key, ordinal, output, origin, state, service, model, media_type, run_id, graph_id, graph_name, node_id, item, request, body,
  quoted_min, quoted_max, formula, task_id, urls, sha256, billed, credits_raw, error_code, error_message, created_at, submitted_at, completed_at, stored_at`;

/** Every value of the journal was put there by this room, so its shape is trusted. */
export function takeOf(values: unknown): TakeRecord {
  const row = values as TakeRow;
  return {
    id: row.id,
    key: row.key,
    ordinal: row.ordinal,
    output: row.output,
    origin: row.origin,
    state: row.state,
    service: row.service,
    model: row.model,
    mediaType: row.media_type,
    runId: row.run_id,
    graphId: row.graph_id,
    graphName: row.graph_name,
    nodeId: row.node_id,
    item: row.item,
    request: JSON.parse(row.request),
    body: JSON.parse(row.body),
    quoted: { min: row.quoted_min, max: row.quoted_max },
    formula: row.formula,
    taskId: row.task_id,
    urls: JSON.parse(row.urls) as string[],
    sha256: row.sha256,
    billed: row.billed,
    creditsRaw: row.credits_raw,
    error: row.error_code === null ? null : { code: row.error_code, message: row.error_message ?? "" },
    createdAt: row.created_at,
    submittedAt: row.submitted_at,
    completedAt: row.completed_at,
    storedAt: row.stored_at,
  };
}
