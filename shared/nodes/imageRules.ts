import type { Problem } from "../graph/problem.ts";
import type { Inputs, PortSpec } from "./define.ts";
import { imageMends, type ImageFaults } from "./imageMends.ts";
import { mediaAt, nameOf } from "./inputs.ts";
import type { MediaValue } from "./values.ts";

/** What a model takes as an image; null where its document names no limit. */
export interface ImageLimits {
  /** How messages call the model. */
  model: string;
  /** Pixels. */
  shortestSide: number;
  /** The longer side divided by the shorter one. */
  aspect: number | null;
  megabytes: number | null;
  formats: readonly string[];
}

/** Everything known to be wrong with the images of a port. What is not measured yet is not judged. */
export function checkImages(inputs: Inputs, port: PortSpec, limits: ImageLimits): Problem[] {
  return mediaAt(inputs, port.name).flatMap((image, index) => problemsOf(image, nameOf(image, port, index), port, limits));
}

/** All problems of one image offer the same mends: each cures them all. */
function problemsOf(image: MediaValue, name: string, port: PortSpec, limits: ImageLimits): Problem[] {
  const faults = faultsOf(image, limits);
  const { format, bytes, width, height } = image;
  const { model, formats, megabytes, shortestSide, aspect } = limits;
  const found: Pick<Problem, "severity" | "message" | "fix">[] = [];
  const tell = (message: string, fix: string, severity: Problem["severity"] = "error"): void => {
    found.push({ severity, message: `${name} ${message}`, fix });
  };
  if (faults.format) tell(`is a ${format} file; ${model} takes ${formats.join(", ")}.`, "Convert it, for example to png.");
  if (faults.bytes) tell(`has ${megabytesText(bytes ?? 0)} MB; ${model} takes at most ${megabytes} MB.`, "Make it smaller, or save it as jpeg.");
  if (faults.small) tell(`is ${width}×${height}; ${model} needs at least ${shortestSide} pixels on the shortest side.`, "Use a larger image.");
  if (faults.aspect) tell(`is ${width}×${height}; ${model} takes aspect ratios from 1:${aspect} to ${aspect}:1.`, "Crop it.");
  // Which of its pictures a model would use, or whether it would refuse it, is not documented.
  if (faults.animated && !faults.format) tell(`is animated, and ${model} takes still pictures.`, "Use one of its pictures.", "warning");
  if (found.length === 0) return [];
  const mends = imageMends(image, faults, limits);
  return found.map((problem) => ({ ...problem, port: port.name, ...(mends.length > 0 ? { mends } : {}) }));
}

function faultsOf({ format, bytes, width, height, details }: MediaValue, limits: ImageLimits): ImageFaults {
  const short = width === null || height === null ? null : Math.min(width, height);
  const long = width === null || height === null ? null : Math.max(width, height);
  return {
    format: format !== null && !limits.formats.includes(format),
    // The document says MB; the larger reading is used, so that nothing acceptable is refused here.
    bytes: bytes !== null && limits.megabytes !== null && bytes > limits.megabytes * 1024 * 1024,
    small: short !== null && short < limits.shortestSide,
    aspect: short !== null && long !== null && limits.aspect !== null && long > short * limits.aspect,
    animated: details?.animated === true,
  };
}

/** Rounded up, so that what is too large never reads as the limit. */
export function megabytesText(bytes: number): string {
  return (Math.ceil((bytes / (1024 * 1024)) * 100) / 100).toFixed(2);
}
