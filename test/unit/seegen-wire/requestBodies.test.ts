import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { assetUploadBodySchema, createTaskBodySchema, upscaleBodySchema } from "../../../shared/seegen/requestBodies.ts";

const A = "https://example.com/a.jpg";
const V = "asset://asset-20260326-abc123";
const many = (count: number) => Array.from({ length: count }, () => A);

/** Path of the first problem, or null when the body is accepted. */
function refusal(schema: z.ZodType, body: unknown): string | null {
  const result = schema.safeParse(body);
  if (result.success) return null;
  const [issue] = result.error.issues;
  return [...(issue?.path ?? []), ...(issue?.code === "unrecognized_keys" ? issue.keys : [])].join(".");
}

const sd2 = (inputs: object, model = "sd2") => ({ model, inputs: { duration: "5s", ...inputs } });
const horse = (inputs: object) => ({ model: "happyhorse", inputs });
const image = (inputs: object) => ({ model: "gpt-image-2", inputs });

describe("bodies of createTask", () => {
  test.each([
    // The examples of the document (its https videoUrls but for: note 18).
    sd2({ prompt: "A golden retriever", resolution: "1280x720" }),
    sd2({ urls: [A], prompt: "The woman turns her head" }),
    sd2({ urls: [A, A], prompt: "day to night", videoInputMode: "keyframe" }),
    sd2({ urls: [A, A], videoUrls: [V], audioUrls: ["https://example.com/a.mp3"], prompt: "walks", videoInputMode: "reference", resolution: "1280x720" }),
    sd2({ urls: [A], videoUrls: [V], prompt: "moves", outputResolution: "1080p", videoInputMode: "reference" }),
    sd2({ prompt: "p", upscaleResolution: "1080p" }, "sd2-fast"),
    sd2({ urls: many(9), videoUrls: [V, V, V], videoInputMode: "reference" }),
    sd2({ urls: ["http://127.0.0.1:8080/a.png"] }),
    { ...sd2({ prompt: "p" }), callBackUrl: "https://example.com/hook" },
    horse({ prompt: "A panda DJ", duration: "5s", outputResolution: "720p", ratio: "16:9" }),
    horse({ urls: [A], prompt: "The panda blinks", duration: "3s", outputResolution: "1080p" }),
    horse({ urls: [A] }),
    horse({ videoWorkflowTab: "multi-reference", urls: [A, V, A], prompt: "character1", ratio: "16:9", seed: 2147483647 }),
    image({ prompt: "A neon-lit alley", quality: "medium", resolution: "2k", aspectRatio: "16:9" }),
    image({ urls: many(10), prompt: "oil painting", quality: "high", resolution: "1k", aspectRatio: "1:1", outputFormat: "webp" }),
  ])("accepted: %j", (body) => {
    expect(refusal(createTaskBodySchema, body)).toBeNull();
  });

  test.each<[unknown, string]>([
    [{ model: "sd3", inputs: {} }, "model"],
    [sd2({}), "inputs.prompt"],
    [sd2({ prompt: "p", seed: 1 }), "inputs.seed"],
    [{ ...sd2({ prompt: "p" }), webhook: A }, "webhook"],
    [sd2({ prompt: "p", duration: "3s" }), "inputs.duration"],
    [sd2({ prompt: "p", duration: "16s" }), "inputs.duration"],
    [sd2({ prompt: "p", duration: 5 }), "inputs.duration"],
    [sd2({ prompt: "p", resolution: "1920x1080" }), "inputs.resolution"],
    [sd2({ prompt: "p", upscaleResolution: "4k", outputResolution: "1080p" }), "inputs.upscaleResolution"],
    [sd2({ prompt: "p", outputResolution: "1080p" }, "sd2-fast"), "inputs.outputResolution"],
    [sd2({ urls: [A, A] }), "inputs.videoInputMode"],
    [sd2({ urls: [A], videoInputMode: "keyframe" }), "inputs.urls"],
    [sd2({ urls: many(10), videoInputMode: "reference" }), "inputs.urls"],
    [sd2({ urls: many(9), videoUrls: [V, V, V], audioUrls: [A], videoInputMode: "reference" }), "inputs.urls"],
    [sd2({ videoUrls: [A], videoInputMode: "reference" }), "inputs.videoUrls.0"],
    [sd2({ videoUrls: [V] }), "inputs.videoUrls"],
    [sd2({ urls: [A], audioUrls: [A] }), "inputs.audioUrls"],
    [sd2({ audioUrls: [A], videoInputMode: "reference" }), "inputs.audioUrls"],
    [sd2({ urls: ["http://example.com/a.jpg"] }), "inputs.urls.0"],
    [sd2({ urls: ["http://127.0.0.1.example.com/a.jpg"] }), "inputs.urls.0"],
    [horse({ urls: [A], ratio: "16:9" }), "inputs.ratio"],
    [horse({ urls: [A, A], prompt: "p" }), "inputs.videoWorkflowTab"],
    [horse({ videoWorkflowTab: "multi-reference", prompt: "p" }), "inputs.urls"],
    [horse({ ratio: "1:1" }), "inputs.prompt"],
    [horse({ prompt: "p", videoUrls: [V] }), "inputs.videoUrls"],
    [horse({ prompt: "p", seed: -1 }), "inputs.seed"],
    [image({ urls: [A] }), "inputs.prompt"],
    [image({ urls: [V], prompt: "p" }), "inputs.urls.0"],
    [image({ prompt: "p", ratio: "1:1" }), "inputs.ratio"],
    [image({ prompt: "p", resolution: "720p" }), "inputs.resolution"],
  ])("refused: %j names %s", (body, path) => {
    expect(refusal(createTaskBodySchema, body)).toBe(path);
  });
});

test("bodies of upscale/create", () => {
  expect(refusal(upscaleBodySchema, { source: { type: "url", url: A }, targetResolution: "4k" })).toBeNull();
  expect(refusal(upscaleBodySchema, { source: { type: "uploadId", r2Url: A }, targetResolution: "1080p", callBackUrl: A })).toBeNull();
  expect(refusal(upscaleBodySchema, { source: { type: "url", url: V }, targetResolution: "4k" })).toBe("source.url");
  expect(refusal(upscaleBodySchema, { source: { type: "url", url: A }, targetResolution: "720p" })).toBe("targetResolution");
  expect(refusal(upscaleBodySchema, { source: { type: "url", url: A }, targetResolution: "4k", model: "x" })).toBe("model");
});

test("bodies of assets/upload", () => {
  expect(refusal(assetUploadBodySchema, { url: A, type: "IMAGE", name: "my-photo" })).toBeNull();
  expect(refusal(assetUploadBodySchema, { url: A, type: "image" })).toBe("type");
  expect(refusal(assetUploadBodySchema, { url: A, type: "AUDIO", name: "n".repeat(65) })).toBe("name");
});
