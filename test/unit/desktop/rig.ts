import { EventEmitter } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Electron from "electron";
import type { z } from "zod";
import { onTestFinished } from "vitest";
import type { Desktop } from "../../../electron/desktop/desktop.ts";
import type { DesktopWindow } from "../../../electron/desktop/electronApi.ts";
import { createLeaving } from "../../../electron/desktop/leaving.ts";
import { WINDOW } from "../../../electron/desktop/manners/channels.ts";
import { createManners } from "../../../electron/desktop/manners/index.ts";
import { openLog } from "../../../electron/desktop/manners/log.ts";
import { createRedactor } from "../../../electron/desktop/manners/redact.ts";
import type { Asked } from "../../../electron/desktop/openings.ts";
import type { DesktopEvent, LeaveAnswer } from "../../../shared/contract/api/desktop.ts";
import type { RunUpdate } from "../../../shared/contract/api/runs.ts";

/** A window that only remembers. */
export class FakeWindow extends EventEmitter {
  readonly id: number;
  readonly told: DesktopEvent[] = [];
  readonly did: [string, ...unknown[]][] = [];
  focused = false;
  destroyed = false;
  readonly webContents: EventEmitter & { send: (channel: string, event: DesktopEvent) => void };

  constructor(id: number) {
    super();
    this.id = id;
    this.webContents = Object.assign(new EventEmitter(), {
      id,
      isDestroyed: () => this.destroyed,
      isCrashed: () => false,
      send: (_channel: string, event: DesktopEvent) => void this.told.push(event),
      startDrag: (item: Electron.Item) => void this.did.push(["startDrag", item]),
    });
    for (const name of ["setTitle", "setProgressBar", "setRepresentedFilename", "setDocumentEdited", "setBackgroundColor", "show", "focus", "restore"]) Object.assign(this, { [name]: (...args: unknown[]) => void this.did.push([name, ...args]) });
  }

  isDestroyed = (): boolean => this.destroyed;
  isFocused = (): boolean => this.focused;
  isMinimized = (): boolean => false;

  last(name: string): unknown[] | undefined {
    return this.did.findLast(([did]) => did === name)?.slice(1);
  }
}

type Handler = (input: unknown, window: DesktopWindow) => unknown;

