import type { Problem } from "../graph/problem.ts";
import type { Inputs } from "../nodes/define.ts";
import { rootOf } from "../nodes/derived.ts";
import { isMedia, type MediaValue, type Value } from "../nodes/values.ts";
import type { Knowledge } from "./knowledge.ts";
import type { Plan } from "./types.ts";

/** A cut that begins so much earlier than asked is worth a word. Seconds. */
const CLEARLY_EARLIER = 0.1;

/** What is known against the values that a node makes here of others: it cannot be done, was tried in vain, or came out otherwise. */
export function derivedProblems(values: readonly Value[], inputs: Inputs, knowledge: Knowledge): Problem[] {
  return values.flatMap((value) => {
    if (!isMedia(value) || value.source.type !== "derived" || isHandedOn(value, inputs)) return [];
    const { operation } = value.source;
    if (value.made === undefined) return unmade(value, knowledge);
    const start = operation.type === "video" || operation.type === "audio" ? (operation.fit.start ?? 0) : 0;
    const begins = value.details?.begins ?? start;
    if (begins > start - CLEARLY_EARLIER) return [];
    return [{ severity: "warning", message: `The cut begins at ${begins.toFixed(2)} s instead of ${start.toFixed(2)} s: without encoding anew it can only begin at a key frame, and that is the last one before.`, fix: "Begin there, or cut the file with another program." }];
  });
}

function unmade({ identity, source }: MediaValue, knowledge: Knowledge): Problem[] {
  const trouble = knowledge.derivedTrouble?.(identity);
  if (trouble !== undefined) return [{ severity: "error", message: trouble }];
  if (source.type !== "derived" || source.operation.type !== "frame") return [];
  const { noFrames } = knowledge;
  return noFrames === undefined ? [] : [{ severity: "error", message: `A picture can only be taken out of a video where ${noFrames}`, fix: "Run the graph in the editor, or install ffmpeg." }];
}

/** It comes in as it goes out: it was made at another node. */
function isHandedOn(value: MediaValue, inputs: Inputs): boolean {
  return Object.values(inputs).some((values) => values.some((input) => isMedia(input) && input.identity === value.identity));
}

/** All that this machine could make now and has not made: what steps use and what nodes hand on, each once, what is paid for with first. */
export function unmadeOf(plan: Plan): MediaValue[] {
  const found = new Map<string, MediaValue>();
  const collect = (values: readonly Value[]): void => {
    for (const value of values) if (isMedia(value) && isMakeable(value)) found.set(value.identity, value);
  };
  for (const { steps } of plan.nodes) for (const { step } of steps) for (const values of Object.values(step.inputs)) collect(values);
  for (const { output, received } of plan.nodes) {
    collect(output.items);
    collect(received);
  }
  return [...found.values()];
}

function isMakeable(value: MediaValue): boolean {
  if (value.source.type !== "derived" || value.made !== undefined) return false;
  const root = rootOf(value).source.type;
  return root === "file" || root === "take";
}
