import { activeTab } from "../state/app.ts";
import { layoutOf } from "../nodes/cardLayout.ts";
import { useCanvasApi } from "../ui/canvasApi.ts";

export interface CoachPlace {
  x: number;
  y: number;
  /** Which side of its place it is on. */
  side: "below" | "above" | "left";
  /** Where the arrow is along that side, pixels. */
  arrow: number;
}

type Box = Pick<DOMRect, "left" | "top" | "width" | "height">;

const GAP = 12;
const MARGIN = 8;

/** Beside the prompt, the quote or the Run button; null while that is not to be seen. */
export function coachPlace(step: "write" | "price" | "run", card: { width: number; height: number }): CoachPlace | null {
  const target = step === "write" ? promptBox() : boxOf(step === "price" ? '[data-panel="right"]' : '[data-coach="run"]');
  if (!target) return null;
  const side = step === "price" ? "left" : step === "run" ? "below" : target.top + target.height + GAP + card.height < window.innerHeight - MARGIN ? "below" : "above";
  return beside(target, side, card);
}

function beside(target: Box, side: CoachPlace["side"], card: { width: number; height: number }): CoachPlace {
  const middle = target.left + target.width / 2;
  // A panel is tall: what is meant is its upper part.
  const level = target.top + Math.min(target.height / 2, 72);
  const wanted = side === "left" ? { x: target.left - GAP - card.width, y: level - card.height / 2 } : { x: middle - card.width / 2, y: side === "below" ? target.top + target.height + GAP : target.top - GAP - card.height };
  const x = Math.round(Math.min(Math.max(MARGIN, wanted.x), window.innerWidth - card.width - MARGIN));
  const y = Math.round(Math.min(Math.max(MARGIN, wanted.y), window.innerHeight - card.height - MARGIN));
  return { x, y, side, arrow: Math.round(side === "left" ? level - y : middle - x) };
}

function boxOf(selector: string): Box | null {
  return document.querySelector(selector)?.getBoundingClientRect() ?? null;
}

/** The first prompt on the canvas, of which cards far away are not in the page at all. */
function promptBox(): Box | null {
  const { api } = useCanvasApi.getState();
  const canvas = boxOf('[data-coach="canvas"]');
  const node = [...(activeTab()?.session.getState().doc.nodes.values() ?? [])].find(({ value }) => value.kind === "prompt")?.value;
  if (!api || !canvas || !node) return canvas;
  const { x, y, zoom } = api.currentView();
  const { width, height } = layoutOf(node);
  return { left: canvas.left + node.position.x * zoom + x, top: canvas.top + node.position.y * zoom + y, width: width * zoom, height: height * zoom };
}
