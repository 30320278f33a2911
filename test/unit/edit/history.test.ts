import { describe, expect, test } from "vitest";
import { NO_HISTORY, record, redo, undo, type History } from "../../../shared/edit/history.ts";
import { setParam, setTitle } from "../../../shared/edit/nodes.ts";
import { moveNodes } from "../../../shared/edit/layout.ts";
import { apply, type Change, type DocState } from "../../../shared/edit/records.ts";
import { docOf, nodeAt } from "./support.ts";

/** A document with its history, edited at given times. */
class Desk {
  doc: DocState = docOf([["a", "prompt", { text: "" }]]);
  history: History = NO_HISTORY;
  do(change: Change, step: Parameters<typeof record>[2]): void {
    this.doc = apply(this.doc, change);
    this.history = record(this.history, change, step);
  }
  type(text: string, at: number): void {
    this.do(setParam(this.doc, "a", "text", text) as Change, { label: "Edit text", mergeKey: "text a", at });
  }
  drag(x: number, at: number, mergeKey = "drag 1"): void {
    this.do(moveNodes(this.doc, new Map([["a", { x, y: 0 }]])), { label: "Move", mergeKey, at, within: Number.POSITIVE_INFINITY });
  }
  step(which: typeof undo): boolean {
    const result = which(this.history);
    if (!result) return false;
    this.doc = apply(this.doc, result.change);
    this.history = result.history;
    return true;
  }
  get text(): unknown {
    return nodeAt(this.doc, "a").params["text"];
  }
}

describe("undo", () => {
  test("takes back a burst of typing at once, and two bursts one by one", () => {
    const desk = new Desk();
    ["f", "fo", "fog"].forEach((text, at) => desk.type(text, at * 900));
    desk.type("fog!", 4_000);
    expect(desk.history.past.map(({ label }) => label)).toEqual(["Edit text", "Edit text"]);
    desk.step(undo);
    expect(desk.text).toBe("fog");
    desk.step(undo);
    expect(desk.text).toBe("");
    expect(desk.step(undo)).toBe(false);
    desk.step(redo);
    desk.step(redo);
    expect(desk.text).toBe("fog!");
    expect(desk.step(redo)).toBe(false);
  });

  test("takes back a drag at once however long it rests, and the next drag by itself", () => {
    const desk = new Desk();
    desk.drag(1, 0);
    desk.drag(2, 60_000);
    desk.drag(3, 60_100, "drag 2");
    expect(desk.history.past).toHaveLength(2);
    desk.step(undo);
    expect(nodeAt(desk.doc, "a").position.x).toBe(2);
  });

  test("knows no step in which nothing was done", () => {
    const desk = new Desk();
    desk.do({}, { label: "Nothing", at: 0 });
    desk.type("", 0);
    expect(desk.history.past).toEqual([]);
  });

  test("keeps edits of different things apart, and does not add to what was redone", () => {
    const desk = new Desk();
    desk.type("a", 0);
    desk.do(setTitle(desk.doc, "a", "T") as Change, { label: "Rename", mergeKey: "title a", at: 1 });
    desk.type("ab", 2);
    expect(desk.history.past.map(({ label }) => label)).toEqual(["Edit text", "Rename", "Edit text"]);
    desk.step(undo);
    desk.step(redo);
    desk.type("abc", 3);
    expect(desk.history.past).toHaveLength(4);
  });

  test("forgets what was undone when something else is done, even within a burst", () => {
    const desk = new Desk();
    desk.type("a", 0);
    desk.do(setTitle(desk.doc, "a", "T") as Change, { label: "Rename", at: 100 });
    desk.step(undo);
    desk.type("c", 200);
    expect(desk.history.future).toEqual([]);
    desk.step(undo);
    expect(desk.text).toBe("a");
  });

  test("reaches back 500 steps", () => {
    const desk = new Desk();
    for (let at = 0; at < 600; at++) desk.type(`${at}`, at * 5_000);
    let steps = 0;
    while (desk.step(undo)) steps += 1;
    expect([steps, desk.text]).toEqual([500, "99"]);
    expect(desk.history.future).toHaveLength(500);
  });
});
