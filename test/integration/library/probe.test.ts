import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { probe } from "../../../electron/library/probe.ts";
import { bmpFile, imageFile, videoFile, wavFile } from "./samples.ts";
import { tempFolder } from "./support.ts";
import { has, make, probed } from "./tools.ts";

/** Every cut must be found; a cut of one byte counts as well. */
async function expectCutsFound(bytes: Buffer, cuts: readonly number[] = [0.3, 0.5, 0.9, 1]): Promise<void> {
  for (const cut of cuts) {
    const length = cut === 1 ? bytes.length - 1 : Math.floor(bytes.length * cut);
    await expect(probed(bytes.subarray(0, length)), `${length} of ${bytes.length} bytes`).rejects.toMatchObject({ code: "damaged" });
  }
}

describe("a file made here", () => {
  test.each(["png", "jpeg", "webp", "gif"] as const)("%s is measured, and found out when any of it is missing", async (format) => {
    const file = await imageFile(format);
    expect(await probed(file)).toMatchObject({ type: "image", format, width: 320, height: 200, bytes: file.length, durationSeconds: null });
    await expectCutsFound(file);
  });

  test("a picture cut where its last byte looks like an end mark by chance is found out", async () => {
    const gif = await imageFile("gif");
    const looksEnded = [...gif.keys()].filter((at) => at > 1_000 && at < gif.length - 1 && gif[at] === 0x3b);
    expect(looksEnded.length).toBeGreaterThan(10);
    for (const at of looksEnded.slice(0, 40)) await expect(probed(gif.subarray(0, at + 1)), `cut after ${at}`).rejects.toMatchObject({ code: "damaged" });
    const jpeg = await imageFile("jpeg");
    for (let times = 0; times < 20; times += 1) await expect(probed((await imageFile("jpeg")).subarray(0, -1))).rejects.toMatchObject({ code: "damaged" });
    const withThumbnail = Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1, 0, 6, 0xff, 0xd9, 0, 0]), jpeg.subarray(2)]);
    expect(await probed(withThumbnail)).toMatchObject({ format: "jpeg" });
    await expectCutsFound(withThumbnail);
    expect(await probed(Buffer.concat([jpeg, Buffer.from("a camera's own bytes")]))).toMatchObject({ format: "jpeg" });
  });

  test("bmp is measured, and found out when any of it is missing", async () => {
    expect(await probed(bmpFile())).toMatchObject({ type: "image", format: "bmp", width: 10, height: 6 });
    await expectCutsFound(bmpFile());
  });

  test("a rotated photograph has the size it is shown in", async () => {
    const file = await sharp({ create: { width: 300, height: 100, channels: 3, background: "red" } }).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await probed(file)).toMatchObject({ width: 100, height: 300 });
  });

  test.each([["mp4", "mp4"], ["mp4-index-first", "mp4"], ["webm", "webm"]] as const)("%s is measured, and found out when any of it is missing", async (container, format) => {
    const file = await videoFile(container, 3);
    expect(await probed(file)).toMatchObject({ type: "video", format, width: 640, height: 360 });
    expect((await probed(file)).durationSeconds).toBeCloseTo(3, 1);
    await expectCutsFound(file);
  });

  test("wav is measured, and found out when any of it is missing", async () => {
    expect(await probed(wavFile(2))).toMatchObject({ type: "audio", format: "wav", width: null, height: null, durationSeconds: 2 });
    await expectCutsFound(wavFile(2));
  });

  test("an index that points behind the end of the file is found out although every box fits", async () => {
    const file = await videoFile("mp4-index-first");
    const at = file.indexOf("mdat") - 4;
    const cut = Buffer.from(file.subarray(0, at + 10_000));
    cut.writeUInt32BE(10_000, at);
    await expect(probed(cut)).rejects.toThrow(/index points to byte \d+ and the file has/);
  });

  test("random damage to an index never hangs and never goes unnoticed as another error", async () => {
    const file = await videoFile("mp4-index-first", 1);
    const end = file.indexOf("mdat");
    for (let at = 40; at < end; at += 23) {
      const damaged = Buffer.from(file);
      damaged.fill(0xff, at, at + 6);
      const outcome = await probed(damaged).then((facts) => facts.type, (error: unknown) => (error as { code: string }).code);
      expect(["video", "damaged", "not-media"]).toContain(outcome);
    }
  });

  test.each(["%PDF-1.4 …", "\x00\x00\x00\x1cftypjxl ", "fLaC\x00", "OggS\x00\x02", "\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska", "x"])("%j is no media, and the message says what is", async (beginning) => {
    await expect(probed(Buffer.from(beginning.padEnd(300, "."), "latin1"))).rejects.toMatchObject({ code: "not-media", message: expect.stringContaining("PNG, JPEG") });
  });
});

