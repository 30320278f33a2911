import type { Stage } from "../stage/stage.ts";
import { currentColours } from "./colours.ts";

const SPACING = 20;
/** Dots keep at least this distance on the screen. */
const CLOSEST = 15;

let tile: { key: string; canvas: HTMLCanvasElement } | null = null;

/** The dots of the grid; far out every second of them, every fourth, and so on. */
export function drawDots(context: CanvasRenderingContext2D, { camera }: Stage, ratio: number): void {
  let spacing = SPACING * camera.zoom;
  while (spacing < CLOSEST) spacing *= 2;
  // A whole number of pixels, or the pattern would blur; the rest is made up for by scaling it.
  const side = Math.max(2, Math.round(spacing * ratio));
  const pattern = context.createPattern(tileOf(side, ratio), "repeat");
  if (!pattern) return;
  const scale = (spacing * ratio) / side;
  pattern.setTransform(new DOMMatrix([scale, 0, 0, scale, ((camera.x % spacing) - spacing / 2) * ratio, ((camera.y % spacing) - spacing / 2) * ratio]));
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = pattern;
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
}

function tileOf(side: number, ratio: number): HTMLCanvasElement {
  const { dots } = currentColours();
  const key = `${side}:${ratio}:${dots}`;
  if (tile?.key === key) return tile.canvas;
  const canvas = document.createElement("canvas");
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext("2d");
  if (context) {
    context.fillStyle = dots;
    context.beginPath();
    context.arc(side / 2, side / 2, 1.1 * ratio, 0, 2 * Math.PI);
    context.fill();
  }
  tile = { key, canvas };
  return canvas;
}
