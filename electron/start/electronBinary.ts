import { spawn } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";

const LONGEST_FETCH_MS = 5 * 60_000;

/** The path of Electron's program in this checkout, or null when it has not been fetched, or only half. */
export async function installedElectron(root: string): Promise<string | null> {
  const folder = join(root, "node_modules", "electron");
  try {
    const [program, version, manifest] = await Promise.all([readFile(join(folder, "path.txt"), "utf8"), readFile(join(folder, "dist", "version"), "utf8"), readFile(join(folder, "package.json"), "utf8")]);
    if (version.trim().replace(/^v/, "") !== (JSON.parse(manifest) as { version: string }).version) return null;
    const path = join(folder, "dist", program);
    return (await stat(path)).isFile() ? path : null;
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) return null;
    throw error;
  }
}

/** Fetches Electron's program with the electron package's own installer. Resolves to null when it is there, or to why it could not be had. Never throws. */
export async function fetchElectron(root: string, node = process.execPath, longest = LONGEST_FETCH_MS): Promise<string | null> {
  const child = spawn(node, [join(root, "node_modules", "electron", "install.js")], { cwd: root, stdio: ["ignore", "inherit", "pipe"] });
  const said: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => said.push(text));
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill();
  }, longest);
  return await new Promise((done) => {
    child.once("error", (error) => {
      clearTimeout(timer);
      done(error.message);
    });
    child.once("close", (code) => {
      clearTimeout(timer);
      if (late) done(`it took longer than ${Math.round(longest / 60_000)} minutes`);
      else done(code === 0 ? null : reasonIn(said.join("")));
    });
  });
}

/** The line that says what happened, out of a stack. */
function reasonIn(text: string): string {
  const line = text.split("\n").find((one) => /error/i.test(one)) ?? text.split("\n")[0] ?? "";
  return line.replace(/^\s*(Uncaught )?[A-Za-z]*Error:\s*/, "").trim().slice(0, 200) || "the download failed";
}
