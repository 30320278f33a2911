import type { Problem } from "../graph/problem.ts";
import { checkChips, compileChips, countedTargets } from "./chips.ts";
import type { ChipTarget } from "./chips.ts";
import type { Inputs, NodeContext, PortSpec } from "./define.ts";
import { checkImages } from "./imageRules.ts";
import type { ImageLimits } from "./imageRules.ts";
import { checkCount, mediaAt, promptMissing, promptPort, textAt } from "./inputs.ts";
import { HAPPYHORSE_PROMPT_LIMIT, weightedLength } from "./promptLength.ts";

export const happyhorsePorts = {
  prompt: promptPort,
  firstFrame: { name: "firstFrame", label: "First frame", type: "image", max: 1 },
  references: { name: "references", label: "References", type: "image", max: 9 },
} as const satisfies Record<string, PortSpec>;

export const IMAGE_LIMITS: ImageLimits = { model: "HappyHorse", shortestSide: 300, aspect: 2.5, megabytes: 10, formats: ["jpeg", "png", "bmp", "webp"] };

export function happyhorseChipTargets(inputs: Inputs): ChipTarget[] {
  return [...countedTargets(mediaAt(inputs, "firstFrame"), "the first frame"), ...countedTargets(mediaAt(inputs, "references"), "character{n}")];
}

/** All of the service's rules for happyhorse, as seegen-api-notes.md reads them. */
export function checkHappyhorse({ inputs }: NodeContext<unknown>): Problem[] {
  const text = textAt(inputs, "prompt");
  const targets = () => happyhorseChipTargets(inputs);
  const firstFrame = mediaAt(inputs, "firstFrame").length > 0;
  const references = mediaAt(inputs, "references").length > 0;
  return [
    ...(text === null && !firstFrame ? [promptMissing(references ? "reference to video" : "text to video")] : []),
    ...checkChips(text, targets, ["First frame", "References"]),
    ...checkPromptLength(compileChips(text ?? "", targets)),
    ...(firstFrame && references ? [bothConnected] : []),
    ...checkCount(inputs, happyhorsePorts.references),
    ...[happyhorsePorts.firstFrame, happyhorsePorts.references].flatMap((port) => checkImages(inputs, port, IMAGE_LIMITS)),
  ];
}

const bothConnected: Problem = {
  severity: "error",
  port: "references",
  message: "HappyHorse takes either a first frame or references, not both.",
  fix: "Disconnect First frame or References.",
};

/** Counted as it will be sent. The service would cut a longer one off without a word. */
function checkPromptLength(text: string): Problem[] {
  const length = weightedLength(text);
  if (length <= HAPPYHORSE_PROMPT_LIMIT) return [];
  return [
    {
      severity: "error",
      port: "prompt",
      message: `The prompt has a length of ${length}, and HappyHorse takes ${HAPPYHORSE_PROMPT_LIMIT} (a Chinese, Japanese or Korean character counts 2, any other 1).`,
      fix: `Shorten it by ${length - HAPPYHORSE_PROMPT_LIMIT}.`,
    },
  ];
}
