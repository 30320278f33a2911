import { LibraryError } from "../../shared/contract/libraryErrors.ts";
import type { LedgerEntry, TakeState } from "../../shared/contract/records.ts";

/** Every step a take may make. What is missing here never happens: see DESIGN "The journal, and why nobody pays twice". */
const STEPS: Readonly<Record<TakeState, readonly TakeState[]>> = {
  intended: ["submitted", "refused", "failed", "unknown"],
  submitted: ["completed", "failed", "unknown"],
  completed: ["stored", "failed"],
  // To itself: what is learnt about it is written down.
  unknown: ["submitted", "refused", "abandoned", "unknown"],
  stored: [],
  refused: [],
  failed: [],
  abandoned: [],
};

/** Throws `illegal` when a take may not go from `from` to `to`. */
export function checkStep(takeId: number, from: TakeState, to: TakeState): void {
  if (STEPS[from].includes(to)) return;
  const legal = STEPS[from].length > 0 ? `only ${STEPS[from].join(", ")} may follow` : "nothing may follow";
  throw new LibraryError("illegal", `Take ${takeId} is ${from} and cannot become ${to}: ${legal}.`);
}

/** What a step writes to the ledger; null when it moves no credits (a bill stays a bill even if the media are lost). */
export function ledgerKindOf(from: TakeState, to: TakeState): Exclude<LedgerEntry["kind"], "reserved"> | null {
  switch (to) {
    case "completed":
      return "billed";
    case "refused":
      return "refunded";
    case "failed":
      return from === "completed" ? null : "refunded";
    case "unknown":
      return from === "unknown" ? null : "unknown";
    case "intended":
    case "submitted":
    case "stored":
    case "abandoned":
      return null;
    default:
      return to satisfies never;
  }
}
