import { describe, expect, test } from "vitest";
import { cut } from "../../../electron/cli/format.ts";
import { harmless } from "../../../electron/cli/output.ts";

const ESCAPE = "\u001B";

describe("what a shared graph says cannot steer the terminal", () => {
  test.each([
    ["clears the screen", `a${ESCAPE}[2Jb`, "a[2Jb"],
    ["fills the clipboard", `a${ESCAPE}]52;c;cm0gLXJm\u0007b`, "a]52;c;cm0gLXJmb"],
    ["overwrites the line", "price 5000\rprice 5", "price 5000price 5"],
    ["rubs out", "5000\b\b\b0", "50000"],
    ["uses the 8-bit forms", "a\u009B2Jb", "a2Jb"],
  ])("%s", (_what, text, shown) => {
    expect(harmless(text)).toBe(shown);
  });

  test("our own colours, lines and columns stay, and so does every script", () => {
    const text = `${ESCAPE}[1mTotal${ESCAPE}[22m\n\t北京 – café 🦊\n`;
    expect(harmless(text)).toBe(text);
  });

  test("a title of several lines is one line of a table", () => {
    expect(cut("one\ntwo\r\n  three\u0007", 40)).toBe("one two three ");
  });
});
