import { describe, expect, test } from "vitest";
import { z } from "zod";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { defineNode } from "../../../shared/nodes/define.ts";
import { describeKinds } from "../../../shared/nodes/describe.ts";

const kinds = [...catalogue.values()];
const described = describeKinds(catalogue);

/** The design's table: kind, role, inputs with how many they take, params, output. */
const TABLE: readonly [string, string, Record<string, string>, string[], string | null][] = [
  ["prompt", "source", {}, ["text"], "text"],
  ["promptList", "source", {}, ["lines"], "text"],
  ["imageAsset", "source", {}, ["source", "fit", "review"], "image"],
  ["videoRef", "source", {}, ["source", "fit"], "video"],
  ["audioRef", "source", {}, ["source", "fit", "review"], "audio"],
  [
    "generateSd2",
    "task",
    { prompt: "text 1", firstFrame: "image 1", lastFrame: "image 1", images: "image 9", videos: "video 3", audios: "audio 3" },
    ["model", "duration", "resolution", "outputResolution", "upscaleResolution"],
    "video",
  ],
  ["generateHappyhorse", "task", { prompt: "text 1", firstFrame: "image 1", references: "image 9" }, ["duration", "outputResolution", "ratio", "seed"], "video"],
  ["gptImage2", "task", { prompt: "text 1", images: "image 10" }, ["quality", "resolution", "aspectRatio", "outputFormat"], "image"],
  ["upscaleVideo", "task", { video: "video 1" }, ["targetResolution"], "video"],
  ["extractFrame", "source", { video: "video 1" }, ["at", "seconds"], "image"],
  ["fitImage", "source", { image: "image 1" }, ["crop", "padAspect", "padColour", "minShortestSide", "maxLongestSide", "format", "maxMegabytes"], "image"],
  ["fitVideo", "source", { video: "video 1" }, ["start", "seconds", "mute", "format", "maxMegabytes"], "video"],
  ["fitAudio", "source", { audio: "audio 1" }, ["start", "seconds"], "audio"],
  ["output", "sink", { in: "any 1" }, ["name"], null],
  ["note", "furniture", {}, ["text", "color"], null],
  ["group", "furniture", {}, ["color", "collapsed", "width", "height"], null],
  ["reroute", "through", { in: "any 1" }, [], "out"],
];

test("the catalogue is the design's table", () => {
  const found = described.map(({ kind, role, inputs, params, output }) => [
    kind,
    role,
    Object.fromEntries(inputs.map(({ name, type, max }) => [name, `${type} ${max}`])),
    params.map(({ name }) => name),
    output?.name ?? null,
  ]);
  expect(found).toEqual(TABLE);
});

test.each(kinds.map((kind) => [kind.kind, kind] as const))("%s has a title, a description and a default for every param", (_name, kind) => {
  expect(kind.title).not.toBe("");
  expect(kind.description).toMatch(/\.$/);
  expect(kind.params.safeParse({}).success).toBe(true);
});

test.each(described.map((kind) => [kind.kind, kind] as const))("every param of %s has a label for its form, and its default fits its schema", (_name, kind) => {
  const schema = catalogue.get(kind.kind)?.params;
  for (const param of kind.params) {
    expect(param.schema).toHaveProperty("label", param.label);
    expect(schema?.safeParse({ [param.name]: param.default }).success).toBe(true);
  }
});

test("an output port is named after its type, but for the reroute that has none", () => {
  const others = kinds.flatMap(({ kind, output }) => (output && kind !== "reroute" ? [output] : []));
  expect(others.map(({ name }) => name)).toEqual(others.map(({ type }) => type));
});

test("a task makes what its output port carries", () => {
  const tasks = kinds.filter((kind) => kind.role === "task");
  expect(tasks.map(({ output }) => output?.type)).toEqual(tasks.map(({ makes }) => makes));
});

describe("the description for the command line", () => {
  test("is JSON: nothing is lost on the way", () => {
    expect(JSON.parse(JSON.stringify(described))).toEqual(described);
  });

  test("holds ports, params, defaults, units and limits", () => {
    const sd2 = described.find(({ kind }) => kind === "generateSd2");
    expect(sd2?.params.find(({ name }) => name === "duration")).toEqual({
      name: "duration",
      label: "Duration",
      default: 5,
      schema: { type: "integer", minimum: 4, maximum: 15, default: 5, label: "Duration", unit: "s" },
    });
    expect(sd2?.output).toEqual({ name: "video", label: "Video", type: "video", max: null, required: false });
    expect(described.find(({ kind }) => kind === "upscaleVideo")?.inputs).toEqual([{ name: "video", label: "Video", type: "video", max: 1, required: true }]);
  });

  test("a prompt's variables are ports, each once, in the order of their use", () => {
    const prompt = catalogue.get("prompt");
    expect(prompt?.inputs({ text: "{{b}} {{a}} {{b}} {{1x}} {{}}" }).map(({ name, type, required }) => ({ name, type, required }))).toEqual([
      { name: "b", type: "text", required: true },
      { name: "a", type: "text", required: true },
    ]);
  });

  test("a param without a label is called by its name", () => {
    const params = z.object({ plain: z.string().default("") });
    const bare = defineNode({ kind: "bare", role: "furniture", title: "Bare", description: "Bare.", category: "arrange", params, inputs: () => [], output: null });
    expect(describeKinds(new Map([["bare", bare]]))[0]?.params[0]).toMatchObject({ name: "plain", label: "plain", default: "" });
  });
});

describe("output", () => {
  test("a template with an unknown placeholder is refused in words, on its param", () => {
    const issues = catalogue.get("output")?.params.safeParse({ name: "{graf}" }).error?.issues;
    expect(issues).toMatchObject([{ path: ["name"], message: "The file name has an unknown placeholder {graf}. Use {graph}, {node}, {item}, {take}, {date}." }]);
  });

  test("a good template is taken", () => {
    expect(catalogue.get("output")?.params.parse({ name: "{node} {item}" })).toEqual({ name: "{node} {item}" });
  });
});
