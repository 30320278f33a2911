import { EventEmitter } from "node:events";
import type Electron from "electron";
import type { Without } from "./listening.ts";
import type { DesktopDialog, DesktopNotification, ElectronApi } from "../../../electron/desktop/electronApi.ts";

/** What the program asked of the system, in order, for tests: `["openExternal", "https://…"]`. */
export const calls: (readonly [name: string, ...args: unknown[]])[] = [];

/** Nobody sits in front of the stand-in: dialogs are cancelled unless a test puts an answer here. */
export const dialog: DesktopDialog = {
  showOpenDialog: (...args) => told("showOpenDialog", args, { canceled: true, filePaths: [] }),
  showSaveDialog: (...args) => told("showSaveDialog", args, { canceled: true, filePath: "" }),
  showMessageBox: (...args: unknown[]) => {
    const { cancelId = 0 } = args.at(-1) as Electron.MessageBoxOptions;
    return told("showMessageBox", args, { response: cancelId, checkboxChecked: false });
  },
  showErrorBox: (title, content) => {
    calls.push(["showErrorBox", title, content]);
  },
};

async function told<T>(name: string, args: readonly unknown[], answer: T): Promise<T> {
  // The window is no part of what was said.
  calls.push([name, args.at(-1)]);
  return answer;
}

export const shell: ElectronApi["shell"] = {
  openExternal: (url) => told("openExternal", [url], undefined),
  openPath: (path) => told("openPath", [path], ""),
  showItemInFolder: (path) => {
    calls.push(["showItemInFolder", path]);
  },
};

let applicationMenu: Electron.Menu | null = null;

type Item = Omit<Electron.MenuItemConstructorOptions, "submenu"> & { submenu?: MenuStandIn };

/** A menu as data; `click` does what a user's click would. */
class MenuStandIn {
  readonly items: Item[];

  constructor(template: readonly Electron.MenuItemConstructorOptions[]) {
    this.items = template.map(({ submenu, ...item }) => ({ enabled: true, visible: true, ...item, ...(Array.isArray(submenu) ? { submenu: new MenuStandIn(submenu) } : {}) }));
  }

  getMenuItemById(id: string): Item | null {
    for (const item of this.items) {
      if (item.id === id) return item;
      const found = item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }

  popup(): void {
    calls.push(["popup"]);
  }
}

export const Menu: ElectronApi["Menu"] = {
  buildFromTemplate: (template) => new MenuStandIn(template as readonly Electron.MenuItemConstructorOptions[]) as unknown as Electron.Menu,
  setApplicationMenu: (menu) => {
    applicationMenu = menu;
  },
  getApplicationMenu: () => applicationMenu,
};

export class Notification extends EventEmitter implements Without<DesktopNotification> {
  readonly #options: Electron.NotificationConstructorOptions;

  static isSupported(): boolean {
    return true;
  }

  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super();
    this.#options = options;
  }

  show(): void {
    calls.push(["notification", { title: this.#options.title, body: this.#options.body }]);
    shown.push(this);
    this.emit("show");
  }

  close(): void {
    this.emit("close");
  }
}

/** Those that were shown, so that a test can click them. */
export const shown: Notification[] = [];

class NativeTheme extends EventEmitter {
  themeSource: Electron.NativeTheme["themeSource"] = "system";
  readonly shouldUseDarkColors = true;
}

export const nativeTheme = new NativeTheme() as unknown as ElectronApi["nativeTheme"];

export const nativeImage = {
  createFromPath: (path: string) => ({ path, isEmpty: () => false }),
  createEmpty: () => ({ isEmpty: () => true }),
} as unknown as ElectronApi["nativeImage"];

const blockers = new Set<number>();
export const powerSaveBlocker: ElectronApi["powerSaveBlocker"] = {
  start(type) {
    calls.push(["powerSaveBlocker", type]);
    const id = calls.length;
    blockers.add(id);
    return id;
  },
  stop: (id) => blockers.delete(id),
  isStarted: (id) => blockers.has(id),
};

/** Not encrypted at all, but unreadable at a glance: a test finds a secret that was written as it is. */
export const safeStorage: ElectronApi["safeStorage"] = {
  isAsyncEncryptionAvailable: () => Promise.resolve(process.env["STAND_IN_KEYCHAIN"] !== "none"),
  encryptStringAsync: (text) => Promise.resolve(Buffer.from(Buffer.from(text, "utf8").map((byte) => byte ^ 0xa5))),
  decryptStringAsync: (bytes) => Promise.resolve({ result: Buffer.from(bytes.map((byte) => byte ^ 0xa5)).toString("utf8"), shouldReEncrypt: false }),
  getSelectedStorageBackend: () => (process.env["STAND_IN_KEYCHAIN"] === "basic_text" ? "basic_text" : "gnome_libsecret"),
};

export const clipboard: ElectronApi["clipboard"] = { writeText: (text) => told("writeText", [text], undefined) };
export const crashReporter: ElectronApi["crashReporter"] = { start: (options) => void calls.push(["crashReporter", options]) };

const DISPLAY = { x: 0, y: 0, width: 1440, height: 900 };

/** One display; tests give it others. */
export const displays: Electron.Display[] = [{ id: 1, bounds: DISPLAY, workArea: DISPLAY } as Electron.Display];
export const screen: ElectronApi["screen"] = {
  getAllDisplays: () => [...displays],
  getPrimaryDisplay: () => {
    const [first] = displays;
    if (!first) throw new Error("there is no display");
    return first;
  },
};

export const protocol: ElectronApi["protocol"] = { registerSchemesAsPrivileged: (schemes) => void calls.push(["schemes", schemes]) };
