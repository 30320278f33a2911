import { z } from "zod";
import { videoFitSchema, type VideoFit } from "../fit/operation.ts";
import { defineNode } from "./define.ts";
import type { PortSpec } from "./define.ts";
import { checkInput, fitted } from "./fitRules.ts";
import { mediaAt } from "./inputs.ts";
import { videoOutput } from "./outputs.ts";

const video: PortSpec = { name: "video", label: "Video", type: "video", max: 1, required: true };
const ports = [video];

const MEGABYTE = 1_000_000;

const params = z.object({
  start: z.number().min(0).max(36_000).default(0).meta({ label: "Begin", unit: "s", description: "The cut is at the key frame at or before it." }),
  seconds: z.number().min(0.1).max(36_000).nullable().default(null).meta({ label: "Length at most", unit: "s", description: "Nothing is encoded anew, so it may come out a little shorter." }),
  mute: z.boolean().default(false).meta({ label: "Without sound" }),
  format: z.enum(["keep", ...videoFitSchema.shape.format.unwrap().options]).default("keep").meta({ label: "Container" }),
  maxMegabytes: z.number().min(0.1).max(4096).nullable().default(null).meta({ label: "File size at most", unit: "MB", description: "Cut off at its end until it fits.", advanced: true }),
});
type Params = z.infer<typeof params>;

export const fitVideo = defineNode({
  kind: "fitVideo",
  role: "source",
  title: "Fit video",
  description: "Trims a video at key frames, takes its sound away or changes its container, without encoding it anew and for nothing.",
  category: "arrange",
  params,
  inputs: () => ports,
  output: videoOutput,
  check: ({ params, inputs }) => mediaAt(inputs, "video").flatMap((value) => checkInput(value, { type: "video", fit: videoFitOf(params) }, video, "start")),
  values: ({ params, inputs, derived }) => mediaAt(inputs, "video").map((value) => fitted(value, { type: "video", fit: videoFitOf(params) }, derived)),
});

/** The params of a `fitVideo` node as an operation. */
export function videoFitOf({ start, seconds, mute, format, maxMegabytes }: Params): VideoFit {
  return {
    ...(start > 0 ? { start } : {}),
    ...(seconds === null ? {} : { seconds }),
    ...(mute ? { mute } : {}),
    ...(format === "keep" ? {} : { format }),
    ...(maxMegabytes === null ? {} : { maxBytes: Math.round(maxMegabytes * MEGABYTE) }),
  };
}

/** An operation as the params of a `fitVideo` node, those that differ from their defaults. */
export function videoFitParams({ start, seconds, mute, format, maxBytes }: VideoFit): Partial<Params> {
  return {
    ...(start === undefined ? {} : { start }),
    ...(seconds === undefined ? {} : { seconds }),
    ...(mute === true ? { mute } : {}),
    ...(format === undefined ? {} : { format }),
    ...(maxBytes === undefined ? {} : { maxMegabytes: maxBytes / MEGABYTE }),
  };
}
