import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { frameAt, middleOf, rateOf, stepped, timeText } from "../../../renderer/library/viewer/frames.ts";
import { correction } from "../../../renderer/library/viewer/sync.ts";
import { FIT, fitScale, held, toggled, zoomedBy, zoomedTo } from "../../../renderer/library/viewer/zoom.ts";

describe("zoom", () => {
  const stage = { width: 1000, height: 600 };
  const content = { width: 2000, height: 600 };
  const fit = fitScale(content, stage);

  test("all of it is seen when it fits, and small pictures are not blown up without end", () => {
    expect(fit).toBe(0.5);
    expect(fitScale({ width: 16, height: 16 }, stage)).toBe(4);
    expect(fitScale({ width: 0, height: 0 }, stage)).toBe(1);
  });

  test("what is under the pointer stays there", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 2, noNaN: true }), fc.integer({ min: -500, max: 500 }), fc.integer({ min: -300, max: 300 }), (factor, x, y) => {
        const before = { zoom: 3, x: 40, y: -25 };
        const after = zoomedBy(before, factor, { x, y }, fit);
        const pointOf = (lie: typeof before) => [(x - lie.x) / lie.zoom, (y - lie.y) / lie.zoom];
        expect(pointOf(after)[0]).toBeCloseTo(pointOf(before)[0] ?? 0, 6);
        expect(pointOf(after)[1]).toBeCloseTo(pointOf(before)[1] ?? 0, 6);
      }),
    );
  });

  test("100 % is a screen pixel for a pixel", () => expect(zoomedTo(FIT, 1, { x: 0, y: 0 }, fit).zoom * fit).toBe(1));

  test("a double click goes to 100 % and back, and to 200 % where 100 % would be the same", () => {
    const at = { x: 0, y: 0 };
    const full = toggled(FIT, at, fit);
    expect(full.zoom * fit).toBe(1);
    expect(toggled(full, at, fit)).toEqual(FIT);
    expect(toggled(FIT, at, 1).zoom).toBe(2);
  });

  test("it is never moved out of sight, and what fits lies in the middle", () => {
    expect(held({ zoom: 1, x: 300, y: 300 }, content, stage)).toEqual({ zoom: 1, x: 0, y: 0 });
    const { x, y } = held({ zoom: 4, x: 9_999, y: -9_999 }, content, stage);
    expect(x).toBe((2000 * fit * 4) / 2);
    expect(y).toBe(-(600 * fit * 4) / 2);
  });
});

describe("frames", () => {
  const regular = Array.from({ length: 120 }, (_, frame) => frame / 24);
  const uneven = [0, 0.1, 0.12, 0.5, 0.9];

  test.each([
    [-1, 0],
    [0, 0],
    [0.0999, 1],
    [0.11, 1],
    [0.3, 2],
    [7, 4],
  ])("at %f s the frame %i is seen", (time, frame) => expect(frameAt(uneven, time)).toBe(frame));

  test("a step is one frame, from wherever a player says that it is", () => {
    for (const times of [regular, uneven]) {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: times.length - 1 }), fc.integer({ min: -12, max: 12 }), fc.double({ min: 0, max: 0.99, noNaN: true }), (frame, steps, within) => {
          const from = (times[frame] ?? 0) + within * ((times[frame + 1] ?? 5) - (times[frame] ?? 0)) - (within === 0 ? 0.00001 : 0);
          const to = stepped(times, from, steps, 5);
          const expected = Math.min(times.length - 1, Math.max(0, frameAt(times, from) + steps));
          expect(frameAt(times, to)).toBe(expected);
          // In the middle of its time, so that no rounding shows its neighbour.
          expect(to).toBe(middleOf(times, expected, 5));
        }),
      );
    }
  });

  test("without known frames a step is a 24th of a second, and never leaves the video", () => {
    expect(stepped(null, 1, 1, 5)).toBeCloseTo(1 + 1 / 24);
    expect(stepped(null, 0, -1, 5)).toBe(0);
    expect(stepped(null, 5, 1, 5)).toBe(5);
  });

  test("the rate is that of the file, or nothing is said", () => {
    expect(rateOf(regular)).toBe(24);
    expect(rateOf(Array.from({ length: 100 }, (_, frame) => (frame * 1001) / 24_000))).toBe(23.976);
    expect(rateOf([0])).toBeNull();
    expect(rateOf(null)).toBeNull();
  });

  test.each([
    [0, "0:00.00"],
    [4.25, "0:04.25"],
    [59.999, "0:59.99"],
    [61.5, "1:01.50"],
    [3723, "1:02:03.00"],
    [-3, "0:00.00"],
  ])("%f s reads %s", (seconds, text) => expect(timeText(seconds)).toBe(text));
});

describe("two clocks", () => {
  const now = { rate: 1, frame: 1 / 24, leader: 2 };
  test("are left alone when nobody sees the difference", () => expect(correction(0.005, now)).toEqual({ is: "fine" }));
  test("come together by pace, the one ahead slower and the one behind faster", () => {
    expect(correction(0.03, now)).toMatchObject({ is: "pace", rate: expect.closeTo(0.925, 3) as number });
    expect(correction(-0.03, now)).toMatchObject({ is: "pace", rate: expect.closeTo(1.075, 3) as number });
    expect(correction(-0.09, { ...now, rate: 2 })).toMatchObject({ is: "pace", rate: 2.24 });
  });
  test("jump when they are far apart", () => expect(correction(1.5, now)).toMatchObject({ is: "seek", to: expect.closeTo(2, 1) as number }));

  test("any drift is under a frame soon", () => {
    fc.assert(
      fc.property(fc.double({ min: -4, max: 4, noNaN: true }), fc.constantFrom(0.25, 1, 2), fc.constantFrom(12, 24, 60), (drift, rate, fps) => {
        let [leader, follower] = [10, 10 + drift];
        for (let tick = 0; tick < 120; tick += 1) {
          const act = correction(follower - leader, { rate, frame: 1 / fps, leader });
          if (act.is === "seek") follower = act.to;
          leader += rate / 60;
          follower += (act.is === "pace" ? act.rate : rate) / 60;
        }
        expect(Math.abs(follower - leader)).toBeLessThan(1 / fps);
      }),
    );
  });
});
