import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import { promisify } from "node:util";
import { FRAME_ROUNDING_SECONDS } from "../../shared/fit/frameTime.ts";
import type { FrameAt } from "../../shared/fit/operation.ts";
import type { TakeFrame } from "./carry.ts";

const run = promisify(execFile);

/** How far before the end, or before the time wanted, decoding begins. Frames that stand still for longer cost a second pass from the beginning. */
const RUN_UP_SECONDS = 5;

/** There is no ffmpeg on the PATH. */
export class NoFfmpegError extends Error {
  override readonly name = "NoFfmpegError";
}

/** Takes frames with the ffmpeg that is installed on this machine. Throws `NoFfmpegError` where there is none. */
export const ffmpegFrame: TakeFrame = async (video, at, path, signal) => {
  for (const [before, within] of ways(at)) {
    await ffmpeg([...before, "-i", video.path, "-map", "0:v:0", ...within, "-fps_mode", "passthrough", "-update", "1", "-f", "image2", "-c:v", "png", "-y", path], signal);
    if (await isThere(path)) return;
  }
  throw new Error("ffmpeg finds no picture in the video at that time");
};

/** Options before and after the input; every frame is written over the one before, so that the last of the stretch is left: the one that is shown then. */
function ways(at: FrameAt): readonly (readonly [string[], string[]])[] {
  if (at === "first") return [[[], ["-frames:v", "1"]]];
  // The sound may go on for longer than the pictures.
  if (at === "last") return [[["-sseof", String(-RUN_UP_SECONDS)], []], [[], []]];
  const from = Math.max(0, at - RUN_UP_SECONDS);
  const whole: readonly [string[], string[]] = [[], ["-t", String(at + FRAME_ROUNDING_SECONDS)]];
  return from === 0 ? [whole] : [[["-ss", String(from)], ["-t", String(at - from + FRAME_ROUNDING_SECONDS)]], whole];
}

async function ffmpeg(options: readonly string[], signal: AbortSignal | undefined): Promise<void> {
  try {
    await run("ffmpeg", ["-v", "error", "-nostdin", ...options], { signal, maxBuffer: 1024 * 1024 });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw new NoFfmpegError("taking a picture out of a video needs the editor, whose page decodes it, or ffmpeg on the PATH. Install ffmpeg, or run the graph in the editor.", { cause: error });
    }
    throw error;
  }
}

async function isThere(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
