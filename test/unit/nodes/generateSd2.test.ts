import { describe, expect, test } from "vitest";
import type { MediaValue } from "../../../shared/nodes/values.ts";
import { audio, image, node, places, several, text, video } from "./support.ts";

const sd2 = (params: Record<string, unknown>, inputs: Parameters<typeof node>[2]) => node("generateSd2", params, inputs);
const clip = (seconds: number): Partial<MediaValue> => ({ duration: { min: seconds, max: seconds } });
const sized = (width: number, height: number, more: Partial<MediaValue> = {}): Partial<MediaValue> => ({ width, height, ...more });

describe("each documented mode sends the document's own body", () => {
  test("text to video", () => {
    const { problems, body, request } = sd2({}, { prompt: [text("A golden retriever running on the beach at sunset")] });
    expect(problems()).toEqual([]);
    expect(request()).toMatchObject({ service: "jobs", model: "sd2" });
    expect(body()).toEqual({
      model: "sd2",
      inputs: { prompt: "A golden retriever running on the beach at sunset", duration: "5s", resolution: "1280x720" },
    });
  });

  // The document's examples of the next two leave `resolution` out; ours is always explicit.
  test("image to video: one first frame, no mode", () => {
    const { problems, body } = sd2({}, { firstFrame: [image("https://example.com/photo.jpg")], prompt: [text("The woman slowly turns her head and smiles")] });
    expect(problems()).toEqual([]);
    expect(body()).toEqual({
      model: "sd2",
      inputs: { urls: ["https://example.com/photo.jpg"], prompt: "The woman slowly turns her head and smiles", duration: "5s", resolution: "1280x720" },
    });
  });

  test("first and last frame: keyframe", () => {
    const { problems, body } = sd2(
      {},
      { lastFrame: [image("https://example.com/last.jpg")], firstFrame: [image("https://example.com/first.jpg")], prompt: [text("Smooth camera transition from day to night")] },
    );
    expect(problems()).toEqual([]);
    expect(body()).toEqual({
      model: "sd2",
      inputs: {
        urls: ["https://example.com/first.jpg", "https://example.com/last.jpg"],
        prompt: "Smooth camera transition from day to night",
        duration: "5s",
        videoInputMode: "keyframe",
        resolution: "1280x720",
      },
    });
  });

  test("multi-reference: a video always goes as an asset", () => {
    const { problems, body } = sd2(
      {},
      {
        images: [image("https://example.com/ref1.jpg"), image("https://example.com/ref2.jpg")],
        videos: [video("https://example.com/motion-ref.mp4", { review: "never" })],
        audios: [audio("https://example.com/audio.mp3")],
        prompt: [text("Character walks through a garden")],
      },
    );
    expect(problems()).toEqual([]);
    expect(body()).toEqual({
      model: "sd2",
      inputs: {
        urls: ["https://example.com/ref1.jpg", "https://example.com/ref2.jpg"],
        videoUrls: ["asset://of/https://example.com/motion-ref.mp4"],
        audioUrls: ["https://example.com/audio.mp3"],
        prompt: "Character walks through a garden",
        duration: "5s",
        videoInputMode: "reference",
        resolution: "1280x720",
      },
    });
  });

  test("native 1080p with references", () => {
    const { problems, body } = sd2(
      { outputResolution: "1080p" },
      { images: [image("https://example.com/scene.jpg")], videos: [video("asset://asset-20260326-abc123")], prompt: [text("Character moves smoothly matching the reference video")] },
    );
    expect(problems()).toEqual([]);
    expect(body()).toEqual({
      model: "sd2",
      inputs: {
        urls: ["https://example.com/scene.jpg"],
        videoUrls: ["asset://asset-20260326-abc123"],
        prompt: "Character moves smoothly matching the reference video",
        duration: "5s",
        outputResolution: "1080p",
        videoInputMode: "reference",
        resolution: "1280x720",
      },
    });
  });

  test("sd2-fast with the add-on upscale", () => {
    const { problems, body, request } = sd2({ model: "sd2-fast", upscaleResolution: "1080p", duration: 8, resolution: "720x1280" }, { prompt: [text("A cat playing piano")] });
    expect(problems()).toEqual([]);
    expect(request().model).toBe("sd2-fast");
    expect(body()).toEqual({ model: "sd2-fast", inputs: { prompt: "A cat playing piano", duration: "8s", resolution: "720x1280", upscaleResolution: "1080p" } });
  });

  test.each(["none", null])("upscaleResolution %s is not sent, and frames need no prompt", (upscaleResolution) => {
    const { problems, body } = sd2({ upscaleResolution }, { firstFrame: [image("https://example.com/a.png")], prompt: [text("  \n")] });
    expect(problems()).toEqual([]);
    expect(body()).toEqual({ model: "sd2", inputs: { urls: ["https://example.com/a.png"], duration: "5s", resolution: "1280x720" } });
  });

  test("images and audios go as assets where review is asked for, or where they are assets already", () => {
    const { body } = sd2(
      {},
      {
        images: [image("https://example.com/a.png", { review: "always" }), image("asset://asset-1", { review: "never" }), image("https://example.com/b.png", { review: "never" })],
        audios: [audio("https://example.com/a.mp3", { review: "always" }), audio("asset://asset-2"), audio("https://example.com/b.mp3")],
      },
    );
    expect(body()).toMatchObject({
      inputs: {
        urls: ["asset://of/https://example.com/a.png", "asset://asset-1", "https://example.com/b.png"],
        audioUrls: ["asset://of/https://example.com/a.mp3", "asset://asset-2", "https://example.com/b.mp3"],
      },
    });
  });
});

