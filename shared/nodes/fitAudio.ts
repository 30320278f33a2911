import { z } from "zod";
import type { AudioFit } from "../fit/operation.ts";
import { defineNode } from "./define.ts";
import type { PortSpec } from "./define.ts";
import { checkInput, fitted } from "./fitRules.ts";
import { mediaAt } from "./inputs.ts";
import { audioOutput } from "./outputs.ts";

const audio: PortSpec = { name: "audio", label: "Audio", type: "audio", max: 1, required: true };
const ports = [audio];

const params = z.object({
  start: z.number().min(0).max(36_000).default(0).meta({ label: "Begin", unit: "s" }),
  seconds: z.number().min(0.1).max(36_000).nullable().default(null).meta({ label: "Length at most", unit: "s" }),
});
type Params = z.infer<typeof params>;

export const fitAudio = defineNode({
  kind: "fitAudio",
  role: "source",
  title: "Fit audio",
  description: "Trims a sound without encoding it anew and for nothing; the file itself stays as it is.",
  category: "arrange",
  params,
  inputs: () => ports,
  output: audioOutput,
  check: ({ params, inputs }) => mediaAt(inputs, "audio").flatMap((value) => checkInput(value, { type: "audio", fit: audioFitOf(params) }, audio, "start")),
  values: ({ params, inputs, derived }) => mediaAt(inputs, "audio").map((value) => fitted(value, { type: "audio", fit: audioFitOf(params) }, derived)),
});

/** The params of a `fitAudio` node as an operation. */
export function audioFitOf({ start, seconds }: Params): AudioFit {
  return { ...(start > 0 ? { start } : {}), ...(seconds === null ? {} : { seconds }) };
}

/** An operation as the params of a `fitAudio` node, those that differ from their defaults. */
export function audioFitParams({ start, seconds }: AudioFit): Partial<Params> {
  return { ...(start === undefined ? {} : { start }), ...(seconds === undefined ? {} : { seconds }) };
}
