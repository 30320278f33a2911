import { EventEmitter } from "node:events";
import type Electron from "electron";
import type { DesktopContents, DesktopFrame, DesktopWindow } from "../../../electron/desktop/electronApi.ts";
import { browserOf } from "./started.ts";
import { hear } from "./ipcMain.ts";
import { life } from "./life.ts";
import type { Without } from "./listening.ts";
import { preventable } from "./preventable.ts";
import { StandInPage } from "./page.ts";
import { StandInSession } from "./session.ts";

type Bounds = Electron.Rectangle;

let nextId = 1;
const windows: StandInWindow[] = [];

export class StandInContents extends EventEmitter implements Without<DesktopContents> {
  readonly id = nextId++;
  readonly mainFrame: DesktopFrame;
  /** What was dragged out, for tests. */
  readonly dragged: Electron.Item[] = [];
  page: StandInPage | null = null;
  #session: StandInSession | null = null;
  #crashed = false;
  #destroyed = false;
  #openHandler: (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse = () => ({ action: "allow" });

  constructor() {
    super();
    const url = (): string => this.getURL();
    const frameToken = (): string => this.page?.frameToken ?? "";
    this.mainFrame = {
      get url() {
        return url();
      },
      get origin() {
        const { protocol, host } = new URL(url());
        return `${protocol}//${host}`;
      },
      get frameToken() {
        return frameToken();
      },
      processId: this.id,
      parent: null,
      top: null,
    };
  }

