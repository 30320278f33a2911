import type { FileHandle } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { readAt } from "./readAt.ts";

// Whether an image goes on to its own end mark. A decoder is content with the rows it needs, and the last byte of a cut file may
// look like an end mark by chance, so the parts are walked from the beginning. Each function returns what is wrong, or null.

const CUT_PNG = "it is cut off before its end chunk (IEND)";

/** The chunks by their lengths up to the last, and the check sums of those that hold the picture. */
export async function pngBounds(file: FileHandle, bytes: number): Promise<string | null> {
  let hasPixels = false;
  for await (const { name, at, length } of pngChunks(file, bytes)) {
    if (at + length + 4 > bytes) return CUT_PNG;
    if (!/^[A-Za-z]{4}$/.test(name)) return `its chunk at byte ${at - 8} is none that a PNG has`;
    // A capital letter: nothing can be shown without it.
    if (name < "a" && (await sumOf(file, at - 4, length + 4)) !== (await readAt(file, at + length, 4)).readUInt32BE(0)) return `its chunk ${name} has another check sum than it should`;
    hasPixels ||= name === "IDAT";
    if (name === "IEND") return hasPixels ? null : "it has no pixels (no IDAT chunk)";
  }
  return CUT_PNG;
}

/** Whether a PNG holds more than one picture (APNG). */
export async function isAnimatedPng(file: FileHandle, bytes: number): Promise<boolean> {
  for await (const { name, at, length } of pngChunks(file, bytes)) {
    if (name === "acTL") return length >= 4 && (await readAt(file, at, 4)).readUInt32BE(0) > 1;
    // It stands before the pixels or nowhere.
    if (name === "IDAT") return false;
  }
  return false;
}

/** Name of each chunk, the place of its content and its length in bytes. */
async function* pngChunks(file: FileHandle, bytes: number): AsyncGenerator<{ name: string; at: number; length: number }> {
  for (let position = 8; position + 12 <= bytes; ) {
    const head = await readAt(file, position, 8);
    const length = head.readUInt32BE(0);
    yield { name: head.toString("latin1", 4, 8), at: position + 8, length };
    position += 12 + length;
  }
}

async function sumOf(file: FileHandle, at: number, length: number): Promise<number> {
  let sum = 0;
  for (let done = 0; done < length; done += CHUNK) sum = crc32(await readAt(file, at + done, Math.min(CHUNK, length - done)), sum);
  return sum;
}

const CUT_JPEG = "it is cut off before its end mark (EOI)";

/** Segments by their length, and between a scan's header and the next marker its compressed bytes. What follows the end mark is not looked at. */
export async function jpegBounds(file: FileHandle): Promise<string | null> {
  const reader = new ForwardReader(file);
  reader.skip(2);
  for (;;) {
    const marker = await nextMarker(reader);
    if (marker === null) return CUT_JPEG;
    if (marker === 0xd9) return null;
    if (marker === 0x01) continue;
    const [high, low] = [await reader.next(), await reader.next()];
    if (high === null || low === null) return CUT_JPEG;
    const length = high * 256 + low;
    if (length < 2) return `its segment FF ${marker.toString(16)} has an impossible length`;
    reader.skip(length - 2);
  }
}

/** The next marker's second byte; stuffed zeros and restart marks belong to the compressed bytes. */
async function nextMarker(reader: ForwardReader): Promise<number | null> {
  for (let rest = await reader.rest(); rest.length > 0; rest = await reader.rest()) {
    const at = rest.indexOf(0xff);
    reader.skip(at < 0 ? rest.length : at + 1);
    if (at < 0) continue;
    let byte = await reader.next();
    while (byte === 0xff) byte = await reader.next();
    if (byte !== null && byte !== 0 && (byte < 0xd0 || byte > 0xd7)) return byte;
  }
  return null;
}

const CUT_GIF = "it is cut off before its trailer";

/** Extensions and pictures with their chains of sub-blocks, up to the trailer. */
export async function gifBounds(file: FileHandle): Promise<string | null> {
  const reader = new ForwardReader(file);
  reader.skip(10);
  await skipColours(reader, 2);
  for (;;) {
    const block = await reader.next();
    if (block === null) return CUT_GIF;
    if (block === 0x3b) return null;
    if (block === 0x21) reader.skip(1);
    else if (block === 0x2c) {
      reader.skip(8);
      await skipColours(reader, 0);
      reader.skip(1);
    } else if (block === 0) continue;
    else return `its block ${block.toString(16)} is none that a GIF has`;
    for (let length = await reader.next(); length !== 0; length = await reader.next()) {
      if (length === null) return CUT_GIF;
      reader.skip(length);
    }
  }
}

/** Skips the colour table that the next byte tells of, and the `between` bytes that stand before it. */
async function skipColours(reader: ForwardReader, between: number): Promise<void> {
  const flags = (await reader.next()) ?? 0;
  reader.skip(between + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0));
}

const CHUNK = 64 * 1024;

/** Reads a file forward through one small buffer. */
class ForwardReader {
  #chunk: Buffer = Buffer.alloc(0);
  #chunkAt = 0;
  #position = 0;
  readonly #file: FileHandle;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  /** The next byte, or null at the end of the file. */
  async next(): Promise<number | null> {
    const [byte] = await this.rest();
    if (byte === undefined) return null;
    this.#position += 1;
    return byte;
  }

  /** What the buffer holds from here on, read anew where it holds nothing; empty at the end of the file. */
  async rest(): Promise<Buffer> {
    const at = this.#position - this.#chunkAt;
    if (at < this.#chunk.length) return this.#chunk.subarray(at);
    this.#chunk = await readAt(this.#file, this.#position, CHUNK);
    this.#chunkAt = this.#position;
    return this.#chunk;
  }

  skip(count: number): void {
    this.#position += count;
  }
}
