export interface Size {
  width: number;
  height: number;
}

export interface Spot {
  x: number;
  y: number;
}

/**
 * How the content lies in the stage: `zoom` is a multiple of the size at which it just fits, so that two files of different sizes are looked at alike;
 * `x` and `y` are pixels from the stage's middle to the content's.
 */
export interface Lie extends Spot {
  zoom: number;
}

export const FIT: Lie = { zoom: 1, x: 0, y: 0 };

/** Small pictures are not blown up beyond this to fill the stage. */
const MOST_FIT = 4;
/** Screen pixels for a pixel of the file. */
const MOST_SCALE = 32;
const LEAST_ZOOM = 0.25;

/** Screen pixels for a pixel of the content at which all of it is seen. */
export function fitScale(content: Size, stage: Size): number {
  if (content.width <= 0 || content.height <= 0 || stage.width <= 0 || stage.height <= 0) return 1;
  return Math.min(MOST_FIT, stage.width / content.width, stage.height / content.height);
}

/** Zoomed by a factor, with what is under the pointer (measured from the stage's middle) staying there. */
export function zoomedBy(lie: Lie, factor: number, at: Spot, fit: number): Lie {
  const zoom = clamp(lie.zoom * factor, LEAST_ZOOM, Math.max(1, MOST_SCALE / fit));
  const real = zoom / lie.zoom;
  return { zoom, x: at.x - (at.x - lie.x) * real, y: at.y - (at.y - lie.y) * real };
}

/** To a scale in screen pixels for a pixel of the content: 1 is 100 %. */
export function zoomedTo(lie: Lie, scale: number, at: Spot, fit: number): Lie {
  return zoomedBy(lie, scale / fit / lie.zoom, at, fit);
}

/** A double click: from fitted to 100 %, to 200 % where that is nearly the same, and from anything else back to fitted. */
export function toggled(lie: Lie, at: Spot, fit: number): Lie {
  if (Math.abs(lie.zoom - 1) > 0.01) return FIT;
  return zoomedTo(lie, Math.abs(fit - 1) < 0.02 ? 2 : 1, at, fit);
}

/** Moved no further than that a part of it stays in the stage's middle half; what fits is centred along that side. */
export function held(lie: Lie, content: Size, stage: Size): Lie {
  const scale = fitScale(content, stage) * lie.zoom;
  return { zoom: lie.zoom, x: within(lie.x, content.width * scale, stage.width), y: within(lie.y, content.height * scale, stage.height) };
}

function within(offset: number, length: number, room: number): number {
  return length <= room + 0.5 ? 0 : clamp(offset, -length / 2, length / 2);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
