import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page, test as base } from "@playwright/test";
import { type RunningHost, startHostProcess } from "../fixtures/webHostProcess.ts";

/** Debian's, or the one that CHROMIUM names; otherwise whatever Playwright has. */
const CHROMIUM = process.env["CHROMIUM"] ?? (existsSync("/usr/bin/chromium") ? "/usr/bin/chromium" : undefined);
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

interface Fixtures {
  home: string;
  host: RunningHost;
  /** The page with the editor open, first-run words already read unless a test says otherwise. */
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
  home: async ({}, use) => {
    const home = mkdtempSync(join(tmpdir(), "shotgraph-e2e-"));
    await use(home);
    rmSync(home, { recursive: true, force: true });
  },
  host: async ({ home }, use) => {
    const host = await startHostProcess(home, ["--speed", "200"]);
    await use(host);
    await host.kill();
  },
  editor: async ({ chromiumBrowser, host }, use) => {
    const context = await chromiumBrowser.newContext({ viewport: { width: 1440, height: 900 }, permissions: ["clipboard-read", "clipboard-write"] });
    const page = await context.newPage();
    await page.goto(host.url);
    await use(page);
    await context.close();
  },
});

export { expect } from "@playwright/test";
