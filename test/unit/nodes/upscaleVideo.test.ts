import { describe, expect, test } from "vitest";
import type { MediaValue } from "../../../shared/nodes/values.ts";
import { node, places, video } from "./support.ts";

const upscale = (params: Record<string, unknown>, facts?: Partial<MediaValue>) => node("upscaleVideo", params, { video: [video("https://example.com/a.mp4", { review: "auto", ...facts })] });
const MiB = 1024 * 1024;

test("the body is the document's own", () => {
  const { problems, body, request } = upscale({ targetResolution: "4k" });
  expect(problems()).toEqual([]);
  expect(request()).toMatchObject({ service: "upscale", model: "upscale" });
  expect(body()).toEqual({ source: { type: "url", url: "https://example.com/a.mp4" }, targetResolution: "4k" });
});

test("a video that is under review elsewhere goes as a URL", () => {
  expect(upscale({}, { review: "always" }).body()).toEqual({ source: { type: "url", url: "https://example.com/a.mp4" }, targetResolution: "1080p" });
});

describe("what the service refuses is refused before anything is sent", () => {
  test.each<[string, Record<string, unknown>, Partial<MediaValue>, string[]]>([
    ["over 600 s", {}, { duration: { min: 600.01, max: 600.01 } }, ["error video"]],
    ["over 200 MB", {}, { bytes: 200 * MiB + 1 }, ["error video"]],
    ["another format", {}, { format: "mkv" }, ["error video"]],
    ["1080p to 1080p", {}, { width: 1920, height: 1080 }, ["error targetResolution"]],
    ["upright 1080p to 1080p", {}, { width: 1080, height: 1920 }, ["error targetResolution"]],
    ["2K to 2K", { targetResolution: "2k" }, { width: 2560, height: 1440 }, ["error targetResolution"]],
    ["4K to 4K", { targetResolution: "4k" }, { width: 3840, height: 2160 }, ["error targetResolution"]],
  ])("%s", (_name, params, facts, expected) => {
    const problems = upscale(params, facts).problems();
    expect(places(problems)).toEqual(expected);
    for (const { fix } of problems) expect(fix).toBeTruthy();
  });

  test("nothing connected", () => {
    expect(places(node("upscaleVideo", {}, {}).problems())).toEqual(["error video"]);
  });

  test("an asset", () => {
    expect(places(node("upscaleVideo", {}, { video: [video("asset://asset-1")] }).problems())).toEqual(["error video"]);
  });

  test("the way out is the next target, or none", () => {
    expect(upscale({}, { width: 1920, height: 1080 }).problems()[0]?.fix).toBe("Set targetResolution to 2k.");
    expect(upscale({ targetResolution: "4k" }, { width: 4096, height: 2304 }).problems()[0]?.fix).toBe("It needs no upscale: disconnect it.");
  });

  test.each<[string, Record<string, unknown>, Partial<MediaValue>]>([
    ["everything at its limit", {}, { duration: { min: 600, max: 600 }, bytes: 200 * MiB, format: "webm", width: 1918, height: 1079 }],
    ["1080p to 2K", { targetResolution: "2k" }, { width: 1920, height: 1080, format: "mov" }],
    ["a clip shorter than 5 s", {}, { duration: { min: 1, max: 1 }, format: "mp4" }],
  ])("accepted: %s", (_name, params, facts) => {
    expect(upscale(params, facts).problems()).toEqual([]);
  });

  test("an unknown target", () => {
    expect(() => upscale({ targetResolution: "720p" })).toThrow("targetResolution");
  });
});

describe("price and forecast", () => {
  test("a clip that is not made yet is quoted as an interval and keeps its duration", () => {
    const { price, forecast } = upscale({}, { duration: { min: 5, max: 6 }, width: 1280, height: 720 });
    expect(price()).toEqual({ credits: { min: 125, max: 150 }, formula: "5 to 6 s × 25 = 125–150" });
    expect(forecast()).toEqual({ width: 1920, height: 1080, duration: { min: 5, max: 6 }, latency: { min: 50, max: 180 } });
  });

  test("a source of which nothing is known", () => {
    const { price, forecast } = upscale({ targetResolution: "4k" });
    expect(price().credits).toEqual({ min: 250, max: 30_000 });
    expect(forecast()).toEqual({ width: null, height: null, duration: null, latency: { min: 10, max: 18_000 } });
  });

  test("upright stays upright, and pixels are even", () => {
    expect(upscale({ targetResolution: "2k" }, { width: 405, height: 721 }).forecast()).toMatchObject({ width: 1440, height: 2564 });
  });

  test("nothing connected has a forecast without a size", () => {
    expect(node("upscaleVideo", {}, {}).forecast()).toMatchObject({ width: null, height: null, duration: null });
  });
});