describe("what the service refuses is refused before anything is sent, naming the place and the way out", () => {
  const prompt = [text("words")];
  const frame = [image("https://example.com/a.png")];
  const refs = (count: number) => several(count, (address) => image(address));

  test.each<[string, Record<string, unknown>, Parameters<typeof node>[2], string[]]>([
    ["text to video without a prompt", {}, {}, ["error prompt"]],
    ["text to video with an empty prompt", {}, { prompt: [text(" ")] }, ["error prompt"]],
    ["a last frame alone", {}, { lastFrame: frame, prompt }, ["error lastFrame"]],
    ["a first frame with reference images", {}, { firstFrame: frame, images: frame }, ["error images"]],
    ["a first frame with a reference audio, which is also alone", {}, { firstFrame: frame, audios: [audio("https://example.com/a.mp3")] }, ["error audios", "error audios"]],
    ["a first and a last frame with a reference video", {}, { firstFrame: frame, lastFrame: frame, videos: [video("asset://v")] }, ["error videos"]],
    ["an audio alone", {}, { audios: [audio("https://example.com/a.mp3")], prompt }, ["error audios"]],
    ["ten images", {}, { images: refs(10) }, ["error images"]],
    ["four videos", {}, { videos: several(4, (address) => video(address)) }, ["error videos"]],
    ["four audios", {}, { images: frame, audios: several(4, (address) => audio(address)) }, ["error audios"]],
    ["thirteen references", {}, { images: refs(9), videos: several(2, (address) => video(address)), audios: several(2, (address) => audio(address)) }, ["error images"]],
    ["sd2-fast at native 1080p", { model: "sd2-fast", outputResolution: "1080p" }, { prompt }, ["error outputResolution"]],
    ["native 1080p with the add-on", { outputResolution: "1080p", upscaleResolution: "4k" }, { prompt }, ["error upscaleResolution"]],
    ["a reference video over 15 s", {}, { videos: [video("asset://v", clip(15.04))] }, ["error videos"]],
    ["a reference audio over 15 s", {}, { images: frame, audios: [audio("https://example.com/a.mp3", clip(16))] }, ["error audios"]],
    ["an image of 399 pixels", {}, { images: [image("https://example.com/a.png", sized(399, 800))] }, ["error images"]],
    ["a first frame of 399 pixels", {}, { firstFrame: [image("https://example.com/a.png", sized(700, 399))] }, ["error firstFrame"]],
    ["a last frame as gif", {}, { firstFrame: frame, lastFrame: [image("https://example.com/a.gif", { format: "gif" })] }, ["error lastFrame"]],
  ])("%s", (_name, params, inputs, expected) => {
    const problems = sd2(params, inputs).problems();
    expect(places(problems)).toEqual(expected);
    for (const { message, fix } of problems) {
      expect(message).not.toBe("");
      expect(fix).toBeTruthy();
    }
  });

  test.each<[string, Record<string, unknown>, Parameters<typeof node>[2]]>([
    ["nine images and three videos, which is twelve", {}, { images: refs(9), videos: several(3, (address) => video(address)) }],
    ["reference images without a prompt", {}, { images: frame }],
    ["one video as the only reference", {}, { videos: [video("asset://v", clip(15))] }],
    ["an audio beside a video", {}, { videos: [video("asset://v")], audios: [audio("https://example.com/a.mp3", clip(15))] }],
    ["an image of exactly 400 pixels", {}, { images: [image("https://example.com/a.png", sized(400, 400, { format: "jpeg", bytes: 1 }))] }],
    ["the same frame first and last", {}, { firstFrame: frame, lastFrame: frame }],
    ["native 1080p with the add-on set to none", { outputResolution: "1080p", upscaleResolution: "none" }, { prompt }],
    ["an image whose height is not known", {}, { firstFrame: [image("https://example.com/a.png", { width: 10 })] }],
  ])("accepted: %s", (_name, params, inputs) => {
    expect(sd2(params, inputs).problems()).toEqual([]);
  });

  test("the messages name the file, the figure and the other choice", () => {
    const small = image("https://example.com/a.png?signature=secret", sized(300, 500));
    const [problem] = sd2({}, { images: [image("https://example.com/b.png"), small] }).problems();
    expect(problem?.message).toBe("Image 2 (https://example.com/a.png) is 300×500; Seedance 2 needs at least 400 pixels on the shortest side.");
    const [tier] = sd2({ model: "sd2-fast", outputResolution: "1080p" }, { prompt }).problems();
    expect(tier?.fix).toBe("Set outputResolution to 720p and upscaleResolution to 1080p, or use model sd2.");
    const [long] = sd2({}, { videos: [video("asset://v", clip(15.001))] }).problems();
    expect(long?.message).toBe("Video 1 (asset://v) has 15.01 s; a reference may have at most 15 s.");
  });

  test.each([
    ["duration", { duration: 3 }],
    ["duration", { duration: 16 }],
    ["duration", { duration: 5.5 }],
    ["duration", { duration: "5s" }],
    ["resolution", { resolution: "1920x1080" }],
    ["outputResolution", { outputResolution: "4k" }],
    ["upscaleResolution", { upscaleResolution: "720p" }],
    ["model", { model: "sd3" }],
  ])("a wrong %s is refused: %j", (param, params) => {
    expect(() => sd2(params, { prompt })).toThrow(param);
  });
});

