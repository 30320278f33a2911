import { fittedSize } from "../fit/forecast.ts";
import { isIdle, type AudioFit, type ImageFit, type Operation, type VideoFit } from "../fit/operation.ts";
import type { Problem } from "../graph/problem.ts";
import { derive, type DerivedLookup } from "./derived.ts";
import type { PortSpec } from "./define.ts";
import { nameOf } from "./inputs.ts";
import type { MediaValue } from "./values.ts";

/** Pixels of a side, and of a picture, that are made here at most: WebP ends there, and so does memory. */
const LONGEST_SIDE = 16_383;
const MOST_PIXELS = 150_000_000;

/** The value as the fit makes it; the value itself where the fit changes nothing. */
export function fitted(value: MediaValue, operation: Exclude<Operation, { type: "frame" }>, made: DerivedLookup): MediaValue {
  return isIdle(operation.fit) ? value : derive(value, operation, made);
}

/** What is only known by its URL, or lies at the service, cannot be changed here. `place` is where the problem is told. */
export function checkLocal(value: MediaValue, name: string, place: Pick<Problem, "port" | "param">): Problem[] {
  if (value.source.type !== "asset" && value.source.type !== "url") return [];
  const where = value.source.type === "asset" ? "an asset of the service" : "only known by its URL";
  return [{ severity: "error", ...place, message: `${name} is ${where}, so this machine cannot change it.`, fix: "Use the file itself as its source, or take the changes away." }];
}

/** What of a fit cannot be done to this very picture. */
export function checkImageFit(fit: ImageFit, { width, height }: MediaValue, param: string): Problem[] {
  if (width === null || height === null) return [];
  const size = fittedSize(fit, { width, height });
  if (Math.max(size.width, size.height) <= LONGEST_SIDE && size.width * size.height <= MOST_PIXELS) return [];
  return [{ severity: "error", param, message: `The image would become ${size.width}×${size.height} pixels, which is more than can be made here.`, fix: "Ask for a smaller shortest side, or crop it first." }];
}

/** What of a cut cannot be done to this very clip. */
export function checkCut({ start = 0 }: VideoFit | AudioFit, value: MediaValue, name: string, param: string): Problem[] {
  const end = value.duration?.max ?? null;
  if (end === null || start < end) return [];
  return [{ severity: "error", param, message: `${name} ends after ${end.toFixed(2)} s, so nothing is left from ${start} s on.`, fix: `Begin before ${Math.floor(end * 100) / 100} s.` }];
}

/** All that is wrong with doing this to a medium of an input. */
export function checkInput(value: MediaValue, operation: Exclude<Operation, { type: "frame" }>, port: PortSpec, param: string): Problem[] {
  if (isIdle(operation.fit)) return [];
  const name = nameOf(value, port, 0);
  const far = checkLocal(value, name, { port: port.name });
  if (far.length > 0) return far;
  return operation.type === "image" ? checkImageFit(operation.fit, value, param) : checkCut(operation.fit, value, name, param);
}
