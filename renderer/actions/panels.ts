import { create } from "zustand";
import type { EditorSettings } from "../../shared/contract/api/host.ts";
import { host, useApp } from "../state/app.ts";
import { reportTrouble } from "../state/trouble.ts";
import { showBottom, type BottomTab } from "../ui/bottomStore.ts";

export type Panels = EditorSettings["panels"];
export type PanelSide = "left" | "right" | "bottom";

interface PanelRoom {
  /** The window is too small for them beside the canvas. */
  hidden: ReadonlySet<PanelSide>;
  /** Such a panel that is shown all the same, over the canvas. */
  over: PanelSide | null;
}

/** What the window has room for; the shell tells it. */
export const usePanelRoom = create<PanelRoom>()(() => ({ hidden: new Set(), over: null }));

const OPEN = { left: "leftOpen", right: "rightOpen", bottom: "bottomOpen" } as const;
const KEEP_AFTER_MS = 400;
let keeping: ReturnType<typeof setTimeout> | undefined;

/** Shown at once; kept when the hand rests. */
export function changePanels(change: Partial<Panels>): void {
  useApp.setState(({ settings }) => ({ settings: { ...settings, panels: { ...settings.panels, ...change } } }));
  clearTimeout(keeping);
  keeping = setTimeout(() => void host().settings.change({ panels: useApp.getState().settings.panels }).catch(reportTrouble), KEEP_AFTER_MS);
}

export function isPanelShown(side: PanelSide): boolean {
  const { hidden, over } = usePanelRoom.getState();
  return hidden.has(side) ? over === side : useApp.getState().settings.panels[OPEN[side]];
}

export function showPanel(side: PanelSide, shown: boolean): void {
  if (usePanelRoom.getState().hidden.has(side)) usePanelRoom.setState({ over: shown ? side : null });
  else changePanels({ [OPEN[side]]: shown });
}

export function togglePanel(side: PanelSide): void {
  showPanel(side, !isPanelShown(side));
}

/** A tab of the panel below, which opens for it. */
export function revealBottom(tab: BottomTab): void {
  showBottom(tab);
  showPanel("bottom", true);
}
