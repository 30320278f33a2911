import type { FittingKind } from "../../../shared/edit/fitting.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import type { NodeKind } from "../../../shared/nodes/define.ts";

const CATEGORIES = ["sources", "generate", "arrange"] as const;

export interface KindGroup {
  category: (typeof CATEGORIES)[number];
  kinds: readonly NodeKind[];
}

/** Kinds that match a text, by category, the best first within it; all of them for an empty text. @param among only these, when a wire asks */
export function findKinds(text: string, among: readonly FittingKind[] | null = null): KindGroup[] {
  const allowed = among && new Map(among.map(({ kind }, place) => [kind, place]));
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const scored = [...catalogue.values()].flatMap((kind) => {
    if (allowed && !allowed.has(kind.kind)) return [];
    const score = words.reduce((sum, word) => sum + (scoreOf(kind, word) ?? Number.NEGATIVE_INFINITY), 0);
    return score === Number.NEGATIVE_INFINITY ? [] : [{ kind, score }];
  });
  return CATEGORIES.flatMap((category) => {
    const kinds = scored.filter(({ kind }) => kind.category === category).sort((one, other) => other.score - one.score).map(({ kind }) => kind);
    return kinds.length > 0 ? [{ category, kinds }] : [];
  });
}

/** In the order in which they are shown: groups whose best match is better first, when something is searched. */
export function bestFirst(groups: readonly KindGroup[], text: string): KindGroup[] {
  if (text.trim() === "") return [...groups];
  const best = ({ kinds }: KindGroup): number => Math.max(...kinds.map((kind) => totalOf(kind, text)));
  return [...groups].sort((one, other) => best(other) - best(one));
}

function totalOf(kind: NodeKind, text: string): number {
  return text.toLowerCase().split(/\s+/).filter(Boolean).reduce((sum, word) => sum + (scoreOf(kind, word) ?? 0), 0);
}

/** How well one word names a kind; null: not at all. */
function scoreOf(kind: NodeKind, word: string): number | null {
  const title = kind.title.toLowerCase();
  if (title.startsWith(word)) return 100;
  if (title.split(/\s+/).some((part) => part.startsWith(word))) return 80;
  if (initials(title).startsWith(word)) return 70;
  if (title.includes(word)) return 60;
  if (kind.kind.toLowerCase().includes(word)) return 50;
  if (kind.output?.type === word) return 45;
  // What a description begins with is what the kind is; what comes later is what it takes.
  const place = kind.description.toLowerCase().split(/[^a-z0-9]+/).findIndex((part) => part.startsWith(word));
  if (place >= 0) return 30 - Math.min(place, 15);
  return inOrder(title, word) ? 10 : null;
}

function initials(title: string): string {
  return title.split(/\s+/).map((part) => part[0] ?? "").join("");
}

/** Whether the letters of a word come in a text in that order: `sdc` finds Seedance. Two letters are in too many. */
function inOrder(text: string, word: string): boolean {
  if (word.length < 3) return false;
  let at = 0;
  for (const letter of text) if (letter === word[at]) at += 1;
  return at === word.length;
}
