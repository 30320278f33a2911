import { rm, stat } from "node:fs/promises";
import type { AudioFit, VideoFit } from "../../shared/fit/operation.ts";
import { clipEnd, openClip } from "./openClip.ts";
import { containerFor } from "./containers.ts";
import { copyPackets, type Window } from "./copyPackets.ts";
import type { Made, Original } from "./deriver.ts";

/** A file measures longer than its packets where its container counts time coarsely. Then it is cut once more, by that much shorter. */
const TRIES = 5;
const LEAST_STEP_SECONDS = 0.001;
/** Others count the frame of an mp3 that only tells of the file, and what its encoder put before the beginning. */
const MP3_COUNTED_SECONDS = 0.06;

/**
 * Cuts a clip without encoding anything anew: from the key frame at or before `start`, and no longer than `seconds`. Its pictures and its sound go on
 * as they are, its metadata do not. Rejects with an `Error` that says what cannot be done.
 */
export async function cutClip({ path, facts }: Original, fit: VideoFit & AudioFit, target: string, signal?: AbortSignal): Promise<Made> {
  const clip = await openClip(path, fit.mute === true);
  try {
    const container = await containerFor(fit.format ?? facts.format, clip);
    const { start = 0, maxBytes = Infinity } = fit;
    const seconds = (fit.seconds ?? Infinity) - (facts.format === "mp3" ? MP3_COUNTED_SECONDS : 0);
    let window: Window = { start, seconds, maxBytes };
    for (let attempt = 1; ; attempt++) {
      const begins = await copyPackets(clip, container, window, target, signal);
      const over = (await clipEnd(target)) - seconds;
      const { size } = await stat(target);
      if (over <= 0 && size <= maxBytes) return start > 0 ? { begins } : {};
      if (attempt === TRIES) throw new Error(`no cut of it has at most ${over > 0 ? `${fit.seconds} s` : `${(maxBytes / 1_000_000).toFixed(2)} MB`}. Cut it with another program`);
      window = { start, seconds: over > 0 ? window.seconds - over - LEAST_STEP_SECONDS : window.seconds, maxBytes: size > maxBytes ? window.maxBytes - (size - maxBytes) : window.maxBytes };
      await rm(target);
    }
  } finally {
    clip.close();
  }
}
