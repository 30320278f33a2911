import { createHash } from "node:crypto";
import { chmod, open, stat } from "node:fs/promises";
import { basename } from "node:path";
import { MediaError } from "../../shared/contract/libraryErrors.ts";
import type { StagedMedia } from "../../shared/contract/records.ts";
import { cloneFile } from "./durableFiles.ts";
import { fileError } from "./fileErrors.ts";
import { probe } from "./probe.ts";
import { removeIfThere, tempFileIn } from "./tempFiles.ts";

/** Copies a local file beside the library, hashes and verifies the copy. Throws `MediaError`; then no copy is left. */
export async function stageFile(path: string, temp: string): Promise<StagedMedia & { name: string }> {
  const name = basename(path).normalize("NFC");
  const what = `The file ${path}`;
  await checkRegular(path, what);
  const tempPath = tempFileIn(temp);
  try {
    await cloneFile(path, tempPath);
    // The copy inherits the mode of the original, which may be read-only.
    await chmod(tempPath, 0o644);
    return { tempPath, name, facts: await probe(tempPath, await hashFile(tempPath), what) };
  } catch (error) {
    await removeIfThere(tempPath);
    throw fileError(error, path);
  }
}

const PIECE = 1024 * 1024;

/** The sha256 of a file in lower-case hexadecimal digits, read in pieces through one buffer: a stream's own would wait for the garbage collector by the dozen. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(PIECE);
  const file = await open(path, "r");
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, PIECE, null);
      if (bytesRead === 0) return hash.digest("hex");
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

async function checkRegular(path: string, what: string): Promise<void> {
  try {
    // A pipe or a device would be copied for ever.
    if (!(await stat(path)).isFile()) throw new MediaError("not-media", `${what} is not a file but a folder or a device.`);
  } catch (error) {
    throw fileError(error, path);
  }
}
