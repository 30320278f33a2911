import type { NodePlanView, StepView } from "../../shared/contract/api/plan.ts";
import type { RecordedError } from "../../shared/contract/records.ts";
import type { StepEvent, StepState } from "../../shared/contract/runEvents.ts";
import type { GraphNode } from "../../shared/graph/document.ts";
import type { Range } from "../../shared/nodes/values.ts";

/** What the chip in a paid card's header says. */
export type CardChip =
  | { is: "price"; credits: Range }
  | { is: "cached" | "free" | "following" | "shared" | "invalid" | "blocked" | "unknown" | "bypassed" | "disabled" | "heldUp" | "waiting" };

/** A node's state goes before its price: nobody is to believe that a bypassed node costs. */
export function chipOf(node: GraphNode, plan: NodePlanView | undefined): CardChip | null {
  if (node.state === "bypassed" || node.state === "disabled") return { is: node.state };
  if (!plan) return { is: "waiting" };
  const { steps, reason, credits } = plan;
  if (plan.problems.some(({ severity }) => severity === "error") || reason === "invalid") return { is: "invalid" };
  // Its own state is active: what it needs is disabled.
  if (steps.length === 0 && reason === "disabled") return { is: "heldUp" };
  if (steps.length === 0) return reason === "bypassed" || reason === "blocked" ? { is: reason } : null;
  if (steps.some(({ unknown, stored, wanted }) => unknown > 0 && stored.length < wanted)) return { is: "unknown" };
  if (credits.max > 0) return { is: "price", credits };
  if (steps.some(({ inFlight, stored, wanted }) => inFlight > 0 && stored.length < wanted)) return { is: "following" };
  if (steps.some(({ sharedWith }) => sharedWith !== null)) return { is: "shared" };
  return steps.every(isThere) ? { is: "cached" } : { is: "free" };
}

function isThere({ stored, wanted }: StepView): boolean {
  return stored.length >= wanted;
}

type ActiveState = Extract<StepState, "preparing" | "reviewing" | "submitting" | "generating" | "downloading">;

/** What a run is doing, or did last, with a card's node. */
export type CardStatus =
  | { is: "idle" }
  | { is: "waiting"; done: number; of: number }
  | { is: "running"; state: ActiveState; /** Epoch ms at which the step began. */ since: number; expected: Range | null; fraction: number | null; done: number; of: number }
  | { is: "failed" | "unknown" | "blocked"; error: RecordedError | null; billed: number; done: number; of: number; stepIds: readonly string[] };

const IDLE: CardStatus = { is: "idle" };
const ACTIVE: readonly StepState[] = ["generating", "downloading", "submitting", "reviewing", "preparing"];

/** @param underWay whether the run that the steps belong to goes on: waiting steps of an ended one wait for nothing */
export function statusOf(steps: readonly StepEvent[], underWay: boolean): CardStatus {
  if (steps.length === 0) return IDLE;
  const done = steps.filter(({ state }) => state === "done" || state === "cached").length;
  const counts = { done, of: steps.length };
  const active = underWay ? ACTIVE.flatMap((state) => steps.find((step) => step.state === state) ?? [])[0] : undefined;
  if (active) {
    const { bytes } = active;
    const fraction = active.state === "downloading" && bytes?.total ? bytes.received / bytes.total : null;
    return { is: "running", state: active.state as ActiveState, since: active.began ?? active.since, expected: active.expected, fraction, ...counts };
  }
  if (underWay && steps.some(({ state }) => state === "waiting")) return { is: "waiting", ...counts };
  for (const is of ["unknown", "failed", "blocked"] as const) {
    const ended = steps.filter(({ state }) => state === is);
    if (ended.length > 0) {
      const billed = ended.reduce((sum, { credits }) => sum + (credits.billed ?? 0), 0);
      return { is, error: ended.find(({ error }) => error)?.error ?? null, billed, ...counts, stepIds: ended.map(({ stepId }) => stepId) };
    }
  }
  return IDLE;
}

/** How much of a step is over, from its usual length; it never claims to be done. */
export function progressOf(elapsedMs: number, expected: Range | null): number | null {
  if (!expected || expected.max <= 0) return null;
  const usual = ((expected.min + expected.max) / 2) * 1000;
  const share = Math.max(0, elapsedMs) / usual;
  // Up to nine tenths as time passes, then ever slower: a slow task is not a stuck one.
  return share < 0.9 ? share : 0.9 + 0.09 * (1 - Math.exp(-(share - 0.9)));
}

const keysAtEnd = new Map<string, { mark: string; keys: string }>();

/**
 * Whether what a run said of a node no longer holds, because what the node asks for was changed since. The request is remembered when an end is seen first.
 * @param mark names the run's end: another end is judged anew
 */
export function isOutdated(place: string, mark: string, steps: readonly StepView[]): boolean {
  if (steps.length > 0 && steps.every(isThere)) return true;
  const keys = steps.map(({ key }) => key).join(" ");
  const known = keysAtEnd.get(place);
  if (known?.mark === mark) return known.keys !== keys;
  keysAtEnd.set(place, { mark, keys });
  return false;
}
