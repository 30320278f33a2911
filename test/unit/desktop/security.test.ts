import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { createLeaving } from "../../../electron/desktop/leaving.ts";
import type { DesktopContents } from "../../../electron/desktop/electronApi.ts";
import { guardContents } from "../../../electron/desktop/security/contents.ts";
import { allowedExternal } from "../../../electron/desktop/security/external.ts";
import { createWindows, type WindowsParts } from "../../../electron/desktop/windows.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");

async function sources(...folders: string[]): Promise<{ path: string; code: string }[]> {
  const files = await Promise.all(folders.map(async (folder) => (await readdir(join(ROOT, folder), { recursive: true })).filter((name) => /\.tsx?$|\.html$/.test(name)).map((name) => join(folder, name))));
  return await Promise.all(files.flat().map(async (path) => ({ path: path.replaceAll("\\", "/"), code: await readFile(join(ROOT, path), "utf8") })));
}

describe("docs/security.md", () => {
  const page = () => readFile(join(ROOT, "docs", "security.md"), "utf8");

  test("has the twenty items of Electron's checklist", async () => {
    const numbers = [...(await page()).matchAll(/^\| (\d+) \|/gm)].map(([, number]) => Number(number));
    expect(numbers).toEqual(Array.from({ length: 20 }, (_none, index) => index + 1));
  });

  test("names files that exist", async () => {
    const paths = [...(await page()).matchAll(/`((?:electron|shared|renderer|test|\.github)\/[\w./-]+\.\w+)`/g)].map(([, path = ""]) => path);
    expect(paths.length).toBeGreaterThan(40);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test("names tests that exist", async () => {
    const named = [...(await page()).matchAll(/`(test\/[\w./-]+)`: “([^”]+)”/g)].map(([, path = "", name = ""]) => ({ path, name }));
    expect(named.length).toBeGreaterThan(20);
    const missing = await Promise.all(named.map(async ({ path, name }) => ((await readFile(join(ROOT, path), "utf8")).includes(`"${name}"`) ? [] : [`${path}: ${name}`])));
    expect(missing.flat()).toEqual([]);
  });
});

test("every window is sandboxed, isolated and without Node", async () => {
  const preferences: unknown[] = [];
  class Window {
    webContents = { id: 1, on: vi.fn<() => void>() };
    on = vi.fn<() => void>();
    once = vi.fn<() => void>();
    loadURL = () => Promise.resolve();
    constructor({ webPreferences }: { webPreferences: unknown }) {
      preferences.push(webPreferences);
    }
  }
  const parts = {
    BrowserWindow: Window,
    session: {},
    preload: "/preload.cjs",
    places: { next: () => ({ x: 0, y: 0, width: 1440, height: 900, shown: "normal" }), follow: () => undefined },
    leaving: createLeaving(() => undefined),
    guard: () => undefined,
    trouble: () => Promise.resolve("wait"),
    packaged: true,
    log: () => undefined,
  } as unknown as WindowsParts;
  createWindows(parts).open();
  expect(preferences).toEqual([
    expect.objectContaining({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      devTools: false,
    }),
  ]);
  expect((await readFile(join(ROOT, "electron/desktop/program.ts"), "utf8")).indexOf("app.enableSandbox()")).toBeGreaterThan(0);
});

test("nothing switches a protection off", async () => {
  const switches =
    /enableBlinkFeatures|disableBlinkFeatures|allowpopups|<webview|webSecurity: false|allowRunningInsecureContent: true|experimentalFeatures: true|nodeIntegration\w*: true|contextIsolation: false|sandbox: false|webviewTag: true|loadFile\(|setCertificateVerifyProc|ignore-certificate-errors|disable-web-security|ELECTRON_RUN_AS_NODE: "1"/i;
  const found = (await sources("electron/desktop", "electron/host", "renderer")).flatMap(({ path, code }) => (switches.test(code) ? [`${path}: ${switches.exec(code)?.[0]}`] : []));
  expect(found).toEqual([]);
});

test("Electron is imported by main and preload alone", async () => {
  const importing = (await sources("electron", "renderer", "shared")).filter(({ code }) => /^import (?!type)[^;]*from "electron";|import\("electron"\)|require\("electron"\)/m.test(code)).map(({ path }) => path);
  expect(importing.toSorted((a, b) => a.localeCompare(b))).toEqual(["electron/desktop/main.ts", "electron/desktop/preload.ts"]);
});

test("a page stays where it is: no webview, no frame, no other address, no window", () => {
  const listeners = new Map<string, (details: { preventDefault(): void; url?: string; isMainFrame?: boolean }) => void>();
  let opened: ((details: { url: string }) => { action: string }) | undefined;
  const openExternal = vi.fn<(url: string) => Promise<void>>(() => Promise.resolve());
  const askAboutLink = vi.fn<(address: string, contents: DesktopContents) => void>();
  const contents = {
    on: (event: string, listener: () => void) => listeners.set(event, listener),
    setWindowOpenHandler: (handler: typeof opened) => {
      opened = handler;
    },
  } as unknown as DesktopContents;
  guardContents(contents, { shell: { openExternal }, askAboutLink, log: () => undefined });
  const prevented = (event: string, details: { url?: string; isMainFrame?: boolean } = {}): boolean => {
    const preventDefault = vi.fn<() => void>();
    listeners.get(event)?.({ ...details, preventDefault });
    return preventDefault.mock.calls.length > 0;
  };
  expect(prevented("will-attach-webview")).toBe(true);
  expect(prevented("will-redirect", { url: "app://shotgraph/" })).toBe(true);
  expect(prevented("will-frame-navigate", { url: "app://shotgraph/", isMainFrame: true })).toBe(false);
  expect(prevented("will-frame-navigate", { url: "app://shotgraph/", isMainFrame: false })).toBe(true);
  for (const url of ["https://example.com/", "file:///etc/passwd", "app://shotgraph.evil/", "app://shotgraph/other.html", "media://shotgraph/media/x/y", "javascript:alert(1)", "data:text/html,x"]) expect(prevented("will-frame-navigate", { url, isMainFrame: true })).toBe(true);
  expect(opened?.({ url: "https://seegen.ai/" })).toEqual({ action: "deny" });
  expect(openExternal).toHaveBeenCalledExactlyOnceWith("https://seegen.ai/");
  expect(opened?.({ url: "https://example.com/" })).toEqual({ action: "deny" });
  expect(askAboutLink).toHaveBeenCalledOnce();
});

describe("only https addresses of known sites leave for the browser", () => {
  test.each(["https://seegen.ai/", "https://www.seegen.ai/pricing?x=1#y", "https://docs.seegen.ai/api"])("%s does", (address) => expect(allowedExternal(address)).toBe(address));

  test.each([
    "http://seegen.ai/",
    "https://seegen.ai:8443/",
    "https://user@seegen.ai/",
    "https://seegen.ai.example.com/",
    "https://evil.docs.seegen.ai/",
    "https://seegen.ai@example.com/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "smb://seegen.ai/share",
    "ms-msdt:/id",
    "shotgraph://new",
    `https://seegen.ai/${"x".repeat(3_000)}`,
    "",
  ])("%s does not", (address) => expect(allowedExternal(address)).toBeNull());
});