  /** Wires a page that has come to be. */
  attach(page: StandInPage, session: StandInSession): void {
    this.page = page;
    page.on("fromPage", (message) => hear(message, this, page));
    page.on("navigate", ({ url, isMainFrame, allow }) => {
      const event = preventable({ url, isMainFrame, isSameDocument: false, frame: null });
      this.emit("will-frame-navigate", event);
      if (isMainFrame) this.emit("will-navigate", event, url);
      allow(!event.defaultPrevented);
    });
    page.on("request", ({ url, resourceType, allow }) => void session.mayRequest(url, resourceType).then(allow));
    page.on("open", ({ url, frameName }) => this.#openHandler({ url, frameName, features: "", disposition: "foreground-tab", referrer: { url: "", policy: "no-referrer" } }));
    page.on("gone", () => {
      this.#crashed = true;
      this.emit("render-process-gone", preventable({}), { reason: "crashed", exitCode: 5 } satisfies Electron.RenderProcessGoneDetails);
    });
    page.on("unloadPrevented", ({ leave }) => {
      const event = preventable({});
      this.emit("will-prevent-unload", event);
      leave(event.defaultPrevented);
    });
    page.on("download", (url) => void session.download(url, this));
    this.#session = session;
    page.on("loaded", () => {
      this.emit("dom-ready");
      this.emit("did-finish-load");
    });
  }

  end(): void {
    this.#destroyed = true;
    this.emit("destroyed");
  }

  send(channel: string, ...args: unknown[]): void {
    this.page?.send(channel, args);
  }

  postMessage(channel: string, message: unknown, transfer: Electron.MessagePortMain[] = []): void {
    this.page?.send(channel, [message], transfer);
  }

  getURL(): string {
    return this.page?.url ?? "about:blank";
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  isCrashed(): boolean {
    return this.#crashed;
  }

  reload(): void {
    this.page?.page.reload().catch(() => undefined);
  }

  downloadURL(url: string): void {
    void this.#session?.download(url, this);
  }

  startDrag(item: Electron.Item): void {
    this.dragged.push(item);
  }

  setWindowOpenHandler(handler: (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse): void {
    this.#openHandler = handler;
  }

  forcefullyCrashRenderer(): void {
    this.page?.crash();
  }

  openDevTools(): void {}
  toggleDevTools(): void {}
  undo(): void {}
  redo(): void {}
  cut(): void {}
  copy(): void {}
  paste(): void {}
  selectAll(): void {}
}

export class StandInWindow extends EventEmitter implements Omit<Without<DesktopWindow>, "webContents"> {
  readonly id = nextId++;
  readonly webContents = new StandInContents();
  /** What was set from outside, for tests. */
  readonly seen: { progress: number; representedFile: string; edited: boolean; background: string; overlay: string } = { progress: -1, representedFile: "", edited: false, background: "", overlay: "" };
  readonly #ready: Promise<StandInPage>;
  #bounds: Bounds;
  #title: string;
  #shown = false;
  #destroyed = false;
  #state: "normal" | "minimized" | "maximized" | "fullScreen" = "normal";

  static getAllWindows(): StandInWindow[] {
    return [...windows];
  }

  static getFocusedWindow(): StandInWindow | null {
    return windows.at(-1) ?? null;
  }

  static fromWebContents(contents: { id: number }): StandInWindow | null {
    return windows.find(({ webContents }) => webContents.id === contents.id) ?? null;
  }

  constructor({ x = 0, y = 0, width = 800, height = 600, title = "", webPreferences = {} }: Electron.BrowserWindowConstructorOptions) {
    super();
    const { sandbox, contextIsolation, nodeIntegration, webSecurity } = webPreferences;
    if (sandbox !== true || contextIsolation !== true || nodeIntegration !== false || webSecurity !== true) throw new Error("the stand-in knows only pages that are sandboxed and isolated");
    if (!(webPreferences.session instanceof StandInSession)) throw new Error("the stand-in knows only sessions of its own");
    this.#bounds = { x, y, width, height };
    this.#title = title;
    const { session } = webPreferences;
    windows.push(this);
    life.emit("contents", this.webContents);
    this.#ready = browserOf().then(async (browser) => {
      await session.grant(browser, this.webContents);
      const page = await StandInPage.open(browser, webPreferences.preload, { width, height });
      this.webContents.attach(page, session);
      page.on("closed", () => this.#closed());
      return page;
    });
    this.#ready.catch((error: unknown) => process.stderr.write(`stand-in: ${String(error)}\n`));
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.#ready;
    if (this.#destroyed) return;
    await page.load(url);
    this.emit("ready-to-show");
  }

  close(): void {
    if (this.#destroyed) return;
    const event = preventable({});
    this.emit("close", event);
    if (!event.defaultPrevented) this.#ready.then((page) => page.close({ runBeforeUnload: true })).catch(() => undefined);
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#ready.then((page) => page.close({ runBeforeUnload: false })).catch(() => undefined);
    this.#closed();
  }

  #closed(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    windows.splice(windows.indexOf(this), 1);
    this.webContents.end();
    this.emit("closed");
    if (windows.length === 0) life.emit("allClosed");
  }

  show(): void {
    this.#shown = true;
    this.emit("show");
    this.focus();
  }

  focus(): void {
    windows.push(...windows.splice(windows.indexOf(this), 1));
    this.emit("focus");
  }

  hide(): void {
    this.#shown = false;
  }

  restore(): void {
    this.#state = "normal";
    this.emit("restore");
  }

  maximize(): void {
    this.#state = "maximized";
    this.emit("maximize");
  }

  minimize(): void {
    this.#state = "minimized";
    this.emit("minimize");
  }

  setFullScreen(flag: boolean): void {
    this.#state = flag ? "fullScreen" : "normal";
    this.emit(flag ? "enter-full-screen" : "leave-full-screen");
  }

  isMinimized(): boolean {
    return this.#state === "minimized";
  }

  isMaximized(): boolean {
    return this.#state === "maximized";
  }

  isFullScreen(): boolean {
    return this.#state === "fullScreen";
  }

  isVisible(): boolean {
    return this.#shown;
  }

  isFocused(): boolean {
    return this.#shown && windows.at(-1) === this;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  getBounds(): Bounds {
    return { ...this.#bounds };
  }

  getNormalBounds(): Bounds {
    return { ...this.#bounds };
  }

  setBounds(bounds: Partial<Bounds>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    const { width, height } = this.#bounds;
    this.#ready.then(({ page }) => page.setViewportSize({ width, height })).catch(() => undefined);
    this.emit("move");
    this.emit("resize");
  }

  setTitle(title: string): void {
    this.#title = title;
  }

  getTitle(): string {
    return this.#title;
  }

  setProgressBar(progress: number): void {
    this.seen.progress = progress;
  }

  setRepresentedFilename(filename: string): void {
    this.seen.representedFile = filename;
  }

  setDocumentEdited(edited: boolean): void {
    this.seen.edited = edited;
  }

  setBackgroundColor(color: string): void {
    this.seen.background = color;
  }

  setOverlayIcon(_overlay: Electron.NativeImage | null, description: string): void {
    this.seen.overlay = description;
  }

  flashFrame(): void {}
}
