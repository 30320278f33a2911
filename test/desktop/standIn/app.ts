import { EventEmitter } from "node:events";
import { mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import type Electron from "electron";
import type { DesktopApp } from "../../../electron/desktop/electronApi.ts";
import { life } from "./life.ts";
import type { Without } from "./listening.ts";
import { endBrowser } from "./started.ts";
import { gone } from "./utilityProcess.ts";
import { preventable } from "./preventable.ts";
import { StandInWindow } from "./window.ts";

const ROOT = join(import.meta.dirname, "../../..");
const LOCK = "SingletonLock";

class StandInApp extends EventEmitter implements Without<DesktopApp> {
  readonly isPackaged = false;
  readonly #paths = new Map<string, string>([["home", homedir()], ["temp", tmpdir()], ["userData", join(tmpdir(), "shotgraph-standin-user")]]);
  readonly #ready: Promise<void>;
  /** What was set from outside, for tests. */
  readonly seen: { recents: string[]; jumpList: Electron.JumpListCategory[] | null; about: Electron.AboutPanelOptionsOptions | null; protocols: string[]; sandboxed: boolean; relaunched: boolean } = {
    recents: [],
    jumpList: null,
    about: null,
    protocols: [],
    sandboxed: false,
    relaunched: false,
  };
  #isReady = false;
  #name = "shotgraph";
  #quitting = false;
  #lock: string | null = null;

  constructor() {
    super();
    this.#ready = new Promise((ready) => {
      // After the program's own module has run, as with Electron.
      setImmediate(() => {
        this.#isReady = true;
        this.emit("will-finish-launching");
        this.emit("ready", preventable({}));
        ready();
      });
    });
    life.on("contents", (contents) => this.emit("web-contents-created", preventable({}), contents));
    life.on("allClosed", () => this.#allClosed());
    gone.on("gone", (details) => this.emit("child-process-gone", preventable({}), details));
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => this.quit());
    // Whoever started it has gone.
    process.on("disconnect", () => process.exit(1));
  }

  whenReady(): Promise<void> {
    return this.#ready;
  }

  isReady(): boolean {
    return this.#isReady;
  }

  quit(): void {
    if (this.#quitting) return;
    const event = preventable({});
    this.emit("before-quit", event);
    if (event.defaultPrevented) return;
    this.#quitting = true;
    const windows = StandInWindow.getAllWindows();
    for (const window of windows) window.close();
    if (windows.length === 0) void this.#end(0);
  }

  exit(code = 0): void {
    void this.#end(code);
  }

  /** The last window has closed. */
  #allClosed(): void {
    if (this.#quitting) void this.#end(0);
    else if (this.listenerCount("window-all-closed") > 0) this.emit("window-all-closed");
    else this.quit();
  }

  async #end(code: number): Promise<void> {
    this.emit("will-quit", preventable({}));
    this.emit("quit", preventable({}), code);
    this.releaseSingleInstanceLock();
    await endBrowser().catch(() => undefined);
    process.exit(code);
  }

  requestSingleInstanceLock(additionalData: Record<string, unknown> = {}): boolean {
    const folder = this.getPath("userData");
    mkdirSync(folder, { recursive: true });
    const path = join(folder, LOCK);
    for (;;) {
      try {
        writeFileSync(path, String(process.pid), { flag: "wx" });
        break;
      } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
        const holder = Number(readFileSync(path, "utf8"));
        if (holder > 0 && isAlive(holder)) {
          writeFileSync(join(folder, `second-${process.pid}.tmp`), "");
          writeFileSync(join(folder, `second-${process.pid}.json`), JSON.stringify({ argv: process.argv, folder: process.cwd(), additionalData }));
          rmSync(join(folder, `second-${process.pid}.tmp`));
          return false;
        }
        rmSync(path, { force: true });
      }
    }
    this.#lock = path;
    watch(folder, () => this.#lookForOthers(folder)).unref();
    return true;
  }

  releaseSingleInstanceLock(): void {
    if (this.#lock !== null) rmSync(this.#lock, { force: true });
    this.#lock = null;
  }

  #lookForOthers(folder: string): void {
    for (const name of readdirSync(folder).filter((file) => /^second-\d+\.json$/.test(file))) {
      const text = readFileSync(join(folder, name), "utf8");
      if (text === "") continue;
      rmSync(join(folder, name));
      const { argv, folder: cwd, additionalData } = JSON.parse(text) as { argv: string[]; folder: string; additionalData: unknown };
      this.emit("second-instance", preventable({}), argv, cwd, additionalData);
    }
  }

  enableSandbox(): void {
    this.seen.sandboxed = true;
  }

  disableHardwareAcceleration(): void {}

  relaunch(): void {
    this.seen.relaunched = true;
  }

  getPath(name: string): string {
    return this.#paths.get(name) ?? join(this.getPath("userData"), name);
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  setAppLogsPath(path?: string): void {
    this.setPath("logs", path ?? join(this.getPath("userData"), "logs"));
  }

  getVersion(): string {
    return (JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string }).version;
  }

  getName(): string {
    return this.#name;
  }

  setName(name: string): void {
    this.#name = name;
  }

  getLocale(): string {
    return "en-GB";
  }

  getPreferredSystemLanguages(): string[] {
    return ["en-GB"];
  }

  setAppUserModelId(): void {}

  setAsDefaultProtocolClient(protocol: string): boolean {
    this.seen.protocols.push(protocol);
    return true;
  }

  addRecentDocument(path: string): void {
    this.seen.recents.push(path);
  }

  clearRecentDocuments(): void {
    this.seen.recents.length = 0;
  }

  setJumpList(categories: Electron.JumpListCategory[] | null): "ok" {
    this.seen.jumpList = categories;
    return "ok";
  }

  setAboutPanelOptions(options: Electron.AboutPanelOptionsOptions): void {
    this.seen.about = options;
  }

  showAboutPanel(): void {}
  focus(): void {}
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // There is no such process.
    return false;
  }
}

export const app = new StandInApp();
