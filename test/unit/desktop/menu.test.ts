import type { MenuItemConstructorOptions } from "electron";
import { describe, expect, test } from "vitest";
import { acceleratorOf } from "../../../electron/desktop/manners/accelerator.ts";
import { menuTemplate, type MenuParts } from "../../../electron/desktop/manners/menu.ts";
import { wordsFor } from "../../../electron/desktop/manners/words.ts";
import { menuInput, type DesktopPlatform, type MenuModel } from "../../../shared/contract/api/desktop.ts";
import { labelOf } from "../../../renderer/actions/action.ts";
import { ACTIONS } from "../../../renderer/actions/list.ts";
import { APP_MENU } from "../../../renderer/actions/menus.ts";

/** The page's own menu, everything possible. */
const MODEL: MenuModel = {
  groups: APP_MENU.map(({ group, parts }) => ({
    id: group,
    label: group,
    parts: parts.map((part) => part.map((action) => ({ id: action.id, label: labelOf(action), shortcut: action.shortcut?.[0] ?? null, native: action.native ?? false, enabled: true, checked: action.toggled ? false : null }))),
  })),
};

function made(platform: DesktopPlatform, more: Partial<MenuParts> = {}) {
  const performed: [string, boolean][] = [];
  const acted: string[] = [];
  const act = { openRecent: (path: string) => void acted.push(path), clearRecents: () => void acted.push("clear"), openLogs: () => void acted.push("logs"), copyDiagnostics: () => void acted.push("diagnostics"), about: () => void acted.push("about"), checkForUpdates: () => void acted.push("updates") };
  const template = menuTemplate({ model: MODEL, hasWindow: true, recents: [], platform, developer: false, words: wordsFor([]).menu, perform: (id, byKey) => void performed.push([id, byKey]), act, ...more });
  return { template, performed, acted };
}

const below = (item: MenuItemConstructorOptions): MenuItemConstructorOptions[] => (Array.isArray(item.submenu) ? item.submenu.flatMap((one) => [one, ...below(one)]) : []);
const all = (template: MenuItemConstructorOptions[]) => template.flatMap((item) => [item, ...below(item)]);
const press = (item: MenuItemConstructorOptions | undefined, byKey = false) => item?.click?.({} as never, undefined, { triggeredByAccelerator: byKey });

