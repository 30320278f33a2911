import { createServer as createTcpServer, type AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import type { SubmitOutcome } from "../../../shared/seegen/outcomes.ts";
import { breakHalfway, cleanUp, clientOf, closedPort, HTML, KEY, sendJson, serve, type Answerer } from "./support.ts";

const BODY = { model: "sd2", inputs: { prompt: "a cat", duration: "5s" } };

type Row = [name: string, answer: Answerer, outcome: { kind: SubmitOutcome["kind"]; [key: string]: unknown }];

const error = (status: number | null, code: string) => expect.objectContaining({ status, code });
const json = (status: number, value: unknown, headers?: Record<string, string>): Answerer => (response) => sendJson(response, status, value, headers);
const text = (status: number, body: string, type = "text/plain"): Answerer => (response) => void response.writeHead(status, { "content-type": type }).end(body);

const ROWS: Row[] = [
  ["200 with an id", json(200, { taskId: "task_1", extra: true }), { kind: "accepted", taskId: "task_1", raw: { taskId: "task_1", extra: true } }],
  ["201 with a number for an id", json(201, { taskId: 77 }), { kind: "accepted", taskId: "77" }],
  ["200 without an id", json(200, { ok: true }), { kind: "unknown", error: error(200, "no_task_id") }],
  ["200 with an empty id", json(200, { taskId: "" }), { kind: "unknown", error: error(200, "no_task_id") }],
  ["200 with an error in it", json(200, { error: { code: "X", message: "m" } }), { kind: "unknown", error: error(200, "no_task_id") }],
  ["200 with HTML", text(200, HTML, "text/html"), { kind: "unknown", error: error(200, "not_json") }],
  ["200 with an empty body", text(200, ""), { kind: "unknown", error: error(200, "not_json") }],
  ["204", (response) => void response.writeHead(204).end(), { kind: "unknown", error: error(204, "not_json") }],
  ["truncated JSON", text(200, '{"taskId":"task_1"', "application/json"), { kind: "unknown", error: error(200, "not_json") }],
  ["a body that is reset half-way", (response) => breakHalfway(response, '{"taskId":"task_1"}'), { kind: "unknown", error: error(200, "connection_lost") }],
  ["a body that stalls", (response) => void response.writeHead(200, { "content-length": "100" }).write("{"), { kind: "unknown", error: error(200, "timeout") }],
  ["headers that never come", () => undefined, { kind: "unknown", error: error(null, "timeout") }],
  ["a reset after the body was read", (response) => void response.socket?.resetAndDestroy(), { kind: "unknown", error: error(null, "connection_lost") }],
  ["a connection closed without an answer", (response) => void response.socket?.end(), { kind: "unknown", error: error(null, "connection_lost") }],
  ["an answer of 5 MB", text(200, " ".repeat(5 * 1024 * 1024), "application/json"), { kind: "unknown", error: error(200, "network") }],
  ...[500, 502, 503, 504].map((status): Row => [`${status}`, json(status, { error: { code: "BROKEN", message: "m" } }), { kind: "unknown", error: error(status, "BROKEN") }]),
  ["502 with HTML", text(502, HTML, "text/html"), { kind: "unknown", error: error(502, "service_error") }],
  ...[400, 401, 402, 403, 404, 409, 413, 422].map((status): Row => [`${status}`, json(status, { error: { code: "NO", message: "m" } }), { kind: "refused", error: error(status, "NO") }]),
  ["402 with figures", json(402, { error: { message: "m" }, required: 200, available: 15 }), { kind: "refused", error: expect.objectContaining({ required: 200, available: 15, code: "insufficient_credits" }) }],
  ["400 with HTML", text(400, HTML, "text/html"), { kind: "refused", error: error(400, "invalid_parameters") }],
  ["413 with nothing", text(413, ""), { kind: "refused", error: error(413, "too_large") }],
  ["400 with truncated JSON", text(400, '{"error":{"code":"X"', "application/json"), { kind: "refused", error: error(400, "invalid_parameters") }],
  ["401 whose body is reset", (response) => {
    response.writeHead(401, { "content-length": "100" });
    response.write("no", () => setTimeout(() => response.socket?.resetAndDestroy(), 20));
  }, { kind: "refused", error: error(401, "unauthorised") }],
  ["429", json(429, { error: { message: "m" }, limit: 40, current: 40 }), { kind: "busy", retryAfterMs: null, error: expect.objectContaining({ limit: 40, current: 40 }) }],
  ["429 with seconds", json(429, {}, { "retry-after": "7" }), { kind: "busy", retryAfterMs: 7000 }],
  ["429 with an absurd wait", json(429, {}, { "retry-after": "86400" }), { kind: "busy", retryAfterMs: 300_000 }],
  ["429 with a date long ago", json(429, {}, { "retry-after": "Wed, 21 Oct 2015 07:28:00 GMT" }), { kind: "busy", retryAfterMs: 0 }],
  ["429 with nonsense", json(429, {}, { "retry-after": "later" }), { kind: "busy", retryAfterMs: null }],
  ...[301, 302, 307, 308].map((status): Row => [`${status} is not followed`, (response) => void response.writeHead(status, { location: "http://127.0.0.1:1/elsewhere" }).end(), { kind: "refused", error: error(status, "redirected") }]),
  ["303 says done", (response) => void response.writeHead(303, { location: "/api/v1/done" }).end(), { kind: "unknown" }],
];

describe.each(["jobs", "upscale"] as const)("a POST of %s is sent once, and its fate is what the answer says", (service) => {
  test.concurrent.each(ROWS)("%s", async (_name, answer, outcome) => {
    const server = await serve(answer);
    const client = clientOf(server.baseUrl);
    expect(await client.submit(service, BODY)).toMatchObject(outcome);
    expect(server.seen).toHaveLength(1);
    expect(server.seen[0]).toMatchObject({ method: "POST", url: service === "jobs" ? "/api/v1/jobs/createTask" : "/api/v1/upscale/create", body: JSON.stringify(BODY) });
    expect(server.seen[0]?.headers).toMatchObject({ authorization: `Bearer ${KEY}`, "content-type": "application/json", connection: "close" });
    expect(client.calls[service === "jobs" ? "createTask" : "upscaleCreate"]).toBe(1);
  });
});

describe("nothing left this machine", () => {
  test("connection refused", async () => {
    const client = clientOf(`http://127.0.0.1:${await closedPort()}/api/v1`);
    expect(await client.submit("jobs", BODY)).toMatchObject({ kind: "notSent", error: { status: null, code: "connection_refused" } });
    expect(client.calls.createTask).toBe(0);
  });

  test("a host name that does not exist", async () => {
    const client = clientOf("https://seegen.invalid/api/v1", { timeouts: { connectMs: 5000 } });
    const outcome = await client.submit("jobs", BODY);
    expect(outcome).toMatchObject({ kind: "notSent", error: { status: null } });
    expect(client.calls.createTask).toBe(0);
  });

  test("TLS that fails before the request", async () => {
    const server = await serve((response) => sendJson(response, 200, { taskId: "x" }));
    const client = clientOf(server.baseUrl.replace("http:", "https:"));
    expect(await client.submit("jobs", BODY)).toMatchObject({ kind: "notSent", error: { code: "tls" } });
    expect(server.seen).toHaveLength(0);
  });

  test("TLS that never ends", async () => {
    const silent = createTcpServer((socket) => socket.on("error", () => undefined));
    await new Promise<void>((done) => silent.listen(0, "127.0.0.1", done));
    cleanUp(async () => silent.close());
    const client = clientOf(`https://127.0.0.1:${(silent.address() as AddressInfo).port}/api/v1`);
    expect(await client.submit("jobs", BODY)).toMatchObject({ kind: "notSent", error: { code: "timeout" } });
  });

  test("a client that is closed", async () => {
    const server = await serve((response) => sendJson(response, 200, { taskId: "x" }));
    const client = clientOf(server.baseUrl);
    await client.close();
    expect(await client.submit("jobs", BODY)).toMatchObject({ kind: "notSent", error: { code: "closed" } });
    expect(server.seen).toHaveLength(0);
  });
});

test("a server that resets as soon as bytes come may have read them: unknown", async () => {
  const tcp = createTcpServer((socket) => socket.on("error", () => undefined).once("data", () => socket.resetAndDestroy()));
  await new Promise<void>((done) => tcp.listen(0, "127.0.0.1", done));
  cleanUp(async () => tcp.close());
  const client = clientOf(`http://127.0.0.1:${(tcp.address() as AddressInfo).port}/api/v1`);
  expect(await client.submit("jobs", BODY)).toMatchObject({ kind: "unknown", error: { code: "connection_lost" } });
});

test("an answer that drips for ever ends at the deadline", async () => {
  const server = await serve((response) => {
    response.writeHead(200);
    const drip = setInterval(() => response.write(" "), 20);
    response.on("close", () => clearInterval(drip));
  });
  const outcome = await clientOf(server.baseUrl).submit("jobs", BODY);
  expect(outcome).toMatchObject({ kind: "unknown", error: { code: "timeout" } });
});

test("a server that gives its idle connections up after each answer never makes a fate unknown", async () => {
  let count = 0;
  const sockets = new Set<unknown>();
  const server = await serve((response) => {
    count += 1;
    sockets.add(response.socket);
    const { socket } = response;
    // It invites to keep the connection, and then resets it.
    sendJson(response, 200, { taskId: `task_${count}` }, { connection: "keep-alive", "keep-alive": "timeout=60" });
    setImmediate(() => socket?.resetAndDestroy());
  });
  const client = clientOf(server.baseUrl);
  for (let round = 0; round < 60; round += 1) {
    const outcomes = await Promise.all([client.submit("jobs", BODY), client.submit("upscale", BODY)]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(["accepted", "accepted"]);
  }
  expect(sockets.size).toBe(120);
  expect(client.calls).toMatchObject({ createTask: 60, upscaleCreate: 60 });
});

test("closing waits for the answer to a POST in flight", async () => {
  const server = await serve((response) => void setTimeout(() => sendJson(response, 200, { taskId: "task_1" }), 100));
  const client = clientOf(server.baseUrl);
  const submitted = client.submit("jobs", BODY);
  await client.close();
  expect(await submitted).toMatchObject({ kind: "accepted" });
});

test("a key that the server echoes is nowhere in an outcome", async () => {
  const server = await serve((response, seen) => {
    const echo = `${seen.headers.authorization ?? ""} ${KEY}`;
    if (seen.url.includes("create")) sendJson(response, seen.url.includes("upscale") ? 200 : 400, { error: { code: KEY, message: `Bad key ${echo}` } });
    else if (seen.url.includes("query")) sendJson(response, 200, { taskId: "t", status: "FAILED", error: { message: echo }, echo });
    else response.writeHead(302, { location: `http://127.0.0.1/?k=${KEY}` }).end();
  });
  const calls: unknown[] = [];
  const client = clientOf(server.baseUrl, { onCall: (call) => calls.push(call) });
  const outcomes = [await client.submit("jobs", BODY), await client.submit("upscale", BODY), await client.query("jobs", "t"), await client.credits()];
  expect(JSON.stringify([outcomes, calls])).not.toContain(KEY);
  expect(outcomes.map(({ kind }) => kind)).toEqual(["refused", "unknown", "report", "unreachable"]);
});
