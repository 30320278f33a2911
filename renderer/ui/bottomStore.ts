import { create } from "zustand";

export const BOTTOM_TABS = ["runs", "takes", "library", "assets", "problems"] as const;
export type BottomTab = (typeof BOTTOM_TABS)[number];

interface BottomState {
  tab: BottomTab;
  /** The run that is looked at; null for the newest. */
  runId: string | null;
}

/** What the panel below shows. */
export const useBottom = create<BottomState>()(() => ({ tab: "runs", runId: null }));

export function showBottom(tab: BottomTab): void {
  useBottom.setState({ tab });
}
