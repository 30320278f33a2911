import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { MediaFacts } from "../../../shared/graph/media.ts";
import { tempFolder } from "./support.ts";
import { has, make, probed } from "./tools.ts";

const QUIET = ["-loglevel", "error", "-y"];
const PICTURE = ["-f", "lavfi", "-i", "testsrc=d=2:s=320x240:r=25"];
const SOUND = ["-f", "lavfi", "-i", "sine=d=2"];
const X264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"];
const AAC = ["-c:a", "aac"];
const VP9 = ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"];
const X265 = ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none"];

const clip = (name: string, args: readonly string[]): Buffer => make("ffmpeg", name, [...QUIET, ...args]);

/** A file made by copying the tracks of another one. */
function copied(from: Buffer, name: string, before: readonly string[], after: readonly string[]): Buffer {
  const path = join(tempFolder(), "from.mp4");
  writeFileSync(path, from);
  return clip(name, [...before, "-i", path, "-c", "copy", ...after]);
}

function expectSeconds({ durationSeconds }: MediaFacts, seconds: number): void {
  expect(durationSeconds).toBeGreaterThan(seconds - 0.05);
  expect(durationSeconds).toBeLessThan(seconds + 0.1);
}

describe.skipIf(!has("ffmpeg"))("a video that ffmpeg made", () => {
  test.each([
    ["h264.mp4", "mp4", [...PICTURE, ...SOUND, ...X264, ...AAC], { videoCodec: "h264", audioCodec: "aac", sound: true }],
    ["h264.mov", "mov", [...PICTURE, ...SOUND, ...X264, ...AAC], { videoCodec: "h264", audioCodec: "aac", sound: true }],
    ["b-frames.mp4", "mp4", [...PICTURE, "-c:v", "libx264", "-bf", "3", "-pix_fmt", "yuv420p"], { videoCodec: "h264", sound: false }],
    ["phone.mp4", "mp4", [...PICTURE, ...X265, "-tag:v", "hvc1"], { videoCodec: "h265", sound: false }],
    ["phone.mov", "mov", [...PICTURE, ...SOUND, ...X265, ...AAC], { videoCodec: "h265", audioCodec: "aac", sound: true }],
    ["vp9.webm", "webm", [...PICTURE, ...SOUND, ...VP9, "-c:a", "libopus"], { videoCodec: "vp9", audioCodec: "opus", sound: true }],
    ["vp9.mp4", "mp4", [...PICTURE, ...VP9], { videoCodec: "vp9", sound: false }],
    ["av1.mp4", "mp4", [...PICTURE, "-c:v", "libaom-av1", "-cpu-used", "8"], { videoCodec: "av1", sound: false }],
    ["edited.mov", "mov", [...PICTURE, ...SOUND, "-c:v", "prores_ks", "-c:a", "pcm_s16le"], { videoCodec: "prores", audioCodec: "pcm", sound: true }],
    ["old.mp4", "mp4", [...PICTURE, "-c:v", "mpeg4"], { videoCodec: "mp4v", sound: false }],
    ["odd-brand.mp4", "mp4", [...PICTURE, ...SOUND, ...X264, ...AAC, "-brand", "3gp5"], { videoCodec: "h264", audioCodec: "aac", sound: true }],
  ] as const)("%s is measured", async (name, format, args, details) => {
    const facts = await probed(clip(name, args));
    expect(facts).toMatchObject({ type: "video", format, width: 320, height: 240 });
    expect(facts.details).toEqual({ frameRate: 25, ...details });
    expectSeconds(facts, 2);
  });

  test("fragments that a camera writes while it films are one video", async () => {
    const facts = await probed(clip("fragments.mp4", [...PICTURE, ...SOUND, ...X264, ...AAC, "-movflags", "frag_keyframe+empty_moov+default_base_moof"]));
    expect(facts).toMatchObject({ type: "video", format: "mp4", width: 320, height: 240, details: { videoCodec: "h264", sound: true } });
    expect(facts.details?.frameRate).toBeCloseTo(25, 0);
    expectSeconds(facts, 2);
  });

  test.each([["90", 240, 320], ["180", 320, 240], ["270", 240, 320]])("a phone that was turned by %s° has filmed what is seen", async (rotate, width, height) => {
    const plain = clip("plain.mp4", [...PICTURE, ...X264]);
    expect(await probed(copied(plain, "turned.mp4", [], ["-metadata:s:v", `rotate=${rotate}`]))).toMatchObject({ width, height });
  });

  test("pixels that are not square count as they are shown", async () => {
    expect(await probed(clip("wide.mp4", ["-f", "lavfi", "-i", "testsrc=d=1:s=320x240:r=25,setsar=4/3", ...X264]))).toMatchObject({ width: 427, height: 240 });
  });

  test("an edit list that hides the beginning shortens the video", async () => {
    const cut = copied(clip("whole.mp4", [...PICTURE, ...SOUND, ...X264, ...AAC]), "cut.mp4", ["-ss", "0.5"], ["-t", "1"]);
    const facts = await probed(cut);
    expect(facts.type).toBe("video");
    expectSeconds(facts, 1);
  });

  test("pictures at uneven times have their average rate, and television's is not rounded", async () => {
    const uneven = await probed(clip("uneven.mp4", [...PICTURE, "-vf", "select='not(mod(n,5))+gt(n,25)'", "-vsync", "vfr", ...X264]));
    expect(uneven.details?.frameRate).toBeGreaterThan(10);
    expect(uneven.details?.frameRate).toBeLessThan(20);
    const television = await probed(clip("tv.mp4", ["-f", "lavfi", "-i", "testsrc=d=2:s=320x240:r=30000/1001", ...X264]));
    expect(television.details?.frameRate).toBe(29.97);
  });
});

