/** Renders of cards since they were last looked at, by node id; only counted while a bench is shown. */
declare global {
  interface Window {
    __renders?: { total: number; nodes: Record<string, number> };
  }
}

export function countRender(id: string): void {
  const counted = window.__renders;
  if (!counted) return;
  counted.total += 1;
  counted.nodes[id] = (counted.nodes[id] ?? 0) + 1;
}
