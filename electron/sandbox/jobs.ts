import type { ImageQuality, ImageTier, UpscaleTarget, VideoModel, VideoTier } from "./pricing.ts";

/** A width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export type VideoMode = "text" | "firstFrame" | "keyframe" | "reference";

/** A createTask for a video whose form is right; its sources have not been looked at. */
export interface VideoJob {
  readonly kind: "video";
  readonly model: VideoModel;
  readonly mode: VideoMode;
  readonly prompt: string;
  readonly seconds: number;
  readonly tier: VideoTier;
  readonly addon?: UpscaleTarget | undefined;
  /** The aspect that was asked for, at 720p; absent when it comes from the first frame or the default. */
  readonly aspect?: Size | undefined;
  readonly images: readonly string[];
  readonly videos: readonly string[];
  readonly audios: readonly string[];
}

type ImageFormat = "png" | "jpeg" | "webp";

export interface ImageJob {
  readonly kind: "image";
  readonly model: "gpt-image-2";
  readonly prompt: string;
  readonly quality: ImageQuality;
  readonly resolution: ImageTier;
  readonly aspectRatio: string;
  readonly format: ImageFormat;
  readonly images: readonly string[];
}

export interface UpscaleJob {
  readonly kind: "upscale";
  readonly url: string;
  readonly target: UpscaleTarget;
}

/** What createTask accepts, in one shape for all models. */
export type GenerationJob = VideoJob | ImageJob;
export type Job = GenerationJob | UpscaleJob;

export interface CreateRequest {
  readonly job: GenerationJob;
  readonly callBackUrl?: string | undefined;
}

export interface UpscaleRequest {
  readonly job: UpscaleJob;
  readonly callBackUrl?: string | undefined;
}
