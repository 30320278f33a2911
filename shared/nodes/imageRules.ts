import type { Problem } from "../graph/problem.ts";
import type { Inputs, PortSpec } from "./define.ts";
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
  const problems: Problem[] = [];
  let index = 0;
  for (const image of mediaAt(inputs, port.name)) {
    for (const { fault, fix } of faultsOf(image, limits)) problems.push({ severity: "error", port: port.name, message: `${nameOf(image, port, index)} ${fault}`, fix });
    index += 1;
  }
  return problems;
}

function faultsOf({ format, bytes, width, height }: MediaValue, limits: ImageLimits): { fault: string; fix: string }[] {
  const faults: { fault: string; fix: string }[] = [];
  if (format !== null && !limits.formats.includes(format)) {
    faults.push({ fault: `is a ${format} file; ${limits.model} takes ${limits.formats.join(", ")}.`, fix: "Convert it, for example to png." });
  }
  // The document says MB; the larger reading is used, so that nothing acceptable is refused here.
  if (bytes !== null && limits.megabytes !== null && bytes > limits.megabytes * 1024 * 1024) {
    faults.push({ fault: `has ${megabytesText(bytes)} MB; ${limits.model} takes at most ${limits.megabytes} MB.`, fix: "Make it smaller, or save it as jpeg." });
  }
  if (width === null || height === null) return faults;
  const short = Math.min(width, height);
  const long = Math.max(width, height);
  if (short < limits.shortestSide) {
    faults.push({
      fault: `is ${width}×${height}; ${limits.model} needs at least ${limits.shortestSide} pixels on the shortest side.`,
      fix: "Use a larger image.",
    });
  }
  if (limits.aspect !== null && long > short * limits.aspect) {
    faults.push({
      fault: `is ${width}×${height}; ${limits.model} takes aspect ratios from 1:${limits.aspect} to ${limits.aspect}:1.`,
      fix: "Crop it.",
    });
  }
  return faults;
}

function megabytesText(bytes: number): string {
  return (bytes / (1024 * 1024)).toFixed(2);
}
