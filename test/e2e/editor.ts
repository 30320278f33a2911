import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page, test as base } from "@playwright/test";

const ROOT = join(import.meta.dirname, "../..");
const NODE = join(ROOT, "node_modules/node/bin/node");

/** Debian's, or the one that CHROMIUM names; otherwise whatever Playwright has. */
const CHROMIUM = process.env["CHROMIUM"] ?? (existsSync("/usr/bin/chromium") ? "/usr/bin/chromium" : undefined);
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** A web host in a process of its own, as `npm start` starts it. */
export interface RunningHost {
  url: string;
  home: string;
  kill(signal?: NodeJS.Signals): Promise<void>;
}

export async function startHost(home: string, args: readonly string[] = []): Promise<RunningHost> {
  const child = spawn(existsSync(NODE) ? NODE : process.execPath, ["--disable-warning=ExperimentalWarning", "electron/web/main.ts", "--no-open", "--port", "0", "--speed", "200", "--home", home, ...args], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, SEEGEN_API_KEY: "", SEEGEN_BASE_URL: "" },
  });
  const url = await addressFrom(child);
  return {
    url,
    home,
    async kill(signal = "SIGTERM") {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((done) => child.once("exit", done));
      child.kill(signal);
      await gone;
    },
  };
}

async function addressFrom(child: ChildProcess): Promise<string> {
  let text = "";
  for await (const piece of child.stdout ?? []) {
    text += String(piece);
    const address = /http:\/\/\S+#token=\S+/.exec(text)?.[0];
    if (address) {
      child.stdout?.resume();
      return address;
    }
  }
  throw new Error(`The host ended without an address: ${text}`);
}

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
    const host = await startHost(home);
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
