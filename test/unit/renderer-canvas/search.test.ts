import { describe, expect, it } from "vitest";
import { kindsFitting } from "../../../shared/edit/fitting.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { bestFirst, findKinds } from "../../../renderer/canvas/search/kinds.ts";
import { nodeForText, typeByName } from "../../../renderer/canvas/drop/sources.ts";
import { docOf, node } from "./support.ts";

const first = (text: string) => bestFirst(findKinds(text), text)[0]?.kinds[0]?.kind;

describe("the node search", () => {
  it("shows every kind by category while nothing is typed", () => {
    const groups = findKinds("");
    expect(groups.map(({ category }) => category)).toEqual(["sources", "generate", "arrange"]);
    expect(groups.flatMap(({ kinds }) => kinds)).toHaveLength(catalogue.size);
  });

  it.each([
    ["see", "generateSd2"],
    ["gpt", "gptImage2"],
    ["list", "promptList"],
    ["upsc", "upscaleVideo"],
    ["sdnc", "generateSd2"],
    ["frame", "extractFrame"],
    ["image ref", "generateSd2"],
  ])("finds %s", (text, kind) => expect(first(text)).toBe(kind));

  it("finds nothing for what is no node", () => expect(findKinds("zebra")).toEqual([]));

  it("offers only what fits when a wire was dropped", () => {
    const doc = docOf([node("p", "prompt")]);
    const fitting = kindsFitting(doc, catalogue, { node: "p", port: "text" }, "from");
    const kinds = findKinds("", fitting).flatMap((group) => group.kinds.map(({ kind }) => kind));
    expect(kinds).toContain("generateSd2");
    expect(kinds).not.toContain("upscaleVideo");
    expect(kinds).not.toContain("prompt");
  });
});

describe("a pasted text becomes the right node", () => {
  it.each([
    ["https://example.com/a/clip.mp4?sig=1", "videoRef"],
    ["https://example.com/a/voice.mp3", "audioRef"],
    ["  https://example.com/a/pic.PNG ", "imageAsset"],
    ["https://example.com/page", "imageAsset"],
    ["asset://asset-20260326-abc", "imageAsset"],
    ["a bottle on https://example.com/slate.png", "prompt"],
    ["not https:// anything", "prompt"],
  ])("%s", (text, kind) => expect(nodeForText(text)?.kind).toBe(kind));

  it("is called by the file's name, and a broken one does no harm", () => {
    expect(nodeForText("https://example.com/my%20clip.mp4")?.title).toBe("my clip.mp4");
    expect(nodeForText("https://example.com/100%.mp4")?.title).toBe("100%.mp4");
  });

  it("is nothing for blanks", () => expect(nodeForText(" \n")).toBeNull());

  it("goes by the ending of a name", () => expect([typeByName("a.MOV"), typeByName("b.wav"), typeByName("c.txt"), typeByName("png")]).toEqual(["video", "audio", null, null]));
});
