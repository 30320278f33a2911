import { crc32, deflateSync } from "node:zlib";

/**
 * The ICC profile in a HEIC, which phones use for colours that sRGB does not have; null where there is none. Boxes: meta, iprp, ipco, colr
 * (ISO/IEC 23008-12). A file whose boxes cannot be read has none.
 */
export function profileOf(file: Buffer): Buffer | null {
  // A full box has four more bytes before its content.
  const meta = inside(file, "meta")?.subarray(4);
  const properties = meta && inside(meta, "iprp");
  const list = properties && inside(properties, "ipco");
  for (const colour of list ? boxes(list, "colr") : []) {
    if (["prof", "rICC"].includes(colour.toString("latin1", 0, 4))) return colour.subarray(4);
  }
  return null;
}

/** A PNG with a profile put into it, as sharp takes none beside raw bytes. */
export function withProfile(png: Buffer, profile: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from("icc\0\0", "latin1"), deflateSync(profile)]);
  const chunk = Buffer.alloc(12 + content.length);
  chunk.writeUInt32BE(content.length, 0);
  chunk.write("iCCP", 4, "latin1");
  content.copy(chunk, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + content.length)), 8 + content.length);
  return Buffer.concat([png.subarray(0, HEADER_END), chunk, png.subarray(HEADER_END)]);
}

/** The signature, and a header of 13 bytes with its length, name and check sum. */
const HEADER_END = 8 + 25;

function inside(box: Buffer, name: string): Buffer | undefined {
  return boxes(box, name)[0];
}

function boxes(box: Buffer, name: string): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at + 8 <= box.length; ) {
    const short = box.readUInt32BE(at);
    const size = short === 0 ? box.length - at : short;
    // Lengths of 64 bits are for the pixels, which come last.
    if (size < 8) break;
    if (box.toString("latin1", at + 4, at + 8) === name) found.push(box.subarray(at + 8, at + size));
    at += size;
  }
  return found;
}
