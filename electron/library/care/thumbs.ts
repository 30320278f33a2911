import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Removable } from "../../../shared/contract/care.ts";
import type { LibraryPaths } from "../paths.ts";
import { isMissing, removeIfThere } from "../tempFiles.ts";
import { filesIn, type FoundFile } from "./files.ts";

const NAME = /^(?<sha256>[0-9a-f]{64})-[a-z0-9]+\.webp$/;

/** Thumbnails and posters, each with the file it is of. */
export async function thumbnails(paths: LibraryPaths): Promise<(FoundFile & { of: string })[]> {
  const found: (FoundFile & { of: string })[] = [];
  for (const folder of await foldersIn(paths.thumbs)) {
    for (const file of await filesIn(join(paths.thumbs, folder))) {
      const of = NAME.exec(file.name)?.groups?.sha256;
      if (of !== undefined) found.push({ ...file, of });
    }
  }
  return found;
}

/** Those of files that are none of `staying` (by their sha256). */
export async function strayThumbnails(paths: LibraryPaths, staying: ReadonlySet<string>): Promise<Removable[]> {
  const strays = (await thumbnails(paths)).filter(({ of }) => !staying.has(of));
  return strays.map(({ path, bytes }) => ({ kind: "thumb", path, bytes, why: "a thumbnail of a file that is gone", owners: [] }));
}

/** Deletes the thumbnails and the poster of one file. */
export async function removeThumbnails(paths: LibraryPaths, sha256: string): Promise<void> {
  for (const { name, path } of await filesIn(join(paths.thumbs, sha256.slice(0, 2)))) if (name.startsWith(`${sha256}-`)) await removeIfThere(path);
}

async function foldersIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => /^[0-9a-f]{2}$/.test(name)).sort();
  } catch (error) {
    if (isMissing(error) || (error instanceof Error && "code" in error && error.code === "ENOTDIR")) return [];
    throw error;
  }
}
