import { expect, test } from "vitest";
import { sandboxFor } from "./client.ts";

/** The bodies of the document, as they stand there. */
const EXAMPLES: readonly (readonly [string, number, unknown])[] = [
  ["text to video", 200, { model: "sd2", inputs: { prompt: "A golden retriever running on the beach at sunset", duration: "5s", resolution: "1280x720" } }],
  ["image to video", 200, { model: "sd2", inputs: { urls: ["https://example.com/photo.jpg"], prompt: "The woman slowly turns her head and smiles", duration: "5s" } }],
  ["keyframe", 200, { model: "sd2", inputs: { urls: ["https://example.com/first.jpg", "https://example.com/last.jpg"], prompt: "Smooth camera transition from day to night", duration: "5s", videoInputMode: "keyframe" } }],
  ["happyhorse text", 160, { model: "happyhorse", inputs: { prompt: "A panda DJ at a beach party", duration: "5s", outputResolution: "720p", ratio: "16:9" } }],
  ["happyhorse image", 300, { model: "happyhorse", inputs: { urls: ["https://example.com/panda.jpg"], prompt: "The panda blinks and smiles", duration: "5s", outputResolution: "1080p" } }],
  ["happyhorse reference", 160, { model: "happyhorse", inputs: { videoWorkflowTab: "multi-reference", urls: ["https://example.com/character.jpg", "https://example.com/folding-fan.jpg", "https://example.com/earrings.jpg"], prompt: "A woman in red character1 opening folding fan character2, with tassel earrings character3 swinging", duration: "5s", outputResolution: "720p", ratio: "16:9" } }],
  ["gpt-image-2 text", 35, { model: "gpt-image-2", inputs: { prompt: "A neon-lit cyberpunk alley at midnight, photoreal", quality: "medium", resolution: "2k", aspectRatio: "16:9" } }],
  ["gpt-image-2 edit", 15, { model: "gpt-image-2", inputs: { urls: ["https://example.com/portrait.jpg"], prompt: "Restyle as oil painting", quality: "medium", resolution: "1k", aspectRatio: "1:1" } }],
  ["quick start text", 200, { model: "sd2", inputs: { prompt: "A cat playing piano", duration: "5s" } }],
  ["quick start happyhorse", 300, { model: "happyhorse", inputs: { urls: ["https://example.com/photo.jpg"], prompt: "Make it move", duration: "5s", outputResolution: "1080p" } }],
];

test.each(EXAMPLES)("the document's example of %s runs unchanged and costs %i", async (_name, credits, body) => {
  const { call, query } = await sandboxFor();
  const made = await call("POST", "/jobs/createTask", body);
  expect(made.status).toBe(200);
  expect(await query(String(made.body["taskId"]))).toMatchObject({ status: "COMPLETED", creditsUsed: credits });
});

test("the multi-reference example runs with its video as an asset, as the table demands", async () => {
  const { asset, create, query, call } = await sandboxFor();
  const example = (videoUrl: string): Record<string, unknown> => ({
    urls: ["https://example.com/ref1.jpg", "https://example.com/ref2.jpg"], videoUrls: [videoUrl], audioUrls: ["https://example.com/audio.mp3"],
    prompt: "Character walks through a garden", duration: "5s", videoInputMode: "reference", resolution: "1280x720",
  });
  expect((await call("POST", "/jobs/createTask", { model: "sd2", inputs: example("https://example.com/motion-ref.mp4") })).status).toBe(400);
  const uri = await asset("https://example.com/motion-ref.mp4", "VIDEO");
  expect(await query(await create("sd2", example(uri)))).toMatchObject({ status: "COMPLETED", creditsUsed: 300 });
  expect(await query(await create("sd2", { urls: ["https://example.com/scene.jpg"], videoUrls: [uri], prompt: "Character moves smoothly matching the reference video", duration: "5s", outputResolution: "1080p", videoInputMode: "reference" }))).toMatchObject({ creditsUsed: 750 });
});

test("the Quick Start's calls: upload, poll the review, create with the asset, query", async () => {
  const { call } = await sandboxFor();
  const { body: asset } = await call("POST", "/assets/upload", { url: "https://example.com/photo.jpg", type: "IMAGE" });
  const { body: status } = await call("GET", `/assets/status?assetId=${String(asset["assetId"])}`);
  expect(status["status"]).toBe("ACTIVE");
  const made = await call("POST", "/jobs/createTask", { model: "sd2", inputs: { urls: [`asset://${String(status["volcAssetId"])}`], prompt: "The person smiles", duration: "5s" } });
  expect((await call("GET", `/jobs/queryTask?taskId=${String(made.body["taskId"])}`)).body["status"]).toBe("COMPLETED");
});
