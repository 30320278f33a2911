import { expect, test } from "vitest";
import { recover } from "../../../electron/engine/executor.ts";
import { setParam } from "../../../shared/graph/edit.ts";
import { graphOf } from "../../fixtures/graphs.ts";
import { memoryService, serviceError } from "../../fixtures/memoryService.ts";
import { bench, statuses } from "./harness.ts";

const image = () => graphOf([["p", "prompt", { text: "a cup" }], ["g", "gptImage2", {}]], ["p.text > g.prompt"]);
const chain = () =>
  graphOf(
    [
      ["p", "prompt", { text: "a cup" }],
      ["g", "gptImage2"],
      ["v", "generateSd2", { duration: 5 }],
      ["u", "upscaleVideo", { targetResolution: "4k" }],
    ],
    ["p.text > g.prompt", "g.image > v.firstFrame", "p.text > v.prompt", "v.video > u.video"],
  );

test("a chain runs in order, each step with what the one before made", async () => {
  const { run, service, library } = bench();
  const result = await run(chain());
  expect(result.outcome).toBe("done");
  expect(statuses(result)).toEqual({ g: "done", v: "done", u: "done" });
  const bodies = [...service.tasks.values()].map(({ body }) => body);
  expect(bodies[1]).toMatchObject({ model: "sd2", inputs: { urls: ["memory://task-1"], prompt: "a cup", duration: "5s" } });
  expect(bodies[2]).toEqual({ source: { type: "url", url: "memory://task-2" }, targetResolution: "4k" });
  expect(library.all().map(({ state }) => state)).toEqual(["stored", "stored", "stored"]);
});

test("each state is written down before the next thing happens", async () => {
  const { run, service, library } = bench();
  const seen: string[] = [];
  service.onSubmit = () => {
    seen.push(...library.all().map(({ state }) => `POST while ${state}`));
    return undefined;
  };
  const query = service.query.bind(service);
  service.query = (...args) => {
    seen.push(...library.all().map(({ state, taskId }) => `GET while ${state} ${taskId}`));
    return query(...args);
  };
  library.onDownload = () => seen.push(...library.all().map(({ state, billed }) => `download while ${state}, billed ${billed}`));
  await run(image());
  expect(seen).toEqual(["POST while intended", "GET while submitted task-1", "download while completed, billed 35"]);
  expect(library.log).toEqual(["1 intended", "1 submitted", "1 completed", "1 stored"]);
});

test("a second run sends nothing and bills nothing", async () => {
  const { run, service } = bench();
  const first = await run(chain());
  const posts = service.posts;
  const queries = service.queries;
  const second = await run(chain());
  expect(statuses(second)).toEqual({ g: "cached", v: "cached", u: "cached" });
  expect([service.posts, service.queries, second.billed]).toEqual([posts, queries, 0]);
  expect(second.steps.map(({ takes }) => takes[0]?.sha256)).toEqual(first.steps.map(({ takes }) => takes[0]?.sha256));
});

test("two nodes with the same request share one task", async () => {
  const { run, service } = bench(memoryService({ taskMs: 30 }));
  const graph = graphOf([["p", "prompt", { text: "a cup" }], ["a", "gptImage2"], ["b", "gptImage2"]], ["p.text > a.prompt", "p.text > b.prompt"]);
  const result = await run(graph);
  expect(service.posts).toBe(1);
  expect(result.billed).toBe(35);
  const [a, b] = result.steps;
  expect(b?.takes[0]?.sha256).toBe(a?.takes[0]?.sha256);
});

test("one take here and three of the same there make three tasks", async () => {
  const { run, service } = bench();
  const graph = graphOf([["p", "prompt", { text: "a cup" }], ["a", "gptImage2"], ["b", "gptImage2", {}, { takes: 3 }]], ["p.text > a.prompt", "p.text > b.prompt"]);
  const result = await run(graph);
  expect(service.posts).toBe(3);
  expect(result.steps.map(({ takes }) => takes.length)).toEqual([1, 3]);
});

test("whoever shares a request that failed does not send it again", async () => {
  const { run, service } = bench();
  service.failing = () => ({ code: "UPSTREAM_FAILED", message: "no" });
  const graph = graphOf([["p", "prompt", { text: "a cup" }], ["a", "gptImage2"], ["b", "gptImage2"]], ["p.text > a.prompt", "p.text > b.prompt"]);
  const result = await run(graph);
  expect(statuses(result)).toEqual({ a: "failed", b: "failed" });
  expect(service.posts).toBe(1);
  expect(result.billed).toBe(0);
});