/** The manners on an Electron and a host that only remember. */
export function rig({ platform = "linux" }: { platform?: NodeJS.Platform } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "shotgraph-manners-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const did: [string, ...unknown[]][] = [];
  const note = (name: string) => (...args: unknown[]) => void did.push([name, ...args]);
  const boxes: Electron.MessageBoxOptions[] = [];
  const answers: number[] = [];
  const notifications: (EventEmitter & { options: Electron.NotificationConstructorOptions })[] = [];
  const handlers = new Map<string, { schema: z.ZodType; act: Handler }>();
  const windows: FakeWindow[] = [];
  const opened: ((window: DesktopWindow) => void)[] = [];
  const states: ((state: string) => void)[] = [];
  let take: (update: RunUpdate) => void = () => undefined;
  let setTheme: (settings: { theme: string }) => void = () => undefined;
  let taker: (asked: Asked) => void = () => undefined;
  let menu: Electron.MenuItemConstructorOptions[] = [];
  let recents: { path: string; name: string; openedAt: number; exists: boolean }[] = [];
  const places: Record<string, { path: string | null; message: string | null }> = {};
  const nativeTheme = Object.assign(new EventEmitter(), { themeSource: "system", shouldUseDarkColors: true });
  const faults = new EventEmitter();

  const showMessageBox = (...args: unknown[]): Promise<Electron.MessageBoxReturnValue> => {
    const box = args.at(-1) as Electron.MessageBoxOptions;
    boxes.push(box);
    return Promise.resolve({ response: answers.shift() ?? box.cancelId ?? 0, checkboxChecked: false });
  };
  const electron = {
    app: Object.assign(new EventEmitter(), {
      isPackaged: true,
      isReady: () => true,
      getPath: () => folder,
      getPreferredSystemLanguages: () => ["de-AT", "en"],
      addRecentDocument: note("addRecentDocument"),
      clearRecentDocuments: note("clearRecentDocuments"),
      setJumpList: (list: unknown) => (did.push(["setJumpList", list]), "ok"),
      setAboutPanelOptions: note("setAboutPanelOptions"),
      showAboutPanel: note("showAboutPanel"),
      setAppUserModelId: note("setAppUserModelId"),
      setAsDefaultProtocolClient: note("setAsDefaultProtocolClient"),
      relaunch: note("relaunch"),
      quit: note("quit"),
    }),
    dialog: {
      showMessageBox,
      showOpenDialog: () => Promise.resolve({ canceled: false, filePaths: ["/g/chosen.shotgraph"] }),
      showSaveDialog: (_window: unknown, options: Electron.SaveDialogOptions) => Promise.resolve({ canceled: false, filePath: options.defaultPath ?? "" }),
    },
    Menu: { buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]) => template, setApplicationMenu: (made: Electron.MenuItemConstructorOptions[]) => void (menu = made) },
    shell: { openPath: (path: string) => (did.push(["openPath", path]), Promise.resolve("")), showItemInFolder: note("showItemInFolder") },
    clipboard: { writeText: (text: string) => Promise.resolve(void did.push(["writeText", text])) },
    nativeTheme,
    nativeImage: { createFromPath: (path: string) => ({ path, isEmpty: () => false }) },
    powerSaveBlocker: { start: (kind: string) => (did.push(["stayAwake", kind]), 7), stop: (id: number) => (did.push(["maySleep", id]), true) },
    Notification: class extends EventEmitter {
      static isSupported = () => true;
      readonly options: Electron.NotificationConstructorOptions;
      constructor(options: Electron.NotificationConstructorOptions) {
        super();
        this.options = options;
        notifications.push(this);
      }
      show(): void {
        did.push(["notify", this.options.title]);
      }
    },
  };
  const leaving = createLeaving(() => undefined);
  const show = (): FakeWindow => windows.at(-1) ?? open();
  const desktop = {
    electron,
    options: { platform, version: "1.2.3", page: "/app/page" },
    leaving,
    log: note("log"),
    openings: { take: (given: typeof taker) => void (taker = given) },
    windows: {
      get all() {
        return windows;
      },
      get current() {
        return windows.at(-1) ?? null;
      },
      show,
      onOpened: (listener: (window: DesktopWindow) => void) => void opened.push(listener),
    },
    ipc: {
      on: (channel: string, schema: z.ZodType, act: Handler) => void handlers.set(channel, { schema, act }),
      handle: (channel: string, schema: z.ZodType, act: Handler) => void handlers.set(channel, { schema, act }),
    },
    host: {
      state: "running",
      problem: null,
      onState: (listener: (state: string) => void) => (states.push(listener), () => undefined),
      follow: (start: (client: unknown, signal: AbortSignal) => unknown, take_: (value: never) => void) => {
        const which = start({ runs: { watch: () => "runs" }, settings: { watch: () => "settings" } }, new AbortController().signal);
        if (which === "runs") take = take_ as typeof take;
        else setTheme = take_ as typeof setTheme;
        return () => undefined;
      },
      client: {
        graphs: { recents: () => Promise.resolve(recents), clearRecents: () => ((recents = []), Promise.resolve([])) },
        desktop: { placeOf: (asked: object) => Promise.resolve(places[JSON.stringify(asked)] ?? { path: null, message: "unknown" }), copyForDrag: () => Promise.resolve({ path: "/drag/clip.mp4", icon: "/drag/icon.png", message: null }) },
        system: { watch: () => Promise.reject(new Error("not here")) },
        secrets: { watch: () => Promise.reject(new Error("not here")) },
        settings: { watch: () => Promise.reject(new Error("not here")) },
      },
    },
  };
  const redactor = createRedactor();
  const log = openLog(join(folder, "logs"), redactor);

  function open(): FakeWindow {
    const window = new FakeWindow(windows.length + 1);
    windows.push(window);
    for (const listener of opened) listener(window as unknown as DesktopWindow);
    return window;
  }

  async function start(): Promise<void> {
    const manners = createManners({ log, redactor, faults: faults as never, checkForUpdates: note("checkForUpdates") });
    for (const manner of manners) await manner(desktop as unknown as Desktop);
  }

  /** As a page sends it: checked by its schema. */
  async function send(window: FakeWindow, name: keyof typeof WINDOW, input?: unknown): Promise<unknown> {
    const handler = handlers.get(WINDOW[name]);
    if (!handler) throw new Error(`nobody listens to ${name}`);
    return await handler.act(handler.schema.parse(input), window as unknown as DesktopWindow);
  }

  return {
    folder, did, boxes, answers, notifications, windows, desktop, leaving, nativeTheme, faults, redactor, log, places,
    start, open, send,
    get menu() {
      return menu;
    },
    get handlers() {
      return handlers;
    },
    last: (name: string) => did.findLast(([one]) => one === name)?.slice(1),
    runs: (update: RunUpdate) => take(update),
    settings: (value: { theme: string }) => setTheme(value),
    ask: (asked: Partial<Asked>) => taker({ files: [], links: [], ...asked }),
    host: (state: string) => {
      for (const listener of states) listener(state);
    },
    recent: (...paths: string[]) => {
      recents = paths.map((path) => ({ path, name: path, openedAt: 1, exists: true }));
    },
    /** A page that is there and answers what it is asked before it goes. */
    async page(window: FakeWindow, answer: LeaveAnswer["state"][] = ["ready"]): Promise<void> {
      await send(window, "hello");
      await new Promise((done) => setImmediate(done));
      const told = window.webContents.send;
      window.webContents.send = (channel: string, event: DesktopEvent) => {
        told(channel, event);
        if (event.type === "leave") for (const state of answer) void send(window, "leave", { ask: event.ask, state });
      };
    },
  };
}
