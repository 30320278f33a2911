import { describe, expect, test } from "vitest";
import type { CallRecord } from "../../../electron/seegen/client.ts";
import type { QueryOutcome } from "../../../shared/seegen/outcomes.ts";
import { type Answerer, breakHalfway, clientOf, closedPort, HTML, KEY, sendJson, serve } from "./support.ts";

const JOB = { taskId: "t 1", model: "sd2", status: "PROCESSING", creditsUsed: 0, output: null, error: null, createTime: 1, completeTime: null };
const ASSET = { assetId: 123, volcAssetId: "asset-1", type: "IMAGE", status: "ACTIVE", failReason: null, url: "https://e.example/a", name: null, createdAt: 1 };

type Row = [name: string, answer: Answerer, outcome: { kind: QueryOutcome["kind"]; [key: string]: unknown }, requests: number];

const json = (status: number, value: unknown, headers?: Record<string, string>): Answerer => (response) => sendJson(response, status, value, headers);
const text = (status: number, body: string, type = "text/plain"): Answerer => (response) => void response.writeHead(status, { "content-type": type }).end(body);
/** Fails twice in its way, then answers. */
const thirdTime = (fail: Answerer): Answerer => (response, seen, count) => (count < 3 ? fail(response, seen, count) : sendJson(response, 200, JOB));
const reset: Answerer = (response) => void response.socket?.resetAndDestroy();

const ROWS: Row[] = [
  ["a report", json(200, JOB), { kind: "report", report: expect.objectContaining({ status: "running" }) }, 1],
  ["an unknown status word", json(200, { ...JOB, status: "DREAMING" }), { kind: "report", report: expect.objectContaining({ status: "running", statusWord: "DREAMING" }) }, 1],
  ["numbers as texts", json(200, { ...JOB, status: "COMPLETED", creditsUsed: "200", output: [] }), { kind: "report", report: expect.objectContaining({ status: "completed", creditsRaw: 200, outputs: [] }) }, 1],
  ["a field of the wrong type", json(200, { ...JOB, creditsUsed: "lots" }), { kind: "malformed", error: expect.objectContaining({ message: expect.stringContaining("creditsUsed") }) }, 1],
  ["another task", json(200, { ...JOB, taskId: "t2" }), { kind: "malformed", error: expect.objectContaining({ message: expect.stringContaining("taskId") }) }, 1],
  ["200 with HTML", text(200, HTML, "text/html"), { kind: "malformed" }, 1],
  ["truncated JSON", text(200, '{"taskId":"t 1","sta', "application/json"), { kind: "malformed" }, 1],
  ["an empty body", text(200, ""), { kind: "malformed" }, 1],
  ["404", json(404, { error: { code: "TASK_NOT_FOUND", message: "m" } }), { kind: "gone" }, 1],
  ...[400, 401, 402, 403, 409].map((status): Row => [`${status}`, json(status, { message: "no" }), { kind: "denied", error: expect.objectContaining({ status, message: "no" }) }, 1]),
  ...[429, 500, 502, 503, 504].map((status): Row => [`${status} that stays`, json(status, { message: "no" }), { kind: "unreachable", error: expect.objectContaining({ status }) }, 3]),
  ...[408, 429, 500, 502, 503, 504].map((status): Row => [`${status} that passes`, thirdTime(text(status, HTML, "text/html")), { kind: "report" }, 3]),
  ["resets that pass", thirdTime(reset), { kind: "report" }, 3],
  ["resets that stay", reset, { kind: "unreachable", error: expect.objectContaining({ status: null, code: "connection_lost" }) }, 3],
  ["bodies that break and then do not", thirdTime((response) => breakHalfway(response, '{"taskId":')), { kind: "report" }, 3],
  ["bodies that always break", (response) => breakHalfway(response, '{"taskId":'), { kind: "unreachable", error: expect.objectContaining({ status: 200 }) }, 3],
  ["headers that never come", () => undefined, { kind: "unreachable", error: expect.objectContaining({ code: "timeout" }) }, 3],
  ["a body that stalls", (response) => void response.writeHead(200, { "content-length": "100" }).write("{"), { kind: "unreachable", error: expect.objectContaining({ code: "timeout" }) }, 3],
  ["a redirect is not followed", (response) => void response.writeHead(302, { location: "http://127.0.0.1:1/" }).end(), { kind: "unreachable", error: expect.objectContaining({ code: "redirected" }) }, 1],
];

