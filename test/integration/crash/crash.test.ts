import { describe, expect, test } from "vitest";
import { POINTS, type Point } from "../../crash/points.ts";
import { runScenario } from "../../crash/scenario.ts";

/** The short form of `npm run test:crash`: one kill at every named point. Points whose requests are lost come last: what follows them would wait. */
const LISTS: readonly (readonly Point[])[] = [
  ["saving", "submitted", "polling", "downloading", "placed"],
  ["committing", "reported", "completed", "downloaded", "ending"],
  ["answered", "postInFlight", "beforePost"],
];

test("every named point is in the short form", () => {
  expect(LISTS.flat().toSorted()).toEqual(POINTS.toSorted());
});

describe.concurrent("killed at every point of a take's life, nothing is paid for twice and nothing is lost", () => {
  test.each(LISTS.map((points, at) => ({ points, seed: at + 1 })))("$points", { timeout: 60_000 }, async ({ points, seed }) => {
    const result = await runScenario({ seed, kills: points.length, steps: 14, points });
    expect(result).toMatchObject({ problems: [], doubleCharges: 0, lostTakes: 0, damagedFiles: 0 });
    expect([...result.kills.keys()].toSorted()).toEqual(points.toSorted());
  });
});
