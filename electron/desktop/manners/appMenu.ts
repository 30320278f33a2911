import type { DesktopPlatform } from "../../../shared/contract/api/desktop.ts";
import { copyDiagnostics, openLogs } from "./help.ts";
import { inBackground, type Desk } from "./desk.ts";
import { menuTemplate } from "./menu.ts";
import { clearRecents } from "./recents.ts";

/** Many changes come at once, and building a menu costs milliseconds. */
const AFTER_MS = 60;

export interface AppMenu {
  /** What it shows may have changed. */
  refresh(): void;
}

/** Keeps the application's menu as the page in front has it. */
export function keepMenu(desk: Desk, checkForUpdates: () => void): AppMenu {
  const { desktop, pages, words } = desk;
  const { electron, windows, options } = desktop;
  let timer: NodeJS.Timeout | null = null;
  let last = "";

  function build(): void {
    const window = windows.current;
    const parts = { model: pages.menuOf(window) ?? model, hasWindow: window !== null, recents: desk.recents };
    // A menu that is open must not be taken away for nothing.
    const now = JSON.stringify(parts);
    if (now === last) return;
    last = now;
    // Without a window the menu of the last page goes on, as far as it makes sense.
    model = parts.model;
    const template = menuTemplate({
      ...parts,
      platform: platformOf(options.platform),
      developer: !electron.app.isPackaged,
      words: words.menu,
      perform: (action, byKey) => pages.tellCurrent({ type: "perform", action, byKey }),
      act: {
        openRecent: (path) => pages.tellCurrent({ type: "open", path }),
        clearRecents: () => inBackground(desk, "the list of recent graphs could not be emptied", () => clearRecents(desk)),
        openLogs: () => inBackground(desk, "the logs could not be shown", () => openLogs(desk)),
        checkForUpdates,
        copyDiagnostics: () => inBackground(desk, "the diagnostics could not be copied", () => copyDiagnostics(desk)),
        about: () => (windows.current ? pages.tellCurrent({ type: "perform", action: "about", byKey: false }) : electron.app.showAboutPanel()),
      },
    });
    electron.Menu.setApplicationMenu(electron.Menu.buildFromTemplate(template));
  }

  function refresh(): void {
    timer ??= setTimeout(() => {
      timer = null;
      build();
    }, AFTER_MS);
  }

  let model: ReturnType<typeof pages.menuOf> = null;
  build();
  pages.onChange(refresh);
  windows.onOpened((window) => {
    refresh();
    window.on("focus", refresh);
    window.on("closed", refresh);
  });
  return { refresh };
}

export function platformOf(platform: NodeJS.Platform): DesktopPlatform {
  return platform === "darwin" || platform === "win32" ? platform : "linux";
}
