import { writeFile } from "node:fs/promises";
import type { Sharp } from "sharp";
import { croppedRect, fittedSize, formatWritten, paddedSize, scaledSize, type PixelSize } from "../../shared/fit/forecast.ts";
import type { ImageFit } from "../../shared/fit/operation.ts";
import { openImage } from "./decodeImage.ts";
import type { Original } from "./deriver.ts";

type Format = NonNullable<ImageFit["format"]>;

/** What nobody sees the difference of, and what is tried below it before pixels are given up. */
const QUALITY = 92;
const LESSER_QUALITIES = [86, 80, 74, 68, 60];
/** Of each side, when less quality does not do. */
const SMALLER = 0.9;
const WHITE = "#ffffff";

/**
 * Writes an image as `fit` says: upright, in sRGB, without any metadata; the first picture of an animated one. The same image and fit give the same
 * pixels. Rejects with an `Error` that says what cannot be done.
 */
export async function fitImage({ path, facts }: Original, fit: ImageFit, target: string, signal?: AbortSignal): Promise<void> {
  const { width, height } = facts;
  if (width === null || height === null) throw new Error("its size is not known");
  const format = fit.format ?? writable(facts.format);
  const picture = shaped(await openImage(path, facts.format), fit, { width, height }, format);
  signal?.throwIfAborted();
  const first = await encoded(picture, format, QUALITY).toBuffer();
  signal?.throwIfAborted();
  const { maxBytes = Infinity } = fit;
  await writeFile(target, first.length <= maxBytes ? first : await pressed(await raw(picture), format, fit, maxBytes, signal), { flag: "wx" });
}

/** Cropped, scaled and with its bars, as `fittedSize` foretells it. */
function shaped(image: Sharp, fit: ImageFit, whole: PixelSize, format: Format): Sharp {
  const { pad } = fit;
  const crop = fit.crop ? croppedRect(fit.crop, whole) : { ...whole, left: 0, top: 0 };
  const padded = paddedSize(fit, crop);
  const size = fittedSize(fit, whole);
  const inner = {
    width: Math.min(size.width, Math.max(1, Math.round((crop.width * size.width) / padded.width))),
    height: Math.min(size.height, Math.max(1, Math.round((crop.height * size.height) / padded.height))),
  };
  const cut = fit.crop ? image.extract(crop) : image;
  const scaled = inner.width === crop.width && inner.height === crop.height ? cut : cut.resize(inner.width, inner.height, { fit: "fill", kernel: "lanczos3" });
  // jpeg knows no transparency.
  const solid = format === "jpeg" ? scaled.flatten({ background: pad?.colour ?? WHITE }) : scaled;
  const [left, top] = [Math.floor((size.width - inner.width) / 2), Math.floor((size.height - inner.height) / 2)];
  const framed = pad ? solid.extend({ left, top, right: size.width - inner.width - left, bottom: size.height - inner.height - top, background: pad.colour }) : solid;
  return framed.toColourspace("srgb");
}

function writable(format: string): Format {
  const written = formatWritten(format);
  return written === "jpeg" || written === "webp" ? written : "png";
}

function encoded(image: Sharp, format: Format, quality: number): Sharp {
  switch (format) {
    case "png":
      return image.png({ compressionLevel: 9 });
    case "jpeg":
      return image.jpeg({ quality, chromaSubsampling: quality >= QUALITY ? "4:4:4" : "4:2:0" });
    case "webp":
      return image.webp({ quality });
  }
}

interface Pixels extends PixelSize {
  data: Buffer;
  channels: 1 | 2 | 3 | 4;
}

async function raw(picture: Sharp): Promise<Pixels> {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

/** With less quality, then with fewer pixels, until it has at most so many bytes. */
async function pressed(pixels: Pixels, format: Format, fit: ImageFit, maxBytes: number, signal: AbortSignal | undefined): Promise<Buffer> {
  const { default: sharp } = await import("sharp");
  const { data, width, height, channels } = pixels;
  const attempt = async (size: PixelSize, quality: number): Promise<Buffer> => {
    signal?.throwIfAborted();
    const image = sharp(data, { raw: { width, height, channels } });
    return await encoded(size.width === width ? image : image.resize(size.width, size.height, { fit: "fill" }), format, quality).toBuffer();
  };
  for (const quality of format === "png" ? [] : LESSER_QUALITIES) {
    const made = await attempt(pixels, quality);
    if (made.length <= maxBytes) return made;
  }
  const least = fit.minShortestSide ?? 1;
  for (let factor = SMALLER; ; factor *= SMALLER) {
    const size = scaledSize(pixels, factor);
    if (Math.min(size.width, size.height) < least) break;
    const made = await attempt(size, LESSER_QUALITIES.at(-1) ?? QUALITY);
    if (made.length <= maxBytes) return made;
    if (Math.max(size.width, size.height) === 1) break;
  }
  const advice = format === "png" ? "Save it as jpeg or webp" : "Allow more bytes or a smaller shortest side";
  throw new Error(`as ${format} it cannot be pressed under ${(maxBytes / 1_000_000).toFixed(2)} MB${least > 1 ? ` while its shortest side keeps ${least} pixels` : ""}. ${advice}`);
}
