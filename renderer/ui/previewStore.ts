import { create } from "zustand";

interface PreviewState {
  /** "What would run": cards whose plan neither pays nor follows anything are dimmed. */
  on: boolean;
  set: (on: boolean) => void;
}

/** The preview of a run on the canvas. Cards read `usePreview(({ on }) => on)`. */
export const usePreview = create<PreviewState>()((set) => ({ on: false, set: (on) => set({ on }) }));
