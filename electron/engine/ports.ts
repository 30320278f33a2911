import type { Library } from "../../shared/contract/library.ts";
import type { MediaFacts } from "../../shared/graph/media.ts";
import type { DerivedLookup } from "../../shared/nodes/derived.ts";
import type { MediaValue } from "../../shared/nodes/values.ts";
import type { LearnedSeconds } from "../../shared/plan/learn.ts";
import type { Resolution } from "../../shared/plan/resolve.ts";
import type { Step } from "../../shared/plan/types.ts";
import type { AssetOutcome, CallResult, QueryOutcome, SubmitOutcome } from "../../shared/seegen/outcomes.ts";
import type { Credits } from "../../shared/seegen/responses.ts";
import type { TaskService } from "../../shared/seegen/task.ts";

/** What the executor needs of the service. */
export interface TaskPort {
  /** One POST, never repeated by itself. */
  submit(service: TaskService, body: unknown): Promise<SubmitOutcome>;
  query(service: TaskService, taskId: string): Promise<QueryOutcome>;
  uploadAsset(asset: { url: string; type: "IMAGE" | "VIDEO" | "AUDIO"; name?: string }): Promise<AssetOutcome>;
  assetStatus(assetId: string): Promise<AssetOutcome>;
  /** The account's credits: tells when a pause is over. */
  balance(): Promise<CallResult<Credits>>;
  /** Does an output URL of an earlier task still answer? */
  answers(url: string): Promise<boolean>;
}

/** Makes a file of the library reachable for the service. */
export interface HostingPort {
  /** Null when this machine has no way to host files; `why` is then told to the user. */
  readonly available: boolean;
  readonly why: string;
  /** An https URL (http on loopback) from which the service can fetch these bytes. */
  urlFor(facts: MediaFacts, path: string, signal?: AbortSignal): Promise<string>;
}

/** Makes media of other media on this machine, for nothing, each only once. */
export interface DerivePort {
  /**
   * The facts of a value whose source is `derived`, made now unless it is there. What it begins with must be a file or a take of the library.
   * Rejects with an `Error` whose message says what cannot be done and why.
   */
  make(value: MediaValue, signal?: AbortSignal): Promise<MediaFacts>;
}

/** What the executor needs of the library. */
export type LibraryPort = Pick<
  Library,
  | "takesOf"
  | "takesIn"
  | "take"
  | "media"
  | "mediaPath"
  | "derived"
  | "lastKey"
  | "asset"
  | "intend"
  | "advance"
  | "store"
  | "download"
  | "rememberKey"
  | "rememberAsset"
  | "rememberAssetSeconds"
  | "startRun"
  | "endRun"
>;

/** Puts finished takes into a step that waited for them: the planner's `resolveStep`, so that the executor knows no node kinds. */
type ResolvePort = (step: Step, taken: (stepId: string) => readonly MediaValue[], made: DerivedLookup) => Resolution;

export interface EnginePorts {
  library: LibraryPort;
  tasks: TaskPort;
  hosting: HostingPort;
  derive: DerivePort;
  resolve: ResolvePort;
  /** What a bill tells of an asset's length (the planner's `learnFromBill`); absent: nothing is learned. `billed`: credits of one take. */
  learn?: (step: Step, billed: number) => LearnedSeconds | null;
  now(): number;
}
