import { z } from "zod";
import { cropSchema, imageFitSchema, type ImageFit } from "../fit/operation.ts";
import { defineNode } from "./define.ts";
import type { PortSpec } from "./define.ts";
import { checkInput, fitted } from "./fitRules.ts";
import { mediaAt } from "./inputs.ts";
import { imageOutput } from "./outputs.ts";

const image: PortSpec = { name: "image", label: "Image", type: "image", max: 1, required: true };
const ports = [image];

const MEGABYTE = 1_000_000;
const shape = imageFitSchema.shape;

const params = z.object({
  crop: cropSchema.nullable().default(null).meta({ label: "Crop", description: "The part that is kept, in fractions from the top left." }),
  padAspect: z.number().min(0.05).max(20).nullable().default(null).meta({ label: "Pad to aspect", description: "Width divided by height: bars are added until it is reached." }),
  padColour: z.string().regex(/^#[0-9a-f]{6}$/, "must look like #1a2b3c").default("#000000").meta({ label: "Colour of the bars", description: "Also what is behind transparent parts in a jpeg." }),
  minShortestSide: z.int().min(1).max(8192).nullable().default(null).meta({ label: "Shortest side at least", unit: "px", description: "A smaller image is enlarged." }),
  maxLongestSide: z.int().min(16).max(16_384).nullable().default(null).meta({ label: "Longest side at most", unit: "px", description: "A larger image is made smaller." }),
  format: z.enum(["keep", ...shape.format.unwrap().options]).default("keep").meta({ label: "Format" }),
  maxMegabytes: z.number().min(0.01).max(200).nullable().default(null).meta({ label: "File size at most", unit: "MB", description: "Written with less quality, then smaller, until it fits." }),
});
type Params = z.infer<typeof params>;

export const fitImage = defineNode({
  kind: "fitImage",
  role: "source",
  title: "Fit image",
  description: "Crops, pads, scales, converts or presses an image on this machine, for nothing; the image itself stays as it is.",
  category: "arrange",
  params,
  inputs: () => ports,
  output: imageOutput,
  check: ({ params, inputs }) => mediaAt(inputs, "image").flatMap((value) => checkInput(value, { type: "image", fit: imageFitOf(params) }, image, "minShortestSide")),
  values: ({ params, inputs, derived }) => mediaAt(inputs, "image").map((value) => fitted(value, { type: "image", fit: imageFitOf(params) }, derived)),
});

/** The params of a `fitImage` node as an operation. */
export function imageFitOf({ crop, padAspect, padColour, minShortestSide, maxLongestSide, format, maxMegabytes }: Params): ImageFit {
  return {
    ...(crop && { crop }),
    ...(padAspect === null ? {} : { pad: { aspect: padAspect, colour: padColour } }),
    ...(minShortestSide === null ? {} : { minShortestSide }),
    ...(maxLongestSide === null ? {} : { maxLongestSide }),
    ...(format === "keep" ? {} : { format }),
    ...(maxMegabytes === null ? {} : { maxBytes: Math.round(maxMegabytes * MEGABYTE) }),
  };
}

/** An operation as the params of a `fitImage` node, those that differ from their defaults. */
export function imageFitParams({ crop, pad, minShortestSide, maxLongestSide, format, maxBytes }: ImageFit): Partial<Params> {
  return {
    ...(crop && { crop }),
    ...(pad && { padAspect: pad.aspect, padColour: pad.colour }),
    ...(minShortestSide === undefined ? {} : { minShortestSide }),
    ...(maxLongestSide === undefined ? {} : { maxLongestSide }),
    ...(format === undefined ? {} : { format }),
    ...(maxBytes === undefined ? {} : { maxMegabytes: maxBytes / MEGABYTE }),
  };
}
