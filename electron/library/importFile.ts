import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, stat } from "node:fs/promises";
import { basename } from "node:path";
import { pipeline } from "node:stream/promises";
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

/** The sha256 of a file in lower-case hexadecimal digits, read in pieces. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path, { highWaterMark: 256 * 1024 }), hash);
  return hash.digest("hex");
}

async function checkRegular(path: string, what: string): Promise<void> {
  try {
    // A pipe or a device would be copied for ever.
    if (!(await stat(path)).isFile()) throw new MediaError("not-media", `${what} is not a file but a folder or a device.`);
  } catch (error) {
    throw fileError(error, path);
  }
}