describe("a question after a task", () => {
  test.concurrent.each(ROWS)("%s", async (_name, answer, outcome, requests) => {
    const server = await serve(answer);
    const calls: CallRecord[] = [];
    const client = clientOf(server.baseUrl, { onCall: (call) => calls.push(call) });
    expect(await client.query("jobs", "t 1")).toMatchObject(outcome);
    expect(server.seen).toHaveLength(requests);
    expect(client.calls.queryTask).toBe(requests);
    expect(calls.map(({ endpoint, attempt }) => `${endpoint} ${attempt}`)).toEqual(Array.from({ length: requests }, (_, index) => `queryTask ${index + 1}`));
    expect(server.seen[0]).toMatchObject({ method: "GET", url: "/api/v1/jobs/queryTask?taskId=t+1" });
    expect(server.seen[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
  });

  test("of the upscaler goes to its own address", async () => {
    const server = await serve(json(200, { taskId: "u", status: "validating" }));
    const client = clientOf(server.baseUrl);
    expect(await client.query("upscale", "u")).toMatchObject({ kind: "report", report: { status: "pending", service: "upscale" } });
    expect(server.seen[0]?.url).toBe("/api/v1/upscale/query?taskId=u");
    expect(client.calls).toMatchObject({ upscaleQuery: 1, queryTask: 0 });
  });

  test("with nobody there is tried again, and nothing counts as sent", async () => {
    const calls: CallRecord[] = [];
    const client = clientOf(`http://127.0.0.1:${await closedPort()}/`, { onCall: (call) => calls.push(call) });
    expect(await client.query("jobs", "t")).toMatchObject({ kind: "unreachable", error: { code: "connection_refused" } });
    expect(calls).toHaveLength(3);
    expect(client.calls.queryTask).toBe(0);
  });

  test.concurrent.each([
    ["seconds", () => "1"],
    ["a date", () => new Date(Date.now() + 2000).toUTCString()],
  ])("waits as long as Retry-After asks in %s", async (_name, header) => {
    const server = await serve((response, _seen, count) => (count === 1 ? sendJson(response, 429, {}, { "retry-after": header() }) : sendJson(response, 200, JOB)));
    const started = performance.now();
    expect(await clientOf(server.baseUrl).query("jobs", "t 1")).toMatchObject({ kind: "report" });
    expect(performance.now() - started).toBeGreaterThan(900);
  });

  test("is given up at once when it is cancelled, in the air or between attempts", async () => {
    const silent = await serve(() => undefined);
    const waiting = await serve(json(503, {}, { "retry-after": "100" }));
    const started = performance.now();
    for (const { baseUrl } of [silent, waiting]) {
      const outcome = await clientOf(baseUrl, { timeouts: {} }).query("jobs", "t", AbortSignal.timeout(60));
      expect(outcome).toMatchObject({ kind: "unreachable" });
    }
    const closing = clientOf(waiting.baseUrl);
    const asked = closing.query("jobs", "t");
    await new Promise((done) => setTimeout(done, 60));
    await closing.close();
    expect(await asked).toMatchObject({ kind: "unreachable", error: { code: "cancelled" } });
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe("the other calls", () => {
  test("credits", async () => {
    const server = await serve(json(200, { credits: "5000", availableCredits: 4800 }));
    expect(await clientOf(server.baseUrl).credits()).toEqual({ kind: "ok", value: { credits: 5000, availableCredits: 4800 } });
    expect(server.seen[0]?.url).toBe("/api/v1/account/credits");
  });

  test.each<[Answerer, string]>([
    [json(401, { message: "no" }), "refused"],
    [json(500, {}), "unreachable"],
    [json(200, { credits: 1 }), "malformed"],
  ])("credits that are not to be had: %#", async (answer, kind) => {
    expect(await clientOf((await serve(answer)).baseUrl).credits()).toMatchObject({ kind });
  });

  test.each<[string, Answerer, object]>([
    ["registered", json(200, ASSET), { kind: "asset", asset: { assetId: "123", uri: "asset://asset-1", status: "active" } }],
    ["refused", json(400, { message: "no" }), { kind: "refused", error: { message: "no" } }],
    ["busy", json(429, {}, { "retry-after": "2" }), { kind: "busy", retryAfterMs: 2000 }],
    ["lost", reset, { kind: "unknown" }],
    ["broken", json(500, {}), { kind: "unknown" }],
    ["not as documented", json(200, { assetId: 1 }), { kind: "unknown", error: { code: "malformed", message: expect.stringContaining("volcAssetId") } }],
  ])("an asset, %s: one POST", async (_name, answer, outcome) => {
    const server = await serve(answer);
    const client = clientOf(server.baseUrl);
    expect(await client.uploadAsset({ url: "https://e.example/a", type: "IMAGE" })).toMatchObject(outcome);
    expect(server.seen).toHaveLength(1);
    expect(server.seen[0]).toMatchObject({ method: "POST", url: "/api/v1/assets/upload" });
    expect(client.calls.assetUpload).toBe(1);
  });

  test("the state of an asset", async () => {
    const server = await serve((response, { url }) => (url.includes("asset-1") ? sendJson(response, 200, ASSET) : sendJson(response, 404, {})));
    const client = clientOf(server.baseUrl);
    expect(await client.assetStatus("asset-1")).toMatchObject({ kind: "asset", asset: { status: "active" } });
    expect(await client.assetStatus("other")).toMatchObject({ kind: "refused", error: { status: 404 } });
    expect(server.seen[0]?.url).toBe("/api/v1/assets/status?assetId=asset-1");
    expect(client.calls.assetStatus).toBe(2);
  });

  test("the list of assets", async () => {
    const server = await serve(json(200, { items: [ASSET], nextCursor: 100 }));
    const client = clientOf(server.baseUrl);
    expect(await client.listAssets({ type: "IMAGE", limit: 50, cursor: 7 })).toMatchObject({ kind: "ok", value: { items: [{ assetId: "123" }], nextCursor: 100 } });
    expect(await client.listAssets()).toMatchObject({ kind: "ok" });
    expect(server.seen.map(({ url }) => url)).toEqual(["/api/v1/assets/list?type=IMAGE&limit=50&cursor=7", "/api/v1/assets/list"]);
    expect(client.calls.assetList).toBe(2);
  });
});

test("a new key is used from the next request on, and neither of both is in an answer that echoes them", async () => {
  const other = "sk-test-another-0123456789";
  const server = await serve((response) => sendJson(response, 400, { error: { code: "ODD", message: `keys ${KEY} and ${other}` } }));
  const client = clientOf(server.baseUrl);
  await client.credits();
  client.useKey(other);
  const answer = await client.credits();
  expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${KEY}`, `Bearer ${other}`]);
  expect(JSON.stringify(answer)).not.toMatch(/sk-test/);
  expect(() => client.useKey("two words")).toThrow(/characters that no key has/);
});