describe("what may go wrong is a warning", () => {
  test("over 15 s of video together", () => {
    const problems = sd2({}, { videos: [video("asset://a", clip(8)), video("asset://b"), video("asset://c", clip(8))] }).problems();
    expect(places(problems)).toEqual(["warning videos"]);
    expect(problems[0]?.message).toContain("16 s together");
  });

  test("over 15 s of audio in two, but not exactly 15 s", () => {
    const audios = (second: number) => ({ images: [image("https://example.com/a.png")], audios: [audio("https://example.com/a.mp3", clip(8)), audio("https://example.com/b.mp3", clip(second))] });
    expect(places(sd2({}, audios(7.5)).problems())).toEqual(["warning audios"]);
    expect(sd2({}, audios(7)).problems()).toEqual([]);
  });

  test("a clip that is not made yet may come out longer than a reference may be", () => {
    expect(places(sd2({}, { videos: [video("asset://a", { duration: { min: 15, max: 16 } })] }).problems())).toEqual(["warning videos"]);
  });

  test("a first frame of another aspect, with the nearest one that there is", () => {
    const [problem, ...others] = sd2({}, { firstFrame: [image("https://example.com/a.png", sized(900, 1600))] }).problems();
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ severity: "warning", param: "resolution", fix: "Set resolution to 720x1280, or crop the frame." });
  });

  test("a first frame that fits no resolution", () => {
    const [problem] = sd2({ resolution: "1280x540" }, { firstFrame: [image("https://example.com/a.png", sized(4000, 1000))] }).problems();
    expect(problem?.fix).toBe("Crop the frame to 1280x540's aspect ratio.");
  });

  test("a slightly different aspect is fine", () => {
    expect(sd2({}, { firstFrame: [image("https://example.com/a.png", sized(1920, 1088))] }).problems()).toEqual([]);
  });
});

