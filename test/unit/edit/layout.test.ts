import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { align, distribute } from "../../../shared/edit/align.ts";
import { groupSelection, membersOf, ungroup, withMembers } from "../../../shared/edit/groups.ts";
import { boundsOf, rectOf, type Rect } from "../../../shared/edit/place.ts";
import { toGraph, type DocState } from "../../../shared/edit/records.ts";
import { snap } from "../../../shared/edit/snap.ts";
import { docOf, done, ids, nodeAt, refusalOf } from "./support.ts";

const sizeOf = () => ({ width: 100, height: 60 });
const at = (x: number, y: number) => ({ position: { x, y } });
const places = (doc: DocState): string[] => toGraph(doc).nodes.map(({ id, position }) => `${id} ${position.x},${position.y}`);

const doc = docOf([
  ["a", "prompt", {}, at(0, 0)],
  ["b", "prompt", {}, at(200, 40)],
  ["c", "prompt", {}, at(310, 300)],
  ["g", "group", { width: 400, height: 200 }, at(-20, -20)],
  ["h", "group", { width: 140, height: 100 }, at(190, 20)],
]);

describe("a group", () => {
  test("holds the nodes whose centre lies in it, smaller frames among them", () => {
    expect(membersOf(doc, "g", sizeOf)).toEqual(["a", "b", "h"]);
    expect(membersOf(doc, "h", sizeOf)).toEqual(["b"]);
    expect(membersOf(doc, "a", sizeOf)).toEqual([]);
    expect([...withMembers(doc, ["h", "c"], sizeOf)]).toEqual(["h", "c", "b"]);
  });

  test("of two that lie in each other only the larger holds the smaller; equal ones hold neither", () => {
    const both = docOf([["g", "group", { width: 200, height: 200 }], ["h", "group", { width: 300, height: 300 }, at(-50, -50)]]);
    expect([membersOf(both, "g", sizeOf), membersOf(both, "h", sizeOf)]).toEqual([[], ["g"]]);
    const equal = docOf([["g", "group", { width: "wide" }], ["h", "group"]]);
    expect([membersOf(equal, "g", sizeOf), membersOf(equal, "h", sizeOf)]).toEqual([[], []]);
  });

  test("made around nodes holds them all, and taken away leaves them", () => {
    const made = groupSelection(doc, ["a", "c"], sizeOf, "Two");
    const next = done(doc, made);
    const [id = ""] = "added" in made ? made.added : [];
    expect(nodeAt(next, id)).toMatchObject({ kind: "group", title: "Two", position: { x: -32, y: -72 }, params: { width: 474, height: 464 } });
    expect(membersOf(next, id, sizeOf)).toEqual(expect.arrayContaining(["a", "b", "c"]));
    expect(ids(done(next, ungroup(next, [id, "a"])))).toEqual(ids(doc));
    expect(refusalOf(groupSelection(doc, ["gone"], sizeOf))).toContain("Select the nodes");
  });
});

describe("aligning", () => {
  const row = docOf([["a", "prompt", {}, at(0, 0)], ["b", "prompt", {}, at(200, 40)], ["c", "prompt", {}, at(310, 300)]]);

  test("lines nodes up with the sides and middles of the rectangle around them", () => {
    const all = ["a", "b", "c"];
    expect(places(done(row, align(row, all, "left", sizeOf)))).toEqual(["a 0,0", "b 0,40", "c 0,300"]);
    expect(places(done(row, align(row, all, "right", sizeOf)))).toEqual(["a 310,0", "b 310,40", "c 310,300"]);
    expect(places(done(row, align(row, all, "centerX", sizeOf)))).toEqual(["a 155,0", "b 155,40", "c 155,300"]);
    expect(places(done(row, align(row, all, "top", sizeOf)))).toEqual(["a 0,0", "b 200,0", "c 310,0"]);
    expect(places(done(row, align(row, all, "bottom", sizeOf)))).toEqual(["a 0,300", "b 200,300", "c 310,300"]);
    expect(places(done(row, align(row, all, "centerY", sizeOf)))).toEqual(["a 0,150", "b 200,150", "c 310,150"]);
  });

  test("takes along what is in a frame, once", () => {
    expect(places(done(doc, align(doc, ["g", "c", "a", "h"], "right", sizeOf)))).toEqual(["a 30,0", "b 230,40", "c 310,300", "g 10,-20", "h 220,20"]);
  });

  test("makes gaps equal and leaves the first and the last", () => {
    expect(places(done(row, distribute(row, ["c", "a", "b"], "x", sizeOf)))).toEqual(["a 0,0", "b 155,40", "c 310,300"]);
    expect(places(done(row, distribute(row, ["c", "a", "b"], "y", sizeOf)))).toEqual(["a 0,0", "b 200,150", "c 310,300"]);
  });

  test("of too few is refused", () => {
    expect(refusalOf(align(row, ["a", "a", "gone"], "left", sizeOf))).toContain("at least two");
    expect(refusalOf(distribute(row, ["a", "b"], "x", sizeOf))).toContain("at least three");
    expect(boundsOf([])).toBeNull();
  });
});

describe("helper lines", () => {
  const rect = (x: number, y: number, width = 100, height = 60): Rect => ({ x, y, width, height });

  test("catch sides and middles within the tolerance, on each axis by itself", () => {
    expect(snap([rect(203, 500)], [rect(0, 0), rect(200, 100)], 5)).toEqual({ dx: -3, dy: 0, guides: [{ axis: "x", at: 200, from: 100, to: 560 }, { axis: "x", at: 250, from: 100, to: 560 }, { axis: "x", at: 300, from: 100, to: 560 }] });
    expect(snap([rect(500, 64)], [rect(0, 0)], 5)).toMatchObject({ dx: 0, dy: -4, guides: [{ axis: "y", at: 60, from: 0, to: 600 }] });
    expect(snap([rect(500, 500)], [rect(0, 0)], 5)).toEqual({ dx: 0, dy: 0, guides: [] });
    expect(snap([], [rect(0, 0)], 5)).toEqual({ dx: 0, dy: 0, guides: [] });
  });

  test("take several moving nodes as one, and the nearest line of all", () => {
    expect(snap([rect(2, 0), rect(198, 0)], [rect(299, 900), rect(-1, 700)], 5)).toMatchObject({ dx: 1 });
  });

  test("never move farther than the tolerance, and every line drawn is met", () => {
    const rects = fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 30 })).map(([x, y, side]) => rect(x, y, side, side)), { maxLength: 6 });
    fc.assert(
      fc.property(rects, rects, (moving, others) => {
        const { dx, dy, guides } = snap(moving, others, 4);
        expect(Math.max(Math.abs(dx), Math.abs(dy))).toBeLessThanOrEqual(4);
        const bounds = boundsOf(moving);
        for (const { axis, at: line } of guides) {
          const [start, length] = axis === "x" ? [bounds!.x + dx, bounds!.width] : [bounds!.y + dy, bounds!.height];
          expect([start, start + length / 2, start + length].some((own) => Math.abs(own - line) < 0.01)).toBe(true);
        }
      }),
    );
  });

  test("measure groups by their own size", () => {
    expect(rectOf(nodeAt(doc, "h"), sizeOf)).toEqual({ x: 190, y: 20, width: 140, height: 100 });
  });
});
