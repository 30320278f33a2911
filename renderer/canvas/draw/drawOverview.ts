import { nameOfNode } from "../../../shared/edit/ports.ts";
import type { GraphNode } from "../../../shared/graph/document.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { statusOf, stepsOf, type Status } from "../scene/status.ts";
import { visibleRect } from "../stage/camera.ts";
import type { Stage } from "../stage/stage.ts";
import { currentColours, type Colours } from "./colours.ts";
import { toCanvasPixels } from "./painter.ts";
import { thumbnail } from "./thumbnails.ts";

/** Pixels of the screen from which on it is worth it. */
const TITLE_FROM = 9;
const PICTURE_FROM = 26;
const OUTLINE_FROM = 14;
const MOST_SINGLY = 400;
/** Height of a title in pixels of the canvas. */
const TITLE = 34;

/** Far out: every visible node as a box in its kind's colour, with its state, its picture and its title where they can be made out. */
export function drawOverview(context: CanvasRenderingContext2D, stage: Stage, ratio: number): void {
  const { nodes } = stage.scene;
  const { zoom } = stage.camera;
  const colours = currentColours();
  const places = nodes.inside(visibleRect(stage.camera));
  toCanvasPixels(context, stage, ratio);
  drawFrames(context, stage, places.filter((at) => nodes.isGroup[at] === 1), colours);
  const cards = places.filter((at) => nodes.isGroup[at] !== 1);
  const small = 236 * zoom < OUTLINE_FROM;
  // A few may lie on each other and are drawn one after the other; thousands are drawn part by part: a handful of calls.
  if (cards.length <= MOST_SINGLY && !small) for (const at of cards) drawCards(context, stage, [at], colours);
  else if (small) drawSpecks(context, stage, cards, colours);
  else drawCards(context, stage, cards, colours);
}

/** Too small for anything but a colour; selected ones are of none that a kind has. */
function drawSpecks(context: CanvasRenderingContext2D, stage: Stage, places: readonly number[], colours: Colours): void {
  const { nodes } = stage.scene;
  const byColour = new Map<string, number[]>();
  for (const at of places) {
    const node = nodes.list[at];
    if (!node) continue;
    const colour = nodes.selected[at] === 1 ? colours.text : kindColour(node, colours);
    const same = byColour.get(colour);
    if (same) same.push(at);
    else byColour.set(colour, [at]);
  }
  for (const [colour, same] of byColour) fillAll(context, stage, same, colour);
}

function drawCards(context: CanvasRenderingContext2D, stage: Stage, places: readonly number[], colours: Colours): void {
  const { nodes } = stage.scene;
  const { zoom } = stage.camera;
  fillAll(context, stage, places, colours.raised);
  drawTints(context, stage, places, colours);
  drawStates(context, stage, places, colours);
  if (236 * zoom >= PICTURE_FROM) drawPictures(context, stage, places);
  outline(context, stage, places, colours.lineStrong, 1);
  outline(context, stage, places.filter((at) => nodes.selected[at] === 1), colours.accent, 2);
  if (TITLE * zoom >= TITLE_FROM) drawTitles(context, stage, places, colours);
}

/** The colour of what comes out of a node. */
export function kindColour(node: GraphNode, colours: Colours): string {
  if (node.kind === "note") return colours.run;
  const type = catalogue.get(node.kind)?.output?.type;
  const at = type === undefined ? 4 : ["text", "image", "video", "audio"].indexOf(type);
  return colours.wires[at === -1 ? 4 : at] ?? colours.faint;
}

function fillAll(context: CanvasRenderingContext2D, { scene: { nodes } }: Stage, places: readonly number[], colour: string): void {
  context.fillStyle = colour;
  for (const at of places) context.fillRect(nodes.x[at] ?? 0, nodes.y[at] ?? 0, nodes.width[at] ?? 0, nodes.height[at] ?? 0);
}

function drawFrames(context: CanvasRenderingContext2D, stage: Stage, places: readonly number[], colours: Colours): void {
  const { nodes } = stage.scene;
  for (const at of places) {
    const { x, y, width, height } = nodes.rectAt(at);
    context.globalAlpha = 0.5;
    context.fillStyle = colours.surface;
    context.fillRect(x, y, width, height);
    context.globalAlpha = 1;
    context.lineWidth = 1.2 / stage.camera.zoom;
    context.strokeStyle = nodes.selected[at] === 1 ? colours.accent : colours.lineStrong;
    context.strokeRect(x, y, width, height);
    const node = nodes.list[at];
    const size = 13 / stage.camera.zoom;
    if (!node || width * stage.camera.zoom < 60) continue;
    context.font = `600 ${size}px ${colours.font}`;
    context.fillStyle = colours.dim;
    context.textBaseline = "bottom";
    context.fillText(nameOfNode(node, catalogue), x, y - size * 0.3, width);
  }
}

