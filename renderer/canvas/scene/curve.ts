/** A wire from an output (ax, ay), which it leaves to the right, to an input (bx, by), which it enters from the left. */
export interface Curve {
  ax: number;
  ay: number;
  bx: number;
  by: number;
}

const SHORTEST_REACH = 28;
const LONGEST_REACH = 180;

/** How far a wire goes straight on before it bends: half the way, more when it leads back. */
export function reachOf({ ax, ay, bx, by }: Curve): number {
  const across = bx - ax;
  const wanted = across >= 0 ? Math.max(across / 2, Math.min(Math.abs(by - ay) / 4, 60)) : Math.abs(across) / 3 + 48;
  return Math.min(LONGEST_REACH, Math.max(SHORTEST_REACH, wanted));
}

/** @param t from 0 at the output to 1 at the input */
function pointOn(curve: Curve, t: number): { x: number; y: number } {
  const reach = reachOf(curve);
  const u = 1 - t;
  const [c1, c2, c3, c4] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
  return {
    x: c1 * curve.ax + c2 * (curve.ax + reach) + c3 * (curve.bx - reach) + c4 * curve.bx,
    y: (c1 + c2) * curve.ay + (c3 + c4) * curve.by,
  };
}

const SAMPLES = 24;

/** Distance of a point from a wire, and where on it the nearest place is (0 to 1). */
export function distanceTo(curve: Curve, x: number, y: number): { distance: number; t: number } {
  let best = { distance: Number.POSITIVE_INFINITY, t: 0 };
  let last = pointOn(curve, 0);
  for (let step = 1; step <= SAMPLES; step += 1) {
    const next = pointOn(curve, step / SAMPLES);
    const [dx, dy] = [next.x - last.x, next.y - last.y];
    const length = dx * dx + dy * dy;
    const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - last.x) * dx + (y - last.y) * dy) / length));
    const distance = Math.hypot(x - last.x - along * dx, y - last.y - along * dy);
    if (distance < best.distance) best = { distance, t: (step - 1 + along) / SAMPLES };
    last = next;
  }
  return best;
}

/** Whether any of a wire may be inside a rectangle: by the box around it. */
export function mayTouch(curve: Curve, left: number, top: number, right: number, bottom: number): boolean {
  const reach = curve.bx >= curve.ax ? 0 : LONGEST_REACH;
  return (
    Math.max(curve.ax, curve.bx) + reach >= left &&
    Math.min(curve.ax, curve.bx) - reach <= right &&
    Math.max(curve.ay, curve.by) >= top &&
    Math.min(curve.ay, curve.by) <= bottom
  );
}
