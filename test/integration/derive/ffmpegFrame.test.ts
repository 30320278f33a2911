import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { ffmpegFrame, NoFfmpegError } from "../../../electron/derive/ffmpegFrame.ts";
import type { FrameAt } from "../../../shared/fit/operation.ts";
import { encodedNumberedVideo, numberedVideo, numberOn } from "../../fixtures/numberedVideo.ts";

const folder = await mkdtemp(join(tmpdir(), "shotgraph-ffmpeg-"));
afterAll(() => rm(folder, { recursive: true, force: true }));
const probe = join(folder, "probe.mp4");
const hasFfmpeg = await encodedNumberedVideo(probe, ["-c:v", "mpeg4", "-an"]);
let made = 0;

async function numberAt(path: string, at: FrameAt): Promise<number> {
  const target = join(folder, `${(made += 1)}.png`);
  await ffmpegFrame({ path, facts: { durationSeconds: null } as never }, at, target, undefined);
  return await numberOn(target);
}

describe.skipIf(!hasFfmpeg)("the same frames as in the editor, by ffmpeg", () => {
  test("the frame that is shown at a time, not the next one; of uneven lengths, too", async () => {
    const path = join(folder, "uneven.mp4");
    await writeFile(path, await numberedVideo([0.1, 0.1, 0.1, 0.2, 0.1, 7, 0.1, 0.2]));
    expect(await Promise.all((["first", "last", 0.25, 0.5, 0.49, 7.5, 7.6] as const).map((at) => numberAt(path, at)))).toEqual([0, 7, 2, 4, 3, 5, 6]);
  });

  test.each([
    ["h264 with B-frames", ["-c:v", "libx264", "-bf", "3", "-g", "30", "-pix_fmt", "yuv420p", "-c:a", "aac"], "h264.mp4"],
    ["vp9", ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-c:a", "libopus"], "vp9.webm"],
  ])("exact in %s whose sound goes on for longer", async (_name, codec, file) => {
    const path = join(folder, file);
    expect(await encodedNumberedVideo(path, codec)).toBe(true);
    expect(await Promise.all((["first", "last", 0.25, 0.5, 0.97, 1.9583] as const).map((at) => numberAt(path, at)))).toEqual([0, 47, 6, 12, 23, 47]);
  });
});

test("without ffmpeg it is said what is missing", async () => {
  const before = process.env["PATH"];
  process.env["PATH"] = folder;
  try {
    await expect(numberAt(probe, "last")).rejects.toThrow(NoFfmpegError);
  } finally {
    process.env["PATH"] = before;
  }
});
