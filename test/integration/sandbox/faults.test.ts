import { request } from "undici";
import { describe, expect, test } from "vitest";
import type { Scenario } from "../../../electron/sandbox/index.ts";
import { outputUrl, sandboxFor, type Client } from "./client.ts";

type Fault = Scenario["rules"][number]["fault"];
type Match = NonNullable<Scenario["rules"][number]["match"]>;

const text = { prompt: "A cat playing piano" };
const create = { model: "sd2", inputs: text };

const sandboxWith = (fault: Fault, match: Match = {}, times?: number): Promise<Client> =>
  sandboxFor({ scenario: { rules: [{ match, fault, ...(times === undefined ? {} : { times }) }] } });

async function rawCreate({ sandbox }: Client, timeoutMs = 5000): Promise<{ status: number; type: string; text: string; retryAfter: unknown }> {
  const answer = await request(`${sandbox.url}/jobs/createTask`, {
    method: "POST", headers: { authorization: "Bearer k", "content-type": "application/json" }, body: JSON.stringify(create), headersTimeout: timeoutMs, signal: AbortSignal.timeout(timeoutMs),
  });
  return { status: answer.statusCode, type: String(answer.headers["content-type"]), text: await answer.body.text(), retryAfter: answer.headers["retry-after"] };
}

