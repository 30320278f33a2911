import { countedTargets, SEEDANCE_WORDING } from "./chips.ts";
import type { ChipTarget } from "./chips.ts";
import type { Inputs, NodeContext, PortSpec } from "./define.ts";
import { mediaAt, promptPort } from "./inputs.ts";

export const sd2Ports = {
  prompt: promptPort,
  firstFrame: { name: "firstFrame", label: "First frame", type: "image", max: 1 },
  lastFrame: { name: "lastFrame", label: "Last frame", type: "image", max: 1 },
  images: { name: "images", label: "Images", type: "image", max: 9 },
  videos: { name: "videos", label: "Videos", type: "video", max: 3 },
  audios: { name: "audios", label: "Audios", type: "audio", max: 3 },
} as const satisfies Record<string, PortSpec>;

export const SD2_REFERENCE_PORTS = [sd2Ports.images, sd2Ports.videos, sd2Ports.audios] as const;

/** What is asked for, by what is connected (notes 16). */
export type Sd2Mode = "text" | "firstFrame" | "keyframe" | "reference";

export function modeOf(inputs: Inputs): Sd2Mode {
  if (SD2_REFERENCE_PORTS.some((port) => mediaAt(inputs, port.name).length > 0)) return "reference";
  if (mediaAt(inputs, "lastFrame").length > 0) return "keyframe";
  return mediaAt(inputs, "firstFrame").length > 0 ? "firstFrame" : "text";
}

export function sd2ChipTargets({ inputs, seedanceWording }: NodeContext<unknown>): ChipTarget[] {
  const wording = seedanceWording ?? SEEDANCE_WORDING;
  return [
    ...countedTargets(mediaAt(inputs, "firstFrame"), "the first frame"),
    ...countedTargets(mediaAt(inputs, "lastFrame"), "the last frame"),
    ...countedTargets(mediaAt(inputs, "images"), wording.image),
    ...countedTargets(mediaAt(inputs, "videos"), wording.video),
    ...countedTargets(mediaAt(inputs, "audios"), wording.audio),
  ];
}
