import { FRAME_ROUNDING_SECONDS } from "../../shared/fit/frameTime.ts";
import type { FrameAt } from "../../shared/fit/operation.ts";

const GIVE_UP_MS = 20_000;

/** Takes the picture that the browser's player shows at a time, for what only the player can decode. Rejects for what it cannot play either. */
export async function decodeByElement(address: string, at: FrameAt, signal: AbortSignal): Promise<Blob> {
  const video = document.createElement("video");
  video.muted = true;
  video.preload = "auto";
  video.playsInline = true;
  // Media may come from another origin than the page, as in the desktop program; a canvas would not be readable otherwise.
  video.crossOrigin = "anonymous";
  try {
    await happens(video, "loadeddata", signal, () => {
      video.src = address;
    });
    if (at !== "first") {
      await happens(video, "seeked", signal, () => {
        video.currentTime = at === "last" ? video.duration : Math.min(at + FRAME_ROUNDING_SECONDS, video.duration);
      });
    }
    return await drawn(video);
  } finally {
    // Lets go of the connection and the decoder at once.
    video.removeAttribute("src");
    video.load();
  }
}

function happens(video: HTMLVideoElement, event: "loadeddata" | "seeked", signal: AbortSignal, begin: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      video.removeEventListener(event, happened);
      video.removeEventListener("error", failed);
      signal.removeEventListener("abort", stopped);
      settle();
    };
    const happened = (): void => end(resolve);
    const failed = (): void => end(() => reject(new Error(video.error?.message || "the video cannot be played")));
    const stopped = (): void => end(() => reject(signal.reason as Error));
    const timer = setTimeout(() => end(() => reject(new Error("the picture does not come"))), GIVE_UP_MS);
    video.addEventListener(event, happened);
    video.addEventListener("error", failed);
    signal.addEventListener("abort", stopped);
    begin();
  });
}

async function drawn(video: HTMLVideoElement): Promise<Blob> {
  if (video.videoWidth === 0) throw new Error("it has no pictures");
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this browser cannot draw");
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  return await canvas.convertToBlob({ type: "image/png" });
}
