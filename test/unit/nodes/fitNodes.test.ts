import * as fc from "fast-check";
import { expect, test } from "vitest";
import { audioFitOf, audioFitParams, fitAudio } from "../../../shared/nodes/fitAudio.ts";
import { fitImage, imageFitOf, imageFitParams } from "../../../shared/nodes/fitImage.ts";
import { fitVideo, videoFitOf, videoFitParams } from "../../../shared/nodes/fitVideo.ts";
import { imageFitSchema, videoFitSchema, type AudioFit, type ImageFit, type VideoFit } from "../../../shared/fit/operation.ts";
import { audio, image, sourceNode, video } from "./support.ts";

const SHA = "a".repeat(64);
const file = (name: string) => ({ source: { type: "file" as const, sha256: SHA, name, bytes: 9 }, identity: `sha256:${SHA}`, origins: ["src"] });
const picture = (facts = {}) => image("x", { ...file("hero.png"), format: "png", width: 800, height: 600, ...facts });
const clip = (facts = {}) => video("x", { ...file("clip.mp4"), format: "mp4", width: 640, height: 360, duration: { min: 8, max: 8 }, ...facts });
const told = (problems: readonly { port?: string; param?: string; message: string }[]) => problems.map(({ port, param, message }) => `${port ?? param}: ${message}`);

test("what an image operation says is what a fit node's params say, and back", () => {
  const fits = fc.record(
    {
      crop: fc.constant({ x: 0.25, y: 0, width: 0.5, height: 1 }),
      pad: fc.constant({ aspect: 1.5, colour: "#102030" }),
      minShortestSide: fc.integer({ min: 1, max: 8192 }),
      maxLongestSide: fc.integer({ min: 16, max: 16_384 }),
      format: fc.constantFrom("png" as const, "jpeg" as const, "webp" as const),
      maxBytes: fc.integer({ min: 10_000, max: 200_000_000 }),
    },
    { requiredKeys: [] },
  );
  fc.assert(fc.property(fits, (fit) => {
      expect(imageFitOf(fitImage.params.parse(imageFitParams(fit as ImageFit)))).toEqual(imageFitSchema.parse(fit));
    }),
  );
});

test("the same of clips and sounds", () => {
  const cuts = { start: fc.integer({ min: 1, max: 100 }), seconds: fc.integer({ min: 1, max: 100 }) };
  const clips = fc.record({ ...cuts, mute: fc.constant(true), format: fc.constantFrom("mp4" as const, "mov" as const, "webm" as const), maxBytes: fc.integer({ min: 100_000, max: 900_000_000 }) }, { requiredKeys: [] });
  fc.assert(fc.property(clips, (fit) => {
      expect(videoFitOf(fitVideo.params.parse(videoFitParams(fit as VideoFit)))).toEqual(videoFitSchema.parse(fit));
    }),
  );
  fc.assert(fc.property(fc.record(cuts, { requiredKeys: [] }), (fit) => {
      expect(audioFitOf(fitAudio.params.parse(audioFitParams(fit as AudioFit)))).toEqual(fit);
    }),
  );
});

test("a fit that changes nothing hands on the medium itself, one that does what it becomes", () => {
  const [same] = sourceNode("fitImage", {}, [], { image: [picture()] }).values();
  expect(same).toMatchObject({ identity: `sha256:${SHA}`, source: { type: "file" } });
  const [made] = sourceNode("fitImage", { minShortestSide: 1200 }, [], { image: [picture()] }).values();
  expect(made).toMatchObject({ identity: `image{"minShortestSide":1200}(sha256:${SHA})`, width: 1600, height: 1200, source: { type: "derived" } });
  const [cut] = sourceNode("fitVideo", { seconds: 5, mute: true }, [], { video: [clip()] }).values();
  expect(cut).toMatchObject({ identity: `video{"mute":true,"seconds":5}(sha256:${SHA})`, duration: { min: 4.5, max: 5 } });
  const [sound] = sourceNode("fitAudio", { start: 1 }, [], { audio: [audio("x", { ...file("a.mp3"), duration: { min: 4, max: 4 } })] }).values();
  expect(sound).toMatchObject({ identity: `audio{"start":1}(sha256:${SHA})` });
});

test("what lies elsewhere cannot be changed here, and is only a fault when something is to be changed", () => {
  const far = { source: { type: "url" as const, url: "https://example.com/a.png" } };
  expect(sourceNode("fitImage", {}, [], { image: [picture(far)] }).problems()).toEqual([]);
  expect(told(sourceNode("fitImage", { format: "jpeg" }, [], { image: [picture(far)] }).problems())).toEqual([expect.stringMatching(/^image: .*only known by its URL/)]);
  expect(told(sourceNode("fitVideo", { mute: true }, [], { video: [clip({ source: { type: "asset", uri: "asset://a-1" } })] }).problems())).toEqual([expect.stringMatching(/^video: .*an asset of the service/)]);
});

test("what cannot come out is said on the param before anything is made", () => {
  expect(told(sourceNode("fitImage", { minShortestSide: 8000, crop: { x: 0, y: 0, width: 1, height: 0.1 } }, [], { image: [picture()] }).problems())).toEqual([expect.stringMatching(/^minShortestSide: .*more than can be made/)]);
  expect(told(sourceNode("fitVideo", { start: 8 }, [], { video: [clip()] }).problems())).toEqual([expect.stringMatching(/^start: .*ends after 8\.00 s/)]);
  expect(sourceNode("fitVideo", { start: 7.9 }, [], { video: [clip()] }).problems()).toEqual([]);
  expect(sourceNode("fitVideo", { start: 99 }, [], { video: [clip({ duration: null })] }).problems()).toEqual([]);
  expect(sourceNode("fitImage", { minShortestSide: 8000 }, [], { image: [picture({ width: null, height: null })] }).problems()).toEqual([]);
});

test("first, last and timed frames are different pictures; one beyond the end is refused, and so is what is not here", () => {
  const identities = [{ at: "first" }, { at: "last" }, { at: "time", seconds: 1.5 }].map((params) => (sourceNode("extractFrame", params, [], { video: [clip()] }).values()[0] as { identity: string }).identity);
  expect(identities).toEqual([`frame(first)(sha256:${SHA})`, `frame(last)(sha256:${SHA})`, `frame(1.5)(sha256:${SHA})`]);
  const wrong = (params: object, facts = {}) => told(sourceNode("extractFrame", params as Record<string, unknown>, [], { video: [clip(facts)] }).problems());
  expect(wrong({ at: "time", seconds: 9 })).toEqual([expect.stringMatching(/^seconds: .*ends after 8\.00 s/)]);
  expect(wrong({ at: "time", seconds: 8 })).toEqual([]);
  expect(wrong({ at: "last", seconds: 9 })).toEqual([]);
  expect(wrong({ at: "time", seconds: 9 }, { duration: null })).toEqual([]);
  for (const source of [{ type: "url", url: "https://example.com/c.mp4" }, { type: "asset", uri: "asset://a-1" }]) expect(wrong({}, { source })).toEqual([expect.stringMatching(/^video: .*not on this machine/)]);
  expect(sourceNode("extractFrame", {}, [], {}).problems()).toEqual([]);
});
