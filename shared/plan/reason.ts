import { keyPartsOf } from "./key.ts";
import type { KeyParts } from "./knowledge.ts";
import type { StepPlan } from "./types.ts";

/**
 * Why a step will run, or why not, in the words of DESIGN "Key, cache, take".
 * @param lost a take of this request was stored, but its file is gone
 */
export function reasonOf({ step, stored, inFlight, unknown, missing }: Omit<StepPlan, "reason">, lost: boolean, last: KeyParts | undefined): string {
  if (missing === 0) return inFlight.length > 0 ? `resume(${inFlight.map(({ taskId }) => taskId ?? "?").join(", ")})` : "cached";
  if (unknown.length > 0) return "unknown spend";
  if (step.pending) return "upstream will run";
  if (lost) return "media missing";
  if (stored.length + inFlight.length > 0) return "new take";
  return (last && last.key !== step.key && changes(last, keyPartsOf(step))) || "new";
}

/** `param resolution 720p→1080p, input prompt changed`; empty when nothing is found to differ. */
function changes(before: KeyParts, now: KeyParts): string {
  // Mostly other params: the node is of another kind by now, which no list of changes would tell.
  const names = Object.keys(before.params);
  if (names.filter((name) => name in now.params).length * 2 < names.length) return "";
  const params = differing(before.params, now.params).map((name) => `param ${name} ${shorten(before.params[name])}→${shorten(now.params[name])}`);
  const inputs = differing(before.inputs, now.inputs).map((name) => `input ${name} changed`);
  return [...params, ...inputs].join(", ");
}

function differing(before: KeyParts["params"], now: KeyParts["params"]): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].filter((name) => (before[name] ?? "") !== (now[name] ?? ""));
}

function shorten(text: string | undefined): string {
  const value = text ?? "";
  return value.length > 24 ? `${value.slice(0, 23)}…` : value || "none";
}
