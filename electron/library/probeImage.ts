import { open } from "node:fs/promises";
import { imageSizeFromFile } from "image-size/fromFile";
import { readAt } from "./readAt.ts";
import type { Format } from "./sniff.ts";

/** Width and height as a viewer shows them, after EXIF rotation. Throws a plain `Error` that says what is wrong with the file. */
export async function probeImage(path: string, bytes: number, format: Format): Promise<{ width: number; height: number }> {
  const size = await imageSizeFromFile(path);
  if (!(size.width > 0) || !(size.height > 0)) throw new Error("its header says it has no pixels");
  if (format === "bmp") await checkBmp(path, bytes);
  else await decodeWhole(path);
  const onItsSide = size.orientation !== undefined && size.orientation >= 5;
  return onItsSide ? { width: size.height, height: size.width } : { width: size.width, height: size.height };
}

/** Decodes to the last row, so that an image which was cut off is noticed; warnings about odd metadata do not count. */
async function decodeWhole(path: string): Promise<void> {
  // Loaded only when needed: sharp takes longer to load than a plan takes to make.
  const { default: sharp } = await import("sharp");
  // Its cache would keep the temporary file open while it is renamed.
  sharp.cache({ files: 0 });
  await sharp(path, { failOn: "error", sequentialRead: true, limitInputPixels: 1_000_000_000 })
    .resize(16, 16, { fit: "fill", fastShrinkOnLoad: false })
    .raw()
    .toBuffer();
}

const NO_COMPRESSION = new Set([0, 3, 6]);

/** sharp has no BMP decoder. Uncompressed, the format says by itself how many bytes there must be. */
async function checkBmp(path: string, bytes: number): Promise<void> {
  const file = await open(path, "r");
  try {
    const head = await readAt(file, 0, 54);
    if (head.length < 26) throw new Error("its header is cut off");
    const pixelsFrom = head.readUInt32LE(10);
    const isCore = head.readUInt32LE(14) === 12;
    const compression = isCore ? 0 : head.readUInt32LE(30);
    if (!NO_COMPRESSION.has(compression)) {
      if (head.readUInt32LE(2) > bytes) throw new Error(`it announces ${head.readUInt32LE(2)} bytes and has ${bytes}`);
      return;
    }
    const width = isCore ? head.readUInt16LE(18) : Math.abs(head.readInt32LE(18));
    const height = isCore ? head.readUInt16LE(20) : Math.abs(head.readInt32LE(22));
    const bitsPerPixel = isCore ? head.readUInt16LE(24) : head.readUInt16LE(28);
    const needed = pixelsFrom + Math.ceil((width * bitsPerPixel) / 32) * 4 * height;
    if (needed > bytes) throw new Error(`its pixels need ${needed} bytes and the file has ${bytes}`);
  } finally {
    await file.close();
  }
}
