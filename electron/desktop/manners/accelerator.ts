const KEYS: Readonly<Record<string, string>> = { "+": "Plus", enter: "Enter", escape: "Esc", delete: "Delete", backspace: "Backspace", pagedown: "PageDown", pageup: "PageUp", arrowleft: "Left", arrowright: "Right", arrowup: "Up", arrowdown: "Down", tab: "Tab", space: "Space" };

/** A shortcut as the actions write it (`mod+shift+d`) as Electron writes it (`CommandOrControl+Shift+D`); null for what Electron does not take. */
export function acceleratorOf(shortcut: string): string | null {
  const parts = shortcut.split("+");
  // `mod++` is the plus key itself.
  const key = shortcut.endsWith("+") ? "+" : (parts.at(-1) ?? "");
  const name = KEYS[key] ?? (/^(?:[a-z0-9]|f\d{1,2}|[,./?;'[\]\\`=-])$/.test(key) ? key.toUpperCase() : null);
  if (name === null) return null;
  const held = (part: string, as: string): string[] => (parts.slice(0, -1).includes(part) ? [as] : []);
  return [...held("mod", "CommandOrControl"), ...held("alt", "Alt"), ...held("shift", "Shift"), name].join("+");
}

/** A plain key types something: as the accelerator of a menu that is asked before the text field is, it would swallow it. */
export function isSafeForMenus(shortcut: string): boolean {
  return shortcut.startsWith("mod+") || /^f\d{1,2}$/.test(shortcut);
}
