/**
 * The first of `wanted` (BCP 47, best first) that is in `available`, else one of the same language (`de-AT` takes `de`, `zh-Hans-CN` takes `zh-Hans`), else the first
 * available one. `available` has at least one.
 */
export function bestLanguage<T extends string>(wanted: readonly string[], available: readonly [T, ...T[]]): T {
  const known = new Map(available.map((tag) => [tag.toLowerCase(), tag]));
  for (const tag of wanted) {
    const parts = tag.toLowerCase().replaceAll("_", "-").split("-");
    for (let length = parts.length; length > 0; length -= 1) {
      const found = known.get(parts.slice(0, length).join("-"));
      if (found !== undefined) return found;
    }
  }
  return available[0];
}
