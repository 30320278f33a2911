import { mayTouch, reachOf, type Curve } from "../scene/curve.ts";
import { WIRE_TYPES } from "../scene/edgeTable.ts";
import { visibleRect } from "../stage/camera.ts";
import type { Stage } from "../stage/stage.ts";
import { currentColours } from "./colours.ts";
import { toCanvasPixels } from "./painter.ts";

/** Up to so many visible wires are drawn as curves in the overview; more are straight there: nobody sees the difference. */
const MOST_CURVES = 700;
const DASH = [7, 7];
/** Pixels of the canvas per second that a flowing wire moves. */
const FLOW = 40;

const curve: Curve = { ax: 0, ay: 0, bx: 0, by: 0 };
/** Visible wires of the frame, as places in the table; kept, so that a frame makes no garbage. */
let visible = new Int32Array(0);

/**
 * All wires that can be seen, in the colour of what they carry.
 * @param flowing places of nodes that a run is at work on: the wires into them flow
 * @param seconds time for the flow; null: nothing moves
 */
export function drawEdges(context: CanvasRenderingContext2D, stage: Stage, ratio: number, flowing: ReadonlySet<number>, seconds: number | null): void {
  const { edges, nodes } = stage.scene;
  const { selectedEdges } = stage.session.getState();
  const { zoom } = stage.camera;
  const colours = currentColours();
  const far = stage.ui.getState().far;
  const { x, y, width, height } = visibleRect(stage.camera);
  if (visible.length < edges.count) visible = new Int32Array(edges.count * 2);
  let count = 0;
  for (let at = 0; at < edges.count; at += 1) if (edges.curveOf(nodes, at, curve) && mayTouch(curve, x, y, x + width, y + height)) visible[count++] = at;
  const straight = far && count > MOST_CURVES;
  toCanvasPixels(context, stage, ratio);
  context.lineCap = "round";
  const thin = Math.max(far ? 0.8 / zoom : 1.5 / Math.max(zoom, 0.6), far ? 0 : 1.6);
  const add = (at: number): void => {
    edges.curveOf(nodes, at, curve);
    context.moveTo(curve.ax, curve.ay);
    if (straight) context.lineTo(curve.bx, curve.by);
    else {
      const reach = reachOf(curve);
      context.bezierCurveTo(curve.ax + reach, curve.ay, curve.bx - reach, curve.by, curve.bx, curve.by);
    }
  };
  const special: number[] = [];
  const { index } = edges;
  for (const id of selectedEdges) special.push(index.get(id) ?? -1);
  for (const id of [stage.hoveredEdge, stage.targetEdge]) if (id !== null) special.push(index.get(id) ?? -1);
  const detached = stage.detachedEdge === null ? -1 : (index.get(stage.detachedEdge) ?? -1);
  context.globalAlpha = far ? (straight ? 0.45 : 0.7) : 0.85;
  context.lineWidth = thin;
  for (let type = 0; type < WIRE_TYPES.length; type += 1) {
    context.strokeStyle = colours.wires[type] ?? colours.faint;
    context.beginPath();
    let some = false;
    for (let k = 0; k < count; k += 1) {
      const at = visible[k] ?? 0;
      if (edges.type[at] !== type || edges.bad[at] === 1 || at === detached) continue;
      if (flowing.size > 0 && flowing.has(edges.to[at] ?? -1)) continue;
      add(at);
      some = true;
    }
    if (some) context.stroke();
  }
  context.globalAlpha = 1;
  for (let k = 0; k < count; k += 1) {
    const at = visible[k] ?? 0;
    if (edges.bad[at] === 1) strokeOne(at, colours.bad, thin * 1.2, [4, 5]);
    else if (flowing.size > 0 && flowing.has(edges.to[at] ?? -1)) {
      strokeOne(at, colours.wires[edges.type[at] ?? 4] ?? colours.faint, thin * 1.25, DASH, seconds === null ? 0 : -seconds * FLOW);
    }
  }
  for (const at of special) {
    if (at < 0 || at === detached) continue;
    const chosen = selectedEdges.has(edges.list[at]?.id ?? "") || edges.list[at]?.id === stage.targetEdge;
    if (chosen) strokeOne(at, colours.accentSoft, thin * 4.5);
    strokeOne(at, chosen ? colours.accent : (colours.wires[edges.type[at] ?? 4] ?? colours.faint), thin * (chosen ? 1.5 : 1.6));
  }

  function strokeOne(at: number, colour: string, lineWidth: number, dash: number[] = [], offset = 0): void {
    context.strokeStyle = colour;
    context.lineWidth = lineWidth;
    context.setLineDash(dash);
    context.lineDashOffset = offset;
    context.beginPath();
    add(at);
    context.stroke();
    context.setLineDash([]);
  }
}
