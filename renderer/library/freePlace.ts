import type { Point, Rect } from "../../shared/edit/place.ts";

const STEP = 40;
const MOST_STEPS = 150;

/** Where a block of new cards covers none that is there: as near as can be to where it is wanted, below rather than above. */
export function freePlace(block: Rect, taken: readonly Rect[]): Point {
  for (let steps = 0; steps <= MOST_STEPS; steps += 1) {
    const far = steps * STEP;
    for (const [x, y] of [[0, far], [0, -far], [far, 0], [-far, 0]] as const) {
      const at = { ...block, x: block.x + x, y: block.y + y };
      if (!taken.some((rect) => overlap(at, rect))) return { x: at.x, y: at.y };
    }
  }
  return { x: block.x, y: block.y };
}

function overlap(one: Rect, other: Rect): boolean {
  return one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;
}
