import { create } from "zustand";

/** What the viewer shows: library files one after another, or two of them compared. */
export interface ViewerContent {
  /** sha256 of each. */
  items: readonly string[];
  index: number;
  /** The second one while two are compared. */
  against: string | null;
  title: string;
}

interface ViewerState {
  content: ViewerContent | null;
}

export const useViewer = create<ViewerState>()(() => ({ content: null }));

export function openViewer({ items, index = 0, title, against = null }: { items: readonly string[]; index?: number; title: string; against?: string | null }): void {
  if (items.length > 0) useViewer.setState({ content: { items, index: Math.min(index, items.length - 1), title, against } });
}

export function closeViewer(): void {
  useViewer.setState({ content: null });
}

export function changeViewer(change: Partial<ViewerContent>): void {
  useViewer.setState(({ content }) => ({ content: content && { ...content, ...change } }));
}
