import { PAGE_ADDRESS } from "./addresses.ts";
import type { DesktopContents, DesktopSession, DesktopWindow, ElectronApi } from "./electronApi.ts";
import type { Leaving } from "./leaving.ts";
import { SMALLEST, type WindowPlaces } from "./windowPlace.ts";

export interface Windows {
  /** Those that are open. */
  readonly all: readonly DesktopWindow[];
  /** The one that was used last; null when none is open. */
  readonly current: DesktopWindow | null;
  /** Another window with the editor. */
  open(): DesktopWindow;
  /** Brings the current window to the front, or opens one. */
  show(): DesktopWindow;
  /** Null for a page that is not in a window of ours, or not any more. */
  of(contents: { readonly id: number }): DesktopWindow | null;
  /** Called for each window right after it was made, before its page loads. */
  onOpened(listener: (window: DesktopWindow) => void): void;
  /** Closes all without asking anybody; pages get a moment to send what they have. */
  closeAll(): Promise<void>;
}

export interface WindowsParts {
  BrowserWindow: ElectronApi["BrowserWindow"];
  session: DesktopSession;
  /** Path of the built preload script. */
  preload: string;
  places: WindowPlaces;
  leaving: Leaving;
  /** Guards that every page gets before it loads. */
  guard: (contents: DesktopContents) => void;
  /** The user is told of a page that crashed again and again, or does not answer; resolves to what to do. */
  trouble: (window: DesktopWindow, what: "crashing" | "silent") => Promise<"reload" | "wait" | "close">;
  packaged: boolean;
  log: (line: string) => void;
}

/** A page that keeps others waiting for its last edits is not waited for longer. */
const LAST_EDITS_MS = 2_000;
const TRY_AGAIN_MS = 100;
/** More crashes than this in a minute are not answered by loading again. */
const MOST_CRASHES = 3;
const CRASH_MINUTE_MS = 60_000;

export function createWindows({ BrowserWindow, session, preload, places, leaving, guard, trouble, packaged, log }: WindowsParts): Windows {
  const all: DesktopWindow[] = [];
  const listeners: ((window: DesktopWindow) => void)[] = [];
  const agreed = new WeakSet<DesktopWindow>();
  let current: DesktopWindow | null = null;
  let crashes: number[] = [];

  function open(): DesktopWindow {
    const { shown, ...bounds } = places.next();
    const window = new BrowserWindow({
      ...bounds,
      minWidth: Math.min(SMALLEST.width, bounds.width),
      minHeight: Math.min(SMALLEST.height, bounds.height),
      show: false,
      title: "Shotgraph",
      backgroundColor: "#16181d",
      webPreferences: {
        session: session as Electron.Session,
        preload,
        // All of these are Electron's defaults; here they are decisions.
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        webviewTag: false,
        plugins: false,
        navigateOnDragDrop: false,
        spellcheck: false,
        devTools: !packaged,
      },
    });
    all.push(window);
    current = window;
    guard(window.webContents);
    places.follow(window);
    window.on("focus", () => {
      current = window;
    });
    window.once("ready-to-show", () => {
      if (shown === "maximized") window.maximize();
      if (shown === "fullScreen") window.setFullScreen(true);
      window.show();
    });
    watchClosing(window);
    watchHealth(window);
    for (const listener of listeners) listener(window);
    window.loadURL(PAGE_ADDRESS).catch((error: unknown) => log(`the page did not load: ${String(error)}`));
    return window;
  }

  /** The first "close" asks; when all agree, a second one goes through. */
  function watchClosing(window: DesktopWindow): void {
    let asking = false;
    window.on("close", (event) => {
      if (agreed.has(window)) return;
      event.preventDefault();
      if (asking) return;
      asking = true;
      leaving
        .mayClose(window)
        .then((may) => (may ? close(window) : undefined))
        .catch((error: unknown) => log(`a window could not be closed: ${String(error)}`))
        .finally(() => {
          asking = false;
        });
    });
    window.once("closed", () => {
      all.splice(all.indexOf(window), 1);
      if (current === window) current = all.at(-1) ?? null;
    });
  }

  /** Closes it; a page with edits under way holds on for a moment until the host has them. */
  async function close(window: DesktopWindow): Promise<void> {
    agreed.add(window);
    for (const end = Date.now() + LAST_EDITS_MS; !window.isDestroyed() && Date.now() < end; ) {
      window.close();
      await new Promise((done) => setTimeout(done, TRY_AGAIN_MS));
    }
    if (!window.isDestroyed()) window.destroy();
  }

  function watchHealth(window: DesktopWindow): void {
    const { webContents } = window;
    let asking = false;
    webContents.on("render-process-gone", (_event, { reason, exitCode }) => {
      if (reason === "clean-exit" || window.isDestroyed()) return;
      log(`a page has ended: ${reason} (${exitCode})`);
      // It is being closed: a window in its place would outlive the answer, or keep the program from ending.
      if (agreed.has(window)) {
        window.destroy();
        return;
      }
      crashes = [...crashes.filter((at) => at > Date.now() - CRASH_MINUTE_MS), Date.now()];
      // The host has its graphs and its run: a new page shows them as they are.
      if (crashes.length <= MOST_CRASHES) replace(window);
      else ask("crashing");
    });
    window.on("unresponsive", () => ask("silent"));

    function ask(what: "crashing" | "silent"): void {
      if (asking) return;
      asking = true;
      settle(window, what)
        .catch((error: unknown) => log(`a question failed: ${String(error)}`))
        .finally(() => {
          asking = false;
        });
    }
  }

  async function settle(window: DesktopWindow, what: "crashing" | "silent"): Promise<void> {
    const answer = await trouble(window, what);
    if (window.isDestroyed() || answer === "wait") return;
    if (answer === "close") window.destroy();
    else {
      crashes = [];
      replace(window);
    }
  }

  /** A new window at the place of one whose page has ended or hangs: a process of its own, nothing of the old one in it. */
  function replace(window: DesktopWindow): void {
    open();
    window.destroy();
  }

  return {
    get all() {
      return all;
    },
    get current() {
      return current;
    },
    open,
    show() {
      if (!current) return open();
      if (current.isMinimized()) current.restore();
      current.show();
      current.focus();
      return current;
    },
    of: ({ id }) => all.find(({ webContents }) => webContents.id === id) ?? null,
    onOpened: (listener) => void listeners.push(listener),
    async closeAll() {
      await Promise.all(all.map(close));
    },
  };
}
