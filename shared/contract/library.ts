import type { MediaFacts, MediaType } from "../graph/media.ts";
import type { AssetRecord, KeyParts, LeaseHolder, LedgerEntry, NewTake, RunRecord, StagedMedia, TakeChange, TakeRecord, TakeState } from "./records.ts";

/** Thrown when an executor wants the library while another process has it. */
export interface LeaseHeld {
  kind: "held";
  by: LeaseHolder;
}
export interface Lease {
  kind: "lease";
  /** Called when a heartbeat finds that somebody else has taken the lease over (this process slept too long). */
  onLost(listener: () => void): void;
  release(): Promise<void>;
}

/** Seconds known within bounds. */
export interface SecondsRange {
  min: number;
  max: number;
}

/**
 * Puts something into a copy of a media file that nobody else has yet. `in`: it is in `copy`; `beside`: the file with it was written to `beside`, which does not exist
 * before; `none`: the copy is as it was.
 */
export type IntoCopy = (copy: string, format: string, beside: string) => Promise<"in" | "beside" | "none">;

/** Progress of a download in bytes; `total` is null when the server does not say. */
export type ByteProgress = (received: number, total: number | null) => void;

/**
 * The local store of takes and media: what executor, planner and command line need of it. Reads are synchronous
 * (an indexed lookup); every write resolves only when it is durable. Scoped to a realm, so that takes of the sandbox never
 * answer for the real service. Throws and rejects with `LibraryError` (journal, folder) and `MediaError` (bytes of a file).
 */
export interface Library {
  /** Changes whenever a plan may look different: a take, a file, a remembered key, here or by another process. */
  readonly revision: number;
  /**
   * Takes of a key in ordinal order, states `intended submitted completed stored unknown` only. What came in a bundle is among them only for the graph that it
   * came with.
   */
  takesOf(key: string, graphId?: string): readonly TakeRecord[];
  takesIn(states: readonly TakeState[]): readonly TakeRecord[];
  take(id: number): TakeRecord | undefined;
  /** Facts of a file that is really there (its file exists with the recorded length; looked at again after two seconds). */
  media(sha256: string): MediaFacts | undefined;
  mediaPath(sha256: string): string;
  /** What was made here of other media and is really there, by identity (`image{…}(sha256:…)`). */
  derived(identity: string): MediaFacts | undefined;
  lastKey(graphId: string, nodeId: string, item: number): KeyParts | undefined;
  asset(content: string, mediaType: MediaType): AssetRecord | undefined;
  /** The asset that was registered here under this account with this `asset://` uri. */
  assetByUri(uri: string): AssetRecord | undefined;
  /** Whole seconds that bills have shown an asset to have; undefined while they have not. */
  assetSeconds(uri: string): SecondsRange | undefined;
  ledger(filter?: { runId?: string; graphId?: string }): readonly LedgerEntry[];
  runs(): readonly RunRecord[];

  /**
   * Journal a new take as `intended` (ledger: reserved). Writes of one turn of the event loop share one transaction.
   * Rejects with `held` when another process has the lease, or took it over from this one: who gets no row may not spend.
   */
  intend(take: NewTake): Promise<TakeRecord>;
  /** One step of the state machine; an illegal one rejects with `illegal`. Needs no lease: what was paid for is always written down. */
  advance(takeId: number, change: TakeChange): Promise<TakeRecord>;
  /** fsync, rename into `media/aa/<sha256>`, write the sidecar, and commit media and take (`stored`) in one transaction. */
  store(takeId: number, staged: StagedMedia): Promise<TakeRecord>;
  /**
   * Download to a temporary file on the same volume while hashing; resume by Range; verify; probe to the last packet. It retries by
   * itself; rejects with `MediaError`, whose `retryable` says whether a later call may succeed, and whose `expired` means a new URL is needed.
   */
  download(url: string, expect: MediaType, options?: { onProgress?: ByteProgress; signal?: AbortSignal }): Promise<StagedMedia>;
  /** Copy a local file into the library by content. */
  importFile(path: string): Promise<MediaFacts & { name: string }>;
  /** Takes a file as it arrives from a browser; `name` is only remembered. Rejects with what `stream` throws, too. */
  importStream(name: string, stream: AsyncIterable<Uint8Array>): Promise<MediaFacts & { name: string }>;
  /**
   * Copy a media file out under a name of its own (never overwrites), with its provenance sidecar beside it. `into` puts something into the copy first;
   * the library's own file stays as it is.
   */
  exportMedia(sha256: string, directory: string, name: string, into?: IntoCopy): Promise<string>;
  /** Keeps a file that was made here of other media. It costs nothing and may be deleted at any time: it can be made again. */
  keepDerived(identity: string, staged: StagedMedia): Promise<MediaFacts>;
  /** A name for a new file on the library's volume, and its verified facts once it is written. Rejects with `MediaError`; then the file is gone. */
  stageDerived(write: (path: string) => Promise<void>, what: string): Promise<StagedMedia>;
  rememberKey(graphId: string, nodeId: string, item: number, parts: KeyParts): Promise<void>;
  rememberAsset(asset: AssetRecord): Promise<void>;
  /** Forgets that a content was registered, so that it may be registered anew. The asset itself stays at the service. */
  forgetAsset(content: string, mediaType: MediaType): Promise<void>;
  rememberAssetSeconds(uri: string, seconds: SecondsRange): Promise<void>;
  /** `document`: the graph as it is now, as text; it is kept with the run. */
  startRun(run: RunRecord, document?: string): Promise<void>;
  endRun(id: string, change: Pick<RunRecord, "endedAt" | "billed" | "outcome">): Promise<void>;
  acquireLease(what: string): Promise<Lease | LeaseHeld>;
  /** Who has the lease now, this process or another; null when nobody does, or its holder is gone. */
  leaseHolder(): LeaseHolder | null;
  close(): Promise<void>;
}
