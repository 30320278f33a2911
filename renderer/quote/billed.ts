import type { CreditRange } from "../../shared/contract/records.ts";
import type { NodeSteps } from "../state/runsStore.ts";

/** What a node was quoted and billed in a run. Credits. */
export interface NodeBill {
  id: string;
  quoted: CreditRange;
  billed: number;
  /** Nothing of it can be billed any more. */
  over: boolean;
}

const ENDS: ReadonlySet<string> = new Set(["done", "cached", "failed", "blocked", "unknown", "skipped"]);

/** Nodes of a run that were quoted or billed anything, the dearest first. */
export function billsOf(steps: NodeSteps): NodeBill[] {
  const bills: NodeBill[] = [];
  for (const [id, events] of steps) {
    const bill = { id, quoted: { min: 0, max: 0 }, billed: 0, over: true };
    for (const { credits, state } of events) {
      bill.quoted = { min: bill.quoted.min + credits.quoted.min, max: bill.quoted.max + credits.quoted.max };
      bill.billed += credits.billed ?? 0;
      bill.over &&= ENDS.has(state);
    }
    if (bill.quoted.max > 0 || bill.billed > 0) bills.push(bill);
  }
  return bills.sort((one, other) => other.billed - one.billed || other.quoted.max - one.quoted.max || (one.id < other.id ? -1 : 1));
}
