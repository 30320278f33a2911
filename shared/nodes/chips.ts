import type { Problem } from "../graph/problem.ts";
import type { Wording } from "./define.ts";
import type { MediaValue } from "./values.ts";

/** A chip in a prompt: `@{nodeId}` stands for the connected reference that came through that node. */
const CHIP = /@\{([^{}]+)\}/g;
/** Most texts have no chip, and these two characters are found, or not found, much faster than one. */
const CHIP_BEGIN = "@{";

/** A reference that chips can name, and what the model calls it. */
export interface ChipTarget {
  media: MediaValue;
  /** The words that stand in the prompt as it is sent: `character1`, `@Image2`, `the first frame`. */
  words: string;
}

/**
 * How Seedance is told which reference is meant. The service's document is silent; sibling services use this form (notes 24),
 * so it can be set from outside.
 */
export const SEEDANCE_WORDING: Wording = { image: "@Image{n}", video: "@Video{n}", audio: "@Audio{n}" };

/** Targets of a port whose references are counted from 1: `{n}` in the pattern is the number. */
export function countedTargets(media: readonly MediaValue[], pattern: string): ChipTarget[] {
  return media.map((one, index) => ({ media: one, words: pattern.replace("{n}", `${index + 1}`) }));
}

/** Ids of the nodes that a text's chips name, each once, in the order of their first use. */
export function chipsOf(text: string): string[] {
  if (!text.includes(CHIP_BEGIN)) return [];
  return [...new Set(Array.from(text.matchAll(CHIP), ([, id = ""]) => id))];
}

/** What chips may name. Asked for only where there are chips, and most texts have none. */
type Targets = () => readonly ChipTarget[];

/** The text with its chips in the model's own words. A chip that names nothing connected is left as it is: `checkChips` reports it. */
export function compileChips(text: string, targets: Targets): string {
  if (!text.includes(CHIP_BEGIN)) return text;
  const named = targets();
  return text.replaceAll(CHIP, (chip, id: string) => wordsFor(id, named) ?? chip);
}

/** A copy of params in which the chips of all texts, however deep, name other nodes. Ids that are not renamed stay. */
export function renameChips<T>(value: T, renamed: ReadonlyMap<string, string>): T {
  if (typeof value === "string") return value.replaceAll(CHIP, (_chip, id: string) => `@{${renamed.get(id) ?? id}}`) as T;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((child: unknown) => renameChips(child, renamed)) as T;
  return Object.fromEntries(Object.entries(value).map(([key, child]: [string, unknown]) => [key, renameChips(child, renamed)])) as T;
}

/** One problem on the prompt for each chip that names nothing connected. `where` are the labels of the ports that would do. */
export function checkChips(text: string | null, targets: Targets, where: readonly string[]): Problem[] {
  const chips = chipsOf(text ?? "");
  if (chips.length === 0) return [];
  const named = targets();
  return chips
    .filter((id) => wordsFor(id, named) === null)
    .map((id) => ({
      severity: "error",
      port: "prompt",
      message: `The prompt names @{${id}}, but nothing from node ${id} is connected as a reference.`,
      fix: `Connect node ${id} to ${oneOf(where)}, or take @{${id}} out of the prompt.`,
    }));
}

function oneOf(labels: readonly string[]): string {
  return labels.length < 2 ? labels.join("") : `${labels.slice(0, -1).join(", ")} or ${labels.at(-1)}`;
}

/** What made a reference names it better than what it only passed through. A node that brings several is all of them: `character1 and character2`. */
function wordsFor(id: string, targets: readonly ChipTarget[]): string | null {
  const made = targets.filter(({ media }) => media.origins[0] === id);
  const named = made.length > 0 ? made : targets.filter(({ media }) => media.origins.includes(id));
  if (named.length === 0) return null;
  // The same media connected twice is one thing: its first place names it.
  const different = named.filter(({ media }, index) => named.findIndex((other) => other.media.identity === media.identity) === index);
  return different.map(({ words }) => words).join(" and ");
}
