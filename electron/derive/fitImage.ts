import sharp from "sharp";
import { fittedSize, formatWritten } from "../../shared/fit/forecast.ts";
import type { ImageFit } from "../../shared/fit/operation.ts";
import type { Original } from "./deriver.ts";

/** Crops, pads, scales and writes an image as `fit` says; the first picture of an animated one. */
export async function fitImage({ path, facts }: Original, fit: ImageFit, target: string): Promise<void> {
  const { width, height } = facts;
  if (width === null || height === null) throw new Error(`the size of ${facts.sha256.slice(0, 12)}… is not known`);
  const size = fittedSize(fit, { width, height });
  let image = sharp(path, { failOn: "error" }).autoOrient();
  if (fit.crop) {
    const left = Math.min(width - 1, Math.round(width * fit.crop.x));
    const top = Math.min(height - 1, Math.round(height * fit.crop.y));
    image = image.extract({ left, top, width: Math.min(width - left, Math.round(width * fit.crop.width)), height: Math.min(height - top, Math.round(height * fit.crop.height)) });
  }
  image = image.resize(size.width, size.height, fit.pad ? { fit: "contain", background: fit.pad.colour } : { fit: "fill" });
  const format = formatWritten(facts.format);
  await image.toFormat(fit.format ?? (format === "jpeg" || format === "webp" ? format : "png")).toFile(target);
}
