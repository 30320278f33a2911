import sharp from "sharp";
import type { Size } from "../jobs.ts";

// The sandbox shares its process with the editor's host: one thread for pictures, the rest for the user.
sharp.concurrency(1);
sharp.cache(false);

/** An RGB picture in memory, three bytes per pixel, rows from the top. */
export interface Canvas extends Size {
  readonly pixels: Buffer;
}

/** An RGBA picture to be laid over a canvas. */
export interface Sprite extends Size {
  readonly pixels: Buffer;
}

/** Draws an SVG, or decodes a picture file, and covers `size` with it. */
export async function toCanvas(picture: Buffer, size: Size): Promise<Canvas> {
  const pixels = await sharp(picture).rotate().resize(size.width, size.height, { fit: "cover" }).flatten({ background: "#000" }).removeAlpha().toColourspace("srgb").raw().toBuffer();
  return { ...size, pixels };
}

/** Draws an SVG with its transparency. */
export async function toSprite(picture: Buffer): Promise<Sprite> {
  const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: data };
}

/** Draws an SVG of the same size over a canvas, once; for what does not move. */
export async function drawOver(canvas: Canvas, overlay: Buffer): Promise<Canvas> {
  const raw = { width: canvas.width, height: canvas.height, channels: 3 } as const;
  const pixels = await sharp(canvas.pixels, { raw }).composite([{ input: overlay }]).removeAlpha().raw().toBuffer();
  return { width: canvas.width, height: canvas.height, pixels };
}

/** Writes into `target` the mixture of two canvases of one size; `share` of the second, 0..1. */
export function crossFade(target: Canvas, first: Canvas, second: Canvas, share: number): void {
  const weight = Math.round(share * 256);
  if (weight === 0 || first === second) {
    first.pixels.copy(target.pixels);
    return;
  }
  const a = first.pixels;
  const b = second.pixels;
  const out = target.pixels;
  for (let index = 0; index < out.length; index += 1) {
    const from = a[index] ?? 0;
    out[index] = from + ((((b[index] ?? 0) - from) * weight) >> 8);
  }
}

/** Lays a sprite over a canvas, in place; what falls outside is cut. */
export function paste(target: Canvas, sprite: Sprite, left: number, top: number): void {
  const x0 = Math.round(left);
  const y0 = Math.round(top);
  for (let y = Math.max(0, -y0); y < sprite.height && y + y0 < target.height; y += 1) {
    for (let x = Math.max(0, -x0); x < sprite.width && x + x0 < target.width; x += 1) {
      const from = (y * sprite.width + x) * 4;
      const alpha = sprite.pixels[from + 3] ?? 0;
      if (alpha === 0) continue;
      const to = ((y + y0) * target.width + x + x0) * 3;
      for (let channel = 0; channel < 3; channel += 1) {
        const below = target.pixels[to + channel] ?? 0;
        target.pixels[to + channel] = below + ((((sprite.pixels[from + channel] ?? 0) - below) * (alpha + 1)) >> 8);
      }
    }
  }
}

/** Fills a rectangle with white. */
export function fillWhite(target: Canvas, left: number, top: number, width: number, height: number): void {
  for (let y = top; y < Math.min(top + height, target.height); y += 1) {
    const start = (y * target.width + left) * 3;
    target.pixels.fill(255, start, start + Math.max(0, Math.min(width, target.width - left)) * 3);
  }
}

/** A canvas as a lossy WebP: for the sandbox's videos, a key frame. */
export function toWebp(canvas: Canvas): Promise<Buffer> {
  return sharp(canvas.pixels, { raw: { width: canvas.width, height: canvas.height, channels: 3 } }).webp({ quality: 72, effort: 0 }).toBuffer();
}

/** A decodable picture, scaled, as a lossy WebP; no canvas in between, for the many frames of a film. */
export function scaleToWebp(picture: Buffer, size: Size): Promise<Buffer> {
  return sharp(picture).resize(size.width, size.height, { fit: "fill", kernel: "linear" }).removeAlpha().webp({ quality: 72, effort: 0 }).toBuffer();
}

/** A small JPEG of a picture that fits into a square of `side` pixels. */
export function toThumbnail(picture: Buffer, side: number): Promise<Buffer> {
  return sharp(picture).rotate().resize(side, side, { fit: "inside" }).flatten({ background: "#000" }).jpeg({ quality: 80 }).toBuffer();
}

/** A canvas of 8 × 4 coloured fields told by a digest: as different from any other as a picture can be for that little work. */
export async function fieldsOf(hexDigest: string, size: Size): Promise<Canvas> {
  const fields = Buffer.from(hexDigest.repeat(3), "hex").subarray(0, 8 * 4 * 3);
  const pixels = await sharp(fields, { raw: { width: 8, height: 4, channels: 3 } }).resize(size.width, size.height, { fit: "fill", kernel: "nearest" }).raw().toBuffer();
  return { ...size, pixels };
}

/** Encodes an SVG, or a canvas, as an image file. */
export function encodeImage(picture: Buffer | Canvas, format: "png" | "jpeg" | "webp"): Promise<Buffer> {
  const source = Buffer.isBuffer(picture) ? sharp(picture) : sharp(picture.pixels, { raw: { width: picture.width, height: picture.height, channels: 3 } });
  const flat = source.flatten({ background: "#000" });
  if (format === "png") return flat.png({ compressionLevel: 3 }).toBuffer();
  return format === "jpeg" ? flat.jpeg({ quality: 88 }).toBuffer() : flat.webp({ quality: 85, effort: 1 }).toBuffer();
}
