import { create } from "zustand";

interface EditingState {
  /** The node whose title is being typed. */
  renaming: string | null;
  /** The node whose text shall take the keyboard; the card that does it sets it back. */
  wanted: string | null;
}

/** What is edited on a card, so that menus and shortcuts can begin it. */
export const useEditing = create<EditingState>()(() => ({ renaming: null, wanted: null }));

/** The card's title becomes a field. */
export function startRenaming(node: string): void {
  useEditing.setState({ renaming: node });
}

/** The card's text takes the keyboard: of a prompt, a list or a note. */
export function startEditing(node: string): void {
  useEditing.setState({ wanted: node });
}
