import { describe, expect, test } from "vitest";
import { manualClock, startSandbox } from "../../../electron/sandbox/index.ts";
import { sandboxFor, outputUrl } from "./client.ts";

const MINUTE = 60_000;
const text = { prompt: "A cat playing piano", duration: "5s" };

describe("a task's life", () => {
  test("PENDING, PROCESSING, COMPLETED, in the document's words and units", async () => {
    const clock = manualClock();
    const { create, query } = await sandboxFor({ clock, speed: 1 });
    const created = clock.now();
    const id = await create("sd2", text);
    expect(await query(id)).toEqual({ taskId: id, model: "sd2", status: "PENDING", creditsUsed: 0, output: null, error: null, createTime: created, completeTime: null });
    await clock.advance(1.5 * MINUTE);
    expect((await query(id))["status"]).toBe("PROCESSING");
    await clock.advance(6 * MINUTE);
    const done = await query(id);
    expect(done).toMatchObject({ status: "COMPLETED", creditsUsed: 200, output: [{ width: 1280, height: 720 }], error: null, createTime: created });
    expect(done["completeTime"]).toBeGreaterThan(created + 2 * MINUTE);
    expect(outputUrl(done)).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/outputs\/.+\.mp4$/);
  });

  test("an upscale speaks its own dialect", async () => {
    const clock = manualClock();
    const { call } = await sandboxFor({ clock, speed: 1 });
    const made = await call("POST", "/upscale/create", { source: { type: "url", url: "https://example.com/clip-30s.mp4" }, targetResolution: "4k" });
    expect(made.body).toMatchObject({ status: "validating", orderId: expect.stringMatching(/^order_/) });
    const path = `/upscale/query?taskId=${String(made.body["taskId"])}`;
    expect((await call("GET", path)).body).toMatchObject({ status: "validating", creditsConsumed: null, result: null, error: null, finishedAt: null });
    await clock.advance(2 * MINUTE);
    expect((await call("GET", path)).body["status"]).toBe("processing");
    await clock.advance(15 * MINUTE);
    const done = (await call("GET", path)).body;
    // Note 1: the table's 1,500, not the example's 1,200.
    expect(done).toMatchObject({ status: "completed", targetResolution: "4k", creditsConsumed: 1500, error: null, result: { probedDurationSeconds: 30, probedSourceResolution: "1280x720" } });
    expect(done["finishedAt"]).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  test("happyhorse answers with the name it is an alias of", async () => {
    const { create, query } = await sandboxFor();
    expect((await query(await create("happyhorse", text)))["model"]).toBe("happyhorse-video-generation");
  });
});

describe("credits", () => {
  test("are held while a task runs and charged when it is done", async () => {
    const clock = manualClock();
    const { create, credits, sandbox } = await sandboxFor({ clock, speed: 1, credits: 1000 });
    await create("sd2", text);
    expect(await credits()).toEqual({ credits: 1000, availableCredits: 800 });
    await clock.advance(10 * MINUTE);
    expect(await credits()).toEqual({ credits: 800, availableCredits: 800 });
    expect(sandbox.books()).toMatchObject({ billed: 200, refunded: 0, held: 0, tasks: { created: 1, completed: 1 } });
  });

  test("of a failed task come back, though the task still names them", async () => {
    const { create, query, credits, sandbox } = await sandboxFor({ credits: 1000, scenario: { rules: [{ fault: { kind: "taskFails", code: "MODERATED", message: "No." } }] } });
    const failed = await query(await create("sd2", text));
    expect(failed).toMatchObject({ status: "FAILED", creditsUsed: 200, output: null, error: { code: "MODERATED", message: "No." } });
    expect(await credits()).toEqual({ credits: 1000, availableCredits: 1000 });
    expect(sandbox.books()).toMatchObject({ billed: 0, refunded: 200 });
  });

  test("that are held cannot be spent twice", async () => {
    const { create, call } = await sandboxFor({ clock: manualClock(), speed: 1, credits: 399 });
    await create("sd2", text);
    const refused = await call("POST", "/jobs/createTask", { model: "sd2", inputs: text });
    expect(refused.status).toBe(402);
    expect(refused.body).toMatchObject({ required: 200, available: 199, error: { code: "INSUFFICIENT_CREDITS" } });
  });

  test("an upscale is refused below its least price, and fails where probing finds more", async () => {
    const { call, credits } = await sandboxFor({ credits: 200 });
    const upscale = (target: string): ReturnType<typeof call> => call("POST", "/upscale/create", { source: { type: "url", url: "https://example.com/clip-30s.mp4" }, targetResolution: target });
    expect(await upscale("4k")).toMatchObject({ status: 402, body: { required: 250, available: 200 } });
    const made = await upscale("1080p");
    expect((await call("GET", `/upscale/query?taskId=${String(made.body["taskId"])}`)).body).toMatchObject({ status: "failed", creditsConsumed: null, error: { code: "INSUFFICIENT_CREDITS" } });
    expect(await credits()).toEqual({ credits: 200, availableCredits: 200 });
  });
});

describe("who may ask", () => {
  test("no key, no answer", async () => {
    const { sandbox } = await sandboxFor();
    for (const headers of [{}, { authorization: "Bearer " }, { authorization: "Basic eDp5" }, { authorization: "key" }]) {
      expect((await fetch(`${sandbox.url}/account/credits`, { headers })).status).toBe(401);
    }
  });

  test("accounts are apart: tasks 403, assets unseen, credits their own", async () => {
    const { call, create, asset, sandbox } = await sandboxFor({ apiKeys: ["key", "other"], credits: 1000 });
    const id = await create("sd2", text);
    const uri = await asset("https://example.com/a.jpg", "IMAGE");
    expect((await call("GET", "/account/credits", undefined, "stranger")).status).toBe(401);
    expect((await call("GET", `/jobs/queryTask?taskId=${id}`, undefined, "other")).status).toBe(403);
    expect((await call("GET", "/assets/status?assetId=1", undefined, "other")).status).toBe(403);
    expect((await call("GET", "/assets/list", undefined, "other")).body).toEqual({ items: [], nextCursor: null });
    expect(await call("POST", "/jobs/createTask", { model: "sd2", inputs: { urls: [uri] } }, "other")).toMatchObject({ status: 400, body: { error: { field: "inputs.urls[0]" } } });
    expect((await call("GET", "/account/credits", undefined, "other")).body).toEqual({ credits: 1000, availableCredits: 1000 });
    expect(sandbox.books().billed).toBe(200);
  });

  test("unknown tasks, assets and paths are 404, wrong methods 405", async () => {
    const { call, create } = await sandboxFor();
    const id = await create("sd2", text);
    expect((await call("GET", "/jobs/queryTask?taskId=nope")).status).toBe(404);
    expect((await call("GET", `/upscale/query?taskId=${id}`)).status).toBe(404);
    expect((await call("GET", "/assets/status?assetId=9")).status).toBe(404);
    expect((await call("GET", "/jobs/list")).status).toBe(404);
    expect((await call("GET", "/jobs/createTask")).status).toBe(405);
    expect((await call("GET", "/jobs/queryTask")).status).toBe(400);
  });

  test("bodies are JSON, whole, and at most 1 MiB", async () => {
    const { sandbox } = await sandboxFor();
    const post = async (body: string, type = "application/json"): Promise<number> =>
      (await fetch(`${sandbox.url}/jobs/createTask`, { method: "POST", headers: { authorization: "Bearer k", "content-type": type }, body })).status;
    expect(await post("{}", "text/plain")).toBe(400);
    expect(await post(`{"model":`)).toBe(400);
    expect(await post(JSON.stringify({ model: "sd2", inputs: { prompt: "x".repeat(1_100_000) } }))).toBe(413);
    expect(await post(JSON.stringify({ model: "sd2", inputs: { prompt: "x".repeat(900_000) } }))).toBe(200);
  });
});

test("above the concurrency limit it answers 429 with the time until a slot is free", async () => {
  const clock = manualClock();
  const { create, call, sandbox } = await sandboxFor({ clock, speed: 1, concurrency: 2 });
  await Promise.all([create("sd2", text), create("sd2", text)]);
  const refused = await call("POST", "/jobs/createTask", { model: "sd2", inputs: text });
  expect(refused).toMatchObject({ status: 429, body: { limit: 2, current: 2 } });
  expect(Number(refused.headers.get("retry-after"))).toBe(30);
  await clock.advance(10 * MINUTE);
  await create("sd2", text);
  expect(sandbox.books().tasks).toMatchObject({ created: 3, running: 1, completed: 2 });
});

describe("assets", () => {
  test("are reviewed before they can be used, by number or by name", async () => {
    const clock = manualClock();
    const { call, create } = await sandboxFor({ clock, speed: 1 });
    const { body } = await call("POST", "/assets/upload", { url: "https://example.com/photo.jpg", type: "IMAGE", name: "my-photo" });
    expect(body).toMatchObject({ assetId: 1, type: "IMAGE", status: "PROCESSING", failReason: null, url: "https://example.com/photo.jpg", name: "my-photo", createdAt: clock.now() });
    const uri = `asset://${String(body["volcAssetId"])}`;
    expect(uri).toMatch(/^asset:\/\/asset-\d{8}-[0-9a-f]{10}$/);
    await expect(create("sd2", { urls: [uri] })).rejects.toThrow("is PROCESSING, not ACTIVE");
    await clock.advance(10_000);
    expect((await call("GET", "/assets/status?assetId=1")).body["status"]).toBe("ACTIVE");
    expect((await call("GET", `/assets/status?assetId=${String(body["volcAssetId"])}`)).body["status"]).toBe("ACTIVE");
    await create("sd2", { urls: [uri] });
    await expect(create("sd2", { videoUrls: [uri], videoInputMode: "reference" })).rejects.toThrow("is of type IMAGE, VIDEO is needed");
  });

  test.each([["https://example.com/missing.jpg", "IMAGE", "404"], ["https://example.com/clip.mp4", "IMAGE", "VIDEO"], ["https://cdn.test.io/a.jpg", "IMAGE", "never contacts"]])("%s as %s fails its review: %s", async (url, type, why) => {
    const { call } = await sandboxFor();
    await call("POST", "/assets/upload", { url, type });
    expect((await call("GET", "/assets/status?assetId=1")).body).toMatchObject({ status: "FAILED", failReason: expect.stringContaining(why) });
  });

  test("are listed newest first, page by page, filtered", async () => {
    const { call, asset } = await sandboxFor();
    for (let index = 0; index < 5; index += 1) await asset(`https://example.com/${index}.jpg`, "IMAGE");
    await asset("https://example.com/a.mp3", "AUDIO");
    const ids = (body: Record<string, unknown>): unknown => (body["items"] as { assetId: number }[]).map((item) => item.assetId);
    const first = (await call("GET", "/assets/list?limit=4")).body;
    expect([ids(first), first["nextCursor"]]).toEqual([[6, 5, 4, 3], 3]);
    const second = (await call("GET", `/assets/list?limit=4&cursor=3`)).body;
    expect([ids(second), second["nextCursor"]]).toEqual([[2, 1], null]);
    expect(ids((await call("GET", "/assets/list?type=AUDIO&status=ACTIVE")).body)).toEqual([6]);
    expect(ids((await call("GET", "/assets/list?status=FAILED")).body)).toEqual([]);
  });

  test("a reference video bills what was measured of it", async () => {
    const { create, asset, sandbox } = await sandboxFor();
    const uri = await asset("https://example.com/clip-5.04s.mp4", "VIDEO");
    await create("sd2", { prompt: "p", videoUrls: [uri], videoInputMode: "reference" });
    expect(sandbox.books().billed).toBe((5 + 6) * 30);
  });
});

test("the same seed and the same calls give the same ids; another request never does", async () => {
  const first = await startSandbox({ speed: Infinity });
  const second = await startSandbox({ speed: Infinity });
  const third = await startSandbox({ speed: Infinity, seed: 2 });
  const idOf = async (url: string, prompt: string): Promise<unknown> => {
    const response = await fetch(`${url}/jobs/createTask`, { method: "POST", headers: { authorization: "Bearer k", "content-type": "application/json" }, body: JSON.stringify({ model: "sd2", inputs: { prompt } }) });
    return ((await response.json()) as { taskId: string }).taskId;
  };
  expect(await idOf(first.url, "a")).toBe(await idOf(second.url, "a"));
  expect(await idOf(first.url, "b")).not.toBe(await idOf(second.url, "c"));
  expect(await idOf(third.url, "a")).not.toBe(await idOf(first.url, "a"));
  await Promise.all([first.close(), second.close(), third.close()]);
});
