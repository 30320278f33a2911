import { describe, expect, test } from "vitest";
import type { Probe } from "../../../electron/sandbox/probe.ts";
import { checkMedia } from "../../../electron/sandbox/rules/media.ts";
import { sniff } from "../../../electron/sandbox/sniff.ts";
import { isExampleHost, standin } from "../../../electron/sandbox/standins.ts";

const picture = (width: number, height: number, more: Partial<Probe> = {}): Probe => ({ kind: "image", format: "jpeg", mime: "image/jpeg", bytes: 1000, width, height, ...more });
const MB = 1024 * 1024;

describe("images are judged by their model's limits", () => {
  test.each([
    ["sd2", picture(400, 4000)],
    ["sd2-fast", picture(400, 400, { format: "bmp" })],
    ["happyhorse", picture(300, 750)],
    ["happyhorse", picture(750, 300, { bytes: 10 * MB })],
    ["gpt-image-2", picture(256, 768, { bytes: 50 * MB, format: "webp" })],
  ] as const)("%s takes %j", (model, probe) => {
    expect(() => checkMedia("inputs.urls[0]", probe, "image", model)).not.toThrow();
  });

  test.each([
    ["sd2", picture(399, 4000), "shortest side"],
    ["sd2", picture(800, 800, { format: "gif" }), "gif"],
    ["happyhorse", picture(299, 400), "shortest side"],
    ["happyhorse", picture(300, 751), "aspect"],
    ["happyhorse", picture(751, 300), "aspect"],
    ["happyhorse", picture(800, 800, { bytes: 10 * MB + 1 }), "10 MB"],
    ["gpt-image-2", picture(255, 300), "shortest side"],
    ["gpt-image-2", picture(256, 769), "aspect"],
    ["gpt-image-2", picture(800, 800, { bytes: 50 * MB + 1 }), "50 MB"],
    ["gpt-image-2", picture(800, 800, { format: "bmp" }), "bmp"],
  ] as const)("%s refuses %j: %s", (model, probe, why) => {
    expect(() => checkMedia("inputs.urls[0]", probe, "image", model)).toThrow(why);
  });

  test("a source must be of its role's kind, and no reference lasts longer than 15 s", () => {
    const clip: Probe = { kind: "video", format: "mp4", mime: "video/mp4", bytes: 1, width: 1280, height: 720, seconds: 15 };
    expect(() => checkMedia("f", clip, "image", "sd2")).toThrow("is video");
    expect(() => checkMedia("f", clip, "video", "sd2")).not.toThrow();
    expect(() => checkMedia("f", { ...clip, seconds: 15.01 }, "video", "sd2")).toThrow("15.01 s");
  });
});

describe("stand-ins say in their name what they are", () => {
  const probe = (name: string): unknown => {
    const found = standin(new URL(`https://example.com/${name}`));
    return found.state === "found" ? found.probe : found.state;
  };

  test.each([
    ["photo.jpg", { kind: "image", format: "jpeg", width: 1024, height: 768 }],
    ["photo", { kind: "image" }],
    ["scene-1920x1080.png", { format: "png", width: 1920, height: 1080 }],
    ["motion-ref.mp4", { kind: "video", seconds: 5, width: 1280, height: 720 }],
    ["clip-7s.mp4", { seconds: 7 }],
    ["clip-5.04s.mov", { format: "mov", seconds: 5.04 }],
    ["long-900s-640x360.webm", { format: "webm", seconds: 900, width: 640, height: 360 }],
    ["big-300mb.mp4", { bytes: 300 * MB }],
    ["audio.mp3", { kind: "audio", seconds: 5 }],
  ])("%s", (name, expected) => {
    expect(probe(name)).toMatchObject(expected);
  });

  test("missing and broken ones can be asked for", () => {
    expect(probe("missing.jpg")).toBe("missing");
    expect(probe("broken-clip.mp4")).toBe("broken");
  });

  test("only the example hosts are stand-ins", () => {
    expect(["example.com", "cdn.example.org", "a.b.example.net"].every(isExampleHost)).toBe(true);
    expect(["example.de", "notexample.com", "example.com.evil.org"].some(isExampleHost)).toBe(false);
  });
});

describe("a file is what its bytes say", () => {
  const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
  test.each([
    ["\u00FF\u00D8\u00FF\u00E0", "jpeg"], ["\u0089PNG\r\n\u001A\n", "png"], ["RIFF0000WEBPVP8 ", "webp"], ["GIF89a", "gif"], ["BM0000", "bmp"],
    ["0000ftypisom", "mp4"], ["0000ftypqt  ", "mov"], ["0000ftypavif", "avif"], ["0000ftypM4A ", "m4a"], ["\u001A\u0045\u00DF\u00A3", "webm"],
    ["RIFF0000WAVEfmt ", "wav"], ["OggS", "ogg"], ["fLaC", "flac"], ["ID3\u0004", "mp3"], ["\u00FF\u00FB\u0090", "mp3"], ["\u00FF\u00F1\u0050", "aac"],
  ])("%j is %s", (head, format) => {
    expect(sniff(bytes(head))?.format).toBe(format);
  });

  test("a page is no media, whatever it is called", () => {
    expect(sniff(bytes("<!DOCTYPE html>"))).toBeNull();
  });
});
