import { cutClip } from "./cutClip.ts";
import { fitImage } from "./fitImage.ts";
import type { Carry, Original } from "./deriver.ts";
import type { FrameAt } from "../../shared/fit/operation.ts";

/** Takes one picture out of a video and writes it as png. Rejects with an `Error` that says what is missing. */
export type TakeFrame = (video: Original, at: FrameAt, path: string, signal: AbortSignal | undefined) => Promise<void>;

/** Every operation by the part that carries it out. */
export function carrier(takeFrame: TakeFrame): Carry {
  return async (original, operation, path, signal) => {
    switch (operation.type) {
      case "image":
        await fitImage(original, operation.fit, path, signal);
        return {};
      case "frame":
        await takeFrame(original, operation.at, path, signal);
        return {};
      case "video":
      case "audio":
        return await cutClip(original, operation.fit, path, signal);
    }
  };
}
