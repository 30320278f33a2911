import { describe, expect, test } from "vitest";
import { image, node, places, several, text } from "./support.ts";

const happyhorse = (params: Record<string, unknown>, inputs: Parameters<typeof node>[2]) => node("generateHappyhorse", params, inputs);
const a = "https://example.com/a.png";
const MiB = 1024 * 1024;

describe("each documented mode sends the document's own body", () => {
  test("text to video", () => {
    const { problems, body, request } = happyhorse({}, { prompt: [text("A panda DJ at a beach party")] });
    expect(problems()).toEqual([]);
    expect(request()).toMatchObject({ service: "jobs", model: "happyhorse" });
    expect(body()).toEqual({ model: "happyhorse", inputs: { prompt: "A panda DJ at a beach party", duration: "5s", outputResolution: "720p", ratio: "16:9" } });
  });

  test("image to video: no ratio, no tab", () => {
    const { problems, body } = happyhorse({ outputResolution: "1080p" }, { firstFrame: [image("https://example.com/panda.jpg")], prompt: [text("The panda blinks and smiles")] });
    expect(problems()).toEqual([]);
    expect(body()).toEqual({
      model: "happyhorse",
      inputs: { urls: ["https://example.com/panda.jpg"], prompt: "The panda blinks and smiles", duration: "5s", outputResolution: "1080p" },
    });
  });

  test("image to video without a prompt", () => {
    const { problems, body } = happyhorse({}, { firstFrame: [image(a)] });
    expect(problems()).toEqual([]);
    expect(body()).toEqual({ model: "happyhorse", inputs: { urls: [a], duration: "5s", outputResolution: "720p" } });
  });

  test("reference to video, its prompt written with chips", () => {
    const references = [
      image("https://example.com/character.jpg", { origins: ["woman"] }),
      image("https://example.com/folding-fan.jpg", { origins: ["fan"] }),
      image("https://example.com/earrings.jpg", { origins: ["earrings"] }),
    ];
    const { problems, body } = happyhorse({}, { references, prompt: [text("A woman in red @{woman} opening folding fan @{fan}, with tassel earrings @{earrings} swinging")] });
    expect(problems()).toEqual([]);
    expect(body()).toEqual({
      model: "happyhorse",
      inputs: {
        videoWorkflowTab: "multi-reference",
        urls: ["https://example.com/character.jpg", "https://example.com/folding-fan.jpg", "https://example.com/earrings.jpg"],
        prompt: "A woman in red character1 opening folding fan character2, with tassel earrings character3 swinging",
        duration: "5s",
        outputResolution: "720p",
        ratio: "16:9",
      },
    });
  });

  test("one reference still sends the tab; a seed is sent only when it is set, 0 included", () => {
    const { body } = happyhorse({ seed: 0, ratio: "3:4", duration: 15 }, { references: [image("asset://asset-1")], prompt: [text("words")] });
    expect(body()).toEqual({
      model: "happyhorse",
      inputs: { videoWorkflowTab: "multi-reference", urls: ["asset://asset-1"], prompt: "words", duration: "15s", outputResolution: "720p", ratio: "3:4", seed: 0 },
    });
  });
});