test("a failure blocks what depends on it and nothing else", async () => {
  const { run, service } = bench(memoryService({ taskMs: 20 }));
  service.failing = (body) => (JSON.stringify(body).includes("bad") ? { code: "UPSTREAM_FAILED", message: "could not" } : null);
  const graph = graphOf(
    [
      ["bad", "prompt", { text: "bad" }],
      ["good", "prompt", { text: "good" }],
      ["a", "gptImage2"],
      ["b", "gptImage2"],
      ["av", "generateSd2"],
      ["bv", "generateSd2"],
    ],
    ["bad.text > a.prompt", "good.text > b.prompt", "a.image > av.firstFrame", "b.image > bv.firstFrame"],
  );
  const result = await run(graph);
  expect(statuses(result)).toEqual({ a: "failed", b: "done", av: "blocked", bv: "done" });
  expect(result.outcome).toBe("failed");
  expect(result.steps.find(({ nodeId }) => nodeId === "a")?.error).toEqual({ code: "UPSTREAM_FAILED", message: "could not" });
  expect(result.steps.find(({ nodeId }) => nodeId === "av")?.error?.message).toContain("a");
});

test("a lost answer is never sent again by itself, and --on-unknown retry sends it once more", async () => {
  const { run, service, library } = bench();
  service.onSubmit = (_body, post) => (post === 1 ? { kind: "unknown", error: serviceError(0, "ECONNRESET", "the connection broke") } : undefined);
  const lost = await run(image());
  expect([lost.outcome, statuses(lost)["g"], service.posts]).toEqual(["unknown", "unknown", 1]);
  const again = await run(image());
  expect([again.outcome, service.posts]).toEqual(["unknown", 1]);
  const retried = await run(image(), { onUnknown: "retry" });
  expect([retried.outcome, service.posts]).toEqual(["done", 2]);
  expect(library.all().map(({ state }) => state)).toEqual(["abandoned", "stored"]);
});

test("what was intended when the last executor ended is unknown", async () => {
  const { run, service, library } = bench();
  service.submit = () => new Promise(() => undefined);
  void run(image());
  await expect.poll(() => library.all().map(({ state }) => state)).toEqual(["intended"]);
  await recover({ library });
  expect(library.all().map(({ state, error }) => [state, error?.code])).toEqual([["unknown", "interrupted"]]);
  expect(library.runsSeen).toMatchObject([{ outcome: "interrupted", billed: 0 }]);
});

test("what was submitted before a restart is followed, not sent again", async () => {
  const first = bench(memoryService({ taskMs: 60 }));
  first.service.query = () => new Promise(() => undefined);
  void first.run(image());
  await expect.poll(() => first.library.all().map(({ state }) => state)).toEqual(["submitted"]);
  const service = memoryService();
  service.tasks = first.service.tasks;
  const second = bench(service, first.library);
  const result = await second.run(image());
  expect([result.outcome, service.posts, result.quoted.max, result.billed]).toEqual(["done", 0, 0, 35]);
});

test("while one take of a step is unknown, its other, paid ones are fetched all the same", async () => {
  const two = () => graphOf([["p", "prompt", { text: "a cup" }], ["g", "gptImage2", {}, { takes: 2 }]], ["p.text > g.prompt"]);
  const first = bench(memoryService({ taskMs: 60 }));
  first.service.onSubmit = (_body, post) => (post === 2 ? { kind: "unknown", error: serviceError(0, "ECONNRESET", "the connection broke") } : undefined);
  first.service.query = () => new Promise(() => undefined);
  void first.run(two());
  await expect.poll(() => first.library.all().map(({ state }) => state)).toEqual(["submitted", "unknown"]);
  const service = memoryService();
  service.tasks = first.service.tasks;
  const result = await bench(service, first.library).run(two());
  expect([result.outcome, service.posts]).toEqual(["unknown", 0]);
  expect(first.library.all().map(({ state }) => state)).toEqual(["stored", "unknown"]);
});

test("a full disk ends a run that nobody waits for; what was paid for is fetched later", async () => {
  const { run, service, library } = bench();
  library.onDownload = () => {
    throw Object.assign(new Error("the disk is full"), { code: "disk-full" });
  };
  const result = await run(image(), { waitFor: { disk: false } });
  expect(result.steps[0]).toMatchObject({ status: "failed", error: { code: "disk-full" } });
  expect(library.all().map(({ state, billed }) => [state, billed])).toEqual([["completed", 35]]);
  library.onDownload = () => undefined;
  const later = await run(image());
  expect([later.outcome, service.posts]).toEqual(["done", 1]);
}, 30_000);