describe.skipIf(!has("ffmpeg"))("a sound that ffmpeg made", () => {
  test.each([
    ["aac.m4a", "m4a", AAC, "aac"],
    ["alac.m4a", "m4a", ["-c:a", "alac"], "alac"],
    ["only-sound.mp4", "m4a", AAC, "aac"],
    ["only-sound.mov", "m4a", AAC, "aac"],
    ["cbr.mp3", "mp3", ["-b:a", "128k"], "mp3"],
    ["vbr.mp3", "mp3", ["-q:a", "2"], "mp3"],
    ["8-bits.wav", "wav", ["-c:a", "pcm_u8"], "pcm"],
    ["16-bits.wav", "wav", ["-c:a", "pcm_s16le"], "pcm"],
    ["24-bits.wav", "wav", ["-c:a", "pcm_s24le"], "pcm"],
    ["float.wav", "wav", ["-c:a", "pcm_f32le"], "pcm"],
    ["six-channels.wav", "wav", ["-af", "pan=5.1|c0=c0|c1=c0|c2=c0|c3=c0|c4=c0|c5=c0", "-c:a", "pcm_s24le"], "pcm"],
  ] as const)("%s is audio", async (name, format, args, audioCodec) => {
    const facts = await probed(clip(name, [...SOUND, ...args]));
    expect(facts).toMatchObject({ type: "audio", format, width: null, height: null, details: { audioCodec } });
    expectSeconds(facts, 2);
  });

  test.each(["cover.mp3", "cover.m4a", "cover.mov"])("%s with the cover of its album is a sound all the same", async (name) => {
    const cover = join(tempFolder(), "cover.jpg");
    writeFileSync(cover, clip("cover.jpg", ["-f", "lavfi", "-i", "testsrc=s=3000x3000", "-frames:v", "1", "-q:v", "1"]));
    const sound = join(tempFolder(), `sound.${name.split(".")[1] ?? ""}`);
    writeFileSync(sound, clip(name, SOUND));
    // QuickTime has no place for covers: there it is a track with a single picture.
    const attached = name.endsWith("mov") ? [] : ["-disposition:v", "attached_pic"];
    const facts = await probed(clip(name, ["-i", sound, "-i", cover, "-map", "0", "-map", "1", "-c", "copy", ...attached]));
    expect(facts).toMatchObject({ type: "audio", width: null, format: name.endsWith("mp3") ? "mp3" : "m4a" });
    expect(facts.bytes).toBeGreaterThan(100_000);
    expectSeconds(facts, 2);
  });

  test.each([
    ["a.ogg", "an Ogg file", "MP3, WAV or M4A"], ["a.flac", "a FLAC file", "MP3, WAV or M4A"], ["a.aac", "a bare AAC stream", "into an M4A"], ["a.aiff", "an AIFF file", "MP3, WAV or M4A"],
  ])("%s is refused as %s, with what to do and what is accepted", async (name, said, advice) => {
    const refused = probed(clip(name, SOUND));
    await expect(refused).rejects.toMatchObject({ code: "not-media", message: expect.stringContaining(`The file holiday is ${said}`) });
    await expect(refused).rejects.toThrow(advice);
    await expect(refused).rejects.toThrow(/Accepted are PNG, JPEG, WebP, AVIF, HEIC, GIF, BMP, MP4, MOV, WebM, MP3, WAV and M4A\.$/);
  });

  test("a WAV that is packed and an MP3 that is none inside are refused with what to do", async () => {
    await expect(probed(clip("packed.wav", [...SOUND, "-c:a", "adpcm_ima_wav"]))).rejects.toMatchObject({ code: "not-media", message: expect.stringContaining("Save it as a WAV that is not packed") });
    const tag = Buffer.from("ID3\x04\0\0\0\0\x0f\x76", "latin1");
    const disguised = Buffer.concat([tag, Buffer.alloc(0x7f * 15 + 0x76 + 15), clip("inside.aac", SOUND)]);
    await expect(probed(disguised)).rejects.toMatchObject({ code: expect.stringMatching(/not-media|damaged/) });
  });

  test.each([["a.mkv", "Matroska"], ["a.ts", "MPEG transport"], ["a.avi", "AVI"], ["a.flv", "Flash"]])("%s is refused as %s, to be converted to MP4", async (name, said) => {
    await expect(probed(clip(name, [...PICTURE, ...X264]))).rejects.toMatchObject({ code: "not-media", message: expect.stringMatching(new RegExp(`${said}.*convert it to MP4`)) });
  });
});
