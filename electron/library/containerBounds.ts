import type { FileHandle } from "node:fs/promises";
import { gifBounds, jpegBounds, pngBounds } from "./imageBounds.ts";
import { checkFragment, lastSampleEnd } from "./isoSamples.ts";
import { mp3Bounds } from "./mp3Bounds.ts";
import { readAt } from "./readAt.ts";
import type { Format } from "./sniff.ts";

/**
 * Whether the boxes of a container lie within the file. A demuxer takes what it can get, so a file cut in half often reads as a
 * complete one: this walk is what notices. Returns what is wrong, or null. Reads headers only.
 */
export async function brokenBounds(file: FileHandle, bytes: number, format: Format): Promise<string | null> {
  switch (format) {
    case "mp4":
    case "m4a":
    case "mov":
      return isoBounds(file, bytes, "moov");
    case "avif":
    case "heic":
      return isoBounds(file, bytes, "meta");
    case "webm":
      return ebmlBounds(file, bytes);
    case "wav":
    case "webp":
      return riffBounds(file, bytes);
    case "png":
      return pngBounds(file, bytes);
    case "gif":
      return gifBounds(file);
    case "mp3":
      return mp3Bounds(file, bytes);
    case "jpeg":
      return jpegBounds(file);
    case "bmp":
      return null;
    default:
      return format satisfies never;
  }
}

/** @param index the box that tells where everything is: of a film `moov`, of a picture `meta` */
async function isoBounds(file: FileHandle, bytes: number, index: "moov" | "meta"): Promise<string | null> {
  let hasIndex = false;
  for (let position = 0; position < bytes; ) {
    const head = await readAt(file, position, 16);
    if (head.length < 8) break;
    const name = head.toString("latin1", 4, 8);
    const short = head.readUInt32BE(0);
    if (short === 1 && head.length < 16) return `its box "${name}" at byte ${position} is cut off`;
    // 0 means: to the end of the file.
    const size = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? bytes - position : short;
    if (size < 8) return `its box at byte ${position} has an impossible size`;
    if (position + size > bytes) return `its box "${name}" needs ${position + size} bytes and the file has ${bytes}`;
    if (name === "moov" || name === "moof") {
      const header = short === 1 ? 16 : 8;
      const content = await indexContent(file, position + header, size - header);
      if (name === "moof") checkFragment(content, bytes);
      const end = name === "moov" ? lastSampleEnd(content, bytes) : 0;
      if (end > bytes) return `its index points to byte ${end} and the file has ${bytes}`;
    }
    hasIndex ||= name === index;
    position += size;
  }
  return hasIndex ? null : `it has no index (${index} box)`;
}

/** No index of a film is longer than this; a damaged length must not become a gigabyte of memory. */
const LONGEST_INDEX = 256 * 1024 * 1024;

async function indexContent(file: FileHandle, position: number, size: number): Promise<Buffer> {
  if (size > LONGEST_INDEX) throw new Error("its index is too long to be one");
  return await readAt(file, position, size);
}

const SEGMENT = 0x18538067;
const CLUSTER = 0x1f43b675;

async function ebmlBounds(file: FileHandle, bytes: number): Promise<string | null> {
  let clusterEnd = bytes;
  for (let position = 0; position < bytes; ) {
    if (position >= clusterEnd) clusterEnd = bytes;
    const head = await readAt(file, position, 12);
    const id = variableInteger(head, 0, true);
    const size = id && variableInteger(head, id.length, false);
    if (!id || !size) return `its element at byte ${position} is cut off or no element at all`;
    const start = position + id.length + size.length;
    const end = size.value === null ? null : start + size.value;
    if (end !== null && end > bytes) return `its element ${id.value?.toString(16)} needs ${end} bytes and the file has ${bytes}`;
    if (end !== null && end > clusterEnd) return `its element at byte ${position} is longer than the cluster it is in`;
    if (end === null && id.value !== SEGMENT && id.value !== CLUSTER) return `its element at byte ${position} has no length`;
    // Into the segment and its clusters, whose lengths a live recording leaves open; past everything else.
    position = end === null || id.value === SEGMENT || id.value === CLUSTER ? start : end;
    if (id.value === CLUSTER) clusterEnd = end ?? bytes;
  }
  return null;
}

/** EBML variable-length integer; `value` is null for "unknown length". */
function variableInteger(head: Buffer, at: number, keepMarker: boolean): { value: number | null; length: number } | null {
  const first = head[at];
  if (first === undefined || first === 0) return null;
  const length = Math.clz32(first) - 23;
  if (at + length > head.length) return null;
  let value = keepMarker ? first : first & ((1 << (8 - length)) - 1);
  let allOnes = !keepMarker && value === (1 << (8 - length)) - 1;
  for (const byte of head.subarray(at + 1, at + length)) {
    value = value * 256 + byte;
    allOnes &&= byte === 0xff;
  }
  return { value: allOnes ? null : value, length };
}

const UNKNOWN_SIZE = 0xffffffff;

async function riffBounds(file: FileHandle, bytes: number): Promise<string | null> {
  const outer = (await readAt(file, 0, 12)).readUInt32LE(4);
  // Recorders that write to a pipe leave the lengths open.
  if (outer !== 0 && outer !== UNKNOWN_SIZE && outer + 8 > bytes) return `it announces ${outer + 8} bytes and has ${bytes}`;
  for (let position = 12; position + 8 <= bytes; ) {
    const head = await readAt(file, position, 8);
    const size = head.readUInt32LE(4);
    if (size === UNKNOWN_SIZE) return null;
    if (position + 8 + size > bytes) return `its chunk "${head.toString("latin1", 0, 4)}" needs ${position + 8 + size} bytes and the file has ${bytes}`;
    position += 8 + size + (size % 2);
  }
  return null;
}
