import { join } from "node:path";
import { z } from "zod";
import type { SecretVault } from "../settings/secrets.ts";
import type { Desktop, Manner } from "./desktop.ts";
import type { DesktopContents, DesktopWindow, ElectronApi } from "./electronApi.ts";
import { Supervisor } from "./hostSupervisor.ts";
import { createIpc } from "./ipc/ipc.ts";
import { createLeaving, type Leaving } from "./leaving.ts";
import { collectOpenings } from "./openings.ts";
import type { DesktopOptions } from "./options.ts";
import { createMediaProtocol } from "./protocols/media.ts";
import { createPageFiles } from "./protocols/pageFiles.ts";
import { guardContents } from "./security/contents.ts";
import { guardSession } from "./security/session.ts";
import { WindowPlaces } from "./windowPlace.ts";
import { createWindows, type Windows } from "./windows.ts";

/** Cookies, caches and storage of the editor's pages: nobody else's. */
const PARTITION = "persist:shotgraph";

export interface DesktopParts {
  /** What hooks itself in once everything stands: `electron/desktop/manners`. */
  manners: readonly Manner[];
  /** Where secrets are saved; null where nothing can be. Asked once, when Electron is ready. */
  openVault: (electron: ElectronApi, options: DesktopOptions) => Promise<SecretVault | null>;
  /** Asked when everything has ended and only the program itself is left: true when an installer ends it. */
  installAtTheEnd?: () => boolean;
  log: (line: string) => void;
}

/**
 * The desktop program: one of its kind per user and data folder. Resolves to everything it is made of once the first window is there; to null when another instance has
 * it already: that one was told what this call asked for.
 */
export async function startDesktop(electron: ElectronApi, options: DesktopOptions, { manners, openVault, installAtTheEnd, log }: DesktopParts): Promise<Desktop | null> {
  const { app } = electron;
  // The lock lies in this folder: programs with folders of their own do not know of each other.
  if (options.call.home !== null) app.setPath("userData", join(options.settings.home, "desktop"));
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return null;
  }
  const openings = collectOpenings(app, options.call);
  electron.protocol.registerSchemesAsPrivileged([
    { scheme: "app", privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    { scheme: "media", privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, stream: true } },
  ]);
  app.enableSandbox();
  await app.whenReady();

  const session = electron.session.fromPartition(PARTITION);
  const leaving = createLeaving(log);
  const host = new Supervisor({
    electron,
    program: options.hostProgram,
    first: {
      settings: options.settings,
      realm: options.call.realm ?? "sandbox",
      speed: options.call.speed,
      bench: options.call.bench,
      version: options.version,
      opened: options.call.files[0] ?? null,
    },
    env: process.env,
    vault: await openVault(electron, options),
    log,
  });
  const windows: Windows = createWindows({
    BrowserWindow: electron.BrowserWindow,
    session,
    preload: options.preload,
    places: new WindowPlaces(join(app.getPath("userData"), "window.json"), electron.screen, log),
    leaving,
    guard: (contents) => guardContents(contents, { shell: electron.shell, askAboutLink: (address, from) => void askAboutLink(address, from).catch((error: unknown) => log(String(error))), log }),
    trouble: (window, what) => askAboutPage(window, what),
    packaged: app.isPackaged,
    log,
  });
  guardSession(session, { windows: () => windows.all, log });
  session.protocol.handle("app", createPageFiles(options.page));
  session.protocol.handle("media", createMediaProtocol({ host, log }));
  const ipc = createIpc({ ipcMain: electron.ipcMain, windows: () => windows.all, log });
  const desktop: Desktop = { electron, options, host, windows, ipc, leaving, openings, log };

  ipc.on("shotgraph:connect", z.undefined(), (_nothing, window) => {
    window.webContents.send("shotgraph:host", host.state);
    host.connect(window.webContents);
  });
  host.onState((state) => {
    for (const window of windows.all) {
      window.webContents.send("shotgraph:host", state);
      host.connect(window.webContents);
    }
  });
  watchProcesses(desktop);
  watchLife(desktop, installAtTheEnd);
  host.start();
  for (const manner of manners) await manner(desktop);
  windows.open();
  return desktop;

  async function askAboutLink(address: string, contents: DesktopContents): Promise<void> {
    const window = windows.of(contents);
    if (!window) return;
    const { response } = await electron.dialog.showMessageBox(window, {
      type: "question",
      title: "Shotgraph",
      message: "This link leads out of Shotgraph.",
      detail: `${address}\n\nIt comes from the graph, not from Shotgraph: take the address to a browser yourself if you trust it.`,
      buttons: ["Copy address", "Cancel"],
      defaultId: 1,
      cancelId: 1,
    });
    if (response === 0) await electron.clipboard.writeText(address);
  }

  async function askAboutPage(window: DesktopWindow, what: "crashing" | "silent"): Promise<"reload" | "wait" | "close"> {
    const { response } = await electron.dialog.showMessageBox(window, {
      type: "warning",
      title: "Shotgraph",
      message: what === "silent" ? "The window does not answer." : "The window has crashed several times.",
      detail: "Your graphs and a run under way are safe: they live in another process.",
      buttons: ["Load it anew", what === "silent" ? "Wait" : "Close window"],
      defaultId: what === "silent" ? 1 : 0,
      cancelId: 1,
    });
    return response === 0 ? "reload" : what === "silent" ? "wait" : "close";
  }
}

/** What ends by itself is named in the log. The host has its supervisor, a page its window, and Chromium starts the rest again. */
function watchProcesses({ electron: { app }, log }: Desktop): void {
  app.on("child-process-gone", (_event, { type, name, reason, exitCode }) => log(`a process has ended: ${name ?? type}, ${reason} (${exitCode})`));
  app.on("web-contents-created", (_event, contents) => {
    // Ours are made by `windows`, with every guard; nothing else may make one. Without these three it could do nothing.
    contents.on("will-attach-webview", (event) => event.preventDefault());
  });
  // Nobody is logged in, no client certificate is offered, no bad one accepted: the page has no network.
  app.on("select-client-certificate", (event, _contents, _url, _list, callback) => {
    event.preventDefault();
    callback();
  });
}

/** From the second call of the program to its end. */
function watchLife({ electron: { app }, options, host, windows, leaving, log }: Desktop, installAtTheEnd: DesktopParts["installAtTheEnd"]): void {
  let quitting: "no" | "asking" | "yes" = "no";
  app.on("second-instance", () => {
    windows.show();
  });
  app.on("activate", () => {
    windows.show();
  });
  app.on("window-all-closed", () => {
    // On a Mac a program without windows lives on in the dock.
    if (options.platform !== "darwin") app.quit();
  });
  app.on("before-quit", (event) => {
    if (quitting === "yes") return;
    event.preventDefault();
    if (quitting === "asking") return;
    quitting = "asking";
    leave().catch((error: unknown) => {
      log(`quitting failed: ${String(error)}`);
      app.exit(1);
    });
  });

  async function leave(): Promise<void> {
    if (!(await leaving.mayQuit())) {
      quitting = "no";
      return;
    }
    await windows.closeAll();
    await endInOrder(leaving, host);
    quitting = "yes";
    if (!installAtTheEnd?.()) app.quit();
  }
}

async function endInOrder(leaving: Leaving, host: Pick<Supervisor, "close">): Promise<void> {
  await leaving.quit();
  await host.close();
}
