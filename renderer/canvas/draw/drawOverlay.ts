import { reachOf } from "../scene/curve.ts";
import { visibleRect } from "../stage/camera.ts";
import type { Stage } from "../stage/stage.ts";
import { currentColours } from "./colours.ts";
import { toCanvasPixels } from "./painter.ts";

/** What gestures show above the cards: box, helper lines, the wire at the pointer, copies to come, the node that another panel points at. */
export function drawOverlay(context: CanvasRenderingContext2D, stage: Stage, ratio: number): void {
  const { overlay, scene, camera } = stage;
  const colours = currentColours();
  const pixel = 1 / camera.zoom;
  toCanvasPixels(context, stage, ratio);
  const { hovered } = stage.session.getState();
  // Cards light up by themselves; the overview has none.
  const pointed = hovered === null || !stage.ui.getState().far ? undefined : scene.nodes.index.get(hovered);
  if (pointed !== undefined) outline(pointed, colours.accent, 4 * pixel, 2 * pixel);
  if (overlay.outline) for (const at of scene.nodes.inside(visibleRect(camera))) if (scene.nodes.selected[at] === 1) outline(at, colours.accent, pixel, 1.5 * pixel);
  if (overlay.ghosts.length > 0) {
    context.fillStyle = colours.accentSoft;
    context.strokeStyle = colours.accent;
    context.lineWidth = pixel;
    for (const { x, y, width, height } of overlay.ghosts) {
      context.beginPath();
      context.roundRect(x, y, width, height, 10);
      context.fill();
      context.stroke();
    }
  }
  for (const { axis, at, from, to } of overlay.guides) {
    context.strokeStyle = colours.accent;
    context.lineWidth = pixel;
    context.beginPath();
    if (axis === "x") {
      context.moveTo(at, from);
      context.lineTo(at, to);
    } else {
      context.moveTo(from, at);
      context.lineTo(to, at);
    }
    context.stroke();
  }
  if (overlay.wire) {
    const { curve, type, refused } = overlay.wire;
    const reach = reachOf(curve);
    context.strokeStyle = refused ? colours.bad : (colours.wires[type] ?? colours.faint);
    context.lineWidth = 2.5 * Math.max(1, pixel * 0.8);
    context.setLineDash(refused ? [6 * pixel, 5 * pixel] : []);
    context.beginPath();
    context.moveTo(curve.ax, curve.ay);
    context.bezierCurveTo(curve.ax + reach, curve.ay, curve.bx - reach, curve.by, curve.bx, curve.by);
    context.stroke();
    context.setLineDash([]);
  }
  if (overlay.box) {
    const { x, y, width, height } = overlay.box;
    context.fillStyle = colours.accentSoft;
    context.strokeStyle = colours.accent;
    context.lineWidth = pixel;
    context.fillRect(x, y, width, height);
    context.strokeRect(x, y, width, height);
  }

  function outline(at: number, colour: string, away: number, lineWidth: number): void {
    const { x, y, width, height } = scene.nodes.rectAt(at);
    context.strokeStyle = colour;
    context.lineWidth = lineWidth;
    context.beginPath();
    context.roundRect(x - away, y - away, width + 2 * away, height + 2 * away, 10 + away);
    context.stroke();
  }
}
