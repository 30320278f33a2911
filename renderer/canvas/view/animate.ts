import type { Rect } from "../../../shared/edit/place.ts";
import { FAR_ZOOM, viewAround, zoomedAt, type Camera } from "../stage/camera.ts";
import type { Stage } from "../stage/stage.ts";

const MOVE_MS = 220;

/** Everything into view; not larger than life. */
export function fit(stage: Stage): void {
  const bounds = stage.scene.nodes.bounds();
  if (bounds) stage.setView(viewAround(bounds, stage.camera), MOVE_MS);
}

/** These nodes into view, close enough to be read and worked on. */
export function zoomTo(stage: Stage, ids: Iterable<string>): void {
  const bounds = stage.scene.nodes.bounds(stage.scene.nodes.placesOf(ids));
  if (bounds) stage.setView(viewAround(bounds, stage.camera, { padding: 96 }), MOVE_MS);
}

/** These nodes into view with as little movement as that takes: what is visible and readable already stays where it is. */
export function reveal(stage: Stage, ids: readonly string[]): void {
  const { nodes } = stage.scene;
  const bounds = nodes.bounds(nodes.placesOf(ids));
  if (!bounds) return;
  const { camera } = stage;
  if (camera.zoom >= FAR_ZOOM && isInside(bounds, camera)) return;
  const near = viewAround(bounds, camera, { padding: 96, largest: Math.max(camera.zoom, 0.8) });
  const zoom = Math.min(near.zoom, Math.max(camera.zoom, 0.8));
  const middle = { x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height / 2 };
  stage.setView({ zoom, x: camera.width / 2 - middle.x * zoom, y: camera.height / 2 - middle.y * zoom }, MOVE_MS);
}

/** Around the middle of the view. */
export function setZoom(stage: Stage, zoom: number): void {
  const { camera } = stage;
  stage.setView(zoomedAt(camera, zoom, { x: camera.width / 2, y: camera.height / 2 }), MOVE_MS / 2);
}

function isInside({ x, y, width, height }: Rect, camera: Camera): boolean {
  const [left, top] = [x * camera.zoom + camera.x, y * camera.zoom + camera.y];
  return left >= 0 && top >= 0 && left + width * camera.zoom <= camera.width && top + height * camera.zoom <= camera.height;
}
