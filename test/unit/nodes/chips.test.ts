import { expect, test } from "vitest";
import { checkChips, chipsOf, compileChips, countedTargets } from "../../../shared/nodes/chips.ts";
import { image } from "./support.ts";

const from = (address: string, ...origins: string[]) => image(`https://example.com/${address}`, { origins });

test("chips are found once each, in order; what only looks like one is text", () => {
  expect(chipsOf("@{b} @{a} @{b} @{} @a {c} @{{d}} user@{e}")).toEqual(["b", "a", "e"]);
});

test("a reference is named by the node that made it and by every node it came through", () => {
  const targets = () => countedTargets([from("1", "maker", "reroute"), from("2", "other")], "character{n}");
  expect(compileChips("@{maker} @{reroute} @{other}", targets)).toBe("character1 character1 character2");
});

test("what a node made is meant before what only passed through it", () => {
  const targets = () => countedTargets([from("1", "a", "b"), from("2", "b")], "character{n}");
  expect(compileChips("@{b}", targets)).toBe("character2");
});

test("a node that brings several references is all of them, the same one twice is one", () => {
  const twice = from("1", "list");
  expect(compileChips("@{list}", () => countedTargets([twice, from("2", "list"), twice], "character{n}"))).toBe("character1 and character2");
});

test("ids may hold anything but braces, and nothing of them is read as a pattern", () => {
  expect(compileChips("@{a.*$& b}!", () => countedTargets([from("1", "a.*$& b")], "$& {n}"))).toBe("$& 1!");
});

test("a chip of nothing is left as it is and reported once, with the ports that would do", () => {
  const text = "@{x} and @{x} and @{y}";
  expect(compileChips(text, () => [])).toBe(text);
  expect(checkChips(text, () => [], ["Images"]).map(({ fix }) => fix)).toEqual([
    "Connect node x to Images, or take @{x} out of the prompt.",
    "Connect node y to Images, or take @{y} out of the prompt.",
  ]);
  expect(checkChips(null, () => [], ["Images"])).toEqual([]);
});
