import { describe, expect, test } from "vitest";
import { clock, credits, cut, dollars, problemLines, table, thousands } from "../../../electron/cli/format.ts";

test.each([
  [{ min: 0, max: 0 }, "0"],
  [{ min: 1200, max: 1200 }, "1,200"],
  [{ min: 360, max: 385 }, "360–385"],
  [{ min: 900, max: 1_234_567 }, "900–1,234,567"],
])("credits %j read %s", (range, text) => {
  expect(credits(range)).toBe(text);
});

test.each([
  [{ min: 0, max: 0 }, "$0.00"],
  [{ min: 0.004, max: 0.004 }, "$0.004"],
  [{ min: 0.8, max: 0.8 }, "$0.80"],
  [{ min: 1.44, max: 1.54 }, "$1.44–$1.54"],
  [{ min: 2000, max: 2000 }, "$2,000.00"],
])("dollars %j read %s", (range, text) => {
  expect(dollars(range)).toBe(text);
});

test.each([
  [0, "0:00"],
  [-5, "0:00"],
  [499, "0:00"],
  [59_600, "1:00"],
  [108_000, "1:48"],
  [3_661_000, "1:01:01"],
])("%i ms read %s", (milliseconds, text) => {
  expect(clock(milliseconds)).toBe(text);
});

test("thousands are grouped the same way on every machine", () => {
  expect(thousands(1_234_567)).toBe("1,234,567");
});

test("a long text gives way at its end, and is never longer than asked", () => {
  expect(cut("short", 5)).toBe("short");
  expect(cut("too long a text", 8)).toBe("too lon…");
  expect(cut("too long a text", 8)).toHaveLength(8);
  // Half of a surrogate pair is no character.
  expect(cut("1234567🦊🦊🦊", 9).isWellFormed()).toBe(true);
});

describe("a table", () => {
  test("aligns its columns, figures to the right, and shows what is in the cells", () => {
    const lines = table(["node", "credits"], [["a", "5"], ["clip", "1,200"]], ["credits"]).split("\n").map((line) => line.trimEnd());
    expect(lines).toEqual(["node  credits", "a           5", "clip    1,200"]);
  });

  test("without rows is its head", () => {
    expect(table(["node"], []).trim()).toBe("node");
  });
});

test("problems name their severity, place and mend", () => {
  expect(problemLines([{ severity: "error", param: "duration", message: "Too long.", fix: "Cut it." }, { severity: "warning", node: "b", message: "Hm." }], "a")).toEqual([
    "  error   node a, param duration: Too long. Cut it.",
    "  warning node b: Hm.",
  ]);
});
