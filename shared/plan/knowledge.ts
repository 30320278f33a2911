import type { MediaFacts, MediaType } from "../graph/media.ts";
import type { Range } from "../nodes/values.ts";

/** What the planner needs to know of a take. */
export interface KnownTake {
  id: number;
  ordinal: number;
  state: string;
  taskId: string | null;
  sha256: string | null;
}

/** The parts of a step's key as short texts, so that a plan can say what changed since the last one. */
export interface KeyParts {
  key: string;
  params: Readonly<Record<string, string>>;
  inputs: Readonly<Record<string, string>>;
}

/** Where the review of a medium stands under the account. */
export interface KnownReview {
  status: "processing" | "active" | "failed";
  failReason: string | null;
}

/** What is known of the account's assets. */
export interface AssetKnowledge {
  /** Of a content, by the identity of its value; undefined while it was not registered. */
  review(identity: string, type: MediaType): KnownReview | undefined;
  /** Seconds of an asset: measured where its file is here, learned from bills otherwise; undefined while not known. */
  seconds(uri: string): Range | undefined;
}

/** What the library knows, as synchronous look-ups. `revision` changes whenever an answer could. */
export interface Knowledge {
  revision: number;
  /** Takes of a key that answer for a graph, in ordinal order; states `intended submitted completed stored unknown`. */
  takesOf(key: string, graphId: string): readonly KnownTake[];
  media(sha256: string): MediaFacts | undefined;
  /** What was made here of other media, by identity; undefined while it was not. */
  derived(identity: string): MediaFacts | undefined;
  lastKey(graphId: string, nodeId: string, item: number): KeyParts | undefined;
  /** Why local files cannot be made reachable for the service, as the end of a sentence; absent where they can, or where that is not asked. */
  noHosting?: string;
  /** Why something cannot be made here of other media, by identity, in a sentence; undefined where that is not known. */
  derivedTrouble?(identity: string): string | undefined;
  /** Why no picture can be taken out of a video here, as the end of a sentence; absent where it can. */
  readonly noFrames?: string | undefined;
  /** Absent where there is no account. */
  assets?: AssetKnowledge;
}

/** A library that holds nothing: every step is new. */
export const NOTHING_KNOWN: Knowledge = { revision: 0, takesOf: () => [], media: () => undefined, derived: () => undefined, lastKey: () => undefined };
