import { describe, expect, test } from "vitest";
import { Refusal } from "../../../electron/sandbox/refusal.ts";
import { isPrivateHost, promptWeight } from "../../../electron/sandbox/rules/fields.ts";
import { parseAssetList, parseAssetUpload, parseCreate, parseOnly, parseUpscale } from "../../../electron/sandbox/rules/requests.ts";

type Inputs = Readonly<Record<string, unknown>>;

const image = "https://example.com/a.jpg";
const asset = "asset://asset-20260326-abc123";
const audio = "https://example.com/a.mp3";
const images = (count: number): string[] => Array.from({ length: count }, (_, index) => `https://example.com/${index}.jpg`);
const assets = (count: number): string[] => Array.from({ length: count }, (_, index) => `asset://asset-20260326-${index}`);
const tab = { videoWorkflowTab: "multi-reference" };

const ACCEPTED: readonly (readonly [model: string, inputs: Inputs, expected: object])[] = [
  ["sd2", { prompt: "p" }, { mode: "text", seconds: 5, tier: "720p", addon: undefined }],
  ["sd2", { prompt: "p", duration: "4s" }, { seconds: 4 }],
  ["sd2", { prompt: "p", duration: "15s", resolution: "1280x540" }, { seconds: 15, aspect: { width: 1280, height: 540 } }],
  ["sd2", { urls: [image], prompt: "p", duration: "5s" }, { mode: "firstFrame" }],
  ["sd2", { urls: [image] }, { mode: "firstFrame", prompt: "" }],
  ["sd2", { urls: [asset] }, { mode: "firstFrame", images: [asset] }],
  ["sd2", { urls: images(2), videoInputMode: "keyframe" }, { mode: "keyframe" }],
  ["sd2", { urls: images(1), videoInputMode: "reference" }, { mode: "reference" }],
  ["sd2", { urls: images(9), videoUrls: assets(2), audioUrls: [audio], videoInputMode: "reference" }, { mode: "reference" }],
  ["sd2", { videoUrls: assets(3), videoInputMode: "reference" }, { mode: "reference" }],
  ["sd2", { videoUrls: assets(1), audioUrls: [audio, asset], videoInputMode: "reference" }, { audios: [audio, asset] }],
  ["sd2", { prompt: "p", outputResolution: "1080p" }, { tier: "1080p" }],
  ["sd2", { prompt: "p", outputResolution: "720p", upscaleResolution: "4k" }, { tier: "720p", addon: "4k" }],
  ["sd2-fast", { prompt: "p", upscaleResolution: "1080p" }, { model: "sd2-fast", addon: "1080p" }],
  ["happyhorse", { prompt: "p", duration: "3", ratio: "9:16", seed: 0 }, { mode: "text", seconds: 3 }],
  ["happyhorse-video-generation", { prompt: "p", duration: "15s", seed: 2_147_483_647 }, { model: "happyhorse", seconds: 15 }],
  ["happyhorse", { urls: [image], outputResolution: "1080p" }, { mode: "firstFrame", tier: "1080p" }],
  ["happyhorse", { ...tab, urls: [image], prompt: "p", ratio: "1:1" }, { mode: "reference" }],
  ["happyhorse", { ...tab, urls: images(9), prompt: "p" }, { mode: "reference" }],
  ["happyhorse", { prompt: "a".repeat(5000) }, { mode: "text" }],
  ["happyhorse", { prompt: "猫".repeat(2500) }, { mode: "text" }],
  ["gpt-image-2", { prompt: "p" }, { quality: "medium", resolution: "2k", aspectRatio: "1:1", format: "png" }],
  ["gpt-image-2", { prompt: "p", urls: images(10), quality: "high", resolution: "4k", aspectRatio: "3:4", outputFormat: "webp" }, { format: "webp" }],
];

