import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, expect, type Page, test as base } from "@playwright/test";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../electron/sandbox/index.ts";
import { type DesktopProgram, launchProgram } from "../desktop/launch.ts";
import { type RunningHost, startHostProcess } from "../fixtures/webHostProcess.ts";

/** Debian's, or the one that CHROMIUM names; otherwise whatever Playwright has. */
const CHROMIUM = process.env["CHROMIUM"] ?? (existsSync("/usr/bin/chromium") ? "/usr/bin/chromium" : undefined);
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** A clip has no poster until the page has drawn one, so the first look at it is answered with 404; a host that was killed refuses. */
const EXPECTED = /status of 404|ERR_CONNECTION_REFUSED/;

interface Fixtures {
  /** Settings of the data folder before the host starts. The first words have been read unless a test says otherwise. */
  settings: Record<string, unknown>;
  /** How many times faster than the service the sandbox is. */
  speed: number;
  /** The graph to begin with, as an object of its file's JSON; null: nothing is open. */
  graph: object | null;
  /** A service of the test's own, with faults or few credits, in the place of the host's built-in sandbox; null: that one. */
  service: SandboxOptions | null;
  sandbox: Sandbox | null;
  /** What the host finds in its environment. */
  env: Readonly<Record<string, string>>;
  /** Errors in the page's console that a test brings about itself. */
  provoked: RegExp | null;
  home: string;
  /** The web host. In the desktop program there is none, and asking it for anything fails. */
  host: RunningHost;
  /** The desktop program. In a browser there is none, and asking it for anything fails. */
  program: DesktopProgram;
  context: BrowserContext;
  /** The page with the editor open. */
  editor: Page;
}

interface WorkerFixtures {
  /** What shows the editor: a browser, by way of the web host, or the desktop program. The tests are the same. */
  shell: "web" | "desktop";
  /** Not there in the desktop program, which brings its own. */
  chromiumBrowser: Browser;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  shell: ["web", { option: true, scope: "worker" }],
  chromiumBrowser: [
    async ({ shell }, use) => {
      if (shell === "desktop") {
        await use(absent("browser"));
        return;
      }
      const browser = await launchChromium();
      await use(browser);
      await browser.close();
    },
    { scope: "worker" },
  ],
  settings: [{}, { option: true }],
  speed: [200, { option: true }],
  graph: [null, { option: true }],
  service: [null, { option: true }],
  env: [{}, { option: true }],
  provoked: [null, { option: true }],
  sandbox: async ({ service, speed }, use) => {
    const sandbox = service && (await startSandbox({ speed, ...service }));
    await use(sandbox);
    await sandbox?.close();
  },
  home: async ({ settings }, use) => {
    const home = mkdtempSync(join(tmpdir(), "shotgraph-e2e-"));
    mkdirSync(join(home, "editor"));
    writeFileSync(join(home, "editor", "settings.json"), JSON.stringify({ welcomed: true, theme: "dark", ...settings }));
    await use(home);
    rmSync(home, { recursive: true, force: true });
  },
  program: async ({ shell, home, speed, graph, sandbox, env }, use) => {
    if (shell === "web") {
      await use(absent("desktop program"));
      return;
    }
    const file = graph === null ? [] : [graphFile(home, "given", graph)];
    const service = sandbox ? ["--realm=service"] : [];
    const program = await launchProgram([`--home=${home}`, `--speed=${speed}`, ...service, ...file], { ...env, ...(sandbox ? { SEEGEN_API_KEY: "of-the-test", SEEGEN_BASE_URL: sandbox.url } : {}) });
    await use(program);
    await program.kill();
  },
  host: async ({ shell, home, speed, graph, sandbox, env }, use) => {
    if (shell === "desktop") {
      await use(absent("web host"));
      return;
    }
    const file = graph === null ? [] : [graphFile(home, "given", graph)];
    const service = sandbox ? ["--service"] : [];
    const host = await startHostProcess(home, ["--speed", String(speed), ...service, ...file], { ...env, ...(sandbox ? { SEEGEN_API_KEY: "of-the-test", SEEGEN_BASE_URL: sandbox.url } : {}) });
    await use(host);
    await host.kill();
  },
  context: async ({ shell, chromiumBrowser, program }, use) => {
    if (shell === "desktop") {
      await use((await program.window()).context());
      return;
    }
    const context = await newContext(chromiumBrowser);
    await use(context);
    await context.close();
  },
  editor: async ({ shell, context, host, program, provoked }, use, info) => {
    const page = shell === "desktop" ? await program.window() : await context.newPage();
    const broken = errorsOf(page);
    if (shell === "desktop") await page.emulateMedia({ reducedMotion: "reduce" });
    else await openEditor(page, host.url);
    await use(page);
    if (info.errors.length > 0 && !page.isClosed()) await page.screenshot({ path: info.outputPath("page.png") });
    if (info.errors.length > 0 && shell === "desktop") await info.attach("program", { body: program.output });
    expect(broken.filter((text) => !provoked?.test(text)), "errors of the page").toEqual([]);
  },
});

/** Stands where there is nothing in this shell. */
function absent(what: string): never {
  return new Proxy({}, {
    get: (_target, name) => {
      // Looked for by whoever may be handed a promise.
      if (name === "then" || typeof name === "symbol") return undefined;
      throw new Error(`there is no ${what} here`);
    },
  }) as never;
}

export async function launchChromium(): Promise<Browser> {
  return await chromium.launch({ args: FLAGS, ...(CHROMIUM ? { executablePath: CHROMIUM } : {}) });
}

export async function newContext(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, permissions: ["clipboard-read", "clipboard-write"], reducedMotion: "reduce" });
  context.setDefaultTimeout(15_000);
  return context;
}

/** Goes to an address of the host and waits until the editor is connected. */
export async function openEditor(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(page.locator("[data-realm]")).toBeVisible();
}

/** Writes a graph into a folder of the test's own; its path. */
export function graphFile(home: string, name: string, graph: object): string {
  const folder = join(home, "files");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.shotgraph`);
  writeFileSync(path, JSON.stringify(graph, null, 2));
  return path;
}

/** One of the graphs that come with the program. */
export function example(id: "text-to-video" | "keyframe-upscale" | "prompt-list"): object {
  return JSON.parse(readFileSync(join(import.meta.dirname, "../../resources/examples", `${id}.shotgraph`), "utf8")) as object;
}

function errorsOf(page: Page): readonly string[] {
  const broken: string[] = [];
  page.on("pageerror", (error) => broken.push(error.stack ?? error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !EXPECTED.test(message.text())) broken.push(message.text());
  });
  return broken;
}

export { expect };
