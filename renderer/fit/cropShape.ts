import { fittedSize } from "../../shared/fit/forecast.ts";
import type { Crop, ImageFit } from "../../shared/fit/operation.ts";
import type { ImageLimits } from "../../shared/nodes/imageRules.ts";

/** Whole pixels of the upright picture. */
export interface PixelRect {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface PixelSize {
  width: number;
  height: number;
}

/** `free`, `original`, or the longer by the shorter side. */
export type AspectName = "free" | "original" | `${number}:${number}`;

const COMMON = ["1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3", "21:9"] as const;

/** Presets that all consumers take, with the longest that they take at the end. */
export function presetsFor(limits: readonly ImageLimits[]): readonly AspectName[] {
  const longest = Math.min(...limits.map(({ aspect }) => aspect ?? Infinity));
  const allowed = COMMON.filter((name) => long(name) <= longest + 1e-9);
  if (longest === Infinity) return ["free", "original", ...allowed];
  const extreme = ratioName(longest);
  const [a = 1, b = 1] = extreme.split(":").map(Number);
  return ["free", "original", ...new Set<AspectName>([...allowed, extreme, `${b}:${a}`])];
}

/** Width divided by height; null where it is not held. */
export function aspectOf(name: AspectName, { width, height }: PixelSize): number | null {
  if (name === "free") return null;
  if (name === "original") return width / height;
  const [a = 1, b = 1] = name.split(":").map(Number);
  return a / b;
}

function long(name: string): number {
  const [a = 1, b = 1] = name.split(":").map(Number);
  return Math.max(a / b, b / a);
}

/** `5:2`, `3:1`. */
export function ratioName(aspect: number): AspectName {
  for (let by = 1; by <= 20; by += 1) if (Math.abs(aspect * by - Math.round(aspect * by)) < 1e-6) return `${Math.round(aspect * by)}:${by}`;
  return `${Math.round(aspect * 100) / 100}:1`;
}

/** The largest rectangle of an aspect in the middle of another one. */
export function centredIn(outer: PixelRect, aspect: number): PixelRect {
  const width = Math.max(1, Math.round(Math.min(outer.width, outer.height * aspect)));
  const height = Math.max(1, Math.round(Math.min(outer.height, outer.width / aspect)));
  return { x: outer.x + Math.round((outer.width - width) / 2), y: outer.y + Math.round((outer.height - height) / 2), width, height };
}

export function rectOf(crop: Crop | undefined, { width, height }: PixelSize): PixelRect {
  if (!crop) return { x: 0, y: 0, width, height };
  return inside({ x: crop.x * width, y: crop.y * height, width: crop.width * width, height: crop.height * height }, { width, height });
}

/** In whole pixels, at least one, and within the picture. */
export function inside(rect: PixelRect, size: PixelSize): PixelRect {
  const width = Math.min(size.width, Math.max(1, Math.round(rect.width)));
  const height = Math.min(size.height, Math.max(1, Math.round(rect.height)));
  return { x: Math.min(size.width - width, Math.max(0, Math.round(rect.x))), y: Math.min(size.height - height, Math.max(0, Math.round(rect.y))), width, height };
}

/** Undefined where all of it is kept. */
export function cropOf(rect: PixelRect, { width, height }: PixelSize): Crop | undefined {
  if (rect.width >= width && rect.height >= height) return undefined;
  return { x: rect.x / width, y: rect.y / height, width: rect.width / width, height: rect.height / height };
}

export type CropFault = { is: "tooSmall"; model: string; pixels: number; has: number } | { is: "tooLong"; model: string; ratio: string; of: string };

/** What the models would not take of what a fit makes. */
export function faultsOf(fit: ImageFit, size: PixelSize, limits: readonly ImageLimits[]): readonly CropFault[] {
  const { width, height } = fittedSize(fit, size);
  const short = Math.min(width, height);
  const longest = Math.max(width, height) / short;
  return limits.flatMap(({ model, shortestSide, aspect }): CropFault[] => [
    ...(short < shortestSide ? [{ is: "tooSmall" as const, model, pixels: shortestSide, has: short }] : []),
    ...(aspect !== null && longest > aspect + 1e-9 ? [{ is: "tooLong" as const, model, ratio: ratioName(aspect), of: `${width} × ${height}` }] : []),
  ]);
}
