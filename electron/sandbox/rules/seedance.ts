import { z } from "zod";
import type { Size, VideoJob, VideoMode } from "../jobs.ts";
import { invalid } from "../refusal.ts";
import { atMost, durationSeconds, requirePrompt, sourceList } from "./fields.ts";
import { parseStrictly } from "./parse.ts";

const PIXELS: Readonly<Record<string, Size>> = {
  "720x720": { width: 720, height: 720 },
  "720x960": { width: 720, height: 960 },
  "960x720": { width: 960, height: 720 },
  "1280x720": { width: 1280, height: 720 },
  "720x1280": { width: 720, height: 1280 },
  "1280x540": { width: 1280, height: 540 },
};

const inputsSchema = z.strictObject({
  prompt: z.string().optional(),
  urls: sourceList.optional(),
  videoUrls: sourceList.optional(),
  audioUrls: sourceList.optional(),
  duration: z.string().default("5s"),
  resolution: z.enum(["720x720", "720x960", "960x720", "1280x720", "720x1280", "1280x540"]).optional(),
  outputResolution: z.enum(["720p", "1080p"]).default("720p"),
  videoInputMode: z.enum(["keyframe", "reference"]).optional(),
  upscaleResolution: z.enum(["1080p", "2k", "4k"]).optional(),
});

type Inputs = z.infer<typeof inputsSchema>;

function checkCounts(inputs: Inputs): void {
  const images = inputs.urls ?? [];
  const videos = inputs.videoUrls ?? [];
  const audios = inputs.audioUrls ?? [];
  atMost("inputs.urls", images, 9);
  atMost("inputs.videoUrls", videos, 3);
  atMost("inputs.audioUrls", audios, 3);
  const total = images.length + videos.length + audios.length;
  if (total > 12) throw invalid("inputs", `${total} references, at most 12 in total are allowed`);
}

function modeOf(inputs: Inputs): VideoMode {
  const images = inputs.urls?.length ?? 0;
  const motion = (inputs.videoUrls?.length ?? 0) > 0;
  const sound = (inputs.audioUrls?.length ?? 0) > 0;
  if (inputs.videoInputMode !== "reference") {
    if (motion) throw invalid("inputs.videoUrls", `needs videoInputMode "reference"`);
    if (sound) throw invalid("inputs.audioUrls", `needs videoInputMode "reference"`);
  }
  if (inputs.videoInputMode === "keyframe") {
    if (images !== 2) throw invalid("inputs.urls", `keyframe mode takes exactly 2 images (first and last frame), got ${images}`);
    return "keyframe";
  }
  if (inputs.videoInputMode === "reference") {
    if (images === 0 && !motion && sound) throw invalid("inputs.audioUrls", "audio cannot be the only reference: add an image or a video");
    if (images === 0 && !motion) throw invalid("inputs.videoInputMode", "reference mode needs at least one image or video");
    return "reference";
  }
  // Note 16: which of the two modes several images would mean is not documented.
  if (images > 1) throw invalid("inputs.videoInputMode", `is required with ${images} urls: "keyframe" or "reference"`);
  return images === 1 ? "firstFrame" : "text";
}

function checkResolutions(model: "sd2" | "sd2-fast", inputs: Inputs): void {
  if (inputs.outputResolution !== "1080p") return;
  if (model === "sd2-fast") {
    throw invalid("inputs.outputResolution", `sd2-fast has no native 1080p: use upscaleResolution "1080p" instead`);
  }
  // Note 7: the add-on is priced on a 720p base.
  if (inputs.upscaleResolution !== undefined) {
    throw invalid("inputs.upscaleResolution", "cannot be combined with native 1080p: it applies to a 720p base");
  }
}

function checkSources(inputs: Inputs): void {
  for (const [index, url] of (inputs.videoUrls ?? []).entries()) {
    // Note 18: the table's word, against the example's.
    if (!url.startsWith("asset://")) {
      throw invalid(`inputs.videoUrls[${index}]`, "must be an asset:// URI: upload the video through /assets/upload first");
    }
  }
}

/** Reads the `inputs` of sd2 and sd2-fast; throws a 400 that names the field. */
export function parseSeedance(model: "sd2" | "sd2-fast", value: unknown): VideoJob {
  const inputs = parseStrictly(inputsSchema, value, "inputs");
  const seconds = durationSeconds(inputs.duration, 4, 15, "s");
  checkCounts(inputs);
  checkResolutions(model, inputs);
  checkSources(inputs);
  const mode = modeOf(inputs);
  return {
    kind: "video",
    model,
    mode,
    prompt: mode === "text" ? requirePrompt(inputs.prompt, "text to video has nothing else to go by") : (inputs.prompt ?? ""),
    seconds,
    tier: inputs.outputResolution,
    addon: inputs.upscaleResolution,
    aspect: inputs.resolution === undefined ? undefined : PIXELS[inputs.resolution],
    images: inputs.urls ?? [],
    videos: inputs.videoUrls ?? [],
    audios: inputs.audioUrls ?? [],
  };
}
