/**
 * The sandbox's own reading of the document's prices. On purpose not `shared/pricing`: what is quoted and what is billed are
 * computed by two independent hands, so that a mistake in one shows as a difference. All results are whole credits.
 */

export type VideoModel = "sd2" | "sd2-fast" | "happyhorse";
export type VideoTier = "720p" | "1080p";
export type UpscaleTarget = "1080p" | "2k" | "4k";
export type ImageTier = "1k" | "2k" | "4k";
export type ImageQuality = "medium" | "high";

interface SeedanceRates {
  readonly plain: number;
  readonly withVideo: number;
}

const SEEDANCE_RATES: Readonly<Record<string, SeedanceRates>> = {
  "sd2 720p": { plain: 40, withVideo: 30 },
  "sd2 1080p": { plain: 100, withVideo: 75 },
  "sd2-fast 720p": { plain: 32, withVideo: 24 },
};

const HAPPYHORSE_RATES: Readonly<Record<VideoTier, number>> = { "720p": 32, "1080p": 60 };

/** Per output second on top of the base, whatever the model and the references. */
const ADDON_RATES: Readonly<Record<UpscaleTarget, number>> = { "1080p": 20, "2k": 30, "4k": 40 };

/** The stand-alone upscaler is another product with another table (note 2). */
const UPSCALER_RATES: Readonly<Record<UpscaleTarget, number>> = { "1080p": 25, "2k": 38, "4k": 50 };

const UPSCALER_MINIMUM_SECONDS = 5;

const IMAGE_PRICES: Readonly<Record<ImageTier, Readonly<Record<ImageQuality, number>>>> = {
  "1k": { medium: 15, high: 70 },
  "2k": { medium: 35, high: 125 },
  "4k": { medium: 60, high: 230 },
};

export interface VideoPriceInput {
  readonly model: VideoModel;
  readonly tier: VideoTier;
  /** Output seconds, whole. */
  readonly seconds: number;
  readonly addon?: UpscaleTarget | undefined;
  /** The measured duration of every reference video, in seconds. */
  readonly videoSeconds?: readonly number[];
}

/** Whole seconds, upwards. Durations are measured to the millisecond: 5.0000001 s is 5 s, not 6. */
function wholeSeconds(seconds: number): number {
  return Math.ceil(Math.round(seconds * 1000) / 1000);
}

/** The seconds billed for reference videos: the sum of the ceilings, at least ⌈2·out/3⌉; 0 without any (note 4). */
export function billedInputSeconds(videoSeconds: readonly number[], outputSeconds: number): number {
  if (videoSeconds.length === 0) return 0;
  let sum = 0;
  for (const seconds of videoSeconds) sum += wholeSeconds(seconds);
  return Math.max(sum, Math.ceil((2 * outputSeconds) / 3));
}

/** Credits of a video task. Throws when the document has no price for the combination (sd2-fast at native 1080p). */
export function videoCredits(input: VideoPriceInput): number {
  if (input.model === "happyhorse") return input.seconds * HAPPYHORSE_RATES[input.tier];
  const rates = SEEDANCE_RATES[`${input.model} ${input.tier}`];
  if (rates === undefined) throw new Error(`No price is documented for ${input.model} at native ${input.tier}.`);
  const videos = input.videoSeconds ?? [];
  const rate = videos.length === 0 ? rates.plain : rates.withVideo;
  const base = (input.seconds + billedInputSeconds(videos, input.seconds)) * rate;
  return base + (input.addon === undefined ? 0 : input.seconds * ADDON_RATES[input.addon]);
}

/** Credits of one image. */
export function imageCredits(tier: ImageTier, quality: ImageQuality): number {
  return IMAGE_PRICES[tier][quality];
}

/** Credits of a stand-alone upscale of a video that lasts `seconds`; pass 0 for the least it can cost. */
export function upscaleCredits(target: UpscaleTarget, seconds: number): number {
  return Math.max(UPSCALER_MINIMUM_SECONDS, wholeSeconds(seconds)) * UPSCALER_RATES[target];
}