/** A breath of the kind's colour, and a bar above. */
function drawTints(context: CanvasRenderingContext2D, { scene: { nodes } }: Stage, places: readonly number[], colours: Colours): void {
  for (const at of places) {
    const node = nodes.list[at];
    if (!node) continue;
    const { x, y, width, height } = nodes.rectAt(at);
    context.fillStyle = kindColour(node, colours);
    context.globalAlpha = 0.14;
    context.fillRect(x, y, width, height);
    context.globalAlpha = 0.8;
    context.fillRect(x, y, width, 10);
  }
  context.globalAlpha = 1;
}

const STATE_COLOUR: Record<Exclude<Status, "none">, "ok" | "run" | "bad"> = { ready: "ok", running: "run", failed: "bad" };

/** A stripe at the left in the colour of how the node stands. */
function drawStates(context: CanvasRenderingContext2D, stage: Stage, places: readonly number[], colours: Colours): void {
  const { nodes } = stage.scene;
  const { plan } = stage.session.getState();
  const steps = stepsOf(stage.session);
  const width = Math.max(8, 2 / stage.camera.zoom);
  for (const at of places) {
    const node = nodes.list[at];
    const status = node ? statusOf(node, plan.nodes.get(node.id), steps?.get(node.id)) : "none";
    if (status === "none") continue;
    context.fillStyle = colours[STATE_COLOUR[status]];
    context.fillRect(nodes.x[at] ?? 0, nodes.y[at] ?? 0, width, nodes.height[at] ?? 0);
  }
}

function drawPictures(context: CanvasRenderingContext2D, stage: Stage, places: readonly number[]): void {
  const { nodes } = stage.scene;
  const { plan } = stage.session.getState();
  for (const at of places) {
    const { x, y, width, height } = nodes.rectAt(at);
    const value = plan.nodes.get(nodes.list[at]?.id ?? "")?.values[0];
    if (!value?.sha256 || (value.type !== "image" && value.type !== "video")) continue;
    const picture = thumbnail(value.sha256, () => stage.draw());
    if (!picture || height < TITLE + 40) continue;
    const top = TITLE * stage.camera.zoom >= TITLE_FROM ? 26 + titleSize(stage) : 18;
    const box = { x: x + 8, y: y + top, width: width - 16, height: Math.min(132, height - top - 8) };
    const scale = Math.max(box.width / picture.width, box.height / picture.height);
    const [across, down] = [box.width / scale, box.height / scale];
    context.drawImage(picture, (picture.width - across) / 2, (picture.height - down) / 2, across, down, box.x, box.y, box.width, box.height);
  }
}

/** @param width pixels of the screen */
function outline(context: CanvasRenderingContext2D, { scene: { nodes }, camera }: Stage, places: readonly number[], colour: string, width: number): void {
  if (places.length === 0) return;
  context.lineWidth = width / camera.zoom;
  context.strokeStyle = colour;
  context.beginPath();
  for (const at of places) context.rect(nodes.x[at] ?? 0, nodes.y[at] ?? 0, nodes.width[at] ?? 0, nodes.height[at] ?? 0);
  context.stroke();
}

function drawTitles(context: CanvasRenderingContext2D, stage: Stage, places: readonly number[], colours: Colours): void {
  const { nodes } = stage.scene;
  const size = titleSize(stage);
  context.font = `600 ${size}px ${colours.font}`;
  context.textBaseline = "middle";
  context.fillStyle = colours.text;
  for (const at of places) {
    const node = nodes.list[at];
    if (!node || (nodes.width[at] ?? 0) < 100) continue;
    context.fillText(nameOfNode(node, catalogue), (nodes.x[at] ?? 0) + 14, (nodes.y[at] ?? 0) + 18 + size / 2, (nodes.width[at] ?? 0) - 28);
  }
}

/** Larger than on the card, so that it can be read from here. Pixels of the canvas. */
function titleSize({ camera }: Stage): number {
  return Math.min(34, 11 / camera.zoom);
}
