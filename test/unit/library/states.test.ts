import { describe, expect, test } from "vitest";
import { checkStep, ledgerKindOf } from "../../../electron/library/states.ts";
import type { TakeState } from "../../../shared/contract/records.ts";

const ENDS: TakeState[] = ["stored", "refused", "failed", "abandoned"];
const ALL: TakeState[] = ["intended", "submitted", "completed", "unknown", ...ENDS];

describe("the states of a take", () => {
  test.each(ENDS)("%s is an end", (end) => {
    for (const next of ALL) expect(() => checkStep(1, end, next)).toThrow("nothing may follow");
  });

  test("an unknown take is never submitted anew: it is found, refused or given up", () => {
    const possible = ALL.filter((next) => {
      try {
        checkStep(1, "unknown", next);
        return true;
      } catch {
        return false;
      }
    });
    expect(possible.sort()).toEqual(["abandoned", "refused", "submitted", "unknown"]);
  });

  test("only a completed step bills, and nothing billed is ever refunded", () => {
    expect(ALL.filter((to) => ledgerKindOf("submitted", to) === "billed")).toEqual(["completed"]);
    expect(ledgerKindOf("completed", "failed")).toBeNull();
    expect(ledgerKindOf("submitted", "failed")).toBe("refunded");
    expect(ledgerKindOf("unknown", "abandoned")).toBeNull();
  });
});
