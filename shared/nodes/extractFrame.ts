import { z } from "zod";
import type { FrameAt } from "../fit/operation.ts";
import type { Problem } from "../graph/problem.ts";
import { defineNode } from "./define.ts";
import type { PortSpec } from "./define.ts";
import { derive } from "./derived.ts";
import { mediaAt, nameOf } from "./inputs.ts";
import { imageOutput } from "./outputs.ts";

const video: PortSpec = { name: "video", label: "Video", type: "video", max: 1, required: true };
const ports = [video];

interface Params {
  at: "first" | "last" | "time";
  seconds: number;
}

export const extractFrame = defineNode({
  kind: "extractFrame",
  role: "source",
  title: "Extract frame",
  description: "One picture of a video, made on this machine for nothing: the last frame of a clip can start the next one.",
  category: "arrange",
  params: z.object({
    at: z.enum(["first", "last", "time"]).default("last").meta({ label: "Frame" }),
    seconds: z.number().min(0).max(36_000).default(0).meta({ label: "Time", unit: "s", description: "With Frame set to time: the picture that is shown so many seconds after the beginning." }),
  }),
  inputs: () => ports,
  output: imageOutput,

  check: ({ params, inputs }): Problem[] => {
    const [source] = mediaAt(inputs, "video");
    if (!source) return [];
    if (source.source.type === "asset" || source.source.type === "url") {
      return [{ severity: "error", port: "video", message: `${nameOf(source, video, 0)} is not on this machine, so no picture can be taken out of it.`, fix: "Use the file itself as the source of the video." }];
    }
    const end = source.duration?.max ?? null;
    if (params.at !== "time" || end === null || params.seconds <= end) return [];
    return [{ severity: "error", param: "seconds", message: `${nameOf(source, video, 0)} ends after ${end.toFixed(2)} s, so there is no picture at ${params.seconds} s.`, fix: `Set Time to at most ${Math.floor(end * 100) / 100}.` }];
  },

  // A chip that names the video means the video, not its picture.
  values: ({ params, inputs, derived }) => mediaAt(inputs, "video").map((source) => ({ ...derive(source, { type: "frame", at: frameAt(params) }, derived), review: "auto" as const, origins: [] })),
});

function frameAt({ at, seconds }: Params): FrameAt {
  return at === "time" ? seconds : at;
}
