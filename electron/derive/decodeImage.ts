import { readFile } from "node:fs/promises";
import type { Sharp } from "sharp";
import { withProfile } from "./colourProfile.ts";
import { decodeBmp } from "./decodeBmp.ts";
import { decodeHeic } from "./decodeHeic.ts";

/** An upright picture as bytes, row by row: red, green, blue and with four channels how opaque it is, 0 to 255. */
export interface RawPicture {
  data: Buffer;
  width: number;
  height: number;
  channels: 3 | 4;
  alpha: boolean;
  /** The ICC profile of its colours; null for sRGB. */
  profile: Buffer | null;
}

/** Told of the size before anything is decoded; what it throws ends the decoding. */
export type CheckSize = (width: number, height: number) => void;

/** Formats of the library that sharp has no decoder for. */
function needsDecoding(format: string): format is "heic" | "bmp" {
  return format === "heic" || format === "bmp";
}

/** Decodes a picture of a format that sharp cannot. Rejects with an `Error` that says what is wrong with the file. */
export async function decodeToRaw(path: string, format: "heic" | "bmp", check: CheckSize = () => undefined): Promise<RawPicture> {
  const file = await readFile(path);
  return format === "bmp" ? decodeBmp(file) : await decodeHeic(file, check);
}

/**
 * A picture of any format of the library as sharp's, upright; of an animated one the first picture. What is damaged is told by `failOn`: `error`, or
 * `none` to get what can be had. Rejects with an `Error` that says what is wrong with the file.
 */
export async function openImage(path: string, format: string, failOn: "error" | "none" = "error"): Promise<Sharp> {
  // Loaded only when needed: it takes longer to load than a plan takes to make.
  const { default: sharp } = await import("sharp");
  if (!needsDecoding(format)) return sharp(path, { failOn }).autoOrient();
  const { data, width, height, channels, profile } = await decodeToRaw(path, format);
  const picture = sharp(data, { raw: { width, height, channels } });
  // With its profile sharp turns the colours into those of sRGB, as it does for every other format.
  return profile ? sharp(withProfile(await picture.png({ compressionLevel: 0 }).toBuffer(), profile)) : picture;
}
