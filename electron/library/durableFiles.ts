import { copyFile, constants, open, rename } from "node:fs/promises";
import { tempFileIn, removeIfThere } from "./tempFiles.ts";

/** Waits until the bytes of a file are on the disk. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Waits until the names in a folder are on the disk. Windows has no such call and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes a small text file whole or not at all. `temp` lies on the same volume. */
export async function writeWhole(temp: string, path: string, text: string): Promise<void> {
  const part = tempFileIn(temp);
  try {
    const file = await open(part, "wx");
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (error) {
    await removeIfThere(part);
    throw error;
  }
}

/** A copy that shares the disk's blocks where the file system can (`COPYFILE_FICLONE`). Fails when `to` exists. */
export async function cloneFile(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
}
