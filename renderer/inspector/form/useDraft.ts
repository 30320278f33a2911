import { useEffect, useRef, useState } from "react";
import { useHeldDraft } from "../../ui/useHeldDraft.ts";

const SOON_MS = 150;

interface Draft {
  text: string;
  change: (text: string) => void;
  /** Hands on at once what was typed: when the field is left. */
  flush: () => void;
}

/** Text that is typed: shown at once, handed on a moment later, so that a keystroke never waits for the graph. What changes elsewhere shows as long as nothing is pending. */
export function useDraft(value: string, commit: (text: string) => void): Draft {
  const [draft, setDraft] = useState<string | null>(null);
  const pending = useRef<{ text: string; timer: ReturnType<typeof setTimeout> } | null>(null);
  const newest = useRef(commit);
  useEffect(() => {
    newest.current = commit;
  });

  function flush(): void {
    const waiting = pending.current;
    if (!waiting) return;
    clearTimeout(waiting.timer);
    pending.current = null;
    newest.current(waiting.text);
    setDraft(null);
  }

  useHeldDraft(flush);
  // The field may go away (another node is selected) before what was typed is handed on.
  const last = useRef(flush);
  useEffect(() => {
    last.current = flush;
  });
  useEffect(() => () => last.current(), []);

  return {
    text: draft ?? value,
    change: (text) => {
      if (pending.current) clearTimeout(pending.current.timer);
      pending.current = { text, timer: setTimeout(flush, SOON_MS) };
      setDraft(text);
    },
    flush,
  };
}
