import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { FrameAt } from "../../shared/fit/operation.ts";
import type { TakeFrame } from "./carry.ts";

const run = promisify(execFile);

/** Takes frames with the ffmpeg that is installed on this machine. */
export const ffmpegFrame: TakeFrame = async (video, at, path, signal) => {
  try {
    await run("ffmpeg", ["-v", "error", "-nostdin", ...seek(at, video.facts.durationSeconds), "-i", video.path, "-an", "-frames:v", "1", ...(at === "last" ? ["-update", "1"] : []), "-f", "image2", "-c:v", "png", "-y", path], { signal, maxBuffer: 1024 * 1024 });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw new Error("taking a picture out of a video needs the editor, whose page decodes it, or ffmpeg on the PATH. Install ffmpeg, or run the graph in the editor.", { cause: error });
    }
    throw error;
  }
};

function seek(at: FrameAt, seconds: number | null): string[] {
  if (at === "first") return [];
  if (at === "last") return ["-sseof", "-3"];
  return ["-ss", String(Math.max(0, Math.min(at, seconds ?? at)))];
}
