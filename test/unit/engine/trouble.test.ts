import { expect, test } from "vitest";
import { graphOf } from "../../fixtures/graphs.ts";
import { memoryLibrary } from "../../fixtures/memoryLibrary.ts";
import { memoryService, serviceError } from "../../fixtures/memoryService.ts";
import { bench, statuses } from "./harness.ts";

const image = (more = {}) => graphOf([["p", "prompt", { text: "a cup" }], ["g", "gptImage2", {}, more]], ["p.text > g.prompt"]);
const list = (count: number) => graphOf([["l", "promptList", { lines: Array.from({ length: count }, (_unused, at) => `cup ${at}`) }], ["g", "gptImage2"]], ["l.text > g.prompt"]);
const reviewed = (takes: number) =>
  graphOf([["p", "prompt", { text: "x" }], ["r", "videoRef", { source: { type: "url", url: "https://example.com/clip.mp4" } }], ["a", "generateSd2", {}, { takes }]], ["p.text > a.prompt", "r.video > a.videos"]);

function refusing(code: string): never {
  throw Object.assign(new Error(`the journal says ${code}`), { code });
}

test("a journal that takes no new row fails its steps and ends the run: no place is kept", async () => {
  const { run, library, service } = bench();
  library.intend = async () => refusing("held");
  const result = await run(list(20));
  expect(result.steps.every(({ status, error }) => status === "failed" && error?.code === "held")).toBe(true);
  expect(service.posts).toBe(0);
});

test("a journal that is busy for a moment does not lose the task id", async () => {
  const { run, library, service } = bench();
  const advance = library.advance.bind(library);
  let busy = 3;
  library.advance = async (id, change) => (change.to === "submitted" && busy-- > 0 ? refusing("busy") : advance(id, change));
  expect((await run(image())).outcome).toBe("done");
  expect(service.posts).toBe(1);
}, 20_000);

test.each(["intended", "submitted", "completed"])("a journal without room for %s is a pause: it goes on by itself, and the task is neither lost nor made twice", async (state) => {
  const one = bench();
  const { library, service } = one;
  const { intend, advance } = library;
  let full = 12;
  const once = () => void (full-- > 0 && refusing("disk-full"));
  library.intend = async (take) => (state === "intended" && once(), intend(take));
  library.advance = async (id, change) => (change.to === state && once(), advance(id, change));
  expect(await one.run(image(), { pace: 0.001 })).toMatchObject({ outcome: "done", billed: 35 });
  expect([service.posts, library.all().map((take) => take.state)]).toEqual([1, ["stored"]]);
  expect(one.events.filter(({ type }) => type === "paused" || type === "resumed")).toMatchObject([{ type: "paused", why: "disk" }, { type: "resumed", why: "disk" }]);
});

test("where nobody waits for room, a journal without it ends the run before anything else is sent", async () => {
  const { run, library, service } = bench();
  const advance = library.advance.bind(library);
  library.advance = async (id, change) => (change.to === "completed" ? refusing("disk-full") : advance(id, change));
  const result = await run(list(20), { concurrency: 1, waitFor: { disk: false } });
  expect([result.outcome, service.posts]).toEqual(["failed", 1]);
  expect(library.all().map(({ state }) => state)).toEqual(["submitted"]);
});

test("a run whose end cannot be written down tells all the same what it made and cost", async () => {
  const { run, library, events } = bench();
  library.endRun = async () => refusing("disk-full");
  expect(await run(image())).toMatchObject({ outcome: "done", billed: 35 });
  expect(events.filter(({ type }) => type === "notice")).toMatchObject([{ code: "run_record" }]);
});

test("a bill below zero is none: it frees no budget and counts as its upper quote", async () => {
  const { run, service, library } = bench();
  service.bill = () => -1000;
  const result = await run(list(3), { budget: 70, concurrency: 1 });
  expect([result.outcome, result.billed, service.posts]).toEqual(["overBudget", 70, 2]);
  expect(library.all().map(({ billed, creditsRaw }) => [billed, creditsRaw])).toEqual([[null, -1000], [null, -1000]]);
});

test("a clock that is set back does not make a task be asked after all the time", async () => {
  const service = memoryService({ taskMs: 2500 });
  const library = memoryLibrary(() => Date.now() + 3_600_000);
  const { run } = bench(service, library);
  expect((await run(image())).outcome).toBe("done");
  // Five a second would be thirteen.
  expect(service.queries).toBeLessThanOrEqual(10);
});

