import { MARK, MOST_EMBEDDED } from "./payload.ts";

/** Reads up to `length` bytes at `position` of a file; fewer at its end. */
export interface Source {
  size: number;
  read(position: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** What was found: bytes that are packed (zlib), or text as it is. */
export type Found = { packed: Uint8Array<ArrayBuffer> } | { text: string };

/** More parts than this have no honest file's head and tail. */
const MOST_PARTS = 100_000;

/** What is embedded in a PNG, JPEG, WebP, MP4, MOV or WebM file by Shotgraph; null for every other file. Reads heads and this part alone. */
export async function findEmbedded(source: Source): Promise<Found | null> {
  const head = await source.read(0, 16);
  const latin = latinOf(head);
  if (latin.startsWith("\x89PNG\r\n\x1a\n")) return inPng(source);
  if (head[0] === 0xff && head[1] === 0xd8) return inJpeg(source);
  if (latin.startsWith("RIFF") && latin.slice(8, 12) === "WEBP") return inWebp(source);
  if (latin.startsWith("\x1aE\xdf\xa3")) return inWebm(source);
  return latin.slice(4, 8) === "ftyp" ? inBoxes(source) : null;
}

async function inPng(source: Source): Promise<Found | null> {
  const keyword = `${MARK.text}\0`;
  for (let at = 8, parts = 0; at + 12 <= source.size && parts < MOST_PARTS; parts += 1) {
    const head = await source.read(at, 8);
    if (head.length < 8) return null;
    const length = viewOf(head).getUint32(0);
    const name = latinOf(head.subarray(4));
    if (name === "IEND") return null;
    if (name === "iTXt" && length <= MOST_EMBEDDED + 100) {
      const content = await source.read(at + 8, length);
      // Keyword, compressed by method 0, no language, no translated keyword.
      if (latinOf(content.subarray(0, keyword.length + 4)) === `${keyword}\x01\0\0\0`) return { packed: content.subarray(keyword.length + 4) };
    }
    at += 12 + length;
  }
  return null;
}

async function inJpeg(source: Source): Promise<Found | null> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let expected = 0;
  for (let at = 2, count = 0; at + 4 <= source.size && count < MOST_PARTS; count += 1) {
    const head = await source.read(at, 4);
    if (head.length < 4 || head[0] !== 0xff) break;
    const marker = head[1] ?? 0;
    // From the scan on there are only pixels.
    if (marker === 0xda || marker === 0xd9) break;
    const length = viewOf(head).getUint16(2);
    if (length < 2) break;
    if (marker === 0xea) {
      const content = await source.read(at + 4, length - 2);
      const mark = MARK.segment.length;
      if (latinOf(content.subarray(0, mark)) === MARK.segment && content.length > mark + 4) {
        const view = viewOf(content);
        if (view.getUint16(mark) !== parts.length) return null;
        expected = view.getUint16(mark + 2);
        parts.push(content.subarray(mark + 4));
      }
    }
    at += 2 + length;
  }
  return expected > 0 && parts.length === expected ? { packed: joined(parts) } : null;
}

async function inWebp(source: Source): Promise<Found | null> {
  for (let at = 12, parts = 0; at + 8 <= source.size && parts < MOST_PARTS; parts += 1) {
    const head = await source.read(at, 8);
    if (head.length < 8) return null;
    const length = viewOf(head).getUint32(4, true);
    if (latinOf(head.subarray(0, 4)) === MARK.chunk) return length <= MOST_EMBEDDED ? { packed: await source.read(at + 8, length) } : null;
    at += 8 + length + (length % 2);
  }
  return null;
}

async function inBoxes(source: Source): Promise<Found | null> {
  for (let at = 0, parts = 0; at + 8 <= source.size && parts < MOST_PARTS; parts += 1) {
    const head = await source.read(at, 32);
    if (head.length < 8) return null;
    const view = viewOf(head);
    const short = view.getUint32(0);
    const size = short === 1 && head.length >= 16 ? Number(view.getBigUint64(8)) : short === 0 ? source.size - at : short;
    if (size < 8) return null;
    const isOurs = short > 24 && latinOf(head.subarray(4, 8)) === "uuid" && head.length >= 24 && MARK.uuid.every((byte, index) => head[8 + index] === byte);
    if (isOurs) return size - 24 <= MOST_EMBEDDED ? { packed: await source.read(at + 24, size - 24) } : null;
    at += size;
  }
  return null;
}

const SEGMENT = 0x18538067;
const TAGS = 0x1254c367;
const CLUSTER = 0x1f43b675;

/** The tags are the last element of the segment: a walk over its children. Children of clusters of unknown length are walked over as well. */
async function inWebm(source: Source): Promise<Found | null> {
  for (let at = 0, parts = 0; at + 2 <= source.size && parts < MOST_PARTS; parts += 1) {
    const element = elementAt(await source.read(at, 12), 0);
    if (!element) return null;
    const start = at + element.head;
    if (element.id === SEGMENT || (element.id === CLUSTER && element.size === null)) {
      at = start;
      continue;
    }
    if (element.size === null) return null;
    if (element.id === TAGS && element.size <= 2 * MOST_EMBEDDED) {
      const text = tagIn(await source.read(start, element.size));
      if (text !== null) return { text };
    }
    at = start + element.size;
  }
  return null;
}

/** Tags > Tag > SimpleTag > TagName, TagString. */
function tagIn(bytes: Uint8Array<ArrayBuffer>): string | null {
  for (const tag of childrenOf(bytes, 0x7373)) {
    for (const simple of childrenOf(tag, 0x67c8)) {
      const [name] = childrenOf(simple, 0x45a3);
      const [text] = childrenOf(simple, 0x4487);
      if (name && text && latinOf(name) === MARK.text.toUpperCase()) return new TextDecoder().decode(text);
    }
  }
  return null;
}

function childrenOf(bytes: Uint8Array<ArrayBuffer>, id: number): Uint8Array<ArrayBuffer>[] {
  const found: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; at < bytes.length; ) {
    const element = elementAt(bytes, at);
    if (!element || element.size === null) break;
    const start = at + element.head;
    if (element.id === id) found.push(bytes.subarray(start, start + element.size));
    at = start + element.size;
  }
  return found;
}

/** Head of an EBML element; `size` is null for one that is left open. */
function elementAt(bytes: Uint8Array, at: number): { id: number; size: number | null; head: number } | null {
  const id = variable(bytes, at, true);
  const size = id && variable(bytes, at + id.length, false);
  return id && size && id.value !== null ? { id: id.value, size: size.value, head: id.length + size.length } : null;
}

function variable(bytes: Uint8Array, at: number, keepMarker: boolean): { value: number | null; length: number } | null {
  const first = bytes[at];
  if (first === undefined || first === 0) return null;
  const length = Math.clz32(first) - 23;
  if (at + length > bytes.length) return null;
  const mask = (1 << (8 - length)) - 1;
  let value = keepMarker ? first : first & mask;
  let isOpen = !keepMarker && value === mask;
  for (const byte of bytes.subarray(at + 1, at + length)) {
    value = value * 256 + byte;
    isOpen &&= byte === 0xff;
  }
  return { value: isOpen ? null : value, length };
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function latinOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 64));
}
