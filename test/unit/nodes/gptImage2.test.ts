import { describe, expect, test } from "vitest";
import { image, node, places, several, text } from "./support.ts";

const gpt = (params: Record<string, unknown>, inputs: Parameters<typeof node>[2]) => node("gptImage2", params, inputs);
const a = "https://example.com/a.png";
const prompt = [text("words")];
const MiB = 1024 * 1024;

describe("each documented mode sends the document's own body", () => {
  test("text to image", () => {
    const { problems, body, request } = gpt({ aspectRatio: "16:9" }, { prompt: [text("A neon-lit cyberpunk alley at midnight, photoreal")] });
    expect(problems()).toEqual([]);
    expect(request()).toMatchObject({ service: "jobs", model: "gpt-image-2" });
    expect(body()).toEqual({
      model: "gpt-image-2",
      inputs: { prompt: "A neon-lit cyberpunk alley at midnight, photoreal", quality: "medium", resolution: "2k", aspectRatio: "16:9" },
    });
  });

  test("image to image", () => {
    const { problems, body } = gpt({ resolution: "1k" }, { images: [image("https://example.com/portrait.jpg")], prompt: [text("Restyle as oil painting")] });
    expect(problems()).toEqual([]);
    expect(body()).toEqual({
      model: "gpt-image-2",
      inputs: { urls: ["https://example.com/portrait.jpg"], prompt: "Restyle as oil painting", quality: "medium", resolution: "1k", aspectRatio: "1:1" },
    });
  });

  test("a format other than the default is sent, and an image under review goes as a URL", () => {
    expect(gpt({ outputFormat: "webp", quality: "high" }, { prompt, images: [image(a, { review: "always" })] }).body()).toEqual({
      model: "gpt-image-2",
      inputs: { urls: [a], prompt: "words", quality: "high", resolution: "2k", aspectRatio: "1:1", outputFormat: "webp" },
    });
  });

  test("chips become image 1, image 2", () => {
    const images = [image(a, { origins: ["cup"] }), image("https://example.com/b.png", { origins: ["table"] })];
    expect(gpt({}, { images, prompt: [text("Put @{cup} on @{table}")] }).body()).toMatchObject({ inputs: { prompt: "Put image 1 on image 2" } });
  });
});

describe("what the service refuses is refused before anything is sent", () => {
  const one = (facts: Parameters<typeof image>[1]) => ({ prompt, images: [image(a, facts)] });

  test.each<[string, Parameters<typeof node>[2], string[]]>([
    ["no prompt", { images: [image(a)] }, ["error prompt"]],
    ["eleven images", { prompt, images: several(11, (address) => image(address)) }, ["error images"]],
    ["an asset", { prompt, images: [image("asset://asset-1")] }, ["error images"]],
    ["255 pixels", one({ width: 255, height: 300 }), ["error images"]],
    ["wider than 3:1", one({ width: 901, height: 300 }), ["error images"]],
    ["more than 50 MB", one({ bytes: 50 * MiB + 1 }), ["error images"]],
    ["bmp", one({ format: "bmp" }), ["error images"]],
    ["a chip that names nothing", { prompt: [text("@{x}")] }, ["error prompt"]],
    ["everything at once", one({ format: "gif", bytes: 60 * MiB, width: 100, height: 1000 }), ["error images", "error images", "error images", "error images"]],
  ])("%s", (_name, inputs, expected) => {
    const problems = gpt({}, inputs).problems();
    expect(places(problems)).toEqual(expected);
    for (const { fix } of problems) expect(fix).toBeTruthy();
  });

  test("accepted: ten images, and one at every limit", () => {
    expect(gpt({}, { prompt, images: several(10, (address) => image(address)) }).problems()).toEqual([]);
    expect(gpt({}, one({ width: 768, height: 256, bytes: 50 * MiB, format: "webp" })).problems()).toEqual([]);
  });

  test("an asset is refused with the reason and the way out", () => {
    expect(gpt({}, { prompt, images: [image("asset://asset-1")] }).problems()[0]).toMatchObject({
      message: "Image 1 (asset://asset-1) is an asset; GPT Image 2 takes media by https URL only.",
      fix: "Use the file itself or a URL as the source.",
    });
  });

  test.each([{ quality: "low" }, { resolution: "8k" }, { aspectRatio: "3:2" }, { outputFormat: "gif" }])("params %j are refused", (params) => {
    expect(() => gpt(params, {})).toThrow(Object.keys(params)[0]);
  });
});

test("the price is by resolution and quality, images are free", () => {
  expect(gpt({}, { images: [image(a)] }).price()).toEqual({ credits: { min: 35, max: 35 }, formula: "2k medium = 35" });
  expect(gpt({ resolution: "4k", quality: "high" }, {}).price().credits).toEqual({ min: 230, max: 230 });
});

test("the forecast has the asked aspect and no duration", () => {
  expect(gpt({ aspectRatio: "9:16" }, {}).forecast()).toEqual({ width: 1152, height: 2048, duration: null, latency: { min: 20, max: 60 } });
  expect(gpt({ resolution: "4k", aspectRatio: "16:9" }, {}).forecast()).toMatchObject({ width: 3840, height: 2160 });
});
