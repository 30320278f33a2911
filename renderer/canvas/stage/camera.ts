import type { Point, Rect } from "../../../shared/edit/place.ts";
import type { View } from "../../ui/canvasApi.ts";

export const SMALLEST_ZOOM = 0.01;
export const LARGEST_ZOOM = 4;
/** Below it React Flow gets no nodes: the overview draws them. */
export const FAR_ZOOM = 0.35;

/** A view and the size in pixels of what it is seen through. */
export interface Camera extends View {
  width: number;
  height: number;
}

export function toCanvas({ x, y, zoom }: View, point: Point): Point {
  return { x: (point.x - x) / zoom, y: (point.y - y) / zoom };
}

export function toScreen({ x, y, zoom }: View, point: Point): Point {
  return { x: point.x * zoom + x, y: point.y * zoom + y };
}

/** What is visible, in pixels of the canvas, and `margin` pixels of the screen around it. */
export function visibleRect(camera: Camera, margin = 0): Rect {
  const { x, y } = toCanvas(camera, { x: -margin, y: -margin });
  return { x, y, width: (camera.width + 2 * margin) / camera.zoom, height: (camera.height + 2 * margin) / camera.zoom };
}

/** The view in which a rectangle fills the screen. */
export function viewAround(rect: Rect, { width, height }: { width: number; height: number }, { padding = 48, largest = 1 }: { padding?: number; largest?: number } = {}): View {
  const zoom = clampZoom(Math.min((width - 2 * padding) / Math.max(1, rect.width), (height - 2 * padding) / Math.max(1, rect.height), largest));
  return { zoom, x: (width - rect.width * zoom) / 2 - rect.x * zoom, y: (height - rect.height * zoom) / 2 - rect.y * zoom };
}

/** The view after zooming, with one point of the screen kept where it is. */
export function zoomedAt(view: View, zoom: number, at: Point): View {
  const next = clampZoom(zoom);
  const { x, y } = toCanvas(view, at);
  return { zoom: next, x: at.x - x * next, y: at.y - y * next };
}

function clampZoom(zoom: number): number {
  return Math.min(LARGEST_ZOOM, Math.max(SMALLEST_ZOOM, zoom));
}
