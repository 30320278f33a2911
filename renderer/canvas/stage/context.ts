import { createContext, use } from "react";
import { useStore } from "zustand";
import type { Stage, StageUi } from "./stage.ts";

export const StageContext = createContext<Stage | null>(null);

export function useStage(): Stage {
  const stage = use(StageContext);
  if (!stage) throw new Error("this component needs a canvas around it");
  return stage;
}

/** A part of the canvas's state; re-renders only when that part changes. */
export function useStageUi<T>(select: (ui: StageUi) => T): T {
  return useStore(useStage().ui, select);
}
