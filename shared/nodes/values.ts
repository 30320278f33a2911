import type { Operation } from "../fit/operation.ts";
import type { MediaDetails, MediaFacts, MediaSource, MediaType } from "../graph/media.ts";

/** Seconds or credits known only within bounds; both ends are equal when the figure is fixed. */
export interface Range {
  min: number;
  max: number;
}

export type Review = "never" | "always" | "auto";

/** Where a media value's bytes are: in the document's words, in the library as a take, made here of another value, or not yet made. */
type MediaOrigin =
  | MediaSource
  | { type: "derived"; from: MediaValue; operation: Operation }
  | { type: "take"; sha256: string; takeId: number }
  | { type: "pending"; step: string; ordinal: number };

export interface TextValue {
  type: "text";
  text: string;
  /** Ids of the nodes it came through, the one that made it first. */
  origins: readonly string[];
}

/** One item of media on its way along an edge. Facts are null while they are not known. */
export interface MediaValue {
  type: MediaType;
  /**
   * What the key calls it: `sha256:<hex>`, `url:<url>` or `asset://…`; what is made here of another value by how it is made of what
   * (`frame(last)(sha256:<hex>)`), so that no encoder's version is part of a key; for a take that is not made yet `step:<symbolic key>#<ordinal>`,
   * which tells equal steps of one plan apart from different ones but is never stored.
   */
  identity: string;
  source: MediaOrigin;
  review: Review;
  format: string | null;
  bytes: number | null;
  width: number | null;
  height: number | null;
  /** Seconds; an interval for clips that are not made yet. */
  duration: Range | null;
  origins: readonly string[];
  /** Of what is made here: the sha256 of the file, once it was made. Also no part of a key. */
  made?: string;
  /** What more was measured of a file. Absent where nothing was, and before it is made. */
  details?: MediaDetails;
  /** Where the service's review of it stands, for show; it is no part of a key. Absent while it was not registered. */
  reviewed?: { status: "processing" | "active" | "failed"; failReason: string | null };
}

export type Value = TextValue | MediaValue;

export function isMedia(value: Value): value is MediaValue {
  return value.type !== "text";
}

/** The facts of a measured file in the shape that values carry. */
export function measured(facts: MediaFacts): Pick<MediaValue, "format" | "bytes" | "width" | "height" | "duration" | "details"> {
  const { format, bytes, width, height, durationSeconds, details } = facts;
  return { format, bytes, width, height, duration: durationSeconds === null ? null : { min: durationSeconds, max: durationSeconds }, ...(details ? { details } : {}) };
}

export const UNMEASURED: Pick<MediaValue, "format" | "bytes" | "width" | "height" | "duration"> = {
  format: null,
  bytes: null,
  width: null,
  height: null,
  duration: null,
};