test("a result that was billed and could not be fetched counts in the run of its bill, and is free in the next", async () => {
  const { run, library } = bench();
  library.onDownload = () => refusing("unreachable");
  const first = await run(image());
  expect(first).toMatchObject({ outcome: "failed", billed: 35 });
  expect(first.steps[0]?.error?.message).toContain("paid for");
  library.onDownload = () => undefined;
  expect(await run(image())).toMatchObject({ outcome: "done", billed: 0 });
});

test("a paid take is followed to its end although media of another one cannot be placed", async () => {
  const first = bench(memoryService({ taskMs: 400 }));
  void first.run(reviewed(1));
  await expect.poll(() => first.library.all()[0]?.state).toBe("submitted");
  const service = memoryService();
  service.tasks = first.service.tasks;
  service.uploadAsset = async () => ({ kind: "refused", error: serviceError(400, "BAD", "no") });
  first.library.asset = () => undefined;
  const result = await bench(service, first.library).run(reviewed(2));
  expect(result).toMatchObject({ outcome: "failed", billed: 35 });
  expect(first.library.all().map(({ state }) => state)).toEqual(["stored"]);
});

test("who wants one take is content with it although the second of another node failed", async () => {
  const { run, service } = bench();
  let asked = 0;
  service.failing = () => (++asked === 2 ? { code: "UPSTREAM_FAILED", message: "no" } : null);
  const graph = graphOf([["p", "prompt", { text: "a cup" }], ["a", "gptImage2", {}, { takes: 2 }], ["b", "gptImage2"]], ["p.text > a.prompt", "p.text > b.prompt"]);
  expect(statuses(await run(graph))).toEqual({ a: "failed", b: "cached" });
});

test("requests whose answers were lost count against the budget", async () => {
  const { run, service } = bench();
  service.onSubmit = (body) => (JSON.stringify(body).includes("lost") ? { kind: "unknown", error: serviceError(500, "X", "lost") } : undefined);
  const graph = graphOf(
    [["l", "prompt", { text: "lost" }], ["p", "prompt", { text: "a cup" }], ["a", "gptImage2"], ["g", "gptImage2"], ["h", "gptImage2"]],
    ["l.text > a.prompt", "p.text > g.prompt", "p.text > h.prompt", "g.image > h.images"],
  );
  // 35 perhaps charged and 35 billed leave 34, one too few for what comes after.
  expect(statuses(await run(graph, { budget: 104 }))).toEqual({ a: "unknown", g: "done", h: "failed" });
  expect(service.posts).toBe(2);
});

test("one stray 429 at the start costs a few rounds, not the run", async () => {
  const service = memoryService({ taskMs: 40 });
  service.onSubmit = (_body, post) => (post === 1 ? { kind: "busy", error: serviceError(429, "RATE", "slow down"), retryAfterMs: null } : undefined);
  let most = 0;
  const { run } = bench(service);
  const submit = service.submit.bind(service);
  service.submit = async (...args) => {
    const answer = await submit(...args);
    most = Math.max(most, [...service.tasks.values()].filter(({ endsAt }) => endsAt > Date.now()).length);
    return answer;
  };
  expect((await run(list(200))).outcome).toBe("done");
  expect(most).toBeGreaterThan(20);
});

test.each(["expired", "damaged", "not-media", "wrong-type", "refused", "truncated"])("what is gone for good (%s) is given up only with the user's word, and then made anew", async (code) => {
  const { run, library, service } = bench();
  library.onDownload = (url) => (url === "memory://task-1" ? refusing(code) : undefined);
  expect((await run(image(), { pace: 0.01 })).steps[0]?.error?.message).toContain("--on-unknown retry");
  expect((await run(image(), { pace: 0.01 })).outcome).toBe("failed");
  expect(service.posts).toBe(1);
  expect(await run(image(), { onUnknown: "retry", pace: 0.01 })).toMatchObject({ outcome: "done", billed: 35 });
  expect(service.posts).toBe(2);
});

test("a network that is away says nothing about a file: it is not given up, and no other is offered", async () => {
  const { run, library, service } = bench();
  library.onDownload = () => refusing("unreachable");
  expect((await run(image(), { pace: 0.01 })).steps[0]?.error?.message).not.toContain("makes another");
  expect((await run(image(), { onUnknown: "retry", pace: 0.01 })).outcome).toBe("failed");
  expect(service.posts).toBe(1);
});

