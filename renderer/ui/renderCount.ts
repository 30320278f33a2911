/** Renders of cards since they were last looked at, by node id; only counted while a bench is shown. */
declare global {
  var __renders: { total: number; nodes: Record<string, number> } | undefined;
}

export function countRender(id: string): void {
  // Cards are also drawn where there is no window.
  const counted = globalThis.__renders;
  if (!counted) return;
  counted.total += 1;
  counted.nodes[id] = (counted.nodes[id] ?? 0) + 1;
}