const REFUSED: readonly (readonly [model: string, inputs: Inputs, field: string])[] = [
  ["sd3", { prompt: "p" }, "model"],
  ["sd2", {}, "inputs.prompt"],
  ["sd2", { prompt: "  " }, "inputs.prompt"],
  ["sd2", { prompt: 5 }, "inputs.prompt"],
  ["sd2", { prompt: "p", ratio: "16:9" }, "inputs.ratio"],
  ["sd2", { prompt: "p", seed: 1 }, "inputs.seed"],
  ["sd2", { prompt: "p", duration: "5" }, "inputs.duration"],
  ["sd2", { prompt: "p", duration: 5 }, "inputs.duration"],
  ["sd2", { prompt: "p", duration: "3s" }, "inputs.duration"],
  ["sd2", { prompt: "p", duration: "16s" }, "inputs.duration"],
  ["sd2", { prompt: "p", duration: "5.5s" }, "inputs.duration"],
  ["sd2", { prompt: "p", duration: "05s" }, "inputs.duration"],
  ["sd2", { prompt: "p", resolution: "1920x1080" }, "inputs.resolution"],
  ["sd2", { prompt: "p", outputResolution: "4k" }, "inputs.outputResolution"],
  ["sd2", { prompt: "p", upscaleResolution: "720p" }, "inputs.upscaleResolution"],
  ["sd2", { prompt: "p", outputResolution: "1080p", upscaleResolution: "4k" }, "inputs.upscaleResolution"],
  ["sd2-fast", { prompt: "p", outputResolution: "1080p" }, "inputs.outputResolution"],
  ["sd2", { prompt: "p", urls: [] }, "inputs.urls"],
  ["sd2", { prompt: "p", urls: "https://example.com/a.jpg" }, "inputs.urls"],
  ["sd2", { prompt: "p", urls: images(2) }, "inputs.videoInputMode"],
  ["sd2", { prompt: "p", urls: images(1), videoInputMode: "keyframe" }, "inputs.urls"],
  ["sd2", { prompt: "p", urls: images(3), videoInputMode: "keyframe" }, "inputs.urls"],
  ["sd2", { prompt: "p", urls: images(2), audioUrls: [audio], videoInputMode: "keyframe" }, "inputs.audioUrls"],
  ["sd2", { prompt: "p", urls: images(2), videoUrls: [asset], videoInputMode: "keyframe" }, "inputs.videoUrls"],
  ["sd2", { prompt: "p", videoUrls: [asset] }, "inputs.videoUrls"],
  ["sd2", { prompt: "p", urls: [image], audioUrls: [audio] }, "inputs.audioUrls"],
  ["sd2", { prompt: "p", videoInputMode: "reference" }, "inputs.videoInputMode"],
  ["sd2", { prompt: "p", audioUrls: [audio], videoInputMode: "reference" }, "inputs.audioUrls"],
  ["sd2", { prompt: "p", videoUrls: ["https://example.com/a.mp4"], videoInputMode: "reference" }, "inputs.videoUrls[0]"],
  ["sd2", { urls: images(10), videoInputMode: "reference" }, "inputs.urls"],
  ["sd2", { videoUrls: assets(4), videoInputMode: "reference" }, "inputs.videoUrls"],
  ["sd2", { urls: [image], audioUrls: Array.from({ length: 4 }, () => audio), videoInputMode: "reference" }, "inputs.audioUrls"],
  ["sd2", { urls: images(9), videoUrls: assets(3), audioUrls: [audio], videoInputMode: "reference" }, "inputs"],
  ["sd2", { prompt: "p", videoInputMode: "omni" }, "inputs.videoInputMode"],
  ["happyhorse", { duration: "5s" }, "inputs.prompt"],
  ["happyhorse", { ...tab, urls: [image] }, "inputs.prompt"],
  ["happyhorse", { prompt: "p", urls: images(2) }, "inputs.videoWorkflowTab"],
  ["happyhorse", { ...tab, prompt: "p" }, "inputs.urls"],
  ["happyhorse", { ...tab, prompt: "p", urls: images(10) }, "inputs.urls"],
  ["happyhorse", { prompt: "p", videoWorkflowTab: "single" }, "inputs.videoWorkflowTab"],
  ["happyhorse", { urls: [image], ratio: "16:9" }, "inputs.ratio"],
  ["happyhorse", { prompt: "p", ratio: "21:9" }, "inputs.ratio"],
  ["happyhorse", { prompt: "p", duration: "2" }, "inputs.duration"],
  ["happyhorse", { prompt: "p", duration: "16" }, "inputs.duration"],
  ["happyhorse", { prompt: "p", seed: -1 }, "inputs.seed"],
  ["happyhorse", { prompt: "p", seed: 2_147_483_648 }, "inputs.seed"],
  ["happyhorse", { prompt: "p", seed: 1.5 }, "inputs.seed"],
  ["happyhorse", { prompt: "p", videoUrls: [asset] }, "inputs.videoUrls"],
  ["happyhorse", { prompt: "p", audioUrls: [audio] }, "inputs.audioUrls"],
  ["happyhorse", { prompt: "p", resolution: "1280x720" }, "inputs.resolution"],
  ["happyhorse", { prompt: "p", upscaleResolution: "4k" }, "inputs.upscaleResolution"],
  ["happyhorse", { prompt: "a".repeat(5001) }, "inputs.prompt"],
  ["happyhorse", { prompt: "猫".repeat(2501) }, "inputs.prompt"],
  ["gpt-image-2", {}, "inputs.prompt"],
  ["gpt-image-2", { prompt: "" }, "inputs.prompt"],
  ["gpt-image-2", { prompt: "p", quality: "low" }, "inputs.quality"],
  ["gpt-image-2", { prompt: "p", resolution: "1280x720" }, "inputs.resolution"],
  ["gpt-image-2", { prompt: "p", aspectRatio: "21:9" }, "inputs.aspectRatio"],
  ["gpt-image-2", { prompt: "p", outputFormat: "jpg" }, "inputs.outputFormat"],
  ["gpt-image-2", { prompt: "p", urls: images(11) }, "inputs.urls"],
  ["gpt-image-2", { prompt: "p", urls: [image, asset] }, "inputs.urls[1]"],
  ["gpt-image-2", { prompt: "p", n: 4 }, "inputs.n"],
];

