/**
 * A shortcut as text: `mod+shift+d`, `alt+pagedown`, `f2`, `?`. `mod` is Cmd on macOS and Ctrl elsewhere. Letters and digits are those of the keyboard's
 * own layout where it has them, else those of their place on it.
 */
export interface Shortcut {
  mod: boolean;
  shift: boolean;
  alt: boolean;
  /** As `KeyboardEvent.key` in lower case. */
  key: string;
}

/** What of a keyboard event matters. */
export type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

export function parseShortcut(text: string): Shortcut {
  const parts = text.split("+");
  // `mod++` is the plus key itself.
  const key = text.endsWith("+") ? "+" : (parts.at(-1) ?? "");
  return { mod: parts.includes("mod"), shift: parts.includes("shift"), alt: parts.includes("alt"), key };
}

export function isPressed(shortcut: Shortcut, event: Pressed, isMac: boolean): boolean {
  const [mod, other] = isMac ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey];
  if (mod !== shortcut.mod || other || event.altKey !== shortcut.alt) return false;
  // Signs such as `?` need Shift on some keyboards only: the sign itself is what counts.
  if (isSign(shortcut.key)) return event.key === shortcut.key;
  return event.shiftKey === shortcut.shift && keyOf(event) === shortcut.key;
}

/** Alt and Shift change what a key types, and so do Greek or Cyrillic layouts: then the key's place counts. */
function keyOf({ key, code }: Pressed): string {
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  if (digit !== undefined) return digit;
  const typed = key.toLowerCase();
  if (typed.length > 1 || /^[a-z]$/.test(typed)) return typed;
  return /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? typed;
}

function isSign(key: string): boolean {
  return key.length === 1 && !/[a-z0-9]/.test(key);
}

const NAMES: Readonly<Record<string, string>> = { enter: "Enter", escape: "Esc", delete: "Del", backspace: "Backspace", pagedown: "PgDn", pageup: "PgUp", arrowleft: "←", arrowright: "→", arrowup: "↑", arrowdown: "↓", tab: "Tab", space: "Space", drag: "drag", wheel: "wheel", click: "click", doubleclick: "double-click", rightclick: "right-click", arrows: "arrows", emptycanvas: "empty canvas" };
const MAC_NAMES: Readonly<Record<string, string>> = { ...NAMES, enter: "↩", escape: "esc", delete: "⌦", backspace: "⌫", pagedown: "⇟", pageup: "⇞" };

/** The keys as they are written on a keyboard, one by one. */
export function keysText(text: string, isMac: boolean): string[] {
  const { mod, shift, alt, key } = parseShortcut(text);
  const name = (isMac ? MAC_NAMES : NAMES)[key] ?? key.toUpperCase();
  return [...(mod ? [isMac ? "⌘" : "Ctrl"] : []), ...(alt ? [isMac ? "⌥" : "Alt"] : []), ...(shift ? [isMac ? "⇧" : "Shift"] : []), name];
}

/** `Ctrl+Shift+D`, or `⌘⇧D`. */
export function shortcutText(text: string, isMac: boolean = onMac()): string {
  return keysText(text, isMac).join(isMac ? "" : "+");
}

/** As `aria-keyshortcuts` wants it. */
export function ariaShortcut(text: string, isMac: boolean = onMac()): string {
  const { mod, shift, alt, key } = parseShortcut(text);
  return [...(mod ? [isMac ? "Meta" : "Control"] : []), ...(alt ? ["Alt"] : []), ...(shift ? ["Shift"] : []), key === "+" ? "Plus" : key.length > 1 ? `${key.slice(0, 1).toUpperCase()}${key.slice(1)}` : key.toUpperCase()].join("+");
}

/** The machine in front of the user, not the host's. */
export function onMac(): boolean {
  return typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);
}