test("cancelling starts nothing new and follows what is paid for", async () => {
  const { start, service } = bench(memoryService({ taskMs: 200 }));
  const execution = start(chain());
  await expect.poll(() => service.posts).toBe(1);
  execution.cancel();
  const result = await execution.result;
  expect(statuses(result)).toEqual({ g: "done", v: "skipped", u: "skipped" });
  expect([result.outcome, service.posts, result.billed]).toEqual(["cancelled", 1, 35]);
});

test("429 is never a failure, and the limit settles at what the service takes", async () => {
  const service = memoryService({ taskMs: 100, cap: 5 });
  const { run } = bench(service);
  const nodes = Array.from({ length: 30 }, (_unused, at) => [`p${at}`, "prompt", { text: `cup ${at}` }] as const);
  const images = Array.from({ length: 30 }, (_unused, at) => [`g${at}`, "gptImage2", {}] as const);
  const result = await run(graphOf([...nodes, ...images], nodes.map(([id], at) => `${id}.text > g${at}.prompt`)));
  expect(result.outcome).toBe("done");
  expect(service.tasks.size).toBe(30);
  expect(service.posts).toBeLessThan(60);
});

test("a service that cannot be reached is a pause, not a failure", async () => {
  const { run, service, events } = bench();
  service.onSubmit = (_body, post) => (post <= 2 ? { kind: "notSent", error: serviceError(0, "ECONNREFUSED", "connection refused") } : undefined);
  const result = await run(image());
  expect([result.outcome, service.tasks.size]).toEqual(["done", 1]);
  expect(events.filter(({ type }) => type === "notice")).toHaveLength(1);
}, 30_000);

test("402 in the middle of a run that nobody waits for stops new tasks, keeps what runs, and says so", async () => {
  const { run, service } = bench(memoryService({ taskMs: 50 }));
  service.onSubmit = (_body, post) => (post >= 2 ? { kind: "refused", error: serviceError(402, "INSUFFICIENT_CREDITS", "10 credits are missing") } : undefined);
  const graph = graphOf([["l", "promptList", { lines: ["a", "b", "c", "d"] }], ["g", "gptImage2"]], ["l.text > g.prompt"]);
  const result = await run(graph, { concurrency: 1, waitFor: { credits: false } });
  expect(result.outcome).toBe("insufficientCredits");
  expect(result.steps.map(({ status }) => status)).toEqual(["done", "failed", "skipped", "skipped"]);
  expect(service.posts).toBe(2);
});

test("a budget is kept when intervals turn out at their upper end", async () => {
  const { run, service } = bench();
  const result = await run(chain(), { budget: 35 + 200 });
  expect(statuses(result)).toEqual({ g: "done", v: "done", u: "failed" });
  expect(result.outcome).toBe("overBudget");
  expect(service.posts).toBe(2);
});

test("media that nobody can host are told before anything is sent", async () => {
  const library = (await import("../../fixtures/memoryLibrary.ts")).memoryLibrary();
  const service = memoryService();
  const staged = await library.download("x", "image");
  const take = await library.intend({ key: "k", service: "jobs", model: "m", mediaType: "image", runId: "r", graphId: "g", graphName: "g", nodeId: "n", item: 0, request: {}, body: {}, quoted: { min: 0, max: 0 } });
  await library.store(take.id, staged);
  const { sha256 } = staged.facts;
  const { run } = bench(service, library, { available: false, why: "no hosting is set up.", urlFor: () => Promise.reject(new Error("no")) });
  const graph = graphOf([["p", "prompt", { text: "x" }], ["i", "imageAsset", { source: { type: "file", sha256, name: "a.png", bytes: 1000 } }], ["g", "gptImage2"]], ["p.text > g.prompt", "i.image > g.images"]);
  const result = await run(graph);
  expect(result.steps[0]).toMatchObject({ status: "failed", error: { code: "hosting_needed" } });
  expect(service.posts).toBe(0);
});