describe("answers", () => {
  test.each([400, 401, 402, 403, 404, 408, 429, 500, 502, 503, 504])("%i can be any call's answer, without effect", async (status) => {
    const client = await sandboxWith({ kind: "http", status, message: "Told so." }, { endpoint: "createTask" });
    expect(await rawCreate(client)).toMatchObject({ status, text: expect.stringContaining("Told so.") });
    expect(client.sandbox.books().tasks.created).toBe(0);
  });

  test.each([
    ["nested", "application/json; charset=utf-8", `{"error":{"code":"C","message":"M"}}`],
    ["flat", "application/json; charset=utf-8", `{"error":"C","message":"M"}`],
    ["errors", "application/json; charset=utf-8", `{"message":"M","errors":[{"field":"inputs","message":"M"}]}`],
    ["text", "text/plain; charset=utf-8", "M"],
    ["empty", "application/json", ""],
    ["truncated", "application/json; charset=utf-8", `{"error":{"code":"C","messa`],
  ] as const)("an error's body can be %s", async (kind, type, expected) => {
    expect(await rawCreate(await sandboxWith({ kind: "http", status: 500, body: kind, code: "C", message: "M" }))).toMatchObject({ type, text: expected });
  });

  test("or a page of HTML, with a Retry-After in seconds or as a date", async () => {
    expect(await rawCreate(await sandboxWith({ kind: "http", status: 503, body: "html", retryAfter: 7 }))).toMatchObject({ text: expect.stringContaining("<!DOCTYPE html>"), retryAfter: "7" });
    expect(await rawCreate(await sandboxWith({ kind: "http", status: 429, retryAfter: "Wed, 21 Oct 2026 07:28:00 GMT" }))).toMatchObject({ retryAfter: "Wed, 21 Oct 2026 07:28:00 GMT" });
  });

  test("a refusal can carry its figures", async () => {
    const { text: body } = await rawCreate(await sandboxWith({ kind: "http", status: 402, extra: { required: 200, available: 5 } }));
    expect(JSON.parse(body)).toMatchObject({ required: 200, available: 5, error: { code: "INSUFFICIENT_CREDITS" } });
  });

  test("a 500 after the effect leaves a task that is paid for", async () => {
    const client = await sandboxWith({ kind: "http", status: 500, when: "after" }, { endpoint: "createTask" });
    expect((await rawCreate(client)).status).toBe(500);
    expect(client.sandbox.books()).toMatchObject({ tasks: { created: 1 }, billed: 200 });
  });

  test.each([["before", 0], ["after", 1]] as const)("a connection lost %s the effect leaves %i tasks", async (when, created) => {
    const client = await sandboxWith({ kind: "drop", when }, { endpoint: "createTask" }, 1);
    await expect(rawCreate(client)).rejects.toThrow(/ECONNRESET|other side closed/);
    expect(client.sandbox.books().tasks.created).toBe(created);
    expect((await rawCreate(client)).status).toBe(200);
  });

  test.each([["before", 0], ["after", 1]] as const)("headers that never come %s the effect leave %i tasks", async (when, created) => {
    const client = await sandboxWith({ kind: "hang", when }, { endpoint: "createTask" });
    await expect(rawCreate(client, 200)).rejects.toThrow(/timeout/i);
    expect(client.sandbox.books().tasks.created).toBe(created);
  });

  test("an answer can be slow", async () => {
    const client = await sandboxWith({ kind: "delay", delayMs: 80 });
    const started = performance.now();
    expect((await rawCreate(client)).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(75);
  });

  test("a 200 can come without an id, though there is a task", async () => {
    const client = await sandboxWith({ kind: "noId" });
    expect(await rawCreate(client)).toMatchObject({ status: 200, text: "{}" });
    expect(client.sandbox.books().tasks.created).toBe(1);
  });

  test("uploads of files and reads of credits can go wrong too", async () => {
    const client = await sandboxFor({ scenario: { rules: [{ match: { endpoint: "fileUpload" }, fault: { kind: "http", status: 503 }, times: 1 }, { match: { endpoint: "credits" }, fault: { kind: "numbersAsStrings" } }] } });
    await expect(client.host(Buffer.from("x"))).rejects.toThrow("503");
    expect(await client.host(Buffer.from("x"))).toContain("/files/");
    expect(await client.credits()).toEqual({ credits: "50000", availableCredits: "50000" });
  });
});

describe("tasks", () => {
  test("an unknown status word stands in for those of a running task, and a query's own for any", async () => {
    const running = await sandboxFor({ speed: 1, scenario: { rules: [{ fault: { kind: "status", word: "WARMING" } }] } });
    expect((await running.query(await running.create("sd2", text)))["status"]).toBe("WARMING");
    const done = await sandboxWith({ kind: "status", word: "ARCHIVED" }, { endpoint: "queryTask", promptIncludes: "piano" }, 1);
    const id = await done.create("sd2", text);
    expect((await done.query(id))["status"]).toBe("ARCHIVED");
    expect((await done.query(id))["status"]).toBe("COMPLETED");
  });

  test("numbers can be strings", async () => {
    const client = await sandboxWith({ kind: "numbersAsStrings" });
    expect(await client.query(await client.create("sd2", text))).toMatchObject({ creditsUsed: "200", output: [{ width: "1280", height: "720" }] });
  });

  test("a completed task can have no output, or two that differ", async () => {
    const none = await sandboxWith({ kind: "outputs", count: 0 });
    expect(await none.query(await none.create("sd2", text))).toMatchObject({ status: "COMPLETED", output: [] });
    const two = await sandboxWith({ kind: "outputs", count: 2 });
    const task = await two.query(await two.create("gpt-image-2", { ...text, resolution: "1k" }));
    const [first, second] = await Promise.all([0, 1].map(async (index) => Buffer.from(await (await fetch(outputUrl(task, index))).arrayBuffer())));
    expect(first?.length).toBeGreaterThan(0);
    expect(second).not.toEqual(first);
  });

  test("a rule picks its tasks by model and prompt", async () => {
    const client = await sandboxWith({ kind: "taskFails" }, { model: "sd2", promptIncludes: "cat" });
    const statusOf = async (model: string, prompt: string): Promise<unknown> => (await client.query(await client.create(model, { prompt })))["status"];
    expect(await Promise.all([statusOf("sd2", "a cat"), statusOf("sd2", "a dog"), statusOf("happyhorse", "a cat")])).toEqual(["FAILED", "COMPLETED", "COMPLETED"]);
  });

  test("an upscale fails like any task", async () => {
    const client = await sandboxWith({ kind: "taskFails", code: "UPSTREAM_FAILED" }, { model: "upscale" });
    const made = await client.call("POST", "/upscale/create", { source: { type: "url", url: "https://example.com/a.mp4" }, targetResolution: "2k" });
    expect((await client.call("GET", `/upscale/query?taskId=${String(made.body["taskId"])}`)).body).toMatchObject({ status: "failed", error: { code: "UPSTREAM_FAILED" } });
  });

  test("a review can fail with its reason", async () => {
    const client = await sandboxWith({ kind: "reviewFails", reason: "A face." });
    await client.asset("https://example.com/a.jpg", "IMAGE");
    expect((await client.call("GET", "/assets/status?assetId=1")).body).toMatchObject({ status: "FAILED", failReason: "A face." });
  });
});

describe("media", () => {
  type MediaFault = Extract<Fault, { kind: "media" }>;
  const urlWith = async (fault: Omit<MediaFault, "kind">): Promise<string> => {
    const client = await sandboxWith({ kind: "media", ...fault });
    return outputUrl(await client.query(await client.create("gpt-image-2", { ...text, resolution: "1k" })));
  };

  test("expired and missing files say so", async () => {
    expect((await fetch(await urlWith({ media: "expired" }))).status).toBe(403);
    expect((await fetch(await urlWith({ media: "missing" }))).status).toBe(404);
  });

  test("a truncated file pretends to be whole, a cut one breaks off; the rest comes by Range", async () => {
    const truncated = await fetch(await urlWith({ media: "truncated" }));
    expect((await truncated.arrayBuffer()).byteLength).toBe(Number(truncated.headers.get("content-length")));
    const url = await urlWith({ media: "cutOff", downloads: 1 });
    const cut = await request(url);
    const length = Number(cut.headers["content-length"]);
    let received = 0;
    await expect((async () => {
      for await (const chunk of cut.body) received += (chunk as Buffer).length;
    })()).rejects.toThrow(/other side closed|aborted|terminated|ECONNRESET/);
    expect(received).toBe(Math.floor(length / 2));
    const rest = await fetch(url, { headers: { range: `bytes=${received}-` } });
    expect([rest.status, (await rest.arrayBuffer()).byteLength]).toEqual([206, length - received]);
  });

  test("the type can be wrong, and the way can lead elsewhere or nowhere", async () => {
    expect((await fetch(await urlWith({ media: "wrongType" }))).headers.get("content-type")).toBe("text/html");
    const redirected = await fetch(await urlWith({ media: "redirect" }));
    expect([redirected.redirected, redirected.status, redirected.headers.get("content-type")]).toEqual([true, 200, "image/png"]);
    await expect(fetch(await urlWith({ media: "redirectLoop" }))).rejects.toThrow("fetch failed");
  });

  test("a film can be longer than what was paid for", async () => {
    const client = await sandboxWith({ kind: "media", media: "longer" });
    const url = outputUrl(await client.query(await client.create("sd2", text)));
    const { body: made } = await client.call("POST", "/upscale/create", { source: { type: "url", url }, targetResolution: "1080p" });
    expect((await client.call("GET", `/upscale/query?taskId=${String(made["taskId"])}`)).body).toMatchObject({ result: { probedDurationSeconds: 6 } });
  });

  test("a download's answer can fail once", async () => {
    const client = await sandboxWith({ kind: "http", status: 502, body: "html" }, { endpoint: "download" }, 1);
    const url = outputUrl(await client.query(await client.create("gpt-image-2", { ...text, resolution: "1k" })));
    expect((await fetch(url)).status).toBe(502);
    expect((await fetch(url)).status).toBe(200);
  });
});

describe("control", () => {
  test("a scenario is set and the books are read over HTTP", async () => {
    const client = await sandboxFor();
    const set = async (scenario: unknown): Promise<number> =>
      (await fetch(`${client.sandbox.origin}/sandbox/scenario`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(scenario) })).status;
    expect(await set({ rules: [{ fault: { kind: "http", status: 500 } }] })).toBe(200);
    expect((await rawCreate(client)).status).toBe(500);
    expect(await set({ rules: [{ fault: { kind: "explode" } }] })).toBe(400);
    expect(await set({ rules: [] })).toBe(200);
    expect((await rawCreate(client)).status).toBe(200);
    const books = (await (await fetch(`${client.sandbox.origin}/sandbox/books`)).json()) as object;
    expect(books).toEqual(client.sandbox.books());
    expect(books).toMatchObject({ tasks: { created: 1, completed: 1 }, calls: { createTask: 2 }, billed: 200, list: [{ model: "sd2", credits: 200 }] });
  });

  test("a page of the web that found a name for this machine gets nothing", async () => {
    const { sandbox } = await sandboxFor();
    const answer = await request(`${sandbox.origin}/sandbox/books`, { headers: { host: "evil.example.com" } });
    expect(answer.statusCode).toBe(400);
    await answer.body.dump();
  });
});
