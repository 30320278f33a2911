import { readdir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, extname, join, resolve } from "node:path";
import type { FolderListing } from "../../../shared/contract/api/sessions.ts";

const MEDIA = new Set([".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".mp4", ".mov", ".webm", ".mp3", ".wav", ".m4a"]);
const MOST_ENTRIES = 2_000;

/**
 * A folder of this machine for the open and save dialogs of the browser, which has none that tell a path: subfolders, graphs and media, nothing hidden.
 * Throws an `Error` with a message for the user when it cannot be read.
 */
export async function browse(folder: string | undefined): Promise<FolderListing> {
  const home = homedir();
  const path = resolve(folder ?? home);
  const names = await readdir(path, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`The folder ${path} cannot be read (${error.code ?? error.message}). Choose another one.`, { cause: error });
  });
  const shown = names.filter((entry) => !entry.name.startsWith(".") && kindOf(entry.name, entry.isDirectory()) !== null).slice(0, MOST_ENTRIES);
  const entries = await Promise.all(shown.map((entry) => describe(path, entry.name, entry.isDirectory())));
  const parent = dirname(path);
  return { folder: path, parent: parent === path ? null : parent, home, entries: entries.flatMap((entry) => entry ?? []).sort(byKindAndName) };
}

type Entry = FolderListing["entries"][number];

async function describe(folder: string, name: string, isFolder: boolean): Promise<Entry | null> {
  const path = join(folder, name);
  const kind = kindOf(name, isFolder);
  const facts = await stat(path).catch((error: NodeJS.ErrnoException) => {
    // Gone since it was listed, a link to nowhere, or nothing that we may look at.
    if (error.code === "ENOENT" || error.code === "EACCES" || error.code === "ELOOP" || error.code === "EPERM") return null;
    throw error;
  });
  return facts && kind ? { name, path, kind, bytes: isFolder ? 0 : facts.size, modifiedAt: facts.mtimeMs } : null;
}

function kindOf(name: string, isFolder: boolean): Entry["kind"] | null {
  if (isFolder) return "folder";
  const ending = extname(name).toLowerCase();
  if (ending === ".shotgraph") return "graph";
  return MEDIA.has(ending) ? "media" : null;
}

function byKindAndName(a: Entry, b: Entry): number {
  const folders = Number(b.kind === "folder") - Number(a.kind === "folder");
  return folders || a.name.localeCompare(b.name, undefined, { numeric: true });
}
