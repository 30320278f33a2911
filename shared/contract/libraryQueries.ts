import { z } from "zod";
import { sha256Schema, type MediaFacts, type MediaType } from "../graph/media.ts";
import type { Library } from "./library.ts";
import type { CreditRange, RecordedError, RunRecord, StagedMedia, TakeOrigin, TakeState } from "./records.ts";

/** A take as takes strip, history and run list show it. Times are epoch milliseconds. */
export interface NodeTake {
  id: number;
  /** The request's key: takes of the node's current keys are its current ones, all others its history. */
  key: string;
  ordinal: number;
  /** `bundle`: it answers for the graph that it came with alone, until it is adopted. */
  origin: TakeOrigin;
  state: TakeState;
  graphId: string;
  graphName: string;
  nodeId: string;
  item: number;
  runId: string;
  model: string;
  mediaType: MediaType;
  /** The prompt as it was sent, at most 1,000 characters of it; null where there was none. */
  prompt: string | null;
  quoted: CreditRange;
  /** Credits; null while not known. */
  billed: number | null;
  error: RecordedError | null;
  createdAt: number;
  storedAt: number | null;
  sha256: string | null;
  /** Of its file; null before it is stored. */
  facts: MediaFacts | null;
  /** Whether the file is there: it may have been deleted, its cost is known all the same. */
  present: boolean;
}

/** A file of the library and where it came from. */
export interface MediaItem {
  facts: MediaFacts;
  /** When its newest take was stored, or it was imported. */
  at: number;
  origin: "made" | "imported";
  /** The name of the imported file; null for what was made. */
  name: string | null;
  /** The newest take of this realm with these bytes. */
  take: Pick<NodeTake, "id" | "key" | "graphId" | "graphName" | "nodeId" | "item" | "model" | "origin" | "prompt" | "billed"> | null;
  /** False: it was lost, "shotgraph library verify" can tell more. Files that were deleted by name are not listed. */
  present: boolean;
}

export interface MediaPage {
  items: readonly MediaItem[];
  /** Give it back as `cursor` for what is older; null when there is nothing more. */
  next: string | null;
}

export interface RunPage {
  runs: readonly RunRecord[];
  next: string | null;
}

/** Takes counted by their latest ledger entry, in credits: a take that was reserved and then billed counts as billed alone. */
export interface Spend {
  /** For what is under way. */
  reserved: number;
  billed: number;
  refunded: number;
  /** Perhaps charged: the answer was lost. */
  unknown: number;
}

export interface RemovedTake {
  ok: boolean;
  /** Why nothing was removed, in plain English. */
  message: string | null;
  /** Freed bytes. */
  bytes: number;
}

export const listMediaInput = z.object({
  type: z.enum(["image", "video", "audio"]).optional(),
  model: z.string().max(200).optional(),
  origin: z.enum(["made", "imported", "all"]).default("all"),
  /** Only this file. */
  sha256: sha256Schema.optional(),
  /** Epoch milliseconds, both included. */
  from: z.number().optional(),
  to: z.number().optional(),
  /** Every word of it must occur in the prompt or in the name of the imported file, in any case. */
  text: z.string().max(500).optional(),
  cursor: z.string().max(500).optional(),
  limit: z.int().min(1).max(200).default(60),
});
export type ListMedia = z.input<typeof listMediaInput>;

/** A take that came in a bundle: paid for by somebody else, or elsewhere. */
export interface BundledTake {
  realm: string;
  key: string;
  service: string;
  model: string;
  mediaType: MediaType;
  graphId: string;
  graphName: string;
  nodeId: string;
  item: number;
  /** Canonical request, whose key is `key`. */
  request: unknown;
  quoted: CreditRange;
  formula: string | null;
  /** Credits that its maker paid. */
  billed: number | null;
  createdAt: number;
  completedAt: number;
  sha256: string;
}

/** A file of a bundle, verified; `name` makes it an import, null a result of its takes alone. */
export interface ReceivedMedia {
  staged: StagedMedia;
  name: string | null;
}

/** The library as the editor's host has it. */
export interface EditorLibrary extends Library {
  readonly queries: LibraryQueries;
  /**
   * Deletes the file of a take, freeing its bytes; journal and ledger stay, and making it again costs again. Not what is also an import or
   * another request's. Whether a run or an open graph uses it is for the caller to see. Rejects with `held` while another process is the executor.
   */
  removeTake(sha256: string): Promise<RemovedTake>;
  /** Writes a stream beside the library while hashing it, and verifies it. `name` is for messages. Rejects with `MediaError`; then no file is left. */
  stageStream(name: string, stream: AsyncIterable<Uint8Array>): Promise<StagedMedia & { name: string }>;
  /**
   * Takes files and takes of a bundle in, all of the takes or none; what is there already stays as it is. Nothing of it is in the ledger.
   * @returns how many takes are new
   */
  receive(media: readonly ReceivedMedia[], takes: readonly BundledTake[]): Promise<number>;
  /** From now on these takes of bundles answer for every graph, as if they had been made here. @returns how many they are */
  adopt(which: { graphId: string } | { take: number }): Promise<number>;
  /** How many takes answer for this graph alone. */
  bundledTakes(graphId: string): number;
  /** The document of a run as it was when the run began; null where none was kept. */
  graphOfRun(runId: string): string | null;
}

/** What the editor asks of the library beside what planning and running need. All of one realm; nothing is written. */
export interface LibraryQueries {
  /**
   * Takes with a file (or whose file was there once) that were made for this node, newest first; with `keys` also those of these
   * requests, wherever they were made: a duplicated node uses the takes of its original. At most the newest 1,000.
   */
  takesOfNode(graphId: string, nodeId: string, keys?: readonly string[]): NodeTake[];
  /** Takes that a run asked for, whatever became of them, in the order in which they began. */
  takesOfRun(runId: string): NodeTake[];
  /** What was ever made in this realm or imported, newest first, each file once. Rejects with `illegal` for a cursor that is none. */
  listMedia(filter: ListMedia): Promise<MediaPage>;
  /** Models that made something that is stored, in alphabetical order. */
  modelsSeen(): string[];
  /** The name under which a file was last imported; null when it was not. */
  importNameOf(sha256: string): Promise<string | null>;
  /** Newest first. */
  runsOf(filter?: { graphId?: string; limit?: number; cursor?: string }): RunPage;
  /** `since`: epoch milliseconds; only entries from then on. */
  spend(filter?: { graphId?: string; since?: number }): Spend;
}
