import { z } from "zod";
import type { Size, VideoJob, VideoMode } from "../jobs.ts";
import { invalid } from "../refusal.ts";
import { atMost, durationSeconds, promptWeight, requirePrompt, sourceList } from "./fields.ts";
import { parseStrictly } from "./parse.ts";

const RATIOS: Readonly<Record<string, Size>> = {
  "16:9": { width: 1280, height: 720 },
  "9:16": { width: 720, height: 1280 },
  "1:1": { width: 720, height: 720 },
  "4:3": { width: 960, height: 720 },
  "3:4": { width: 720, height: 960 },
};

const LONGEST_PROMPT = 5000;

const inputsSchema = z.strictObject({
  prompt: z.string().optional(),
  urls: sourceList.optional(),
  videoWorkflowTab: z.literal("multi-reference").optional(),
  duration: z.string().default("5"),
  outputResolution: z.enum(["720p", "1080p"]).default("720p"),
  ratio: z.enum(["16:9", "9:16", "1:1", "4:3", "3:4"]).optional(),
  seed: z.int().min(0).max(2_147_483_647).optional(),
});

type Inputs = z.infer<typeof inputsSchema>;

function modeOf(inputs: Inputs): VideoMode {
  const images = inputs.urls?.length ?? 0;
  if (inputs.videoWorkflowTab !== undefined) {
    if (images === 0) throw invalid("inputs.urls", "reference-to-video needs 1 to 9 images");
    return "reference";
  }
  // Note 14: undefined without the tab.
  if (images > 1) throw invalid("inputs.videoWorkflowTab", `must be "multi-reference" with ${images} urls; image-to-video takes exactly 1`);
  return images === 1 ? "firstFrame" : "text";
}

/** Reads the `inputs` of happyhorse; throws a 400 that names the field. */
export function parseHappyhorse(value: unknown): VideoJob {
  const inputs = parseStrictly(inputsSchema, value, "inputs");
  const seconds = durationSeconds(inputs.duration, 3, 15, "optional");
  atMost("inputs.urls", inputs.urls ?? [], 9);
  const mode = modeOf(inputs);
  if (mode === "firstFrame" && inputs.ratio !== undefined) {
    throw invalid("inputs.ratio", "is not taken in image-to-video: the aspect comes from the first frame");
  }
  const prompt = mode === "firstFrame" ? (inputs.prompt ?? "") : requirePrompt(inputs.prompt, `happyhorse needs it in ${mode === "text" ? "text" : "reference"}-to-video`);
  const weight = promptWeight(prompt);
  // The service truncates silently; an author who is not told loses the end of the prompt.
  if (weight > LONGEST_PROMPT) {
    throw invalid("inputs.prompt", `is too long: ${weight} of ${LONGEST_PROMPT}, a CJK character counts as two`);
  }
  return {
    kind: "video",
    model: "happyhorse",
    mode,
    prompt,
    seconds,
    tier: inputs.outputResolution,
    aspect: inputs.ratio === undefined ? undefined : RATIOS[inputs.ratio],
    images: inputs.urls ?? [],
    videos: [],
    audios: [],
  };
}
