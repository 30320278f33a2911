import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { probe } from "../../../electron/library/probe.ts";
import type { MediaFacts } from "../../../shared/graph/media.ts";
import { tempFolder } from "./support.ts";

/** Whether a program is on this machine; where it is not, its tests are reported as skipped. */
export function has(program: "ffmpeg" | "convert"): boolean {
  // Elsewhere "convert" is the file system's.
  const { status, stdout } = spawnSync(program, ["-version"], { encoding: "utf8" });
  const found = status === 0 && (program !== "convert" || stdout.includes("ImageMagick"));
  if (!found) console.warn(`SKIPPED: tests of files that ${program === "convert" ? "ImageMagick" : program} makes, as it is not installed.`);
  return found;
}

const MAGICK = "convert";

/** Whether ImageMagick was built to write a format. */
export function writes(format: "HEIC"): boolean {
  const found = new RegExp(`^\\s*${format}\\*? .* rw`, "m").test(spawnSync(MAGICK, ["-list", "format"], { encoding: "utf8" }).stdout ?? "");
  if (!found) console.warn(`SKIPPED: tests of ${format} files, as the ImageMagick here cannot make them.`);
  return found;
}

/** The file that a program makes, by the name it is to have. */
export function make(program: string, name: string, args: readonly string[]): Buffer {
  const path = join(tempFolder(), name);
  const done = spawnSync(program, [...args, path], { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`${program} ${args.join(" ")}: ${done.stderr}`);
  return readFileSync(path);
}

/** What a file is found to be, under a name that says nothing. */
export async function probed(bytes: Buffer): Promise<MediaFacts> {
  const path = join(tempFolder(), "file");
  writeFileSync(path, bytes);
  return await probe(path, "0".repeat(64), "The file holiday");
}

interface PngOptions {
  width?: number;
  height?: number;
  colourType: number;
  bits: number;
  /** Content of a tRNS chunk. */
  transparent?: Buffer;
  /** Chunks before the pixels. */
  before?: readonly Buffer[];
}

/** A PNG of any colour type and depth, its pixels a pattern. */
export function pngFile({ width = 32, height = 32, colourType, bits, transparent, before = [] }: PngOptions): Buffer {
  const samples = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colourType] ?? 1;
  const rowBytes = Math.ceil((width * samples * bits) / 8);
  const rows = Buffer.alloc((rowBytes + 1) * height);
  for (let row = 0; row < height; row += 1) for (let at = 1; at <= rowBytes; at += 1) rows[row * (rowBytes + 1) + at] = (row * 37 + at * 11) % 251;
  const palette = colourType === 3 ? [pngChunk("PLTE", Buffer.alloc(3 * 2 ** bits, 120))] : [];
  const trns = transparent ? [pngChunk("tRNS", transparent)] : [];
  return Buffer.concat([PNG_SIGNATURE, header(width, height, bits, colourType), ...palette, ...trns, ...before, pngChunk("IDAT", deflateSync(rows)), pngChunk("IEND", Buffer.alloc(0))]);
}

export const PNG_SIGNATURE = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");

export function pngChunk(name: string, content: Buffer): Buffer {
  const chunk = Buffer.alloc(12 + content.length);
  chunk.writeUInt32BE(content.length, 0);
  chunk.write(name, 4, "latin1");
  content.copy(chunk, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + content.length)), 8 + content.length);
  return chunk;
}

function header(width: number, height: number, bits: number, colourType: number): Buffer {
  const content = Buffer.alloc(13);
  content.writeUInt32BE(width, 0);
  content.writeUInt32BE(height, 4);
  content[8] = bits;
  content[9] = colourType;
  return pngChunk("IHDR", content);
}
