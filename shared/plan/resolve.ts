import type { Problem } from "../graph/problem.ts";
import type { Catalogue } from "../nodes/catalogue.ts";
import type { Inputs } from "../nodes/define.ts";
import { withRoot, type DerivedLookup } from "../nodes/derived.ts";
import { isMedia, type MediaValue, type Value } from "../nodes/values.ts";
import { makeStep } from "./task.ts";
import type { Step } from "./types.ts";

export type Resolution = { step: Step } | { problems: Problem[] };

/**
 * Put real takes in the place of those that a step waited for: its request, key and price become final. What the real media turn out
 * to be (a clip of 15.04 s, a picture too small) is checked by the same rules as before; what is made here of other media is measured by now
 * or still foretold.
 * @param taken the takes that a finished step hands on, oldest first
 */
export function resolveStep(catalogue: Catalogue, step: Step, taken: (stepId: string) => readonly MediaValue[], made: DerivedLookup): Resolution {
  if (!step.pending && !hasDerived(step.inputs)) return { step };
  const kind = catalogue.get(step.kind);
  if (kind?.role !== "task") throw new Error(`step ${step.id} is of a kind that makes no tasks: ${step.kind}`);
  const inputs: Inputs = Object.fromEntries(Object.entries(step.inputs).map(([port, values]) => [port, values.map((value) => real(value, taken, made))]));
  const params = { ...step.params };
  const problems = kind.check({ params, inputs }).filter(({ severity }) => severity === "error");
  if (problems.length > 0) return { problems };
  return { step: makeStep({ id: step.nodeId, kind: step.kind, takes: step.wanted }, kind, params, inputs, step.item) };
}

function hasDerived(inputs: Inputs): boolean {
  return Object.values(inputs).some((values) => values.some((value) => isMedia(value) && value.source.type === "derived"));
}

function real(value: Value, taken: (stepId: string) => readonly MediaValue[], made: DerivedLookup): Value {
  return isMedia(value) ? withRoot(value, (root) => realRoot(root, taken), made) : value;
}

function realRoot(root: MediaValue, taken: (stepId: string) => readonly MediaValue[]): MediaValue {
  if (root.source.type !== "pending") return root;
  const take = taken(root.source.step)[root.source.ordinal];
  if (!take) throw new Error(`step ${root.source.step} handed on no take ${root.source.ordinal}`);
  return { ...take, review: root.review, origins: root.origins };
}
