import { randomUUID } from "node:crypto";
import type { DesktopEvent, LeaveAnswer, MenuModel, WindowState } from "../../../shared/contract/api/desktop.ts";
import type { DesktopWindow } from "../electronApi.ts";
import type { Windows } from "../windows.ts";
import { WINDOW } from "./channels.ts";

/** What main knows of the page in a window. */
interface Page {
  /** It has said hello since its window was opened. */
  ready: boolean;
  /** Held back until it does. */
  waiting: DesktopEvent[];
  menu: MenuModel | null;
  shown: WindowState | null;
  asks: Map<string, (state: LeaveAnswer["state"]) => void>;
}

/** The pages in the windows: what they have told, and the way to tell them something. */
export interface Pages {
  /** Tells a page; one that is not ready yet is told when it is. */
  tell(window: DesktopWindow, event: DesktopEvent): void;
  /** Tells the page that the user works with; opens a window where there is none, and brings it to the front. */
  tellCurrent(event: DesktopEvent): void;
  /** The page is there and listens. */
  hello(window: DesktopWindow): void;
  menuOf(window: DesktopWindow | null): MenuModel | null;
  shownIn(window: DesktopWindow): WindowState | null;
  setMenu(window: DesktopWindow, model: MenuModel): void;
  setShown(window: DesktopWindow, state: WindowState): void;
  answered(window: DesktopWindow, answer: LeaveAnswer): void;
  /**
   * Asks a page whether its window may go. `silent`: it has not even said that it asks the user, for `patience` milliseconds. A page that never was ready, or whose window goes meanwhile, holds
   * nobody.
   */
  askToLeave(window: DesktopWindow, patience: number): Promise<"ready" | "stay" | "silent">;
  /** Called when a page has told anything new. */
  onChange(listener: (window: DesktopWindow) => void): void;
}

const MOST_WAITING = 50;

export function createPages(windows: Pick<Windows, "current" | "show">): Pages {
  const pages = new WeakMap<DesktopWindow, Page>();
  const listeners: ((window: DesktopWindow) => void)[] = [];

  function of(window: DesktopWindow): Page {
    const known = pages.get(window);
    if (known) return known;
    const page: Page = { ready: false, waiting: [], menu: null, shown: null, asks: new Map() };
    pages.set(window, page);
    // A page that is loaded again says hello again; until then what it is told would be lost.
    window.webContents.on("did-start-navigation", ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) page.ready = false;
    });
    return page;
  }

  function tell(window: DesktopWindow, event: DesktopEvent): void {
    if (window.isDestroyed()) return;
    const page = of(window);
    if (page.ready) window.webContents.send(WINDOW.event, event);
    else page.waiting = [...page.waiting, event].slice(-MOST_WAITING);
  }

  function changed(window: DesktopWindow): void {
    for (const listener of listeners) listener(window);
  }

  return {
    tell,
    tellCurrent: (event) => tell(windows.show(), event),
    hello(window) {
      const page = of(window);
      page.ready = true;
      for (const event of page.waiting.splice(0)) tell(window, event);
    },
    menuOf: (window) => (window ? of(window).menu : null),
    shownIn: (window) => of(window).shown,
    setMenu(window, model) {
      of(window).menu = model;
      changed(window);
    },
    setShown(window, state) {
      of(window).shown = state;
      changed(window);
    },
    answered(window, { ask, state }) {
      of(window).asks.get(ask)?.(state);
    },
    askToLeave(window, patience) {
      const page = of(window);
      if (!page.ready || window.isDestroyed() || window.webContents.isCrashed()) return Promise.resolve("ready");
      const ask = randomUUID();
      return new Promise((resolve) => {
        const end = (answer: "ready" | "stay" | "silent"): void => {
          clearTimeout(timer);
          page.asks.delete(ask);
          resolve(answer);
        };
        const timer = setTimeout(() => end("silent"), patience);
        page.asks.set(ask, (state) => {
          clearTimeout(timer);
          if (state !== "asking") end(state);
        });
        window.once("closed", () => end("ready"));
        tell(window, { type: "leave", ask });
      });
    },
    onChange: (listener) => void listeners.push(listener),
  };
}
