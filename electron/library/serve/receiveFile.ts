import { basename, win32 } from "node:path";
import { MediaError } from "../../../shared/contract/libraryErrors.ts";
import type { StagedMedia } from "../../../shared/contract/records.ts";
import { fileError } from "../fileErrors.ts";
import { PartialFile } from "../partialFile.ts";
import { checkKnown, probe } from "../probe.ts";
import { removeIfThere, tempFileIn } from "../tempFiles.ts";

/** Documents keep names of at most this many characters. */
const LONGEST_NAME = 255;

/**
 * Writes what arrives beside the library while hashing it, and verifies it. `name` is only remembered; it is no path. Throws `MediaError`, or what
 * `stream` throws; then no file is left.
 */
export async function receiveFile(name: string, stream: AsyncIterable<Uint8Array>, temp: string): Promise<StagedMedia & { name: string }> {
  const plain = plainName(name);
  const what = `The file ${plain}`;
  const tempPath = tempFileIn(temp);
  try {
    const file = await creating(tempPath);
    try {
      let judged = false;
      for await (const piece of stream) {
        await writing(file, piece, tempPath);
        const head: Buffer | null = judged ? null : file.head();
        // Gigabytes of what is no media need not arrive to be refused.
        if (head) checkKnown(head, what);
        judged ||= head !== null;
      }
    } finally {
      await file.close();
    }
    return { tempPath, name: plain, facts: await probe(tempPath, file.sha256(), what) };
  } catch (error) {
    await removeIfThere(tempPath);
    throw error;
  }
}

async function creating(path: string): Promise<PartialFile> {
  try {
    return await PartialFile.create(path);
  } catch (error) {
    throw fileError(error, path);
  }
}

async function writing(file: PartialFile, piece: Uint8Array, path: string): Promise<void> {
  try {
    await file.append(piece);
  } catch (error) {
    throw fileError(error, path);
  }
}

/** The last part of a name, whichever system's path somebody made of it. */
function plainName(name: string): string {
  const plain = win32
    .basename(basename(name.normalize("NFC")))
    .replace(/\p{Cc}/gu, "")
    .slice(0, LONGEST_NAME)
    .trim();
  if (plain === "" || plain === "." || plain === "..") throw new MediaError("not-found", "The file has no name.");
  return plain;
}
