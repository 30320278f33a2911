import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, expect, type Page, test as base } from "@playwright/test";
import { type RunningHost, startHostProcess } from "../fixtures/webHostProcess.ts";

/** Debian's, or the one that CHROMIUM names; otherwise whatever Playwright has. */
const CHROMIUM = process.env["CHROMIUM"] ?? (existsSync("/usr/bin/chromium") ? "/usr/bin/chromium" : undefined);
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

interface Fixtures {
  /** Settings of the data folder before the host starts. The first words have been read unless a test says otherwise. */
  settings: Record<string, unknown>;
  /** How many times faster than the service the sandbox is. */
  speed: number;
  home: string;
  host: RunningHost;
  context: BrowserContext;
  /** The page with the editor open. */
  editor: Page;
}

export const test = base.extend<Fixtures, { chromiumBrowser: Browser }>({
  chromiumBrowser: [
    async ({}, use) => {
      const browser = await chromium.launch({ args: FLAGS, ...(CHROMIUM ? { executablePath: CHROMIUM } : {}) });
      await use(browser);
      await browser.close();
    },
    { scope: "worker" },
  ],
  settings: [{ welcomed: true, theme: "dark" }, { option: true }],
  speed: [200, { option: true }],
  home: async ({ settings }, use) => {
    const home = mkdtempSync(join(tmpdir(), "shotgraph-e2e-"));
    mkdirSync(join(home, "editor"));
    writeFileSync(join(home, "editor", "settings.json"), JSON.stringify(settings));
    await use(home);
    rmSync(home, { recursive: true, force: true });
  },
  host: async ({ home, speed }, use) => {
    const host = await startHostProcess(home, ["--speed", String(speed)]);
    await use(host);
    await host.kill();
  },
  context: async ({ chromiumBrowser }, use) => {
    const context = await chromiumBrowser.newContext({ viewport: { width: 1440, height: 900 }, permissions: ["clipboard-read", "clipboard-write"], reducedMotion: "reduce" });
    context.setDefaultTimeout(15_000);
    await use(context);
    await context.close();
  },
  editor: async ({ context, host }, use, info) => {
    const page = await context.newPage();
    const broken: string[] = [];
    page.on("pageerror", (error) => broken.push(error.stack ?? error.message));
    page.on("console", (message) => {
      // A clip has no poster until the page has drawn one: the first look at it is answered with 404.
      if (message.type() === "error" && !message.text().includes("404")) broken.push(message.text());
    });
    await page.goto(host.url);
    await expect(page.locator("[data-realm]")).toBeVisible();
    await use(page);
    if (info.errors.length > 0 && !page.isClosed()) await page.screenshot({ path: info.outputPath("page.png") });
    expect(broken, "errors of the page").toEqual([]);
  },
});

export { expect };
