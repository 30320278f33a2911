import { expect, test } from "vitest";
import { distinct, problemText } from "../../../shared/graph/problem.ts";

test("a problem reads as place, message and fix", () => {
  expect(problemText({ severity: "error", message: "It is wrong." })).toBe("It is wrong.");
  expect(problemText({ severity: "error", message: "It is wrong.", fix: "Mend it." })).toBe("It is wrong. Mend it.");
  expect(problemText({ severity: "error", message: "It is wrong.", node: "n", edge: "e", port: "p", param: "q" })).toBe("node n, edge e, port p, param q: It is wrong.");
});

test("the same complaint is told once, but not one of another place", () => {
  const one = { severity: "error", message: "No." } as const;
  expect(distinct([one, { ...one }, { ...one, port: "p" }, { ...one, param: "p" }, { ...one, message: "Not." }, { ...one, port: "p" }])).toEqual([
    one,
    { ...one, port: "p" },
    { ...one, param: "p" },
    { ...one, message: "Not." },
  ]);
});