test("reference videos are registered and reviewed once, however many steps use them", async () => {
  const { run, service } = bench();
  const source = { type: "url", url: "https://example.com/clip.mp4" };
  const graph = graphOf(
    [["p", "prompt", { text: "x" }], ["r", "videoRef", { source }], ["a", "generateSd2", { duration: 4 }], ["b", "generateSd2", { duration: 6 }]],
    ["p.text > a.prompt", "p.text > b.prompt", "r.video > a.videos", "r.video > b.videos"],
  );
  const result = await run(graph);
  expect(result.outcome).toBe("done");
  expect(service.uploads).toEqual([{ url: "https://example.com/clip.mp4", type: "VIDEO", name: expect.any(String) }]);
  expect([...service.tasks.values()].map(({ body }) => (body as { inputs: { videoUrls: string[] } }).inputs.videoUrls)).toEqual([["asset://asset-1"], ["asset://asset-1"]]);
  // Another request with the same clip: a new task, and still the same asset.
  await run(setParam(graph, "a", "duration", 9));
  expect([service.tasks.size, service.uploads.length]).toEqual([3, 1]);
});

test("a review that fails costs nothing and blocks only what needs it", async () => {
  const { run, service } = bench();
  service.assetStatus = async (assetId) => ({ kind: "asset", asset: { assetId, uri: "asset://asset-1", status: "failed", statusWord: "FAILED", failReason: "a real person", raw: {} } });
  const graph = graphOf(
    [["p", "prompt", { text: "x" }], ["r", "videoRef", { source: { type: "url", url: "https://example.com/clip.mp4" } }], ["a", "generateSd2"], ["b", "gptImage2"]],
    ["p.text > a.prompt", "p.text > b.prompt", "r.video > a.videos"],
  );
  const result = await run(graph);
  expect(statuses(result)).toEqual({ a: "failed", b: "done" });
  expect(result.steps.find(({ nodeId }) => nodeId === "a")?.error).toMatchObject({ code: "review_failed", message: expect.stringContaining("a real person") });
  expect(service.posts).toBe(1);
});

test("what the review has refused is not registered again before the user asks for it", async () => {
  const { run, service } = bench();
  const answer = service.assetStatus.bind(service);
  service.assetStatus = async (assetId) => ({ kind: "asset", asset: { assetId, uri: "asset://asset-1", status: "failed", statusWord: "FAILED", failReason: "a real person", raw: {} } });
  const graph = graphOf([["p", "prompt", { text: "x" }], ["r", "videoRef", { source: { type: "url", url: "https://example.com/clip.mp4" } }], ["a", "generateSd2"]], ["p.text > a.prompt", "r.video > a.videos"]);
  await run(graph);
  service.assetStatus = answer;
  const second = await run(graph);
  expect(second.steps[0]?.error).toMatchObject({ code: "review_failed", message: expect.stringMatching(/node r\): a real person|of node r: a real person/) });
  expect([service.uploads.length, service.posts]).toEqual([1, 0]);
  expect((await run(graph, { reviewAgain: true })).outcome).toBe("done");
  expect([service.uploads.length, service.posts]).toEqual([2, 1]);
});

test("a failure that speaks of people offers a review of the pictures that had none, and of no others", async () => {
  const { run, service } = bench();
  const graph = graphOf(
    [
      ["p", "prompt", { text: "x" }],
      ["i", "imageAsset", { source: { type: "url", url: "https://example.com/hero.png" } }],
      ["n", "imageAsset", { source: { type: "url", url: "https://example.com/other.png" }, review: "never" }],
      ["v", "generateSd2"],
    ],
    ["p.text > v.prompt", "i.image > v.images", "n.image > v.images"],
  );
  service.failing = () => ({ code: "RISK", message: "The input may show a real person." });
  const failed = (await run(graph)).steps[0]?.error;
  expect(failed).toMatchObject({ offers: { review: ["i"] }, message: expect.stringContaining("set Review to always") });
  service.failing = () => ({ code: "UPSTREAM", message: "The model could not finish." });
  expect((await run(setParam(graph, "v", "duration", 9))).steps[0]?.error).not.toHaveProperty("offers");
});

test("a clip that turns out longer than quoted is priced by what it is before it is sent on", async () => {
  const { run, service, library } = bench();
  const download = library.download.bind(library);
  library.download = async (url, expect, options) => {
    const staged = await download(url, expect, options);
    return expect === "video" ? { ...staged, facts: { ...staged.facts, durationSeconds: 5.04 } } : staged;
  };
  service.bill = ({ service: kind }) => (kind === "upscale" ? 300 : 200);
  const result = await run(graphOf([["p", "prompt", { text: "x" }], ["v", "generateSd2"], ["u", "upscaleVideo", { targetResolution: "4k" }]], ["p.text > v.prompt", "v.video > u.video"]));
  expect(result.quoted).toEqual({ min: 450, max: 500 });
  expect(library.all().map(({ quoted }) => quoted)).toEqual([{ min: 200, max: 200 }, { min: 300, max: 300 }]);
});

