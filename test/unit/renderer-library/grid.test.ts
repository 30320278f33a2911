import { describe, expect, test } from "vitest";
import { freePlace } from "../../../renderer/library/freePlace.ts";
import { choose, moved, NOTHING_CHOSEN, stillChosen } from "../../../renderer/library/gridMoves.ts";
import { fileNameOf } from "../../../renderer/library/names.ts";
import { bytesText } from "../../../renderer/ui/format.ts";
import { item } from "./support.ts";

describe("keys in the grid", () => {
  // 0 1 2 3
  // 4 5 6 7
  // 8 9
  const grid = { columns: 4, rows: 2, count: 10 };
  test.each([
    [0, "ArrowRight", 1],
    [3, "ArrowRight", 4],
    [0, "ArrowLeft", 0],
    [9, "ArrowRight", 9],
    [1, "ArrowDown", 5],
    [5, "ArrowDown", 9],
    [6, "ArrowDown", 9],
    [9, "ArrowDown", 9],
    [2, "ArrowUp", 2],
    [9, "ArrowUp", 5],
    [5, "Home", 0],
    [5, "End", 9],
    [1, "PageDown", 9],
    [9, "PageUp", 1],
    [2, "PageUp", 2],
    [-1, "ArrowDown", 0],
    [4, "x", null],
  ])("from %i by %s to %s", (from, key, to) => expect(moved(from, key, grid)).toBe(to));

  test("nowhere in an empty grid", () => expect(moved(-1, "End", { ...grid, count: 0 })).toBeNull());
});

describe("choosing", () => {
  const order = ["a", "b", "c", "d", "e"];
  const chosen = (...all: string[]) => new Set(all);

  test("a click chooses one alone; with Ctrl it is added and taken away", () => {
    const one = choose(NOTHING_CHOSEN, order, "b");
    expect(one.chosen).toEqual(chosen("b"));
    const two = choose(one, order, "d", { toggle: true });
    expect(two.chosen).toEqual(chosen("b", "d"));
    expect(choose(two, order, "b", { toggle: true }).chosen).toEqual(chosen("d"));
    expect(choose(two, order, "a").chosen).toEqual(chosen("a"));
  });

  test("with Shift all from the anchor, both ways, again and again", () => {
    const from = choose(NOTHING_CHOSEN, order, "c");
    const down = choose(from, order, "e", { range: true });
    expect(down.chosen).toEqual(chosen("c", "d", "e"));
    expect(choose(down, order, "a", { range: true }).chosen).toEqual(chosen("a", "b", "c"));
  });

  test("what is gone is not chosen; else the choice is the same object", () => {
    const choice = choose(NOTHING_CHOSEN, order, "c");
    expect(stillChosen(choice, order)).toBe(choice);
    expect(stillChosen(choice, ["a"])).toEqual({ chosen: chosen(), anchor: null });
  });
});

describe("names", () => {
  test("an imported file keeps its own; what was made is called by model and prompt", () => {
    expect(fileNameOf(item("ab12cd", 1, { name: "bottle.png" }))).toBe("bottle.png");
    expect(fileNameOf(item("ab12cd", 1))).toBe("sd2 A glass bottle on wet slate-ab12cd.mp4");
  });

  test("never hold what a file name may not", () => {
    const made = item("ab12cd", 1);
    const asked = (prompt: string | null) => fileNameOf({ ...made, take: made.take && { ...made.take, prompt } });
    expect(asked("../../etc/passwd: <script>")).toBe("sd2 etc passwd script-ab12cd.mp4");
    expect(asked("雨の中の 路面電車")).toBe("sd2 雨の中の 路面電車-ab12cd.mp4");
    expect(asked("x".repeat(500)).length).toBeLessThan(80);
    expect(asked(null)).toBe("sd2-ab12cd.mp4");
  });

  test.each([
    [1, "1 kB"],
    [840_000, "820 kB"],
    [1_258_291, "1.2 MB"],
    [14 * 1024 ** 2, "14 MB"],
    [3 * 1024 ** 3, "3.0 GB"],
  ])("%i bytes are %s", (bytes, text) => expect(bytesText(bytes)).toBe(text));
});

describe("new cards", () => {
  const block = { x: 0, y: 0, width: 200, height: 100 };
  test("lie where they are wanted when nothing is there", () => expect(freePlace(block, [{ x: 200, y: 0, width: 50, height: 50 }])).toEqual({ x: 0, y: 0 }));
  test("go as near as can be to what is there, below it first", () => {
    expect(freePlace(block, [{ x: 50, y: 20, width: 100, height: 50 }])).toEqual({ x: 0, y: 80 });
    expect(freePlace(block, [{ x: 50, y: 20, width: 100, height: 900 }])).toEqual({ x: 0, y: -80 });
  });
});