describe("the native menu", () => {
  test.each(["darwin", "win32", "linux"] as const)("has every action of the page's menu once, on %s", (platform) => {
    const { template, performed, acted } = made(platform);
    const ids = all(template).flatMap(({ id, submenu }) => (id !== undefined && !submenu ? [id] : []));
    const wanted = MODEL.groups.flatMap(({ parts }) => parts.flat()).map(({ id }) => id);
    // About has a place of its own in the menu of a Mac's program.
    expect([...ids].sort()).toEqual(wanted.filter((id) => platform !== "darwin" || id !== "about").sort());
    press(all(template).find(({ id }) => id === "runAll"));
    press(all(template).find(({ id }) => id === "undo"), true);
    expect(performed).toEqual([["runAll", false], ["undo", true]]);
    press(all(template).find(({ label }) => label === "Open Logs Folder"));
    expect(acted).toEqual(["logs"]);
  });

  test("has the Mac's own menus first and last, with settings, about and quit in the first", () => {
    const { template } = made("darwin");
    expect(template.map(({ label, role }) => label ?? role)).toEqual(["Shotgraph", "file", "edit", "select", "node", "arrange", "view", "run", "Window", "help"]);
    const first = below(template[0]!);
    expect(first.map(({ label, role, type }) => label ?? role ?? type)).toEqual(["About Shotgraph", "Check for Updates…", "separator", "Settings…", "separator", "services", "separator", "hide", "hideOthers", "unhide", "separator", "Quit Shotgraph"]);
    expect(first.find(({ id }) => id === "settings")?.accelerator).toBe("CommandOrControl+,");
    expect(template.filter(({ role }) => role === "help")).toHaveLength(1);
  });

  test("ends the file menu with Exit elsewhere", () => {
    const { template } = made("win32");
    expect(template.map(({ label }) => label)).toEqual(MODEL.groups.map(({ label }) => label));
    expect(below(template[0]!).at(-1)).toMatchObject({ role: "quit", label: "Exit" });
  });

  test("gives plain keys to no menu on a Mac, where a text field would lose them, and shows them elsewhere without listening", () => {
    const plain = (platform: DesktopPlatform) => all(made(platform).template).find(({ id }) => id === "minimap");
    expect(plain("darwin")?.accelerator).toBeUndefined();
    expect(plain("win32")).toMatchObject({ accelerator: "M", registerAccelerator: false });
    const onMac = all(made("darwin").template).flatMap(({ accelerator }) => accelerator ?? []);
    expect(onMac.filter((keys) => !/CommandOrControl|^F\d/.test(keys))).toEqual([]);
  });

  test("listens itself only to keys that the page does not: those that browsers keep", () => {
    const listened = all(made("linux").template).filter(({ registerAccelerator }) => registerAccelerator === true);
    expect(listened.map(({ id, accelerator }) => [id, accelerator])).toEqual([["newGraph", "CommandOrControl+N"], ["closeGraph", "CommandOrControl+W"]]);
  });

  test("no two items have the same keys", () => {
    for (const platform of ["darwin", "win32", "linux"] as const) {
      const keys = all(made(platform).template).flatMap(({ accelerator }) => accelerator ?? []);
      expect(keys.filter((one, at) => keys.indexOf(one) !== at)).toEqual([]);
    }
  });

  test("cuts, copies and pastes by the system's commands, which work in text fields too", () => {
    for (const id of ["cut", "copy", "paste"]) expect(all(made("darwin").template).find((item) => item.id === id)).toMatchObject({ role: id });
  });

  test("shows what is on and what cannot be done now", () => {
    const model = structuredClone(MODEL);
    const snap = model.groups.flatMap(({ parts }) => parts.flat()).find(({ id }) => id === "snap")!;
    Object.assign(snap, { enabled: false, checked: true });
    expect(all(made("linux", { model }).template).find(({ id }) => id === "snap")).toMatchObject({ type: "checkbox", checked: true, enabled: false });
  });

  test("without a window offers what opens one and nothing else of the page", () => {
    const { template } = made("darwin", { hasWindow: false });
    const possible = all(template).filter(({ id, enabled, submenu }) => id !== undefined && !submenu && enabled !== false).map(({ id }) => id);
    expect(possible).toEqual(["settings", "newGraph", "openGraph", "openExample"]);
  });

  test("lists recent graphs, ten at most, and clears them", () => {
    const recents = Array.from({ length: 14 }, (_, at) => ({ path: `/g/${at}.shotgraph`, name: `Graph ${at}` }));
    const { template, acted } = made("linux", { recents });
    const list = below(all(template).find(({ label }) => label === "Open Recent")!);
    expect(list.filter(({ label }) => label?.startsWith("Graph"))).toHaveLength(10);
    press(list[0]);
    press(list.at(-1));
    expect(acted).toEqual(["/g/0.shotgraph", "clear"]);
    expect(below(all(made("linux").template).find(({ label }) => label === "Open Recent")!)).toMatchObject([{ enabled: false }]);
  });

  test("before the page has come has a way out and a way to edit text", () => {
    expect(all(made("linux", { model: null }).template).map(({ role }) => role)).toEqual(expect.arrayContaining(["quit", "editMenu"]));
    expect(all(made("darwin", { model: null }).template).map(({ role }) => role)).toEqual(expect.arrayContaining(["quit", "editMenu", "windowMenu"]));
  });

  test("every shortcut of the page can be written as Electron writes them", () => {
    const shortcuts = ACTIONS.flatMap(({ shortcut }) => shortcut ?? []);
    expect(shortcuts.filter((text) => acceleratorOf(text) === null)).toEqual([]);
    expect(acceleratorOf("mod+shift+d")).toBe("CommandOrControl+Shift+D");
    expect(acceleratorOf("alt+pagedown")).toBe("Alt+PageDown");
    expect(acceleratorOf("mod++")).toBe("CommandOrControl+Plus");
    expect(acceleratorOf("mod+ß")).toBeNull();
  });

  test("the page's menu has the shape that the window takes", () => {
    expect(menuInput.safeParse(MODEL).success).toBe(true);
    expect(menuInput.safeParse({ groups: [{ id: "a b", label: "x", parts: [] }] }).success).toBe(false);
  });
});
