import { createReadStream, createWriteStream } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { crc32, deflateSync } from "node:zlib";
import { MARK, MOST_EMBEDDED } from "../../../shared/embed/payload.ts";

/** Formats that can carry a graph. */
const CARRIERS: ReadonlySet<string> = new Set(["png", "jpeg", "webp", "mp4", "mov", "webm"]);

/** A film's index at its end is copied behind the graph; no honest one is larger. */
const LARGEST_TAIL = 64 * 1024 * 1024;

/** Why a file goes out without its graph. */
export type NotEmbedded = "format" | "tooLarge" | "layout";

/**
 * Puts a text into a copy of a media file at `path`, which nobody else has yet: pixels, packets and their places stay as they are. Null when it is in; else why
 * not, and the file is as it was. A JPEG needs its parts at the beginning, so it is written anew beside the copy, at `beside`, which then is to take its place.
 */
export async function embedText(path: string, format: string, text: string, beside: string): Promise<NotEmbedded | "beside" | null> {
  if (!CARRIERS.has(format)) return "format";
  const packed = deflateSync(text, { level: 9 });
  if (packed.length > MOST_EMBEDDED) return "tooLarge";
  if (format === "jpeg") return await intoJpeg(path, packed, beside);
  const file = await open(path, "r+");
  try {
    const { size } = await file.stat();
    if (format === "png") return await intoPng(file, size, packed);
    if (format === "webp") return await intoWebp(file, size, packed);
    return format === "webm" ? await intoWebm(file, size, text) : await intoBoxes(file, size, packed);
  } finally {
    await file.close();
  }
}

/** Before the end chunk. */
async function intoPng(file: FileHandle, size: number, packed: Buffer): Promise<NotEmbedded | null> {
  for (let at = 8; at + 12 <= size; ) {
    const head = await readAt(file, at, 8);
    if (head.toString("latin1", 4) === "IEND") {
      if (size - at > LARGEST_TAIL) return "layout";
      const tail = await readAt(file, at, size - at);
      const content = Buffer.concat([Buffer.from("iTXt"), Buffer.from(`${MARK.text}\0\x01\0\0\0`, "latin1"), packed]);
      await writeAt(file, at, Buffer.concat([u32(content.length - 4), content, u32(crc32(content)), tail]));
      return null;
    }
    at += 12 + head.readUInt32BE(0);
  }
  return "layout";
}

/** A chunk of its own at the end, which decoders pass over. */
async function intoWebp(file: FileHandle, size: number, packed: Buffer): Promise<NotEmbedded | null> {
  const outer = (await readAt(file, 4, 4)).readUInt32LE(0);
  // What comes behind the outer chunk belongs to nobody we know.
  if (outer + 8 !== size || outer % 2 === 1) return "layout";
  const head = Buffer.alloc(8);
  head.write(MARK.chunk, "latin1");
  head.writeUInt32LE(packed.length, 4);
  const chunk = Buffer.concat([head, packed, Buffer.alloc(packed.length % 2)]);
  await writeAt(file, size, chunk);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(outer + chunk.length);
  await writeAt(file, 4, length);
  return null;
}

/** A `uuid` box behind everything, so that no index has to be told; before `mfra`, which players look for at the very end. */
async function intoBoxes(file: FileHandle, size: number, packed: Buffer): Promise<NotEmbedded | null> {
  const box = Buffer.concat([u32(packed.length + 24), Buffer.from("uuid"), MARK.uuid, packed]);
  for (let at = 0; at < size; ) {
    const head = await readAt(file, at, 16);
    if (head.length < 8) return "layout";
    const short = head.readUInt32BE(0);
    const length = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? size - at : short;
    if (length < 8 || at + length > size) return "layout";
    if (short === 0) {
      // "To the end of the file" would take our box in: its length is said instead.
      if (length > 0xffffffff) return "layout";
      await writeAt(file, at, u32(length));
    }
    if (head.toString("latin1", 4, 8) === "mfra" && at + length === size) {
      if (length > LARGEST_TAIL) return "layout";
      const tail = await readAt(file, at, length);
      await writeAt(file, at, Buffer.concat([box, tail]));
      return null;
    }
    at += length;
  }
  await writeAt(file, size, box);
  return null;
}