describe("price and forecast", () => {
  test("the number of seconds, the tier and the lengths of the videos make the price", () => {
    const images = [image("https://example.com/a.png")];
    expect(sd2({}, {}).price()).toEqual({ credits: { min: 200, max: 200 }, formula: "5 s × 40 = 200" });
    expect(sd2({ model: "sd2-fast", upscaleResolution: "1080p" }, { images }).price().credits).toEqual({ min: 260, max: 260 });
    expect(sd2({ outputResolution: "1080p" }, { images, videos: [video("asset://v", clip(5))] }).price().credits).toEqual({ min: 750, max: 750 });
  });

  test("an asset of unknown length is quoted up to 15 s", () => {
    expect(sd2({}, { videos: [video("asset://v")] }).price().credits).toEqual({ min: 270, max: 600 });
  });

  test.each([
    [{}, 1280, 720, { min: 120, max: 420 }],
    [{ outputResolution: "1080p" }, 1920, 1080, { min: 600, max: 1200 }],
    [{ resolution: "720x1280", upscaleResolution: "4k" }, 2160, 3840, { min: 170, max: 570 }],
    [{ resolution: "1280x540", upscaleResolution: "2k" }, 2560, 1080, { min: 170, max: 570 }],
  ])("%j will be %i × %i", (params, width, height, latency) => {
    expect(sd2(params, {}).forecast()).toEqual({ width, height, duration: { min: 5, max: 6 }, latency });
  });
});

describe("chips", () => {
  const from = (id: string) => ({ origins: [id] });

  test("references are named as Seedance wants them, each type counted for itself", () => {
    const inputs = {
      prompt: [text("@{hero} dances like @{dance} to @{song}, in the style of @{style}")],
      images: [image("https://example.com/1.png", from("style")), image("https://example.com/2.png", from("hero"))],
      videos: [video("asset://v", from("dance"))],
      audios: [audio("https://example.com/a.mp3", from("song"))],
    };
    expect(sd2({}, inputs).problems()).toEqual([]);
    expect(sd2({}, inputs).body()).toMatchObject({ inputs: { prompt: "@Image2 dances like @Video1 to @Audio1, in the style of @Image1" } });
    const other = node("generateSd2", {}, inputs, { image: "[Image {n}]", video: "[Video {n}]", audio: "[Audio {n}]" });
    expect(other.body()).toMatchObject({ inputs: { prompt: "[Image 2] dances like [Video 1] to [Audio 1], in the style of [Image 1]" } });
  });

  test("frames are named in words", () => {
    const inputs = { prompt: [text("From @{a} to @{b}")], firstFrame: [image("https://example.com/1.png", from("a"))], lastFrame: [image("https://example.com/2.png", from("b"))] };
    expect(sd2({}, inputs).body()).toMatchObject({ inputs: { prompt: "From the first frame to the last frame" } });
  });

  test("a chip of what is not connected is an error that names it", () => {
    const problems = sd2({}, { prompt: [text("@{ghost} and @{ghost}")], images: [image("https://example.com/1.png", from("a"))] }).problems();
    expect(problems).toEqual([
      {
        severity: "error",
        port: "prompt",
        message: "The prompt names @{ghost}, but nothing from node ghost is connected as a reference.",
        fix: "Connect node ghost to First frame, Last frame, Images, Videos or Audios, or take @{ghost} out of the prompt.",
      },
    ]);
  });
});
