import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { syncFolder } from "../durableFiles.ts";
import type { LibraryPaths } from "../paths.ts";

const NAME = /^(?<sha256>[0-9a-f]{64})\.(?<at>\d+)$/;

/** Moves damaged bytes out of the way, never over others. @returns where they lie now */
export async function quarantine(paths: LibraryPaths, file: { path: string; sha256: string }, at: number): Promise<string> {
  await mkdir(paths.quarantine, { recursive: true });
  const to = join(paths.quarantine, `${file.sha256}.${at}`);
  await rename(file.path, to);
  await syncFolder(paths.quarantine);
  return to;
}

/** Whose bytes these were, and since when (epoch milliseconds) they are in quarantine; null for a file that is not ours. */
export function quarantined(name: string): { sha256: string; at: number } | null {
  const { sha256, at } = NAME.exec(name)?.groups ?? {};
  return sha256 === undefined || at === undefined ? null : { sha256, at: Number(at) };
}
