import { spawn } from "node:child_process";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** What the page is made of, what tells that it is built, and vite's arguments. */
const PAGE: Bundle = { sources: ["renderer", "shared", "resources", "vite.config.ts", "package-lock.json"], mark: "dist/renderer/index.html", args: ["build"] };

export interface Bundle {
  /** Relative to the project. */
  sources: readonly string[];
  /** A file that each build writes anew. */
  mark: string;
  args: readonly string[];
}

/** It could not be built; `message` ends with what the build said. */
class BuildError extends Error {
  override readonly name = "BuildError";
}

/**
 * Builds the page into `dist/renderer` when it is missing or older than what it is made of, and returns that folder. `tell` hears of a build before it
 * begins. Throws `BuildError`.
 */
export async function builtPage(root: string, tell: (line: string) => void): Promise<string> {
  // An installed editor comes without its sources.
  if ((await changedAt(join(root, "renderer"))) !== null) await builtFrom(root, PAGE, tell);
  return join(root, "dist", "renderer");
}

/** Runs vite when a bundle is missing or older than what it is made of. `tell` hears of it before it begins. Throws `BuildError`. */
export async function builtFrom(root: string, { sources, mark, args }: Bundle, tell: (line: string) => void): Promise<void> {
  const built = await changedAt(join(root, mark));
  const newest = Math.max(...(await Promise.all(sources.map((source) => newestIn(join(root, source))))));
  if (built !== null && built >= newest) return;
  tell(built === null ? "Building the editor (once)…" : "Building the editor (its sources have changed)…");
  await build(root, args);
}

async function newestIn(path: string): Promise<number> {
  const own = await changedAt(path);
  if (own === null) return 0;
  const entries = own > 0 && (await stat(path)).isDirectory() ? await readdir(path, { recursive: true, withFileTypes: true }) : [];
  // Folders count as well: a file that was deleted leaves its mark there.
  const inside = await Promise.all(entries.map(async (entry) => (await changedAt(join(entry.parentPath, entry.name))) ?? 0));
  return Math.max(own, ...inside);
}

/** Milliseconds; null when it is not there. */
async function changedAt(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) return null;
    throw error;
  }
}

function build(root: string, args: readonly string[]): Promise<void> {
  return new Promise((done, failed) => {
    const output: Buffer[] = [];
    // Of whoever started us: a test's settings are not the page's.
    const { VITEST: _test, NODE_ENV: _mode, ...env } = process.env;
    const child = spawn(process.execPath, [join(root, "node_modules", "vite", "bin", "vite.js"), ...args], { cwd: root, env: { ...env, NO_COLOR: "1" }, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.on("data", (piece: Buffer) => output.push(piece));
    child.stderr.on("data", (piece: Buffer) => output.push(piece));
    child.once("error", (error) => failed(new BuildError(`The editor could not be built: ${error.message}`, { cause: error })));
    child.once("close", (code) => {
      if (code === 0) done();
      else failed(new BuildError(`The editor could not be built:\n${Buffer.concat(output).toString("utf8").trimEnd().slice(-4_000)}`));
    });
  });
}
