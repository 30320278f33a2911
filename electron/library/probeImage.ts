import { type FileHandle, open } from "node:fs/promises";
import type { MediaDetails } from "../../shared/graph/media.ts";
import { BMP_HEAD_BYTES, bmpBytes, bmpHeader } from "../derive/bmpHeader.ts";
import { decodeToRaw } from "../derive/decodeImage.ts";
import { isAnimatedPng } from "./imageBounds.ts";
import { readAt } from "./readAt.ts";
import type { Format } from "./sniff.ts";
import { UnusableMedia } from "./unusableMedia.ts";

export interface ImageFacts {
  /** Pixels of the upright picture. */
  width: number;
  height: number;
  details: MediaDetails;
}

/** What can be decoded anywhere in a gigabyte: 16,384 × 16,384. A few bytes may claim any number. */
const MOST_PIXELS = 16_384 ** 2;

/**
 * Measures a picture as a viewer shows it, and decodes it to its last row. `sequence`: its beginning says that it holds several.
 * Throws a plain `Error` that says what is wrong with the file, or `UnusableMedia`.
 */
export async function probeImage(path: string, bytes: number, format: Format, sequence: boolean): Promise<ImageFacts> {
  if (format === "bmp") return await probeBmp(path, bytes);
  if (format === "heic") return await probeHeic(path, sequence);
  // Loaded only when needed: sharp takes longer to load than a plan takes to make.
  const { default: sharp } = await import("sharp");
  // Its cache would keep the temporary file open while it is renamed.
  sharp.cache({ files: 0 });
  const { autoOrient, orientation, hasAlpha, pages = 1 } = await sharp(path, { limitInputPixels: false })
    .metadata()
    .catch((error: unknown) => {
      throw format === "avif" && sequence ? new UnusableMedia("is an animation in AVIF, which is not read here. Convert it to MP4, or save one picture of it as PNG.", { cause: error }) : error;
    });
  const { width, height } = autoOrient;
  checkSize(width, height);
  await sharp(path, { failOn: "error", sequentialRead: true, limitInputPixels: MOST_PIXELS }).resize(16, 16, { fit: "fill", fastShrinkOnLoad: false }).raw().toBuffer();
  const animated = sequence || (format === "png" ? await reading(path, (file) => isAnimatedPng(file, bytes)) : pages > 1);
  return { width, height, details: { ...(orientation !== undefined && orientation >= 1 && orientation <= 8 ? { orientation } : {}), alpha: hasAlpha, animated } };
}

/** What the phone turned or cropped is in its picture already. */
async function probeHeic(path: string, sequence: boolean): Promise<ImageFacts> {
  const { width, height, alpha } = await decodeToRaw(path, "heic", checkSize);
  return { width, height, details: { alpha, animated: sequence } };
}

async function probeBmp(path: string, bytes: number): Promise<ImageFacts> {
  const header = bmpHeader(await headOf(path));
  const { width, height, packed, bits, masks } = header;
  checkSize(width, height);
  if (bmpBytes(header) > bytes) throw new Error(`it needs ${bmpBytes(header)} bytes and has ${bytes}`);
  if (packed) await decodeToRaw(path, "bmp");
  return { width, height, details: { alpha: !packed && bits >= 16 && masks[3] !== 0, animated: false } };
}

async function headOf(path: string): Promise<Buffer> {
  return await reading(path, (file) => readAt(file, 0, BMP_HEAD_BYTES));
}

function checkSize(width: number, height: number): void {
  if (!(width > 0) || !(height > 0)) throw new Error("its header says it has no pixels");
  if (width * height > MOST_PIXELS) {
    throw new UnusableMedia(`has ${width} × ${height} pixels, ${Math.round((width * height) / 1e6)} megapixels. At most ${Math.round(MOST_PIXELS / 1e6)} megapixels can be used: make it smaller.`);
  }
}

async function reading<T>(path: string, read: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, "r");
  try {
    return await read(file);
  } finally {
    await file.close();
  }
}
