import type { Operation } from "../../fit/operation.ts";
import type { Problem } from "../../graph/problem.ts";
import type { MediaType, PortType } from "../../graph/media.ts";
import type { Hint } from "../../hints/hints.ts";
import type { Range } from "../../nodes/values.ts";

/** One step as the editor shows it. Credits in credits, latency in seconds. */
export interface StepView {
  id: string;
  item: number;
  key: string;
  /** In the words of DESIGN "Key, cache, take". */
  reason: string;
  wanted: number;
  /** Takes that a run would make and pay for here. */
  needed: number;
  /** sha256 of the stored takes of this very request, oldest first. */
  stored: readonly string[];
  inFlight: number;
  unknown: number;
  credits: Range;
  /** Of one take. */
  price: Range;
  formula: string;
  latency: Range;
  size: { width: number | null; height: number | null };
  duration: Range | null;
  sharedWith: string | null;
  /** It waits for takes of other steps, so its price may still change. */
  pending: boolean;
}

export interface NodePlanView {
  id: string;
  kind: string;
  makes: MediaType | null;
  steps: readonly StepView[];
  credits: Range;
  /** Credits of the wanted takes that are there already. */
  saved: number;
  formula: string;
  reason: string;
  problems: readonly Problem[];
  /** What the node hands on, in order: the newest or picked takes, files, URLs; null where the value does not exist yet. At most 24. */
  values: readonly ValueView[];
  /** How many items it hands on. */
  items: number;
  output: PortType | null;
}

/** A value on an edge: a media file of the library, a URL, an asset, a text's beginning, or nothing yet. */
export interface ValueView {
  type: PortType;
  sha256: string | null;
  /** The URL without its query, the asset's uri, the file's name, or the first 200 characters of a text. */
  label: string | null;
  width: number | null;
  height: number | null;
  durationSeconds: number | null;
  /** Of what this machine makes of another medium; `sha256` is null until it was made. */
  made?: MadeView;
  /** Of media: what a request's key calls it. */
  identity?: string;
  /** Where the service's review of it stands; absent while it was not registered. */
  reviewed?: { status: "processing" | "active" | "failed"; failReason: string | null };
}

/** How a value is made here, and of what. `format` and `bytes` are those of what is sent, as far as they are known. */
export interface MadeView {
  /** The first one first. */
  operations: readonly Operation[];
  format: string | null;
  bytes: number | null;
  /** What it begins with; `sha256` is null where that is not on this machine (yet). */
  from: { type: MediaType; sha256: string | null; width: number | null; height: number | null; format: string | null; bytes: number | null; seconds: Range | null };
}

/** What changed since the last update of this session's plan; the first update after watching holds every node. */
export interface PlanUpdate {
  type: "plan";
  /** The newest edit that this plan knows of. */
  seq: number;
  /** True: `nodes` is everything, forget the rest. */
  whole: boolean;
  nodes: readonly NodePlanView[];
  removed: readonly string[];
  ok: boolean;
  quote: Range & { usd: Range };
  saved: number;
  /** Of the document as a whole. */
  problems: readonly Problem[];
  hints: readonly Hint[];
  /** Milliseconds that planning took. */
  ms: number;
}
