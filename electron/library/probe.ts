import { open } from "node:fs/promises";
import { MediaError } from "../../shared/contract/libraryErrors.ts";
import type { MediaFacts, MediaType } from "../../shared/graph/media.ts";
import { brokenBounds } from "./containerBounds.ts";
import { readAt } from "./readAt.ts";
import { probeImage } from "./probeImage.ts";
import { UnusableMedia } from "./unusableMedia.ts";
import { probeTimed } from "./probeTimed.ts";
import { foreignName } from "./foreignFormats.ts";
import { type Format, IMAGE_FORMATS, isImageSequence, sniff, SNIFF_BYTES } from "./sniff.ts";

const KNOWN = "PNG, JPEG, WebP, AVIF, HEIC, GIF, BMP, MP4, MOV, WebM, MP3, WAV and M4A";

/**
 * Reads a whole file, never all of it at once, and says what it is.
 * Throws `MediaError`: `empty`, `not-media`, `damaged`. `what` names the file in messages.
 */
export async function probe(path: string, sha256: string, what: string): Promise<MediaFacts> {
  const { bytes, head } = await beginning(path);
  if (bytes === 0) throw new MediaError("empty", `${what} is empty (0 bytes).`);
  const format = checkKnown(head, what);
  try {
    await checkBounds(path, bytes, format);
    if (IMAGE_FORMATS.has(format)) {
      const sequence = (format === "avif" || format === "heic") && isImageSequence(head);
      return { sha256, type: "image", format, bytes, durationSeconds: null, ...(await probeImage(path, bytes, format, sequence)) };
    }
    return { sha256, bytes, ...(await probeTimed(path, format)) };
  } catch (error) {
    if (error instanceof UnusableMedia) throw new MediaError("not-media", `${what} ${error.message}`, { cause: error });
    const reason = error instanceof Error ? error.message : String(error);
    throw new MediaError("damaged", `${what} is a damaged ${format} file: ${reason.replace(/\.$/, "")}.`, { cause: error });
  }
}

/** Throws `not-media` when the first bytes of a file already show that it is none. @returns its format */
export function checkKnown(head: Uint8Array, what: string): Format {
  const format = sniff(head);
  if (!format) throw new MediaError("not-media", notMedia(what, head));
  return format;
}

/** Throws `not-media` or `wrong-type` when the first bytes of a file already show that it is not what was expected. */
export function checkBeginning(head: Uint8Array, expect: MediaType, what: string): void {
  const format = checkKnown(head, what);
  if (IMAGE_FORMATS.has(format) !== (expect === "image")) throw wrongType(what, format, expect);
}

export function checkType(facts: MediaFacts, expect: MediaType, what: string): void {
  if (facts.type !== expect) throw wrongType(what, `${facts.format} ${facts.type}`, expect);
}

function wrongType(what: string, found: string, expect: MediaType): MediaError {
  return new MediaError("wrong-type", `${what} is a ${found} file where ${expect} was expected.`);
}

function notMedia(what: string, head: Uint8Array): string {
  const foreign = foreignName(head);
  if (!foreign) return `${what} is of no format that is known here. Accepted are ${KNOWN}.`;
  const quoted = foreign.name === "text" ? ` ("${Buffer.from(head).toString("utf8").trim().replace(/\s+/g, " ").slice(0, 60)}")` : "";
  return `${what} is ${foreign.name}${quoted}, which cannot be used here: ${foreign.advice}. Accepted are ${KNOWN}.`;
}

async function checkBounds(path: string, bytes: number, format: Format): Promise<void> {
  const file = await open(path, "r");
  try {
    const broken = await brokenBounds(file, bytes, format);
    if (broken) throw new Error(broken);
  } finally {
    await file.close();
  }
}

async function beginning(path: string): Promise<{ bytes: number; head: Buffer }> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    return { bytes: size, head: await readAt(file, 0, SNIFF_BYTES) };
  } finally {
    await file.close();
  }
}
