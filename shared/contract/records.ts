import type { MediaFacts, MediaType } from "../graph/media.ts";
import type { TaskService } from "../seegen/task.ts";

/** Credits as an interval; both ends are equal whenever the price is fixed. */
export interface CreditRange {
  min: number;
  max: number;
}

/**
 * The life of a take: `intended → submitted → completed → stored`, or an end in `refused` (certainly not charged), `failed`
 * (refunded) or `unknown` (the answer to the POST was lost). `abandoned` is an `unknown` the user gave up; its spend stays unknown.
 */
export type TakeState = "intended" | "submitted" | "completed" | "stored" | "refused" | "failed" | "unknown" | "abandoned";

export interface RecordedError {
  code: string;
  message: string;
  /** What the user may do about it with one click; told to whoever shows a run, never kept. */
  offers?: {
    /** Source nodes whose media could be reviewed before they are sent. */
    review: readonly string[];
  };
}

/** What is known of a take before its POST leaves. */
export interface NewTake {
  /** The request's key: the cache key of DESIGN "Key, cache, take". */
  key: string;
  service: TaskService;
  model: string;
  mediaType: MediaType;
  /** Where it was asked for; provenance only, never part of the key. */
  runId: string;
  graphId: string;
  graphName: string;
  nodeId: string;
  item: number;
  /** Canonical request (media named by content), and the body as it is sent. */
  request: unknown;
  body: unknown;
  quoted: CreditRange;
  /** The arithmetic of the quote as text; null or absent where an older version wrote the take. */
  formula?: string | null;
}

/** `made` was paid for here · `bundle` came with somebody's graph and answers for that graph alone · `adopted` came with one and was taken over for all graphs. */
export type TakeOrigin = "made" | "bundle" | "adopted";

/** One row of the journal. Times are epoch milliseconds. */
export interface TakeRecord extends NewTake {
  id: number;
  origin: TakeOrigin;
  /** 0-based position among the takes of this key in this realm; the newest take has the highest. */
  ordinal: number;
  state: TakeState;
  /** Which of the results of its task it is, from 0. Every documented task makes one; a further one is another take, at no cost of its own. */
  output: number;
  taskId: string | null;
  /** The service's URLs of the result; they expire. */
  urls: readonly string[];
  sha256: string | null;
  /** Credits billed: 0 for refused and failed (but what was billed stays when only the media were lost), null while not known. */
  billed: number | null;
  /** The service's own figure, whatever it means (notes 10). */
  creditsRaw: number | null;
  error: RecordedError | null;
  createdAt: number;
  submittedAt: number | null;
  completedAt: number | null;
  storedAt: number | null;
}

/** The steps of the state machine, each one durable before the next thing happens. */
export type TakeChange =
  | { to: "submitted"; taskId: string }
  /** Each further URL becomes a take of its own (`output` 1, 2, …), `completed` and billed 0. */
  | { to: "completed"; urls: readonly string[]; billed: number | null; creditsRaw: number | null }
  | { to: "refused" | "failed" | "unknown"; error: RecordedError; creditsRaw?: number | null }
  | { to: "abandoned"; error: RecordedError };

/**
 * Append-only: `reserved` when a take is intended, then `billed`, `refunded` (what was reserved) or `unknown`. A take whose `unknown`
 * was cleared up later gets its `billed` or `refunded` after that: its last entry counts.
 */
export interface LedgerEntry {
  id: number;
  at: number;
  takeId: number;
  kind: "reserved" | "billed" | "refunded" | "unknown";
  /** Upper end of the quote for `reserved`, `refunded` and `unknown`; the bill for `billed`. */
  credits: number;
  /** True on a `billed` entry when the service did not say what it billed: `credits` is then the upper end of the quote. */
  estimated: boolean;
  runId: string;
  graphId: string;
  nodeId: string;
  model: string;
  quoted: CreditRange;
  /** The arithmetic of the quote; null where it is not known. */
  formula: string | null;
}

/** A reviewed `asset://` object registered under this account, remembered per content so that nothing is registered twice. */
export interface AssetRecord {
  /** `sha256:<hex>` or `url:<url>`. */
  content: string;
  mediaType: MediaType;
  assetId: string;
  uri: string;
  status: "processing" | "active" | "failed";
  failReason: string | null;
}

/** The parts of a node's last key, so that a plan can say why a step is new. Values are short texts or hashes. */
export interface KeyParts {
  key: string;
  params: Readonly<Record<string, string>>;
  inputs: Readonly<Record<string, string>>;
}

export interface RunRecord {
  id: string;
  graphId: string;
  graphName: string;
  startedAt: number;
  endedAt: number | null;
  quoted: CreditRange;
  billed: number;
  outcome: "running" | "done" | "failed" | "cancelled" | "interrupted" | "unknown";
  /** sha256 of the document as it was when the run began; absent where none was kept. */
  graph?: string;
}

export interface LeaseHolder {
  pid: number;
  hostname: string;
  what: string;
  since: number;
  heartbeatAt: number;
}

/** A downloaded or imported file, verified and on the library's volume, but not yet part of the library. */
export interface StagedMedia {
  tempPath: string;
  facts: MediaFacts;
}