const SEGMENT = 0x18538067;

/** Tags as the segment's last element; the segment's length grows by them where it is said. */
async function intoWebm(file: FileHandle, size: number, text: string): Promise<NotEmbedded | null> {
  const simple = element([0x67, 0xc8], Buffer.concat([element([0x45, 0xa3], Buffer.from(MARK.text.toUpperCase())), element([0x44, 0x87], Buffer.from(text))]));
  const tags = element([0x12, 0x54, 0xc3, 0x67], element([0x73, 0x73], Buffer.concat([element([0x63, 0xc0], Buffer.alloc(0)), simple])));
  if (tags.length > MOST_EMBEDDED) return "tooLarge";
  for (let at = 0; at < size; ) {
    const head = await readAt(file, at, 12);
    const idLength = Math.clz32(head[0] ?? 0) - 23;
    const id = idLength <= 4 && idLength > 0 ? head.readUIntBE(0, idLength) : 0;
    const lengthAt = idLength;
    const lengthBytes = Math.clz32(head[lengthAt] ?? 0) - 23;
    if (id === 0 || lengthBytes < 1 || lengthBytes > 8) return "layout";
    const field = head.subarray(lengthAt, lengthAt + lengthBytes);
    const { value, isOpen } = lengthOf(field);
    if (id !== SEGMENT) {
      if (isOpen) return "layout";
      at += idLength + lengthBytes + value;
      continue;
    }
    if (!isOpen) {
      const grown = value + tags.length;
      // What comes behind the segment belongs to nobody we know; and its length must have room to grow.
      if (at + idLength + lengthBytes + value !== size || grown >= 2 ** (7 * lengthBytes) - 1) return "layout";
      await writeAt(file, at + lengthAt, sized(grown, lengthBytes));
    }
    await writeAt(file, size, tags);
    return null;
  }
  return "layout";
}

function lengthOf(field: Buffer): { value: number; isOpen: boolean } {
  const mask = (1 << (8 - field.length)) - 1;
  let value = (field[0] ?? 0) & mask;
  let isOpen = value === mask;
  for (const byte of field.subarray(1)) {
    value = value * 256 + byte;
    isOpen &&= byte === 0xff;
  }
  return { value, isOpen };
}

function element(id: readonly number[], content: Buffer): Buffer {
  return Buffer.concat([Buffer.from(id), sized(content.length, 8), content]);
}

/** An EBML length of so many bytes. */
function sized(value: number, bytes: number): Buffer {
  const field = Buffer.alloc(8);
  field.writeBigUInt64BE(BigInt(value) | (1n << BigInt(7 * bytes)));
  return field.subarray(8 - bytes);
}

const SEGMENT_BYTES = 65_000;

/** As APP10 segments behind those that must come first (JFIF, EXIF). */
async function intoJpeg(path: string, packed: Buffer, beside: string): Promise<NotEmbedded | "beside"> {
  const at = await afterFirstSegments(path);
  const count = Math.ceil(packed.length / SEGMENT_BYTES);
  const segments = Array.from({ length: count }, (_, index) => {
    const content = Buffer.concat([Buffer.from(MARK.segment, "latin1"), u16(index), u16(count), packed.subarray(index * SEGMENT_BYTES, (index + 1) * SEGMENT_BYTES)]);
    return Buffer.concat([Buffer.from([0xff, 0xea]), u16(content.length + 2), content]);
  });
  const ours = Buffer.concat(segments);
  await pipeline(
    async function* parts() {
      yield* createReadStream(path, { end: at - 1 });
      yield ours;
      yield* createReadStream(path, { start: at });
    },
    createWriteStream(beside, { flags: "wx" }),
  );
  return "beside";
}

async function afterFirstSegments(path: string): Promise<number> {
  const file = await open(path, "r");
  try {
    let at = 2;
    for (;;) {
      const head = await readAt(file, at, 4);
      const isFirst = head.length === 4 && head[0] === 0xff && (head[1] === 0xe0 || head[1] === 0xe1);
      if (!isFirst) return at;
      at += 2 + head.readUInt16BE(2);
    }
  } finally {
    await file.close();
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

async function writeAt(file: FileHandle, position: number, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
}

function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value >>> 0);
  return buffer;
}

function u16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16BE(value);
  return buffer;
}
