import type { AssetReport, AssetStatus } from "./asset.ts";
import { type Reading, readWire } from "./readWire.ts";
import { assetListSchema, assetSchema, jobSchema, upscaleSchema, type WireOutput } from "./responses.ts";
import { wordsOfError } from "./serviceError.ts";
import { statusOf, type TaskOutput, type TaskReport, type TaskService } from "./task.ts";

/** The answer of queryTask or upscale/query, or the body of its webhook, in the one shape (note 26). */
export function readTask(service: TaskService, raw: unknown): Reading<TaskReport> {
  return service === "jobs" ? readJob(raw) : readUpscale(raw);
}

function readJob(raw: unknown): Reading<TaskReport> {
  const reading = readWire(jobSchema, raw);
  if (!reading.ok) return reading;
  const job = reading.value;
  const status = statusOf(job.status);
  if (status === "completed" && !job.output) return missing("output", "must be a list when the task is completed");
  if (status === "completed" && job.creditsUsed === undefined) return missing("creditsUsed", "must be a number when the task is completed");
  return {
    ok: true,
    value: {
      taskId: job.taskId,
      service: "jobs",
      status,
      statusWord: job.status,
      creditsRaw: job.creditsUsed ?? null,
      outputs: (job.output ?? []).map(outputOf),
      error: status === "failed" ? failureOf(job.error) : null,
      createdAt: job.createTime ?? null,
      completedAt: job.completeTime ?? null,
      raw,
    },
  };
}

function readUpscale(raw: unknown): Reading<TaskReport> {
  const reading = readWire(upscaleSchema, raw);
  if (!reading.ok) return reading;
  const upscale = reading.value;
  const { result } = upscale;
  const status = statusOf(upscale.status);
  if (status === "completed" && !result) return missing("result", "must be an object when the task is completed");
  if (status === "completed" && upscale.creditsConsumed === undefined) return missing("creditsConsumed", "must be a number when the task is completed");
  return {
    ok: true,
    value: {
      taskId: upscale.taskId,
      service: "upscale",
      status,
      statusWord: upscale.status,
      creditsRaw: upscale.creditsConsumed ?? null,
      outputs: result ? [{ url: result.url }] : [],
      error: status === "failed" ? failureOf(upscale.error) : null,
      createdAt: upscale.createdAt ?? null,
      completedAt: upscale.finishedAt ?? null,
      ...(typeof result?.probedDurationSeconds === "number" ? { probedDurationSeconds: result.probedDurationSeconds } : {}),
      ...(typeof result?.probedSourceResolution === "string" ? { probedSourceResolution: result.probedSourceResolution } : {}),
      raw,
    },
  };
}

function missing(field: string, message: string): Reading<never> {
  return { ok: false, field, message: `${field} ${message}, but it is missing` };
}

function outputOf({ url, width, height }: WireOutput): TaskOutput {
  return { url, ...(typeof width === "number" ? { width } : {}), ...(typeof height === "number" ? { height } : {}) };
}

/** Why a task failed: the document shows it for upscale only, so any form of an error body will do. */
function failureOf(error: unknown): { code: string; message: string } {
  const { code, message } = wordsOfError(typeof error === "string" ? { error } : error, 200);
  return { code: code ?? "failed", message: message ?? "The task failed and the service gives no reason. Its credits are refunded." };
}

const ASSET_STATUSES: ReadonlyMap<string, AssetStatus> = new Map([
  ["processing", "processing"],
  ["active", "active"],
  ["failed", "failed"],
]);

/** The answer of assets/upload or assets/status. */
export function readAsset(raw: unknown): Reading<AssetReport> {
  const reading = readWire(assetSchema, raw);
  if (!reading.ok) return reading;
  const { assetId, volcAssetId, status, failReason } = reading.value;
  return {
    ok: true,
    value: {
      assetId,
      uri: volcAssetId.startsWith("asset://") ? volcAssetId : `asset://${volcAssetId}`,
      status: ASSET_STATUSES.get(status.trim().toLowerCase()) ?? "processing",
      statusWord: status,
      failReason: failReason ?? null,
      raw,
    },
  };
}

/** One page of assets/list. `nextCursor` is null on the last one. */
export interface AssetPage {
  items: AssetReport[];
  nextCursor: number | null;
}

export function readAssetPage(raw: unknown): Reading<AssetPage> {
  const page = readWire(assetListSchema, raw);
  if (!page.ok) return page;
  const items: AssetReport[] = [];
  for (const [index, item] of page.value.items.entries()) {
    const asset = readAsset(item);
    if (!asset.ok) return { ok: false, field: `items[${index}]`, message: `items[${index}]: ${asset.message}` };
    items.push(asset.value);
  }
  return { ok: true, value: { items, nextCursor: page.value.nextCursor ?? null } };
}