function refusalOf(action: () => unknown): Refusal {
  try {
    action();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("createTask", () => {
  test.each(ACCEPTED)("accepts %s %j", (model, inputs, expected) => {
    expect(parseCreate({ model, inputs }).job).toMatchObject(expected);
  });

  test.each(REFUSED)("refuses %s %j, naming %s", (model, inputs, field) => {
    const refusal = refusalOf(() => parseCreate({ model, inputs }));
    expect(refusal.status).toBe(400);
    expect(refusal.field).toBe(field);
    expect(refusal.body()).toMatchObject({ error: { code: "INVALID_PARAMETERS", field } });
  });

  test.each([
    [{ model: "sd2", inputs: { prompt: "p" }, webhook: "x" }, "webhook"],
    [{ model: "sd2" }, "inputs"],
    [{ inputs: {} }, "model"],
    [[], "body"],
    [null, "body"],
    [{ model: "sd2", inputs: { prompt: "p" }, callBackUrl: "http://example.com/hook" }, "callBackUrl"],
    [{ model: "sd2", inputs: { prompt: "p" }, callBackUrl: "https://10.0.0.1/hook" }, "callBackUrl"],
    [{ model: "sd2", inputs: { prompt: "p" }, callBackUrl: "hook" }, "callBackUrl"],
  ])("refuses the body %j, naming %s", (body, field) => {
    expect(refusalOf(() => parseCreate(body)).field).toBe(field);
  });

  test.each(["https://example.com/hook", "http://127.0.0.1:9/hook", "http://localhost:9/hook"])("accepts the webhook %s", (callBackUrl) => {
    expect(parseCreate({ model: "sd2", inputs: { prompt: "p" }, callBackUrl }).callBackUrl).toBe(callBackUrl);
  });
});

describe("the other bodies and queries", () => {
  test("upscale takes a URL or an upload", () => {
    expect(parseUpscale({ source: { type: "url", url: "https://example.com/a.mp4" }, targetResolution: "2k" }).job).toEqual({ kind: "upscale", url: "https://example.com/a.mp4", target: "2k" });
    expect(parseUpscale({ source: { type: "uploadId", r2Url: "https://static.seedance2-pro.com/a.mp4" }, targetResolution: "4k" }).job.url).toBe("https://static.seedance2-pro.com/a.mp4");
  });

  test.each([
    [{ source: { type: "url", url: "https://example.com/a.mp4" }, targetResolution: "720p" }, "targetResolution"],
    [{ source: { type: "url", url: "https://example.com/a.mp4" } }, "targetResolution"],
    [{ source: { type: "file", url: "x" }, targetResolution: "2k" }, "source.type"],
    [{ source: { type: "url", r2Url: "x" }, targetResolution: "2k" }, "source.url"],
    [{ source: { type: "url", url: "https://example.com/a.mp4", r2Url: "x" }, targetResolution: "2k" }, "source.r2Url"],
    [{ source: { type: "url", url: "https://example.com/a.mp4" }, targetResolution: "2k", model: "x" }, "model"],
  ])("upscale refuses %j, naming %s", (body, field) => {
    expect(refusalOf(() => parseUpscale(body)).field).toBe(field);
  });

  test.each([
    [{ type: "IMAGE" }, "url"],
    [{ url: image, type: "image" }, "type"],
    [{ url: image, type: "IMAGE", name: "n".repeat(65) }, "name"],
    [{ url: image, type: "IMAGE", title: "t" }, "title"],
  ])("assets/upload refuses %j, naming %s", (body, field) => {
    expect(refusalOf(() => parseAssetUpload(body)).field).toBe(field);
  });

  test("assets/list defaults to 20 and reads its numbers", () => {
    expect(parseAssetList({})).toEqual({ limit: 20 });
    expect(parseAssetList({ limit: "50", cursor: "7", type: "VIDEO", status: "ACTIVE" })).toEqual({ limit: 50, cursor: 7, type: "VIDEO", status: "ACTIVE" });
  });

  test.each([[{ limit: "51" }, "limit"], [{ limit: "0" }, "limit"], [{ limit: "x" }, "limit"], [{ cursor: "-1" }, "cursor"], [{ type: "GIF" }, "type"], [{ page: "2" }, "page"]])("assets/list refuses %j", (query, field) => {
    expect(refusalOf(() => parseAssetList(query as Record<string, string>)).field).toBe(field);
  });

  test("a query of one parameter takes that one alone", () => {
    expect(parseOnly({ taskId: "t" }, "taskId")).toBe("t");
    expect(refusalOf(() => parseOnly({}, "taskId")).field).toBe("taskId");
    expect(refusalOf(() => parseOnly({ taskId: "t", id: "t" }, "taskId")).field).toBe("id");
  });
});

describe("hosts and prompts", () => {
  test.each(["localhost", "127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "[::1]", "[fd00::1]", "printer", "nas.local", "db.internal", "a.localhost", "198.18.0.1", "224.0.0.1"])("%s is private", (host) => {
    expect(isPrivateHost(host)).toBe(true);
  });

  test.each(["example.com", "8.8.8.8", "172.32.0.1", "100.128.0.1", "static.seedance2-pro.com", "193.168.1.1"])("%s is public", (host) => {
    expect(isPrivateHost(host)).toBe(false);
  });

  test("a CJK character weighs two, by code points", () => {
    expect(promptWeight("a猫b")).toBe(4);
    expect(promptWeight("𠮷。")).toBe(4);
    expect(promptWeight("😀")).toBe(1);
  });
});
