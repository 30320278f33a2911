import { edgesAt } from "../../../shared/edit/edgesAt.ts";
import { withMembers } from "../../../shared/edit/groups.ts";
import { nudge } from "../../../shared/edit/layout.ts";
import { i18n } from "../../i18n/index.ts";
import { useApp } from "../../state/app.ts";
import { announce } from "../../ui/announce.ts";
import { GRID } from "../gestures/drag.ts";
import { announceSelection } from "../gestures/selection.ts";
import { sizeOf } from "../scene/layout.ts";
import type { Stage } from "../stage/stage.ts";
import { reveal } from "../view/animate.ts";

export type Direction = "left" | "right" | "up" | "down";

const STEP: Record<Direction, { x: number; y: number }> = { left: { x: -1, y: 0 }, right: { x: 1, y: 0 }, up: { x: 0, y: -1 }, down: { x: 0, y: 1 } };
const CONTROL = "textarea, input, select, button, [contenteditable='true'], .cm-content, [tabindex='0']";

/** Moves what is selected by a step of the grid, with `far` by five; without a grid by a pixel or ten. A burst is one step of undo. */
export function moveBy({ session }: Stage, direction: Direction, far: boolean): boolean {
  const { doc, selection } = session.getState();
  if (selection.size === 0) return false;
  const step = useApp.getState().settings.snapToGrid ? GRID * (far ? 5 : 1) : far ? 10 : 1;
  const by = { x: STEP[direction].x * step, y: STEP[direction].y * step };
  session.commit(nudge(doc, withMembers(doc, selection, sizeOf), by), { label: i18n.t("canvas:did.move"), mergeKey: "nudge" });
  return true;
}

/** Selects the neighbour along a wire: left what feeds the node, right what it feeds; up and down the next of those beside it. */
export function walk(stage: Stage, direction: Direction): void {
  const { session, scene } = stage;
  const { doc, selection } = session.getState();
  const [id] = selection;
  const next = id === undefined ? scene.nodes.list[0]?.id : direction === "left" || direction === "right" ? along(stage, id, direction) : beside(stage, id, direction);
  if (next === undefined || !doc.nodes.has(next)) {
    announce(i18n.t("canvas:nothingThere"));
    return;
  }
  session.select([next]);
  reveal(stage, [next]);
  announceSelection(session);
}

/** Of several the one at the same height. */
function along({ session, scene: { nodes } }: Stage, id: string, direction: "left" | "right"): string | undefined {
  const { incoming, outgoing } = edgesAt(session.getState().doc, id);
  const ids = direction === "left" ? incoming.map(({ from }) => from.node) : outgoing.map(({ to }) => to.node);
  const height = nodes.y[nodes.index.get(id) ?? 0] ?? 0;
  return ids.filter((one) => nodes.index.has(one)).sort((one, other) => Math.abs((nodes.y[nodes.index.get(one) ?? 0] ?? 0) - height) - Math.abs((nodes.y[nodes.index.get(other) ?? 0] ?? 0) - height))[0];
}

/** Among what is fed by or feeds the same nodes; else whatever lies nearest that way. */
function beside({ session, scene: { nodes } }: Stage, id: string, direction: "up" | "down"): string | undefined {
  const { doc } = session.getState();
  const { incoming, outgoing } = edgesAt(doc, id);
  const siblings = new Set([...incoming.flatMap(({ from }) => edgesAt(doc, from.node).outgoing.map(({ to }) => to.node)), ...outgoing.flatMap(({ to }) => edgesAt(doc, to.node).incoming.map(({ from }) => from.node))]);
  siblings.delete(id);
  const own = nodes.index.get(id) ?? 0;
  const [x, y] = [nodes.x[own] ?? 0, nodes.y[own] ?? 0];
  const sign = direction === "up" ? -1 : 1;
  const nearest = (ids: Iterable<string>): string | undefined => {
    let best: string | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const one of ids) {
      const at = nodes.index.get(one) ?? 0;
      const down = ((nodes.y[at] ?? 0) - y) * sign;
      const distance = down + Math.abs((nodes.x[at] ?? 0) - x) * 2;
      if (one === id || down <= 0 || distance >= least) continue;
      least = distance;
      best = one;
    }
    return best;
  };
  return nearest(siblings) ?? nearest(nodes.index.keys());
}

/** The next or previous node in the document's order. */
export function selectNext(stage: Stage, by: 1 | -1): void {
  const { nodes } = stage.scene;
  const [id] = stage.session.getState().selection;
  const at = id === undefined ? (by === 1 ? -1 : 0) : (nodes.index.get(id) ?? -1);
  const next = nodes.list[(at + by + nodes.count) % Math.max(1, nodes.count)];
  if (!next) return;
  stage.session.select([next.id]);
  reveal(stage, [next.id]);
  announceSelection(stage.session);
}

const LOOK_AGAIN_MS = 50;
const MOST_LOOKS = 20;

/** Gives the keyboard to the first control of the one selected card, once it is mounted. False: not one is selected. */
export function fieldOf(stage: Stage): boolean {
  const { selection } = stage.session.getState();
  const [id] = selection;
  if (id === undefined || selection.size !== 1) return false;
  reveal(stage, [id]);
  let looks = 0;
  const look = (): void => {
    const control = stage.root?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)?.querySelector<HTMLElement>(CONTROL);
    looks += 1;
    if (control) control.focus({ preventScroll: true });
    else if (looks < MOST_LOOKS) setTimeout(look, LOOK_AGAIN_MS);
  };
  look();
  return true;
}
