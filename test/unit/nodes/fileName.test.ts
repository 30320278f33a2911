import { describe, expect, test } from "vitest";
import { checkFileName, fileNameFor } from "../../../shared/nodes/fileName.ts";

const values = { graph: "Spot", node: "hero", item: 2, take: 3, date: "2026-03-26" };

test.each([
  ["{graph}-{node}", "Spot-hero"],
  ["{date} {graph} {item}.{take}", "2026-03-26 Spot 2.3"],
  ["plain", "plain"],
  ["{unknown} {Graph} {}", "{unknown} {Graph} {}"],
  ["{toString}{__proto__}", "{toString}{__proto__}"],
])("%s gives %s", (template, expected) => {
  expect(fileNameFor(template, values)).toBe(expected);
});

test("what a value holds is not filled in again", () => {
  expect(fileNameFor("{graph}", { ...values, graph: "{node} $&" })).toBe("{node} $&");
});

describe("a template is checked", () => {
  test("known placeholders are fine", () => {
    expect(checkFileName("{graph}{node}{item}{take}{date}")).toEqual([]);
  });

  test("an unknown one is named once, with those that there are", () => {
    expect(checkFileName("{graf} {graf}")).toEqual([
      { severity: "error", param: "name", message: "The file name has an unknown placeholder {graf}.", fix: "Use {graph}, {node}, {item}, {take}, {date}." },
    ]);
  });

  test("an empty one is refused", () => {
    expect(checkFileName(" ")).toMatchObject([{ severity: "error", param: "name" }]);
  });
});
