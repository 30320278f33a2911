import { OfflineError } from "../state/connection.ts";
import { reportTrouble } from "../state/trouble.ts";

/** A run changes the library, and an edit the plan, many times a second. */
const SOON_MS = 200;

/** Asks the host in a moment, for an effect that asks again after every change: what it returns stops the asking, and an answer that comes later is dropped. */
export function askSoon<T>(ask: () => Promise<T>, onAnswer: (answer: T) => void): () => void {
  let current = true;
  const soon = setTimeout(() => {
    ask()
      .then((answer) => current && onAnswer(answer))
      .catch((error: unknown) => {
        // It is asked for again when the connection is back.
        if (!(error instanceof OfflineError)) reportTrouble(error);
      });
  }, SOON_MS);
  return () => {
    current = false;
    clearTimeout(soon);
  };
}
