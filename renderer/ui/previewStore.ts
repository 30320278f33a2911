import { create } from "zustand";

/** "What would run": while `on`, cards whose plan neither pays nor follows anything are dimmed. Cards read `usePreview(({ on }) => on)`. */
export const usePreview = create<{ on: boolean }>()(() => ({ on: false }));

export function setPreview(on: boolean): void {
  usePreview.setState({ on });
}
