import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { asExpected } from "../../matrix/asExpected.ts";
import { pageOf, withoutMessages } from "../../matrix/page.ts";
import { runAll } from "../../matrix/runAll.ts";
import { cells } from "../../matrix/table.ts";
import type { Observed } from "../../matrix/types.ts";

const all = cells();
let seen: Observed[] = [];

beforeAll(async () => {
  seen = await runAll(all);
}, 300_000);

describe.each(all.map((cell, at) => ({ ...cell, cell, at })))("$endpoint: $fault, $when", ({ cell, at, expected }) => {
  test(`is ${expected.outcome}`, () => {
    const observed = seen[at];
    if (!observed) throw new Error("the cell was not run");
    expect(asExpected(cell, observed)).toEqual(expected);
  });
});

test("nobody pays twice in any cell: beside what was refunded, each ends with one task at most", () => {
  const twice = all.filter((cell, at) => (seen[at]?.next.tasks ?? 0) > 1 && cell.fault !== "task failed").map(({ endpoint, fault, when }) => `${endpoint}: ${fault}, ${when}`);
  expect(twice).toEqual([]);
});

test("both results of a task that makes two are in the library", () => {
  const at = all.findIndex(({ fault }) => fault === "two outputs");
  expect(seen[at]).toMatchObject({ outcome: "accepted", stored: 2 });
});

test("the page in docs is up to date", async () => {
  const page = await readFile(new URL("../../../docs/fault-matrix.md", import.meta.url), "utf8");
  expect(withoutMessages(page), "run npm run docs:matrix").toBe(withoutMessages(pageOf(all, seen)));
});