describe.skipIf(!has("ffmpeg"))("a file made by ffmpeg", () => {
  const picture = ["-loglevel", "error", "-y", "-f", "lavfi", "-i", "testsrc=d=2:s=320x240:r=25"];
  const both = [...picture, "-f", "lavfi", "-i", "sine=d=2"];
  const sound = ["-loglevel", "error", "-y", "-f", "lavfi", "-i", "sine=d=2"];
  const x264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"];

  test.each([
    ["h264.mp4", "mp4", [...both, ...x264, "-c:a", "aac"]],
    ["index-first.mp4", "mp4", [...both, ...x264, "-c:a", "aac", "-movflags", "+faststart"]],
    ["fragments.mp4", "mp4", [...both, ...x264, "-c:a", "aac", "-g", "10", "-movflags", "frag_keyframe+empty_moov"]],
    ["quicktime.mov", "mov", [...both, ...x264, "-c:a", "aac"]],
    ["vp8.webm", "webm", [...both, "-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libvorbis"]],
    ["live.webm", "webm", [...both, "-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libvorbis", "-f", "webm", "-live", "1"]],
  ] as const)("%s is measured, and found out when any of it is missing", async (name, format, args) => {
    const file = make("ffmpeg", name, args);
    const facts = await probed(file);
    expect(facts).toMatchObject({ type: "video", format, width: 320, height: 240 });
    expect(facts.durationSeconds).toBeGreaterThan(1.95);
    expect(facts.durationSeconds).toBeLessThan(2.1);
    await expectCutsFound(file);
  });

  test("a video that is shown turned has the size it is shown in", async () => {
    const plain = join(tempFolder(), "plain.mp4");
    writeFileSync(plain, make("ffmpeg", "plain.mp4", [...picture, ...x264]));
    const turned = make("ffmpeg", "turned.mp4", ["-loglevel", "error", "-y", "-i", plain, "-c", "copy", "-metadata:s:v", "rotate=90"]);
    expect(await probed(turned)).toMatchObject({ width: 240, height: 320 });
  });

  test.each([
    ["sound.m4a", "m4a", ["-c:a", "aac"]],
    ["sound.mp4", "m4a", ["-c:a", "aac"]],
    ["sound.mp3", "mp3", []],
    ["no-length.mp3", "mp3", ["-write_xing", "0", "-id3v2_version", "0"]],
    ["sound.wav", "wav", []],
  ] as const)("%s is audio of 2 s", async (name, format, args) => {
    const facts = await probed(make("ffmpeg", name, [...sound, ...args]));
    expect(facts).toMatchObject({ type: "audio", format, width: null });
    expect(facts.durationSeconds).toBeGreaterThan(1.95);
    expect(facts.durationSeconds).toBeLessThan(2.1);
  });

  test("an mp3 that says its length is found out when a second of it is missing", async () => {
    const file = make("ffmpeg", "cut.mp3", sound);
    expect(await probed(file)).toMatchObject({ format: "mp3" });
    await expectCutsFound(file, [0.5, 0.8]);
  });
});

describe.skipIf(!has("convert"))("a file made by ImageMagick", () => {

  test.each([
    ["plain.png", "png", []],
    ["rows-in-turn.png", "png", ["-interlace", "PNG"]],
    ["progressive.jpg", "jpeg", ["-interlace", "Plane"]],
    ["lossless.webp", "webp", ["-define", "webp:lossless=true"]],
    ["colours.bmp", "bmp", []],
    ["palette.bmp", "bmp", ["-type", "Palette"]],
    ["still.gif", "gif", []],
    ["moving.gif", "gif", ["-duplicate", "3"]],
  ] as const)("%s is measured, and found out when any of it is missing", async (name, format, args) => {
    const file = make("convert", name, ["-size", "200x120", "plasma:red-blue", ...args]);
    expect(await probed(file)).toMatchObject({ type: "image", format, width: 200, height: 120 });
    await expectCutsFound(file);
  });
});

test("a file of a hundred megabytes of nothing behind an MP4's beginning is judged without reading it", async () => {
  const path = join(tempFolder(), "sparse.mp4");
  const file = await videoFile("mp4", 1);
  writeFileSync(path, file);
  truncateSync(path, 100_000_000);
  const before = performance.now();
  await expect(probe(path, "0".repeat(64), "The file")).resolves.toMatchObject({ durationSeconds: 1 });
  expect(performance.now() - before).toBeLessThan(2_000);
});
