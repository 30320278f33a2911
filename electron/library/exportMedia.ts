import { chmod, link, mkdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import sanitize from "sanitize-filename";
import writeFileAtomic from "write-file-atomic";
import type { IntoCopy } from "../../shared/contract/library.ts";
import type { MediaFacts } from "../../shared/graph/media.ts";
import { cloneFile } from "./durableFiles.ts";
import { fileError } from "./fileErrors.ts";
import { hashFile } from "./importFile.ts";
import { sidecarPath } from "./mediaStore.ts";
import { readSidecar, type Sidecar, sidecarText } from "./sidecar.ts";
import { isMissing, removeIfThere, tempFileIn } from "./tempFiles.ts";

const EXTENSION: Readonly<Record<string, string>> = { jpeg: "jpg" };
const KNOWN_EXTENSION = /\.(png|jpe?g|webp|bmp|gif|avif|hei[cf]|mp4|m4v|mov|webm|mp3|wav|m4a)$/i;
/** File systems take 255 bytes; the rest is for a number, the extension and `.json`. */
const LONGEST_NAME_BYTES = 200;

/** Copies a media file out and writes its sidecar. Returns the absolute path of the copy. Throws `MediaError`. */
export async function exportMedia(from: string, sidecar: Sidecar, directory: string, name: string, into?: IntoCopy): Promise<string> {
  const folder = resolve(directory);
  try {
    await mkdir(folder, { recursive: true });
    const { base, extension } = exportName(name, sidecar.media);
    if (into) return await exportCopy({ from, sidecar, into, pathOf: (number) => join(folder, `${base}${number === 1 ? "" : ` ${number}`}.${extension}`) });
    for (let number = 1; ; number += 1) {
      const path = join(folder, `${base}${number === 1 ? "" : ` ${number}`}.${extension}`);
      if (!(await isFreeOrOurs(sidecarPath(path), sidecar.media))) continue;
      if (!(await isThere(path, sidecar.media, () => copyTo(from, path, folder)))) continue;
      await writeFileAtomic(sidecarPath(path), sidecarText(sidecar));
      return path;
    }
  } catch (error) {
    throw fileError(error, folder);
  }
}

interface Copying {
  from: string;
  sidecar: Sidecar;
  into: IntoCopy;
  /** Of the first, second, … name that may be free. */
  pathOf: (number: number) => string;
}

/** A copy with something put into it. What was exported with its graph before, and was not changed since, is there already. */
async function exportCopy({ from, sidecar, into, pathOf }: Copying): Promise<string> {
  const folder = dirname(pathOf(1));
  const part = tempFileIn(folder);
  const beside = tempFileIn(folder);
  try {
    await cloneFile(from, part);
    await chmod(part, 0o644);
    const result = await into(part, sidecar.media.format, beside);
    const made = result === "beside" ? beside : part;
    const own = result === "none" ? { sha256: sidecar.media.sha256, bytes: sidecar.media.bytes } : { sha256: await hashFile(made), bytes: (await stat(made)).size };
    for (let number = 1; ; number += 1) {
      const path = pathOf(number);
      if (!(await isFreeOrOurs(sidecarPath(path), sidecar.media))) continue;
      const before = result === "none" ? undefined : (await readSidecar(sidecarPath(path)))?.exported;
      if (before && (await sizeOf(path)) === before.bytes && (await hashFile(path)) === before.sha256) return path;
      if (!(await isThere(path, own, () => takeName(made, path)))) continue;
      await writeFileAtomic(sidecarPath(path), sidecarText(result === "none" ? sidecar : { ...sidecar, exported: own }));
      return path;
    }
  } finally {
    await removeIfThere(part);
    await removeIfThere(beside);
  }
}

/** A name every system takes, and the extension of what the file really is. */
export function exportName(name: string, media: Pick<MediaFacts, "sha256" | "format">): { base: string; extension: string } {
  const extension = EXTENSION[media.format] ?? media.format;
  const plain = sanitize(name.normalize("NFC").replace(KNOWN_EXTENSION, ""), { replacement: "_" });
  // Names that begin with a dot are hidden.
  const base = shorten(plain.replace(/^[.\s]+/, ""), LONGEST_NAME_BYTES).replace(/[.\s]+$/, "");
  return { base: base === "" ? media.sha256.slice(0, 12) : base, extension };
}

function shorten(text: string, bytes: number): string {
  let short = "";
  let used = 0;
  for (const character of text) {
    used += Buffer.byteLength(character);
    if (used > bytes) break;
    short += character;
  }
  return short;
}

/** Whether `path` is our file: it was already, or `copy` made it one. False when the name belongs to something else. */
async function isThere(path: string, media: Pick<MediaFacts, "sha256" | "bytes">, copy: () => Promise<void>): Promise<boolean> {
  try {
    if ((await sizeOf(path)) === null) {
      await copy();
      return true;
    }
  } catch (error) {
    // Somebody took the name between our look and our copy.
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  return (await sizeOf(path)) === media.bytes && (await hashFile(path)) === media.sha256;
}

async function copyTo(from: string, path: string, folder: string): Promise<void> {
  const part = tempFileIn(folder);
  try {
    await cloneFile(from, part);
    await takeName(part, path);
  } finally {
    await removeIfThere(part);
  }
}

const NO_LINKS_HERE: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EXDEV", "UNKNOWN", "EISDIR"]);

/** Gives a complete copy its name, and never somebody else's: a rename would overwrite. */
async function takeName(part: string, path: string): Promise<void> {
  try {
    await link(part, path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && NO_LINKS_HERE.has(String(error.code)))) throw error;
    // FAT and some network folders know no links.
    await cloneFile(part, path);
  }
}

async function isFreeOrOurs(path: string, media: MediaFacts): Promise<boolean> {
  if ((await sizeOf(path)) === null) return true;
  return (await readSidecar(path))?.media.sha256 === media.sha256;
}

/** Bytes of a file, -1 for what is no file, null when there is nothing. */
async function sizeOf(path: string): Promise<number | null> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : -1;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
