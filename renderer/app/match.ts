/** What fits a typed text, the best first; what fits equally well keeps its order. The first of the texts counts most. */
export function bestMatches<T>(all: readonly T[], query: string, textsOf: (one: T) => readonly [string, string]): T[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return all
    .flatMap((one) => {
      const [name, other] = textsOf(one);
      const score = scoreOf(name.toLowerCase(), other.toLowerCase(), words);
      return score === null ? [] : [{ one, score }];
    })
    .sort((a, b) => b.score - a.score)
    .map(({ one }) => one);
}

/** Null when some word is nowhere. */
function scoreOf(name: string, other: string, words: readonly string[]): number | null {
  let score = 0;
  for (const word of words) {
    if (name.startsWith(word)) score += 4;
    else if (name.includes(` ${word}`)) score += 3;
    else if (name.includes(word)) score += 2;
    else if (other.includes(word)) score += 1;
    else if (isInitials(name, word)) score += 1;
    else return null;
  }
  // Of equal fits the shorter name is the one that was meant.
  return score - name.length / 1000;
}

/** `dwi` finds "Duplicate with inputs". */
function isInitials(name: string, word: string): boolean {
  const initials = name.split(/[\s-]+/).map((part) => part.slice(0, 1)).join("");
  return word.length > 1 && initials.includes(word);
}