test("events are bounded by steps, not by polls, and the last state of each step arrives", async () => {
  const { run, events, service } = bench(memoryService({ taskMs: 700 }));
  await run(image());
  expect(service.queries).toBeGreaterThan(1);
  const steps = events.filter(({ type }) => type === "step");
  expect(steps.length).toBeLessThanOrEqual(6);
  expect(steps.at(-1)).toMatchObject({ state: "done", credits: { billed: 35 } });
  expect(events[0]?.type).toBe("started");
  expect(events.at(-1)).toMatchObject({ type: "ended", outcome: "done", billed: 35 });
});

test("a run that only finds cached steps is not written down as a run", async () => {
  const { run, library } = bench();
  await run(image());
  await run(image());
  expect(library.runsSeen).toHaveLength(1);
  expect(library.runsSeen[0]).toMatchObject({ outcome: "done", billed: 35, quoted: { min: 35, max: 35 } });
});

test("paid results of another graph are fetched without being asked, and nothing is waited for that still runs", async () => {
  const { run, service, library } = bench();
  library.onDownload = () => {
    throw Object.assign(new Error("unreachable"), { code: "unreachable" });
  };
  await run(image());
  library.onDownload = () => undefined;
  const other = graphOf([["p", "prompt", { text: "another cup" }], ["g", "gptImage2"]], ["p.text > g.prompt"]);
  await run({ ...other, id: "other" });
  expect(library.all().map(({ state }) => state)).toEqual(["stored", "stored"]);
  expect(service.posts).toBe(2);
});

test("an expired URL is asked for anew, once", async () => {
  const { run, service, library } = bench();
  const asked: string[] = [];
  library.onDownload = (url) => {
    asked.push(url);
    if (asked.length === 1) throw Object.assign(new Error("gone"), { code: "expired" });
  };
  const query = service.query.bind(service);
  service.query = async (...args) => {
    const answer = await query(...args);
    if (answer.kind === "report" && service.queries > 1) answer.report.outputs = [{ url: "memory://fresh" }];
    return answer;
  };
  const result = await run(image());
  expect([result.outcome, asked]).toEqual(["done", ["memory://task-1", "memory://fresh"]]);
});

test("a task that the service has forgotten is unknown, and can be made anew when the user says so", async () => {
  const { run, service, library } = bench();
  const query = service.query.bind(service);
  service.query = async (kind, taskId) => (taskId === "task-1" ? { kind: "gone", error: serviceError(404, "NOT_FOUND", "no such task") } : query(kind, taskId));
  const forgotten = await run(image());
  expect([forgotten.outcome, library.all()[0]?.error?.code]).toEqual(["unknown", "task_not_found"]);
  expect((await run(image())).outcome).toBe("unknown");
  expect([(await run(image(), { onUnknown: "retry" })).outcome, service.posts]).toEqual(["done", 2]);
}, 30_000);

test.each(["fail", "retry"] as const)("a forgotten task that the service knows again (or tells to the right key) is followed to its end, and not made anew (%s)", async (onUnknown) => {
  const { run, service, library } = bench();
  const query = service.query.bind(service);
  service.query = async () => ({ kind: "gone", error: serviceError(404, "NOT_FOUND", "no such task") });
  expect((await run(image())).outcome).toBe("unknown");
  service.query = query;
  expect(await run(image(), { onUnknown })).toMatchObject({ outcome: "done", billed: 35 });
  expect([service.posts, library.all().map(({ state }) => state)]).toEqual([1, ["stored"]]);
}, 30_000);

test("a completed task without an output keeps its bill and is asked for it again, never made anew by itself", async () => {
  const { run, service, library } = bench();
  const query = service.query.bind(service);
  service.query = async (...args) => {
    const answer = await query(...args);
    if (answer.kind === "report") answer.report.outputs = [];
    return answer;
  };
  const lost = await run(image());
  expect([lost.outcome, lost.billed, lost.steps[0]?.error?.code]).toEqual(["failed", 35, "no_output"]);
  expect((await run(image())).outcome).toBe("failed");
  service.query = query;
  expect([(await run(image())).outcome, service.posts, library.all().map(({ state }) => state)]).toEqual(["done", 1, ["stored"]]);
});
