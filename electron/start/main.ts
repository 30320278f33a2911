import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { CommanderError } from "commander";
import { builtFrom, type Bundle } from "../web/buildPage.ts";
import { fetchElectron, installedElectron } from "./electronBinary.ts";
import { start, type Ending } from "./start.ts";
import { chooseWay } from "./way.ts";

/** `npm start`: the editor as a desktop program where that can be, else in a browser. */
const ROOT = join(import.meta.dirname, "..", "..");
const PROGRAM: Bundle = { sources: ["electron", "renderer", "shared", "resources", "vite.config.ts", "package-lock.json"], mark: "dist/desktop/main/main.mjs", args: ["build", "--app"] };

const tell = (line: string): void => void process.stdout.write(`${line}\n`);
/** npm runs scripts in the project's folder; paths are meant from where it was called. */
const from = (process.env["npm_lifecycle_event"] && process.env["INIT_CWD"]) || process.cwd();

function run(program: string, args: readonly string[]): Promise<Ending> {
  // Set by who works on Electron itself; a window would never come.
  const { ELECTRON_RUN_AS_NODE: _asNode, ...env } = process.env;
  const began = Date.now();
  const child = spawn(program, [ROOT, ...args], { cwd: from, env, stdio: "inherit" });
  let interrupted = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      interrupted = true;
      // A terminal sends Ctrl-C to both; the program asks what it has to and ends by itself.
      if (signal !== "SIGINT") child.kill(signal);
    });
  }
  return new Promise((done) => {
    const end = (code: number): void => done({ code, lived: Date.now() - began, interrupted });
    child.once("error", () => end(1));
    child.once("close", (code, signal) => end(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

/** The web host reads its arguments by itself and lives as long as it serves. */
async function browser(args: readonly string[]): Promise<void> {
  process.argv.splice(2, process.argv.length, ...args);
  await import("../web/main.ts");
}

try {
  const way = chooseWay(process.argv.slice(2), { platform: process.platform, env: process.env, uid: process.getuid?.() ?? null, from });
  const code = await start(way, { tell, installed: () => installedElectron(ROOT), fetch: () => fetchElectron(ROOT), build: () => builtFrom(ROOT, PROGRAM, tell), run, browser });
  if (code !== null) process.exit(code);
} catch (error) {
  // It has said what is wrong with the arguments by itself.
  if (error instanceof CommanderError) process.exit(2);
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