describe("what the service refuses is refused before anything is sent", () => {
  const prompt = [text("words")];
  const frame = (facts: Parameters<typeof image>[1]) => ({ firstFrame: [image(a, facts)] });

  test.each<[string, Parameters<typeof node>[2], string[]]>([
    ["text to video without a prompt", {}, ["error prompt"]],
    ["reference to video without a prompt", { references: [image(a)] }, ["error prompt"]],
    ["a first frame together with references", { prompt, firstFrame: [image(a)], references: [image(a)] }, ["error references"]],
    ["ten references", { prompt, references: several(10, (address) => image(address)) }, ["error references"]],
    ["a frame of 299 pixels", frame({ width: 299, height: 400 }), ["error firstFrame"]],
    ["a frame wider than 2.5:1", frame({ width: 1001, height: 400 }), ["error firstFrame"]],
    ["a frame just wider than 2.5:1", frame({ width: 2501, height: 1000 }), ["error firstFrame"]],
    ["a frame higher than 1:2.5", frame({ width: 400, height: 1001 }), ["error firstFrame"]],
    ["a frame of more than 10 MB", frame({ bytes: 10 * MiB + 1 }), ["error firstFrame"]],
    ["a reference as gif", { prompt, references: [image(a), image(a, { format: "gif" })] }, ["error references"]],
    ["a chip that names nothing", { prompt: [text("@{x}")] }, ["error prompt"]],
    ["5001 characters", { prompt: [text("x".repeat(5001))] }, ["error prompt"]],
    ["2501 Chinese characters", { prompt: [text("馬".repeat(2501))] }, ["error prompt"]],
    ["2000 Chinese and 1001 other characters", { prompt: [text("馬".repeat(2000) + "x".repeat(1001))] }, ["error prompt"]],
  ])("%s", (_name, inputs, expected) => {
    const problems = happyhorse({}, inputs).problems();
    expect(places(problems)).toEqual(expected);
    for (const { fix } of problems) expect(fix).toBeTruthy();
  });

  test.each<[string, Parameters<typeof node>[2]]>([
    ["nine references", { prompt, references: several(9, (address) => image(address)) }],
    ["a frame at every limit", frame({ width: 750, height: 300, bytes: 10 * MiB, format: "bmp" })],
    ["5000 characters", { prompt: [text("x".repeat(5000))] }],
    ["5000 emoji", { prompt: [text("🐎".repeat(5000))] }],
    ["2500 Chinese characters", { prompt: [text("馬".repeat(2500))] }],
  ])("accepted: %s", (_name, inputs) => {
    expect(happyhorse({}, inputs).problems()).toEqual([]);
  });

  test("the length is that of the prompt as it is sent, and the message gives it", () => {
    const references = [image(a, { origins: ["an-identifier-much-longer-than-the-word"] })];
    const chip = "@{an-identifier-much-longer-than-the-word}";
    expect(happyhorse({}, { references, prompt: [text(chip + "x".repeat(4990))] }).problems()).toEqual([]);
    const [problem] = happyhorse({}, { references, prompt: [text(chip + "x".repeat(4991))] }).problems();
    expect(problem?.message).toContain("length of 5001");
    expect(problem?.fix).toBe("Shorten it by 1.");
  });

  test.each(["ひらがな", "カタカナ", "한국어", "汉字", "、。", "ＡＢ"])("%s counts twice", (characters) => {
    const [problem] = happyhorse({}, { prompt: [text(characters + "x".repeat(5000))] }).problems();
    expect(problem?.message).toContain(`length of ${5000 + 2 * characters.length}`);
  });

  test.each([{ duration: 2 }, { duration: 16 }, { duration: 4.5 }, { seed: -1 }, { seed: 2_147_483_648 }, { seed: 0.5 }, { ratio: "21:9" }, { outputResolution: "2k" }])("params %j are refused", (params) => {
    expect(() => happyhorse(params, {})).toThrow(Object.keys(params)[0]);
  });

  test("the largest seed and the shortest duration are accepted", () => {
    expect(happyhorse({ seed: 2_147_483_647, duration: 3 }, { prompt }).body()).toMatchObject({ inputs: { seed: 2_147_483_647, duration: "3s" } });
  });
});

describe("price and forecast", () => {
  test("references are not billed", () => {
    expect(happyhorse({}, { references: several(9, (address) => image(address)) }).price()).toEqual({ credits: { min: 160, max: 160 }, formula: "5 s × 32 = 160" });
    expect(happyhorse({ duration: 15, outputResolution: "1080p" }, {}).price().credits).toEqual({ min: 900, max: 900 });
  });

  test.each([
    [{}, {}, 1280, 720],
    [{ ratio: "3:4", outputResolution: "1080p" }, {}, 1080, 1440],
    [{ ratio: "16:9" }, { firstFrame: [image(a, { width: 1000, height: 2000 })] }, 720, 1440],
    [{}, { firstFrame: [image(a)] }, null, null],
  ])("%j %j will be %s × %s", (params, inputs, width, height) => {
    expect(happyhorse(params, inputs).forecast()).toMatchObject({ width, height, duration: { min: 5, max: 6 } });
  });
});
