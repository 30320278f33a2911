import { z } from "zod";
import { priceHappyhorse } from "../pricing/index.ts";
import { compileChips } from "./chips.ts";
import { defineNode } from "./define.ts";
import { durationParam, outputResolutionParam, secondsOnTheWire } from "./generateParams.ts";
import { checkHappyhorse, happyhorseChipTargets, happyhorsePorts } from "./happyhorseRules.ts";
import { mediaAt, textAt, urlOrAsset } from "./inputs.ts";
import { generatedSeconds, VIDEO_LATENCY } from "./latency.ts";
import { videoOutput } from "./outputs.ts";
import { parseSize, SHORTEST_SIDE, withShortestSide } from "./pixels.ts";

const SEED = "must be a whole number from 0 to 2147483647";

const ports = Object.values(happyhorsePorts);

export const generateHappyhorse = defineNode({
  kind: "generateHappyhorse",
  role: "task",
  makes: "video",
  title: "HappyHorse",
  description: "Video from a prompt, from a first frame, or from up to 9 reference images.",
  category: "generate",
  params: z.object({
    duration: durationParam(3, 15),
    outputResolution: outputResolutionParam,
    ratio: z.enum(["16:9", "9:16", "1:1", "4:3", "3:4"]).default("16:9").meta({ label: "Aspect", description: "Not used with a first frame: the video takes the frame's." }),
    // Never random by itself: a random seed would bill every run anew.
    seed: z.int({ error: SEED }).min(0, SEED).max(2_147_483_647, SEED).nullable().default(null).meta({ label: "Seed", advanced: true }),
  }),
  inputs: () => ports,
  output: videoOutput,
  check: checkHappyhorse,

  price: ({ params }) => priceHappyhorse({ seconds: params.duration, outputResolution: params.outputResolution }),

  request: ({ params, inputs }) => {
    const prompt = textAt(inputs, "prompt");
    const firstFrame = mediaAt(inputs, "firstFrame");
    const references = mediaAt(inputs, "references");
    const images = [...firstFrame, ...references].map(urlOrAsset);
    return {
      service: "jobs",
      model: "happyhorse",
      body: {
        model: "happyhorse",
        inputs: {
          // References always send the tab and a first frame never does: the count of urls alone is ambiguous (notes 14).
          ...(references.length > 0 ? { videoWorkflowTab: "multi-reference" } : {}),
          ...(images.length > 0 ? { urls: images } : {}),
          ...(prompt === null ? {} : { prompt: compileChips(prompt, () => happyhorseChipTargets(inputs)) }),
          duration: secondsOnTheWire(params.duration),
          outputResolution: params.outputResolution,
          ...(firstFrame.length > 0 ? {} : { ratio: params.ratio }),
          ...(params.seed === null ? {} : { seed: params.seed }),
        },
      },
    };
  },

  forecast: ({ params, inputs }) => {
    const [frame] = mediaAt(inputs, "firstFrame");
    const aspect = frame ? sizeOf(frame.width, frame.height) : parseSize(params.ratio);
    const size = aspect ? withShortestSide(aspect, SHORTEST_SIDE[params.outputResolution]) : { width: null, height: null };
    return { ...size, duration: generatedSeconds(params.duration), latency: VIDEO_LATENCY[params.outputResolution] };
  },
});

function sizeOf(width: number | null, height: number | null) {
  return width === null || height === null ? null : { width, height };
}
