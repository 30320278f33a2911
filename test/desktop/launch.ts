import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page, _electron as playwrightElectron } from "@playwright/test";
import type { ElectronApi } from "../../electron/desktop/electronApi.ts";
import type { Wish, WishAnswer } from "./standIn/control.ts";

const ROOT = join(import.meta.dirname, "../..");
const NODE = join(ROOT, "node_modules/node/bin/node");

/** The desktop program, running: the real one, or the genuine program on the stand-in. The same words for both. */
export interface DesktopProgram {
  readonly kind: "electron" | "stand-in";
  /** The newest window's page, once it shows the editor. */
  window(): Promise<Page>;
  /** Runs a function in main, with Electron's module; it sees nothing of the test but `argument`. Only the stand-in's has `standIn`. */
  evaluate<Result, Argument>(act: (electron: Evaluated, argument: Argument) => Result | Promise<Result>, argument: Argument): Promise<Result>;
  evaluate<Result>(act: (electron: Evaluated) => Result | Promise<Result>): Promise<Result>;
  /** What it wrote to its terminal so far. */
  readonly output: string;
  /** Resolves when it has ended by itself, to its exit code. */
  readonly ended: Promise<number | null>;
  /** Ends it at once. */
  kill(): Promise<void>;
}

/** Of the stand-in alone. */
interface StandInInside {
  calls: (readonly [name: string, ...args: unknown[]])[];
  children: Set<{ pid: number | undefined }>;
  displays: { id: number; bounds: object; workArea: object }[];
  shown: { emit(event: string): boolean }[];
}

type WindowClass = ElectronApi["BrowserWindow"] & { getAllWindows(): InstanceType<ElectronApi["BrowserWindow"]>[] };
type Evaluated = Omit<ElectronApi, "BrowserWindow"> & { BrowserWindow: WindowClass; standIn: StandInInside };

/** Path of Electron's binary where it was fetched; null where it was not. Nothing is fetched by asking. */
function electronBinary(): string | null {
  const folder = join(ROOT, "node_modules/electron");
  const path = join(folder, "path.txt");
  if (!existsSync(path)) return null;
  const binary = join(folder, "dist", readFileSync(path, "utf8").trim());
  return existsSync(binary) ? binary : null;
}

/** Which of the two tests run on: `SHOTGRAPH_DESKTOP=electron` asks for the real one and fails where there is none; `=stand-in` asks for that one; without a word the real one is taken where it is. */
export function programKind(): "electron" | "stand-in" {
  const wanted = process.env["SHOTGRAPH_DESKTOP"];
  if (wanted === "stand-in") return "stand-in";
  if (electronBinary() !== null) return "electron";
  if (wanted === "electron") throw new Error("SHOTGRAPH_DESKTOP=electron, but Electron's binary is not there: run `node node_modules/electron/install.js`.");
  return "stand-in";
}

/** Starts the program with these arguments (files, `--home=…`, links). @param env besides ours */
export async function launchProgram(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<DesktopProgram> {
  const environment = { ...process.env, SEEGEN_API_KEY: "", SEEGEN_BASE_URL: "", ...env } as Record<string, string>;
  return programKind() === "electron" ? await launchElectron(args, environment) : launchStandIn(args, environment);
}

async function launchElectron(args: readonly string[], env: Record<string, string>): Promise<DesktopProgram> {
  const binary = electronBinary();
  if (binary === null) throw new Error("there is no Electron");
  const program = await playwrightElectron.launch({ executablePath: binary, args: [...(process.platform === "linux" ? ["--no-sandbox"] : []), join(ROOT, "dist/desktop/main/main.mjs"), ...args], env, cwd: ROOT });
  const child = program.process();
  const output = outputOf(child);
  return {
    kind: "electron",
    window: async () => await editorIn(() => program.windows(), () => output.text),
    evaluate: async <Result, Argument>(act: (electron: Evaluated, argument: Argument) => Result | Promise<Result>, argument?: Argument) => await program.evaluate(act as never, argument as never),
    get output() {
      return output.text;
    },
    ended: exitOf(child),
    kill: async () => await killed(child),
  };
}

function launchStandIn(args: readonly string[], env: Record<string, string>): DesktopProgram {
  // Of its own, so that the profile of a program that was killed goes as well.
  const temp = mkdtempSync(join(tmpdir(), "shotgraph-standin-"));
  const child = fork(join(ROOT, "electron/desktop/main.ts"), [...args], {
    cwd: ROOT,
    // In the place of the folder that Electron is called with.
    execPath: existsSync(NODE) ? NODE : process.execPath,
    execArgv: ["--disable-warning=ExperimentalWarning", "--import", join(ROOT, "test/desktop/standIn/register.ts")],
    env: { ...env, TMPDIR: temp },
    silent: true,
  });
  const cleared = once(child, "exit").then(() => rm(temp, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 }));
  const output = outputOf(child);
  const ask = wishes(child);
  let browser: Promise<Browser> | null = null;
  const connect = (): Promise<Browser> => (browser ??= ask({ endpoint: true }).then((endpoint) => chromium.connectOverCDP(String(endpoint))));
  return {
    kind: "stand-in",
    async window() {
      const { contexts } = await connect().then((connected) => ({ contexts: connected.contexts() }));
      return await editorIn(() => contexts.flatMap((context) => context.pages()), () => output.text);
    },
    evaluate: async <Result, Argument>(act: (electron: Evaluated, argument: Argument) => Result | Promise<Result>, argument?: Argument) => (await ask({ source: act.toString(), argument })) as Result,
    get output() {
      return output.text;
    },
    ended: exitOf(child),
    kill: async () => {
      await killed(child);
      await cleared;
    },
  };
}

type Asked = { source: string; argument: unknown } | { endpoint: true };

function wishes(child: ChildProcess): (wish: Asked) => Promise<unknown> {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let next = 1;
  child.on("message", ({ id, value, error }: WishAnswer) => {
    const wish = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) wish?.resolve(value);
    else wish?.reject(new Error(error));
  });
  child.once("exit", () => {
    for (const { reject } of waiting.values()) reject(new Error("the program has ended"));
  });
  return (wish) =>
    new Promise((resolve, reject) => {
      const id = next++;
      waiting.set(id, { resolve, reject });
      child.send({ ...wish, id } satisfies Wish, (error) => {
        if (error) reject(error);
      });
    });
}

/** The newest page that shows the editor. */
async function editorIn(pages: () => Page[], output: () => string): Promise<Page> {
  for (const end = Date.now() + 30_000; Date.now() < end; ) {
    for (const page of pages().toReversed()) {
      if (!page.isClosed() && /^(app:\/\/shotgraph\/|http:\/\/shotgraph\.app\.localhost)/.test(page.url()) && (await page.locator("[data-realm]").isVisible().catch(() => false))) return page;
    }
    await new Promise((done) => setTimeout(done, 50));
  }
  const shown = await Promise.all(pages().map(async (page) => `${page.url()}: ${(await page.locator("body").innerText({ timeout: 1_000 }).catch(String)).slice(0, 300)}`));
  throw new Error(`no window shows the editor. Pages: ${shown.join("; ")}. The program said: ${output()}`);
}

function outputOf(child: ChildProcess): { text: string } {
  const output = { text: "" };
  const take = (piece: Buffer): void => {
    output.text = (output.text + piece.toString()).slice(-100_000);
  };
  child.stdout?.on("data", take);
  child.stderr?.on("data", take);
  return output;
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((done) => child.once("exit", done));
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once("exit", done));
  child.kill("SIGKILL");
  await gone;
}
