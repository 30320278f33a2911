import { createHash } from "node:crypto";
import { open, readdir, realpath, rename, stat, unlink, type FileHandle } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";

const NAME = /\.(?<machine>[0-9a-f]{8})-(?<pid>\d{1,10})-\d+\.part$/;
let count = 0;

function machine(): string {
  return createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
}

/**
 * Write a file beside its place and rename it into it, so that it is whole at every moment; what is at the end of a link is replaced, not the link.
 * The part's name says whose it is: one that a killed process has left can be told from one that is being written (see `cleanParts`).
 */
export async function replaceFile(path: string, data: string | Uint8Array): Promise<void> {
  await replaceFileBy(path, (file) => file.writeFile(data));
}

/** The same for what is too large to be in memory: `write` fills the empty file. What it throws is thrown, and no part is left. */
export async function replaceFileBy(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const target = (await unlessMissing(realpath(path))) ?? path;
  const before = await unlessMissing(stat(target));
  const part = `${target}.${machine()}-${process.pid}-${(count += 1)}.part`;
  try {
    const file = await open(part, "wx");
    try {
      if (before) await likeBefore(file, before);
      await write(file);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, target);
  } catch (error) {
    await unlessMissing(unlink(part));
    throw error;
  }
  await syncFolder(dirname(target));
}

/** Removes the parts of a document and its `.bak` that processes of this machine have left which run no more. */
export async function cleanParts(path: string): Promise<void> {
  const target = (await unlessMissing(realpath(path))) ?? path;
  const names = new Set([basename(target), `${basename(target)}.bak`]);
  for (const entry of await readdir(dirname(target))) {
    const owner = NAME.exec(entry);
    const isOurs = owner !== null && names.has(entry.slice(0, owner.index)) && owner.groups?.["machine"] === machine();
    if (isOurs && !isAlive(Number(owner.groups?.["pid"]))) await unlessMissing(unlink(join(dirname(target), entry)));
  }
}

/** Who may read it stays as it was. Another owner is kept only where we may: the file is ours to write all the same. */
async function likeBefore(file: FileHandle, { mode, uid, gid }: { mode: number; uid: number; gid: number }): Promise<void> {
  await file.chmod(mode & 0o777);
  await file.chown(uid, gid).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EPERM" && error.code !== "ENOSYS" && error.code !== "EINVAL") throw error;
  });
}

/** Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, but belongs to somebody else.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

async function unlessMissing<T>(promise: Promise<T>): Promise<T | null> {
  return promise.catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
}
