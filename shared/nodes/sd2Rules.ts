import type { Problem } from "../graph/problem.ts";
import { checkChips } from "./chips.ts";
import { checkClips } from "./clipRules.ts";
import type { Inputs, NodeContext } from "./define.ts";
import { checkImages } from "./imageRules.ts";
import type { ImageLimits } from "./imageRules.ts";
import { checkCount, mediaAt, promptMissing, textAt } from "./inputs.ts";
import { parseSize } from "./pixels.ts";
import { modeOf, SD2_REFERENCE_PORTS, sd2ChipTargets, sd2Ports } from "./sd2Mode.ts";

export const SD2_RESOLUTIONS = ["720x720", "720x960", "960x720", "1280x720", "720x1280", "1280x540"] as const;

const MAX_REFERENCES = 12;

/** The document names no formats for Seedance: those that the service takes elsewhere. */
export const IMAGE_LIMITS: ImageLimits = { model: "Seedance 2", shortestSide: 400, aspect: null, megabytes: null, formats: ["jpeg", "png", "webp", "bmp"] };

/** A frame this much wider or narrower than the video is cropped or stretched visibly. */
const CLEARLY_DIFFERENT = 1.1;

interface Sd2Choices {
  model: "sd2" | "sd2-fast";
  resolution: (typeof SD2_RESOLUTIONS)[number];
  outputResolution: "720p" | "1080p";
  upscaleResolution: "none" | "1080p" | "2k" | "4k" | null;
}

/** All of the service's rules for sd2 and sd2-fast, as seegen-api-notes.md reads them. */
export function checkSd2(context: NodeContext<Sd2Choices>): Problem[] {
  const { params, inputs } = context;
  const text = textAt(inputs, "prompt");
  return [
    ...(text === null && modeOf(inputs) === "text" ? [promptMissing("text to video")] : []),
    ...checkChips(text, () => sd2ChipTargets(context), ["First frame", "Last frame", "Images", "Videos", "Audios"]),
    ...checkTiers(params),
    ...checkFrames(inputs),
    ...checkReferences(inputs),
    ...checkImages(inputs, sd2Ports.firstFrame, IMAGE_LIMITS),
    ...checkImages(inputs, sd2Ports.lastFrame, IMAGE_LIMITS),
    ...checkImages(inputs, sd2Ports.images, IMAGE_LIMITS),
    ...checkClips(inputs, sd2Ports.videos),
    ...checkClips(inputs, sd2Ports.audios),
    ...checkAspect(inputs, params.resolution),
  ];
}

function checkTiers({ model, outputResolution, upscaleResolution }: Sd2Choices): Problem[] {
  if (outputResolution !== "1080p") return [];
  const problems: Problem[] = [];
  if (model === "sd2-fast") {
    problems.push({
      severity: "error",
      param: "outputResolution",
      message: "sd2-fast has no native 1080p.",
      fix: "Set outputResolution to 720p and upscaleResolution to 1080p, or use model sd2.",
    });
  }
  if (upscaleResolution !== null && upscaleResolution !== "none") {
    problems.push({
      severity: "error",
      param: "upscaleResolution",
      message: `Native 1080p cannot be combined with upscaleResolution ${upscaleResolution}: the upscale is defined and priced on a 720p base only.`,
      fix: "Set upscaleResolution to none, or outputResolution to 720p.",
    });
  }
  return problems;
}

function checkFrames(inputs: Inputs): Problem[] {
  const first = mediaAt(inputs, "firstFrame").length > 0;
  const last = mediaAt(inputs, "lastFrame").length > 0;
  if (!first && !last) return [];
  const references = SD2_REFERENCE_PORTS.filter((port) => mediaAt(inputs, port.name).length > 0);
  const problems: Problem[] = [];
  if (last && !first) {
    problems.push({
      severity: "error",
      port: "lastFrame",
      message: "There is a last frame without a first frame; the service takes a last frame only together with a first one.",
      fix: "Connect an image to First frame, or disconnect Last frame.",
    });
  }
  const [reference] = references;
  if (reference) {
    problems.push({
      severity: "error",
      port: reference.name,
      message: "First and last frames cannot be combined with reference images, videos or audios.",
      fix: `Disconnect the frames, or disconnect ${references.map((port) => port.label).join(" and ")}.`,
    });
  }
  return problems;
}

function checkReferences(inputs: Inputs): Problem[] {
  const images = mediaAt(inputs, "images").length;
  const videos = mediaAt(inputs, "videos").length;
  const audios = mediaAt(inputs, "audios").length;
  const total = images + videos + audios;
  if (total === 0) return [];
  const problems = SD2_REFERENCE_PORTS.flatMap((port) => checkCount(inputs, port));
  if (total > MAX_REFERENCES) {
    problems.push({
      severity: "error",
      port: "images",
      message: `${total} references are connected (${images} images, ${videos} videos, ${audios} audios); the model takes at most ${MAX_REFERENCES} in total.`,
      fix: `Disconnect ${total - MAX_REFERENCES} of them.`,
    });
  }
  if (audios > 0 && images + videos === 0) {
    problems.push({
      severity: "error",
      port: "audios",
      message: "An audio cannot be the only reference.",
      fix: "Connect at least one image to Images or one video to Videos.",
    });
  }
  return problems;
}

function checkAspect(inputs: Inputs, resolution: (typeof SD2_RESOLUTIONS)[number]): Problem[] {
  const [frame] = mediaAt(inputs, "firstFrame");
  if (!frame || frame.width === null || frame.height === null) return [];
  const aspect = frame.width / frame.height;
  const distance = (candidate: string): number => {
    const { width, height } = parseSize(candidate);
    return Math.abs(Math.log(width / height / aspect));
  };
  if (distance(resolution) <= Math.log(CLEARLY_DIFFERENT)) return [];
  const nearest = SD2_RESOLUTIONS.reduce((best, candidate) => (distance(candidate) < distance(best) ? candidate : best));
  return [
    {
      severity: "warning",
      param: "resolution",
      message: `The first frame is ${frame.width}×${frame.height}, which is another aspect ratio than ${resolution}: it may be cropped or stretched.`,
      fix: nearest === resolution ? `Crop the frame to ${resolution}'s aspect ratio.` : `Set resolution to ${nearest}, or crop the frame.`,
    },
  ];
}
