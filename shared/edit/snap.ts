import type { Axis } from "./align.ts";
import { boundsOf, type Rect } from "./place.ts";

/** A helper line: at `at` on its axis, drawn along the other one from `from` to `to`. `x` is a vertical line. */
export interface Guide {
  axis: Axis;
  at: number;
  from: number;
  to: number;
}

export interface Snap {
  /** To be added to where the moving nodes are. */
  dx: number;
  dy: number;
  guides: readonly Guide[];
}

/** Distances below this are the same line: pixels of the canvas. */
const SAME = 0.01;

/**
 * Where moving nodes catch on: the sides and the middle of the rectangle around them, at those of the others.
 * @param tolerance pixels of the canvas: divide those of the screen by the zoom
 */
export function snap(moving: readonly Rect[], others: readonly Rect[], tolerance: number): Snap {
  const bounds = boundsOf(moving);
  if (!bounds) return { dx: 0, dy: 0, guides: [] };
  const dx = nearest(bounds, others, "x", tolerance);
  const dy = nearest(bounds, others, "y", tolerance);
  const snapped = { ...bounds, x: bounds.x + (dx ?? 0), y: bounds.y + (dy ?? 0) };
  return {
    dx: dx ?? 0,
    dy: dy ?? 0,
    guides: [...(dx === null ? [] : guidesOf(snapped, others, "x")), ...(dy === null ? [] : guidesOf(snapped, others, "y"))],
  };
}

/** The smallest move that brings a line onto another one; null when none is near. */
function nearest(bounds: Rect, others: readonly Rect[], axis: Axis, tolerance: number): number | null {
  let best: number | null = null;
  for (const other of others) {
    for (const line of linesOf(other, axis)) {
      for (const own of linesOf(bounds, axis)) {
        const distance = line - own;
        if (Math.abs(distance) <= tolerance && (best === null || Math.abs(distance) < Math.abs(best))) best = distance;
      }
    }
  }
  return best;
}

/** One guide for each line that is met, as long as all that lie on it. */
function guidesOf(bounds: Rect, others: readonly Rect[], axis: Axis): Guide[] {
  const [across, length] = axis === "x" ? (["y", "height"] as const) : (["x", "width"] as const);
  return [...new Set(linesOf(bounds, axis))].flatMap((at) => {
    const met = others.filter((other) => linesOf(other, axis).some((line) => Math.abs(line - at) < SAME));
    if (met.length === 0) return [];
    const all = [bounds, ...met];
    return [{ axis, at, from: Math.min(...all.map((rect) => rect[across])), to: Math.max(...all.map((rect) => rect[across] + rect[length])) }];
  });
}

function linesOf(rect: Rect, axis: Axis): readonly [number, number, number] {
  const [start, length] = axis === "x" ? [rect.x, rect.width] : [rect.y, rect.height];
  return [start, start + length / 2, start + length];
}
