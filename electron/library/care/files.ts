import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { FilesSize } from "../../../shared/contract/care.ts";
import { isSha256, type LibraryPaths } from "../paths.ts";
import { isMissing } from "../tempFiles.ts";

export interface FoundFile {
  name: string;
  path: string;
  bytes: number;
}

/** The files of one folder, by name; a folder that is not there has none. */
export async function filesIn(folder: string): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  for (const name of (await namesIn(folder)).sort()) {
    const path = join(folder, name);
    const bytes = await bytesOf(path);
    if (bytes !== null) found.push({ name, path, bytes });
  }
  return found;
}

/** Everything in `media/` under a name of ours: media by their sha256, and which of them have a sidecar. */
export async function mediaOnDisk(paths: LibraryPaths): Promise<{ media: Map<string, FoundFile>; sidecars: Map<string, string> }> {
  const media = new Map<string, FoundFile>();
  const sidecars = new Map<string, string>();
  for (const folder of (await namesIn(paths.media)).filter((name) => /^[0-9a-f]{2}$/.test(name)).sort()) {
    for (const file of await filesIn(join(paths.media, folder))) {
      const sha256 = file.name.replace(/\.json$/, "");
      if (!isSha256(sha256) || !sha256.startsWith(folder)) continue;
      if (file.name === sha256) media.set(sha256, file);
      else sidecars.set(sha256, file.path);
    }
  }
  return { media, sidecars };
}

export function sizeOf(files: Iterable<{ bytes: number }>): FilesSize {
  const size = { files: 0, bytes: 0 };
  for (const { bytes } of files) {
    size.files += 1;
    size.bytes += bytes;
  }
  return size;
}

/** Length of a file; null when there is none, or something else. */
export async function bytesOf(path: string): Promise<number | null> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : null;
  } catch (error) {
    // Also one that went away between our list and our look.
    if (isMissing(error)) return null;
    throw error;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error) || (error instanceof Error && "code" in error && error.code === "ENOTDIR")) return [];
    throw error;
  }
}
