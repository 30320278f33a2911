import type { GenerationJob, UpscaleJob } from "./jobs.ts";
import type { Asset, Task } from "./state.ts";

type Answer = Record<string, unknown>;

export type Phase = "waiting" | "running" | "completed" | "failed";

/** Where a task stands at a time; derived, so that a restart changes nothing. */
export function phaseOf(task: Task, now: number): Phase {
  if (now >= task.endsAt) return task.failure === null ? "completed" : "failed";
  return now >= task.startsAt ? "running" : "waiting";
}

const JOB_WORDS = { waiting: "PENDING", running: "PROCESSING", completed: "COMPLETED", failed: "FAILED" } as const;
const UPSCALE_WORDS = { waiting: "validating", running: "processing", completed: "completed", failed: "failed" } as const;

/** The files a task offers, as their names under /outputs/. */
export function outputNames(task: Task): string[] {
  const count = task.faults.outputs ?? 1;
  return Array.from({ length: count }, (_, index) => `${task.id}${index === 0 ? "" : `-${index + 1}`}.${task.output.ending}`);
}

function withFaults(task: Task, now: number, answer: Answer): Answer {
  // An unknown word while it runs: one that stayed for ever would be a task that never ends.
  const named = task.faults.status === undefined || now >= task.endsAt ? answer : { ...answer, status: task.faults.status };
  return task.faults.numbersAsStrings === true ? (stringNumbers(named) as Answer) : named;
}

/** Every number of a JSON value as a string; a fault of sloppy services. */
export function stringNumbers(value: unknown): unknown {
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return value.map(stringNumbers);
  if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, stringNumbers(part)]));
  return value;
}

function jobView(task: Task, job: GenerationJob, now: number, origin: string): Answer {
  const phase = phaseOf(task, now);
  const ended = phase === "completed" || phase === "failed";
  const { width, height } = task.output;
  return {
    taskId: task.id,
    // Note 34: `happyhorse` is an alias, and the answer names what it stands for.
    model: job.model === "happyhorse" ? "happyhorse-video-generation" : job.model,
    status: JOB_WORDS[phase],
    // Note 10: a failed task is refunded, and still answers what it would have cost.
    creditsUsed: ended ? task.credits : 0,
    output: phase === "completed" ? outputNames(task).map((name) => ({ url: `${origin}/outputs/${name}`, width, height })) : null,
    error: phase === "failed" ? task.failure : null,
    createTime: task.createdAt,
    completeTime: ended ? task.endsAt : null,
  };
}

function upscaleView(task: Task, job: UpscaleJob, now: number, origin: string): Answer {
  const phase = phaseOf(task, now);
  const ended = phase === "completed" || phase === "failed";
  const probe = task.inputs[0]?.probe;
  const [name] = outputNames(task);
  const result = {
    ...(name === undefined ? {} : { url: `${origin}/outputs/${name}` }),
    probedDurationSeconds: probe?.seconds ?? 0,
    probedSourceResolution: `${probe?.width ?? 0}x${probe?.height ?? 0}`,
  };
  return {
    taskId: task.id,
    status: UPSCALE_WORDS[phase],
    targetResolution: job.target,
    creditsConsumed: phase === "completed" ? task.credits : null,
    result: phase === "completed" ? result : null,
    error: phase === "failed" ? task.failure : null,
    createdAt: new Date(task.createdAt).toISOString(),
    finishedAt: ended ? new Date(task.endsAt).toISOString() : null,
  };
}

/** The body of queryTask, upscale/query and of both webhooks. */
export function taskView(task: Task, now: number, origin: string): Answer {
  return withFaults(task, now, task.job.kind === "upscale" ? upscaleView(task, task.job, now, origin) : jobView(task, task.job, now, origin));
}

/** The status of an asset at a time. */
export function assetStatus(asset: Asset, now: number): "PROCESSING" | "ACTIVE" | "FAILED" {
  if (now < asset.reviewedAt) return "PROCESSING";
  return asset.failReason === null ? "ACTIVE" : "FAILED";
}

/** The body of assets/upload and assets/status, and an item of assets/list. */
export function assetView(asset: Asset, now: number): Answer {
  const status = assetStatus(asset, now);
  return {
    assetId: asset.assetId,
    volcAssetId: asset.volcAssetId,
    type: asset.type,
    status,
    failReason: status === "FAILED" ? asset.failReason : null,
    url: asset.url,
    name: asset.name,
    createdAt: asset.createdAt,
  };
}
