import { describe, expect, test } from "vitest";
import { ariaShortcut, isPressed, keysText, parseShortcut, shortcutText, type Pressed } from "../../../renderer/actions/keys.ts";
import { actionFor } from "../../../renderer/actions/shortcuts.ts";

function press(key: string, held: Partial<Pressed> = {}): Pressed {
  return { key, code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : "", ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held };
}

describe("shortcuts", () => {
  test("mod is Ctrl, and Cmd on a Mac", () => {
    const save = parseShortcut("mod+s");
    expect(isPressed(save, press("s", { ctrlKey: true }), false)).toBe(true);
    expect(isPressed(save, press("s", { metaKey: true }), false)).toBe(false);
    expect(isPressed(save, press("s", { metaKey: true }), true)).toBe(true);
    expect(isPressed(save, press("s", { ctrlKey: true }), true)).toBe(false);
  });

  test("more keys than named are another shortcut", () => {
    expect(isPressed(parseShortcut("mod+d"), press("D", { ctrlKey: true, shiftKey: true }), false)).toBe(false);
    expect(isPressed(parseShortcut("b"), press("b", { altKey: true }), false)).toBe(false);
  });

  test("digits are found by their place, as Shift types a sign", () => {
    expect(isPressed(parseShortcut("shift+1"), press("!", { shiftKey: true, code: "Digit1" }), false)).toBe(true);
    expect(isPressed(parseShortcut("shift+1"), press("+", { shiftKey: true, code: "Digit1" }), false)).toBe(true);
  });

  test("signs are found by themselves, wherever they are", () => {
    expect(isPressed(parseShortcut("?"), press("?", { shiftKey: true, code: "Slash" }), false)).toBe(true);
    expect(isPressed(parseShortcut("?"), press("?", { shiftKey: true, code: "Minus" }), false)).toBe(true);
    expect(isPressed(parseShortcut("+"), press("+", { shiftKey: true, code: "Equal" }), false)).toBe(true);
  });

  test("a Cyrillic keyboard and Option on a Mac reach the letters", () => {
    expect(isPressed(parseShortcut("mod+z"), { ...press("я", { ctrlKey: true }), code: "KeyZ" }, false)).toBe(true);
    expect(isPressed(parseShortcut("alt+a"), { ...press("å", { altKey: true }), code: "KeyA" }, true)).toBe(true);
  });

  test("a German keyboard's own Z counts, not its place", () => {
    expect(isPressed(parseShortcut("mod+z"), { ...press("z", { ctrlKey: true }), code: "KeyY" }, false)).toBe(true);
  });

  test("plain keys are the field's while one types, and Run works everywhere", () => {
    const find = (event: Pressed, typing: boolean) => actionFor(event, { typing, isMac: false })?.id ?? null;
    expect(find(press("b"), false)).toBe("bypass");
    expect(find(press("b"), true)).toBeNull();
    expect(find(press("z", { ctrlKey: true }), true)).toBeNull();
    expect(find(press("Enter", { ctrlKey: true }), true)).toBe("runAll");
    expect(find(press("s", { ctrlKey: true }), true)).toBe("save");
  });

  test("copy, cut and paste are left to the browser, which brings the clipboard", () => {
    for (const key of ["x", "c", "v"]) expect(actionFor(press(key, { ctrlKey: true }), { typing: false, isMac: false })).toBeNull();
  });

  test("are written as on the keyboard in front of the user", () => {
    expect(shortcutText("mod+shift+d", false)).toBe("Ctrl+Shift+D");
    expect(shortcutText("mod+shift+d", true)).toBe("⌘⇧D");
    expect(keysText("mod+enter", false)).toEqual(["Ctrl", "Enter"]);
    expect(ariaShortcut("mod+shift+d", false)).toBe("Control+Shift+D");
  });
});
