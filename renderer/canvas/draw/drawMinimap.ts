import type { Size } from "../../../shared/edit/place.ts";
import { visibleRect } from "../stage/camera.ts";
import type { Stage } from "../stage/stage.ts";
import { currentColours } from "./colours.ts";
import { kindColour } from "./drawOverview.ts";

const PADDING = 8;

/** How the map lies over the graph: map = canvas × scale + (left, top). */
export function mapScale({ scene }: Stage, { width, height }: Size): { scale: number; left: number; top: number } {
  const { x, y, width: across, height: down } = scene.nodes.bounds() ?? { x: 0, y: 0, width: 1, height: 1 };
  const scale = Math.min((width - 2 * PADDING) / Math.max(1, across), (height - 2 * PADDING) / Math.max(1, down), 0.2);
  return { scale, left: width / 2 - (x + across / 2) * scale, top: height / 2 - (y + down / 2) * scale };
}

interface Picture {
  canvas: HTMLCanvasElement;
  list: unknown;
  places: Float64Array;
  key: string;
}

const pictures = new WeakMap<Stage, Picture>();

/** All nodes as specks, and the frame of what is visible. The specks are kept as a picture: a pan moves only the frame. */
export function drawMinimap(context: CanvasRenderingContext2D, stage: Stage, size: Size, ratio: number): void {
  const colours = currentColours();
  const map = mapScale(stage, size);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, size.width * ratio, size.height * ratio);
  context.drawImage(pictureOf(stage, size, ratio, map), 0, 0);
  const view = visibleRect(stage.camera);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const box = { x: view.x * map.scale + map.left, y: view.y * map.scale + map.top, width: view.width * map.scale, height: view.height * map.scale };
  // What is not in view is shaded.
  context.fillStyle = colours.bg;
  context.globalAlpha = 0.55;
  context.beginPath();
  context.rect(0, 0, size.width, size.height);
  context.rect(box.x, box.y, box.width, box.height);
  context.fill("evenodd");
  context.globalAlpha = 1;
  context.strokeStyle = colours.accent;
  context.lineWidth = 1;
  context.strokeRect(box.x + 0.5, box.y + 0.5, Math.max(1, box.width - 1), Math.max(1, box.height - 1));
}

function pictureOf(stage: Stage, size: Size, ratio: number, map: { scale: number; left: number; top: number }): HTMLCanvasElement {
  const { nodes } = stage.scene;
  const colours = currentColours();
  const key = `${map.scale} ${map.left} ${map.top} ${ratio} ${colours.bg} ${sumOf(nodes.selected)}`;
  const known = pictures.get(stage);
  // While a gesture moves many nodes the map waits for its end.
  if (known && known.list === nodes.list && known.key === key && (stage.ui.getState().busy || samePlaces(known.places, nodes.x, nodes.y))) return known.canvas;
  const canvas = known?.canvas ?? document.createElement("canvas");
  canvas.width = size.width * ratio;
  canvas.height = size.height * ratio;
  const context = canvas.getContext("2d");
  if (context) {
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    // Frames first: what is in them lies above.
    for (const frames of [true, false]) {
      for (let at = 0; at < nodes.count; at += 1) {
        const node = nodes.list[at];
        if (!node || nodes.isHidden(at) || (nodes.isGroup[at] === 1) !== frames) continue;
        context.fillStyle = nodes.selected[at] === 1 ? colours.text : frames ? colours.line : kindColour(node, colours);
        context.globalAlpha = frames ? 0.5 : 0.85;
        context.fillRect((nodes.x[at] ?? 0) * map.scale + map.left, (nodes.y[at] ?? 0) * map.scale + map.top, Math.max(1, (nodes.width[at] ?? 0) * map.scale), Math.max(1, (nodes.height[at] ?? 0) * map.scale));
      }
    }
  }
  const places = new Float64Array(2 * nodes.count);
  places.set(nodes.x, 0);
  places.set(nodes.y, nodes.count);
  pictures.set(stage, { canvas, list: nodes.list, places, key });
  return canvas;
}

function samePlaces(known: Float64Array, x: Float64Array, y: Float64Array): boolean {
  for (let at = 0; at < x.length; at += 1) if (known[at] !== x[at] || known[x.length + at] !== y[at]) return false;
  return true;
}

function sumOf(flags: Uint8Array): string {
  let [count, mixed] = [0, 0];
  for (let at = 0; at < flags.length; at += 1) {
    if (flags[at] !== 1) continue;
    count += 1;
    mixed = (mixed * 31 + at) % 1_000_003;
  }
  return `${count}/${mixed}`;
}
