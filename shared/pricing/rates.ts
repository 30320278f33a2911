/** The service's rate tables, in credits. The document's words and where they leave room: seegen-api-notes.md, "Money". */

export type Sd2Model = "sd2" | "sd2-fast";
export type NativeTier = "720p" | "1080p";
export type UpscaleTier = "1080p" | "2k" | "4k";
export type ImageQuality = "medium" | "high";
export type ImageTier = "1k" | "2k" | "4k";

/** Per second of output, and per second of reference video when there is one. null: the model has no such tier. */
export const SD2_RATES: Readonly<Record<Sd2Model, Readonly<Record<NativeTier, { plain: number; withVideo: number } | null>>>> = {
  sd2: { "720p": { plain: 40, withVideo: 30 }, "1080p": { plain: 100, withVideo: 75 } },
  "sd2-fast": { "720p": { plain: 32, withVideo: 24 }, "1080p": null },
};

/** Upscaling as a part of a generation, per second of output, whatever the model and its references. */
export const ADD_ON_UPSCALE_RATES: Readonly<Record<UpscaleTier, number>> = { "1080p": 20, "2k": 30, "4k": 40 };

/** Upscaling as a product of its own, per second of the source. Another table than the add-on's. */
export const UPSCALE_RATES: Readonly<Record<UpscaleTier, number>> = { "1080p": 25, "2k": 38, "4k": 50 };

/** A shorter clip is billed as this many seconds. */
export const UPSCALE_MINIMUM_SECONDS = 5;

/** Per second of output; reference images are not billed. */
export const HAPPYHORSE_RATES: Readonly<Record<NativeTier, number>> = { "720p": 32, "1080p": 60 };

/** Per image. */
export const GPT_IMAGE_2_RATES: Readonly<Record<ImageTier, Readonly<Record<ImageQuality, number>>>> = {
  "1k": { medium: 15, high: 70 },
  "2k": { medium: 35, high: 125 },
  "4k": { medium: 60, high: 230 },
};

/** Both packs sell at this price: $500 / 125,000 and $2,000 / 500,000. */
export const CREDIT_USD = 0.004;
