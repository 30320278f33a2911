import type { ReactFlowInstance } from "@xyflow/react";
import { useApp } from "../../state/app.ts";
import type { Stage } from "../stage/stage.ts";
import { isMounting } from "../flow/mountQueue.ts";
import { benchWanted } from "./wanted.ts";

declare global {
  interface Window {
    __rf?: ReactFlowInstance;
  }
}

/**
 * For measuring from outside: the React Flow instance, which answers for all nodes of the graph and not only for those that it was given. Only in a page
 * that shows a generated document.
 */
export function exposeForBench(stage: Stage): void {
  const { flow } = stage;
  if (!benchWanted() || !flow || !useApp.getState().tabs.some(({ id, session }) => id === stage.session.id && session.getState().doc.meta.id.startsWith("bench-"))) return;
  const { nodes } = stage.scene;
  const all = (): ReturnType<ReactFlowInstance["getNodes"]> =>
    nodes.list.map(({ id }, at) => ({ id, type: "card", position: { x: nodes.x[at] ?? 0, y: nodes.y[at] ?? 0 }, width: nodes.width[at] ?? 0, height: nodes.height[at] ?? 0, selected: nodes.selected[at] === 1, data: {} }));
  window.__rf = { ...flow, getNodes: all, getNode: (id) => all().find((node) => node.id === id) };
  markWhenShown();
}

/** Shown is what is painted, with whole cards. */
function markWhenShown(): void {
  requestAnimationFrame(() => {
    if (isMounting()) markWhenShown();
    else setTimeout(() => performance.mark("bench-shown"));
  });
}
