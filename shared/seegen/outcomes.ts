import type { AssetReport } from "./asset.ts";
import type { ServiceError } from "./serviceError.ts";
import type { TaskReport } from "./task.ts";

/** What became of a POST that may cost money. */
export type SubmitOutcome =
  | { kind: "accepted"; taskId: string; raw: unknown }
  /** Certainly not charged: the service said no. */
  | { kind: "refused"; error: ServiceError }
  /** 429: certainly not charged, and welcome later. */
  | { kind: "busy"; error: ServiceError; retryAfterMs: number | null }
  /** Certainly not charged: not a byte of the request left this machine. */
  | { kind: "notSent"; error: ServiceError }
  /** The answer was lost or names no task: it may have been charged. Never to be repeated without a decision (note 29). */
  | { kind: "unknown"; error: ServiceError };

/** What became of a question after a task. */
export type QueryOutcome =
  | { kind: "report"; report: TaskReport }
  /** 404: the service does not know the task. */
  | { kind: "gone"; error: ServiceError }
  /** Another 4xx: asking again with the same key and id will not help. */
  | { kind: "denied"; error: ServiceError }
  /** No usable answer after all attempts; it may work later. */
  | { kind: "unreachable"; error: ServiceError }
  /** An answer that is not as documented; the message names the field. */
  | { kind: "malformed"; error: ServiceError };

/** What became of registering an asset (`refused busy notSent unknown`) or of asking after one (`refused unreachable malformed`). */
export type AssetOutcome =
  | { kind: "asset"; asset: AssetReport }
  | { kind: "refused"; error: ServiceError }
  | { kind: "busy"; error: ServiceError; retryAfterMs: number | null }
  | { kind: "notSent"; error: ServiceError }
  | { kind: "unknown"; error: ServiceError }
  | { kind: "unreachable"; error: ServiceError }
  | { kind: "malformed"; error: ServiceError };

/** What became of a question that only reads. */
export type CallResult<T> =
  | { kind: "ok"; value: T }
  | { kind: "refused"; error: ServiceError }
  | { kind: "unreachable"; error: ServiceError }
  | { kind: "malformed"; error: ServiceError };
