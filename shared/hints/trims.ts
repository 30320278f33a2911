import type { Graph } from "../graph/document.ts";
import type { Catalogue } from "../nodes/catalogue.ts";
import type { Inputs } from "../nodes/define.ts";
import { isMedia, type MediaValue, type Range } from "../nodes/values.ts";
import type { Plan, PlannedStep } from "../plan/types.ts";
import { creditsText } from "../pricing/interval.ts";
import type { Hint } from "./types.ts";

/** A clip at most this many seconds over a whole one loses nothing that one would see. */
const BARELY_OVER = 0.25;

/** One stored clip and the planned steps that use it. */
interface Use {
  clip: MediaValue;
  seconds: number;
  steps: PlannedStep[];
}

/** Clips of the library that are billed for a second of which they have only a few frames. */
export function trimsOf(graph: Graph, plan: Plan, catalogue: Catalogue): Hint[] {
  return [...usesOf(plan)].flatMap(([identity, use]): Hint[] => {
    // A trimmed file is another file: what was made of this one would have to be made again.
    if (use.steps.some(({ stored, inFlight, unknown }) => stored.length > 0 || inFlight.length > 0 || unknown.length > 0)) return [];
    const whole = Math.floor(use.seconds);
    const saves = use.steps.reduce((sum: Range, step) => plus(sum, drop(step, trimmed(step.step.inputs, identity, whole), catalogue)), { min: 0, max: 0 });
    if (saves.min <= 0) return [];
    const nodeId = use.clip.origins[0] ?? "";
    const from = graph.nodes.find(({ id }) => id === nodeId);
    const name = use.clip.source.type === "file" ? use.clip.source.name : `The clip of "${from?.title ?? catalogue.get(from?.kind ?? "")?.title ?? nodeId}"`;
    return [
      {
        id: `trimReference:${nodeId}:${identity.slice(-8)}`,
        kind: "trimReference",
        nodeId,
        message: `${name} has ${use.seconds.toFixed(2)} s and is billed as ${whole + 1}: trimmed to ${whole} s it saves ${creditsText(saves)} credits.`,
        saves,
        detail: `Trim it to ${whole}.00 s or a frame less in a video editor and use that file in its place. Nothing has been made of this one yet, so nothing has to be made again.`,
        edits: [],
      },
    ];
  });
}

/** Measured clips a little over a whole second, by identity, each with the steps that name it. */
function usesOf(plan: Plan): Map<string, Use> {
  const uses = new Map<string, Use>();
  for (const { steps } of plan.nodes) {
    for (const step of steps) {
      for (const clip of new Map(Object.values(step.step.inputs).flat().filter(isMedia).map((value) => [value.identity, value])).values()) {
        const seconds = barelyOver(clip);
        if (seconds === null) continue;
        const use = uses.get(clip.identity) ?? { clip, seconds, steps: [] };
        use.steps.push(step);
        uses.set(clip.identity, use);
      }
    }
  }
  return uses;
}

/** The length of a stored clip that a trim would make a second cheaper; null for all others. */
function barelyOver({ source, duration }: MediaValue): number | null {
  if (source.type !== "file" && source.type !== "take") return null;
  if (duration === null || duration.min !== duration.max) return null;
  // The service counts with six decimals: 5.0000001 s is 5 s.
  const seconds = Math.round(duration.min * 1e6) / 1e6;
  const over = seconds - Math.floor(seconds);
  return seconds > 1 && over > 0 && over <= BARELY_OVER ? seconds : null;
}

function trimmed(inputs: Inputs, identity: string, seconds: number): Inputs {
  const shorten = (value: MediaValue): MediaValue => ({ ...value, duration: { min: seconds, max: seconds } });
  return Object.fromEntries(Object.entries(inputs).map(([port, values]) => [port, values.map((value) => (isMedia(value) && value.identity === identity ? shorten(value) : value))]));
}

function drop({ step, needed }: PlannedStep, inputs: Inputs, catalogue: Catalogue): Range {
  const kind = catalogue.get(step.kind);
  if (needed === 0 || kind?.role !== "task") return { min: 0, max: 0 };
  const { credits } = kind.price({ params: step.params, inputs });
  return { min: needed * (step.price.credits.min - credits.min), max: needed * (step.price.credits.max - credits.max) };
}

function plus(a: Range, b: Range): Range {
  return { min: a.min + b.min, max: a.max + b.max };
}
