import type { Panels, PanelSide } from "../../actions/panels.ts";

/** Pixels. What panels and canvas need to be of use, and what panels are at most. */
export const PANEL_LIMITS = {
  left: { least: 168, most: 420, usual: 220 },
  right: { least: 248, most: 560, usual: 300 },
  bottom: { least: 112, most: 720, usual: 200 },
} as const;

const CANVAS = { width: 420, height: 200 };

export interface FittedPanels {
  /** Pixels; also of those that have no room, for when they are shown over the canvas. */
  left: number;
  right: number;
  bottom: number;
  /** There is no room for them beside the canvas, open or not. */
  hidden: ReadonlySet<PanelSide>;
}

/** Sizes with which the canvas stays usable: panels give way down to their least, then the left one goes, then the right one. */
export function fitPanels(panels: Panels, room: { width: number; height: number }): FittedPanels {
  const hidden = new Set<PanelSide>();
  const spare = room.width - CANVAS.width;
  const tall = room.height - CANVAS.height;
  if (spare < PANEL_LIMITS.right.least) hidden.add("right");
  const hasRight = panels.rightOpen && !hidden.has("right");
  if (spare - (hasRight ? PANEL_LIMITS.right.least : 0) < PANEL_LIMITS.left.least) hidden.add("left");
  if (tall < PANEL_LIMITS.bottom.least) hidden.add("bottom");
  const hasLeft = panels.leftOpen && !hidden.has("left");
  const wanted = { left: clamped(panels.left, "left"), right: clamped(panels.right, "right") };
  const give = Math.max(0, (hasLeft ? wanted.left : 0) + (hasRight ? wanted.right : 0) - spare);
  const slack = { left: hasLeft ? wanted.left - PANEL_LIMITS.left.least : 0, right: hasRight ? wanted.right - PANEL_LIMITS.right.least : 0 };
  const ofRight = give === 0 ? 0 : Math.round((give * slack.right) / (slack.left + slack.right));
  return {
    left: wanted.left - (give - ofRight),
    right: wanted.right - ofRight,
    bottom: hidden.has("bottom") ? clamped(panels.bottom, "bottom") : Math.min(clamped(panels.bottom, "bottom"), tall),
    hidden,
  };
}

function clamped(size: number, side: PanelSide): number {
  const { least, most, usual } = PANEL_LIMITS[side];
  return Number.isFinite(size) ? Math.min(most, Math.max(least, Math.round(size))) : usual;
}
