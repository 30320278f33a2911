import { createHash, randomUUID } from "node:crypto";
import { readdir, stat, unlink } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { isAlive } from "./processes.ts";

const STRANGE_AFTER_MS = 7 * 24 * 3600 * 1000;
const NAME = /^(?<machine>[0-9a-f]{8})-(?<pid>\d+)-[0-9a-f-]+\.part$/;

/** The machine's name in a form every file system takes. */
function machine(): string {
  return createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
}

/** A name for a temporary file which tells the next process whether its owner still lives. */
export function tempFileIn(folder: string): string {
  return join(folder, `${machine()}-${process.pid}-${randomUUID()}.part`);
}

/** Removes what dead processes left behind. Files of a living process stay, and so do another machine's for a week. */
export async function cleanTempFiles(folder: string, at: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (await isAbandoned(path, name, at)) await removeIfThere(path);
  }
}

/** Whether nobody will ever finish this temporary file. */
export async function isAbandoned(path: string, name: string, at: number): Promise<boolean> {
  const owner = NAME.exec(name)?.groups;
  if (owner?.machine === machine()) return !isAlive(Number(owner.pid));
  try {
    return at - (await stat(path)).mtimeMs > STRANGE_AFTER_MS;
  } catch (error) {
    // Its owner has just removed or placed it.
    if (isMissing(error)) return false;
    throw error;
  }
}

/** Removes a file that may be gone already. */
export async function removeIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
