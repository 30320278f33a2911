import type { PortType } from "../graph/media.ts";
import type { PortSpec } from "./define.ts";

/** An output port is named after its type and feeds as many edges as one likes. */
function output(type: PortType, label: string): PortSpec {
  return { name: type, label, type, max: Number.POSITIVE_INFINITY };
}

export const textOutput = output("text", "Text");
export const imageOutput = output("image", "Image");
export const videoOutput = output("video", "Video");
export const audioOutput = output("audio", "Audio");
