import type { Graph, GraphNode } from "../graph/document.ts";
import type { Catalogue } from "../nodes/catalogue.ts";
import type { Inputs } from "../nodes/define.ts";
import { sourceName } from "../nodes/inputs.ts";
import { isMedia, type MediaValue } from "../nodes/values.ts";
import type { Plan, PlannedStep } from "../plan/types.ts";
import type { Proposal } from "./proposals.ts";
import type { HintEdit } from "./types.ts";

/** A clip at most this many seconds over a whole one loses nothing that one would see. */
const BARELY_OVER = 0.25;

/** One clip that is there, and the planned steps that use it, each by the ports at which it arrives. */
interface Use {
  clip: MediaValue;
  seconds: number;
  steps: Map<PlannedStep, Set<string>>;
}

/** Clips that are billed for a second of which they have only a few frames: cut here to the whole one, for nothing. */
export function trimsOf(graph: Graph, plan: Plan, catalogue: Catalogue): Proposal[] {
  return [...usesOf(plan)].flatMap(([identity, { clip, seconds, steps }]): Proposal[] => {
    const from = clip.origins.at(-1);
    // A trimmed clip is another one: what was made of this one would have to be made again.
    if (from === undefined || [...steps.keys()].some(({ stored, inFlight, unknown }) => stored.length > 0 || inFlight.length > 0 || unknown.length > 0)) return [];
    const whole = Math.floor(seconds);
    const label = `Trim to ${whole} s`;
    const edits = new Map<string, HintEdit>();
    for (const [{ step }, ports] of steps) for (const port of ports) edits.set(`${step.nodeId} ${port}`, { type: "mend", node: step.nodeId, port, mend: { label, from, operation: { type: "video", fit: { seconds: whole } } } });
    return [
      {
        kind: "trimReference",
        nodeId: clip.origins[0] ?? from,
        mark: identity.slice(-8),
        edits: [...edits.values()],
        estimate: [...steps.keys()].reduce((sum, step) => sum + drop(step, identity, whole, catalogue), 0),
        concerns: [...new Set([...steps.keys()].map(({ step }) => step.nodeId))],
        advice: `Trim ${nameOf(clip, graph.nodes, catalogue)} to ${whole} s; it has ${seconds.toFixed(2)} s and is billed as ${whole + 1}`,
        detail: "It is cut here without being encoded anew, which costs nothing and leaves the clip itself as it is.",
      },
    ];
  });
}

function nameOf(clip: MediaValue, nodes: readonly GraphNode[], catalogue: Catalogue): string {
  const named = sourceName(clip);
  if (named !== null) return named;
  const from = nodes.find(({ id }) => id === clip.origins[0]);
  return `the clip of "${from?.title ?? catalogue.get(from?.kind ?? "")?.title ?? clip.origins[0] ?? "?"}"`;
}

/** Measured clips a little over a whole second, by identity, each with the steps that name it. */
function usesOf(plan: Plan): Map<string, Use> {
  const uses = new Map<string, Use>();
  for (const { steps } of plan.nodes) {
    for (const step of steps) {
      for (const [port, values] of Object.entries(step.step.inputs)) {
        for (const clip of values.filter(isMedia)) {
          const seconds = barelyOver(clip);
          if (seconds === null) continue;
          const use = uses.get(clip.identity) ?? { clip, seconds, steps: new Map() };
          use.steps.set(step, (use.steps.get(step) ?? new Set()).add(port));
          uses.set(clip.identity, use);
        }
      }
    }
  }
  return uses;
}

/** The length of a clip that is there and that a trim would make a second cheaper; null for all others. */
function barelyOver({ type, source, made, duration }: MediaValue): number | null {
  const isHere = source.type === "file" || source.type === "take" || (source.type === "derived" && made !== undefined);
  if (type !== "video" || !isHere || duration === null || duration.min !== duration.max) return null;
  // The service counts with six decimals: 5.0000001 s is 5 s.
  const seconds = Math.round(duration.min * 1e6) / 1e6;
  const over = seconds - Math.floor(seconds);
  return seconds > 1 && over > 0 && over <= BARELY_OVER ? seconds : null;
}

function trimmed(inputs: Inputs, identity: string, seconds: number): Inputs {
  const shorten = (value: MediaValue): MediaValue => ({ ...value, duration: { min: seconds, max: seconds } });
  return Object.fromEntries(Object.entries(inputs).map(([port, values]) => [port, values.map((value) => (isMedia(value) && value.identity === identity ? shorten(value) : value))]));
}

function drop({ step, needed }: PlannedStep, identity: string, seconds: number, catalogue: Catalogue): number {
  const kind = catalogue.get(step.kind);
  if (needed === 0 || kind?.role !== "task") return 0;
  return needed * (step.price.credits.max - kind.price({ params: step.params, inputs: trimmed(step.inputs, identity, seconds) }).credits.max);
}
