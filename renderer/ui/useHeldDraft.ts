import { useEffect, useRef } from "react";
import { holdDraft } from "../state/drafts.ts";

/** For a field that keeps back what is typed: `write` makes it part of the document before a run or a save. */
export function useHeldDraft(write: () => void): void {
  const newest = useRef(write);
  useEffect(() => {
    newest.current = write;
  });
  useEffect(() => holdDraft(() => newest.current()), []);
}