test("a further result that cannot be fetched is said and kept for the next run; the one that was asked for is done", async () => {
  const { run, service, library, events } = bench();
  const query = service.query.bind(service);
  service.query = async (...args) => {
    const answer = await query(...args);
    if (answer.kind === "report" && answer.report.status === "completed") answer.report.outputs = [{ url: "memory://first" }, { url: "memory://second" }];
    return answer;
  };
  library.onDownload = (url) => (url === "memory://second" ? refusing("expired") : undefined);
  expect(await run(image())).toMatchObject({ outcome: "done", billed: 35 });
  expect(events.filter(({ type }) => type === "notice")).toMatchObject([{ code: "further_result", message: expect.stringMatching(/task-1.*number 2.*next run/) }]);
  expect(library.all().map(({ state, output }) => [state, output])).toEqual([["stored", 0], ["completed", 1]]);
  library.onDownload = () => undefined;
  expect(await run(image())).toMatchObject({ outcome: "done", billed: 0 });
  expect(library.all().map(({ state }) => state)).toEqual(["stored", "stored"]);
  expect(service.posts).toBe(1);
});

test("how long tasks take is learnt: a later one is not asked after before it is nearly due", async () => {
  const service = memoryService({ taskMs: 800 });
  const { run } = bench(service);
  const query = service.query.bind(service);
  const waited = new Map<string, number>();
  service.query = async (...args) => {
    const [, taskId] = args;
    const created = (service.tasks.get(taskId)?.endsAt ?? 0) - 800;
    if (!waited.has(taskId)) waited.set(taskId, Date.now() - created);
    return query(...args);
  };
  await run(list(2), { concurrency: 1 });
  const [, second = 0] = [...waited.values()];
  // A busy machine makes a question late, never early.
  expect(second).toBeGreaterThan(700);
}, 30_000);

test("one 404 about a task that was just made is not the end of it: it is asked for again", async () => {
  const { run, service } = bench();
  const query = service.query.bind(service);
  let gone = 4;
  service.query = async (...args) => {
    const answer = await query(...args);
    return gone-- > 0 ? { kind: "gone", error: serviceError(404, "NOT_FOUND", "no such task") } : answer;
  };
  expect(await run(image(), { pace: 0.01 })).toMatchObject({ outcome: "done", billed: 35 });
  expect(service.posts).toBe(1);
});

test("one odd refusal of a question after a task that runs is not the end of it", async () => {
  const { run, service } = bench();
  const query = service.query.bind(service);
  let odd = 2;
  service.query = async (...args) => (odd-- > 0 ? { kind: "denied", error: serviceError(403, "FORBIDDEN", "blocked by a gateway") } : query(...args));
  expect(await run(image(), { pace: 0.01 })).toMatchObject({ outcome: "done" });
});

test("the address of an earlier run's result is tried before it is handed to the service; one that does not answer is not handed on", async () => {
  const hosted: string[] = [];
  const hosting = { available: true, why: "", urlFor: async ({ sha256 }: { sha256: string }) => (hosted.push(sha256), `https://hosted.example/${sha256}`) };
  const first = bench();
  await first.run(image());
  const pair = () => graphOf([["p", "prompt", { text: "a cup" }], ["g", "gptImage2"], ["v", "generateSd2"]], ["p.text > g.prompt", "g.image > v.firstFrame", "p.text > v.prompt"]);
  const probed: string[] = [];
  const stale = memoryService();
  stale.answers = async (url) => (probed.push(url), false);
  // A clock that has moved on since the result was made.
  await new Promise((done) => setTimeout(done, 5));
  const result = await bench(stale, first.library, hosting).run(pair());
  expect([result.outcome, probed, hosted.length]).toEqual(["done", ["memory://task-1"], 1]);
  expect([...stale.tasks.values()].map(({ body }) => body)).toMatchObject([{ inputs: { urls: [`https://hosted.example/${hosted[0]}`] } }]);
});

test("a file that is not there yet, or comes damaged once, is fetched again before the step fails", async () => {
  const { run, library, service } = bench();
  const answers = ["expired", "damaged"];
  library.onDownload = () => {
    const code = answers.shift();
    if (code) refusing(code);
  };
  expect(await run(image(), { pace: 0.01 })).toMatchObject({ outcome: "done", billed: 35 });
  expect([service.posts, answers]).toEqual([1, []]);
});

test("answers that nobody can read end the step and not the task: the next run asks again and pays nothing", async () => {
  const { run, service } = bench();
  const query = service.query.bind(service);
  service.query = async () => ({ kind: "malformed", error: serviceError(200, "malformed", "creditsUsed must be a number when the task is completed, but it is missing.") });
  const first = await run(image(), { pace: 0 });
  expect(first.steps[0]).toMatchObject({ status: "failed", error: { code: "malformed", message: expect.stringContaining("creditsUsed") } });
  service.query = query;
  expect(await run(image(), { pace: 0 })).toMatchObject({ outcome: "done", billed: 35 });
  expect(service.posts).toBe(1);
});
