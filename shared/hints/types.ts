import type { GraphNode } from "../graph/document.ts";
import type { Mend } from "../graph/problem.ts";
import type { Range } from "../nodes/values.ts";

/**
 * `addOnUpscale`: the upscale as a part of the generation instead of by a node of its own. `addOnForNative`: 720p and the 1080p add-on
 * instead of native 1080p. `draftFirst`: sd2-fast before sd2. `oneTakeFirst`: one take before several. `trimReference`: a clip a little
 * over a whole second is billed for the next one.
 */
export type HintKind = "addOnUpscale" | "addOnForNative" | "draftFirst" | "oneTakeFirst" | "trimReference";

/** A change of the document that a hint offers, as data: whoever applies it makes one undo step of all of them. */
export type HintEdit =
  | { readonly type: "setParam"; readonly node: string; readonly param: string; readonly value: string }
  | { readonly type: "setState"; readonly node: string; readonly state: NonNullable<GraphNode["state"]> }
  | { readonly type: "setTakes"; readonly node: string; readonly takes: number }
  /** Changes here what arrives at an input. */
  | { readonly type: "mend"; readonly node: string; readonly port: string; readonly mend: Mend };

/** A way to spend less on what would be paid for now. */
export interface Hint {
  /** The same as long as kind and node are: `draftFirst:n3`; for a clip its hash's end as well, since a node may make several. */
  readonly id: string;
  readonly kind: HintKind;
  readonly nodeId: string;
  /** What to do and what it costs then, in plain English with the figures. */
  readonly message: string;
  /** Credits by which the quote of the whole plan falls; always more than 0. */
  readonly saves: Range;
  /** What is given up for it. */
  readonly detail: string;
  readonly edits: readonly HintEdit[];
}
