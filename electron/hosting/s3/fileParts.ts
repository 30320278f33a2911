import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

/** Pieces that a file is read in: memory does not grow with the file. */
const PIECE = 256 * 1024;

/** A range of a file as the body of a request, read twice: for its hash, and to send it. */
export interface FilePart {
  open: () => ReturnType<typeof createReadStream>;
  bytes: number;
  sha256: string;
}

/** The whole file, whose hash is known by its name. */
export function wholeFile(path: string, bytes: number, sha256: string): FilePart {
  return { open: () => createReadStream(path, { highWaterMark: PIECE }), bytes, sha256 };
}

export async function filePart(path: string, start: number, bytes: number): Promise<FilePart> {
  const open = () => createReadStream(path, { start, end: start + bytes - 1, highWaterMark: PIECE });
  const hash = createHash("sha256");
  await pipeline(open(), hash);
  return { open, bytes, sha256: hash.digest("hex") };
}
