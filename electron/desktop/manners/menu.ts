import type { MenuItemConstructorOptions } from "electron";
import type { DesktopPlatform, MenuModel, MenuModelItem } from "../../../shared/contract/api/desktop.ts";
import { acceleratorOf, isSafeForMenus } from "./accelerator.ts";
import type { Words } from "./words.ts";

export interface MenuParts {
  /** As the page has told it; null before it has. */
  model: MenuModel | null;
  /** Without a window only what opens one can be chosen. */
  hasWindow: boolean;
  recents: readonly { path: string; name: string }[];
  platform: DesktopPlatform;
  /** Developer tools are offered. */
  developer: boolean;
  words: Words["menu"];
  /** `byKey`: by its keys and not by the pointer. */
  perform: (action: string, byKey: boolean) => void;
  act: { openRecent: (path: string) => void; clearRecents: () => void; openLogs: () => void; copyDiagnostics: () => void; checkForUpdates: () => void; about: () => void };
}

/** Keys that browsers keep for themselves and a program of its own has free. The page does not listen to them, so the menu must. */
const OWN_KEYS: Readonly<Record<string, string>> = { newGraph: "mod+n", closeGraph: "mod+w" };
/** What can be done before there is a window: it opens one. */
const OPENS_WINDOW: ReadonlySet<string> = new Set(["newGraph", "openGraph", "openExample", "settings"]);
const ROLES: Readonly<Record<string, NonNullable<MenuItemConstructorOptions["role"]>>> = { cut: "cut", copy: "copy", paste: "paste" };
const LINE: MenuItemConstructorOptions = { type: "separator" };
const MOST_RECENTS = 10;
/** On macOS they are in the menu that is called like the program. */
const IN_APP_MENU: ReadonlySet<string> = new Set(["settings", "about"]);

/** The application's menu as this system has it, from the list of actions that the page has told. */
export function menuTemplate(parts: MenuParts): MenuItemConstructorOptions[] {
  const { model, platform, words } = parts;
  const isMac = platform === "darwin";
  const groups = (model?.groups ?? []).map(({ id, label, parts: sections }): MenuItemConstructorOptions => {
    const own = sections.map((section) => section.filter(({ id }) => !isMac || !IN_APP_MENU.has(id)).map((item) => itemOf(item, parts)));
    return { id, label: label, submenu: joined([...own, ...extrasOf(id, parts)]), ...(id === "help" ? { role: "help" as const } : {}) };
  });
  // Before the page has come: a way to edit text, and a way out.
  const basic: MenuItemConstructorOptions[] = model ? groups : [{ role: "editMenu" }];
  const quit: MenuItemConstructorOptions = { role: "quit", label: isMac ? words.quit : words.exit };
  if (!isMac) return model ? basic : [{ label: "File", submenu: [quit] }, ...basic];
  const before = basic.filter(({ id }) => id !== "help");
  const help = basic.filter(({ id }) => id === "help");
  return [appMenu(parts, quit), ...before, { role: "windowMenu", label: words.window }, ...help];
}

function appMenu(parts: MenuParts, quit: MenuItemConstructorOptions): MenuItemConstructorOptions {
  const settings = parts.model?.groups.flatMap(({ parts }) => parts.flat()).find(({ id }) => id === "settings");
  const services: MenuItemConstructorOptions[] = [{ role: "services" }];
  const hiding: MenuItemConstructorOptions[] = [{ role: "hide" }, { role: "hideOthers" }, { role: "unhide" }];
  return { label: "Shotgraph", submenu: joined([[{ label: parts.words.about, click: () => parts.act.about() }, updatesItem(parts)], settings ? [itemOf(settings, parts)] : [], services, hiding, [quit]]) };
}

function itemOf({ id, label, shortcut, native, enabled, checked }: MenuModelItem, { platform, hasWindow, perform }: MenuParts): MenuItemConstructorOptions {
  const role = native ? ROLES[id] : undefined;
  // The system's own editing command works in text fields, too, and brings the page the clipboard.
  if (role) return { id, label, role, enabled: hasWindow };
  const own = OWN_KEYS[id];
  const keys = own ?? shortcut;
  const isShown = keys !== null && (platform !== "darwin" || isSafeForMenus(keys));
  const accelerator = isShown ? acceleratorOf(keys) : null;
  return {
    id,
    label,
    enabled: hasWindow ? enabled : OPENS_WINDOW.has(id),
    ...(checked === null ? {} : { type: "checkbox", checked }),
    // The page listens to its keys by itself: here they are only shown. macOS does not know this; there the page is asked first, too.
    ...(accelerator === null ? {} : { accelerator, registerAccelerator: own !== undefined }),
    click: (_item, _window, event?: { triggeredByAccelerator?: boolean }) => perform(id, event?.triggeredByAccelerator === true),
  };
}

/** What only a program with windows of its own has. */
function extrasOf(group: string, parts: MenuParts): MenuItemConstructorOptions[][] {
  const { platform, words, developer, act, hasWindow } = parts;
  const isMac = platform === "darwin";
  switch (group) {
    case "file":
      return [
        [{ label: words.openRecent, submenu: recentItems(parts) }],
        [{ role: "close", label: words.closeWindow, accelerator: "CommandOrControl+Shift+W", enabled: hasWindow }],
        isMac ? [] : [{ role: "quit", label: words.exit }],
      ];
    case "view":
      return [
        [
          {
            label: words.size,
            submenu: [
              { role: "zoomIn", label: words.larger, accelerator: "CommandOrControl+Plus" },
              { role: "zoomOut", label: words.smaller, accelerator: "CommandOrControl+-" },
              { role: "resetZoom", label: words.normal, accelerator: "CommandOrControl+0" },
            ],
          },
          { role: "togglefullscreen", label: words.fullScreen },
        ],
        developer ? [{ role: "toggleDevTools", label: words.developer }] : [],
      ];
    case "help":
      return [
        [
          { label: words.logs, click: () => act.openLogs() },
          { label: words.diagnostics, click: () => act.copyDiagnostics() },
        ],
        isMac ? [] : [updatesItem(parts)],
      ];
    default:
      return [];
  }
}

function updatesItem({ words, act }: MenuParts): MenuItemConstructorOptions {
  return { label: words.updates, click: () => act.checkForUpdates() };
}

function recentItems({ recents, words, act }: MenuParts): MenuItemConstructorOptions[] {
  if (recents.length === 0) return [{ label: words.noRecents, enabled: false }];
  const files = recents.slice(0, MOST_RECENTS).map(({ path, name }): MenuItemConstructorOptions => ({ label: name, toolTip: path, click: () => act.openRecent(path) }));
  return joined([files, [{ label: words.clearRecents, click: () => act.clearRecents() }]]);
}

/** Sections with lines between them; empty ones leave none. */
function joined(sections: readonly (readonly MenuItemConstructorOptions[])[]): MenuItemConstructorOptions[] {
  return sections.filter((section) => section.length > 0).flatMap((section, at) => (at === 0 ? section : [LINE, ...section]));
}
