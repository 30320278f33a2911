import { expect, test } from "vitest";
import type { RunEvent } from "../../../shared/contract/runEvents.ts";
import { graphOf } from "../../fixtures/graphs.ts";
import { memoryService, serviceError, type MemoryService } from "../../fixtures/memoryService.ts";
import { bench, statuses, type Bench } from "./harness.ts";

const list = (...lines: string[]) => graphOf([["l", "promptList", { lines }], ["g", "gptImage2"]], ["l.text > g.prompt"]);
const FAST = { pace: 0.01 };

function pausesOf({ events }: Bench): RunEvent[] {
  return events.filter(({ type }) => type === "paused" || type === "resumed");
}

/** A service that holds 35 credits for each task and says 402 when they are not there. */
function account(credits: number, taskMs = 0): MemoryService {
  const service = memoryService({ taskMs });
  service.available = credits;
  service.onSubmit = () => {
    if (service.available < 35) return { kind: "refused", error: { ...serviceError(402, "INSUFFICIENT_CREDITS", "Not enough credits."), required: 35, available: service.available } };
    service.available -= 35;
    return undefined;
  };
  return service;
}

test("402 in the middle is a pause: what runs is kept, what is missing is said, and after a top-up it goes on by itself without repeating anything", async () => {
  const service = account(80, 50);
  const one = bench(service);
  const execution = one.start(list("a", "b", "c", "d", "e"), { ...FAST, concurrency: 1 });
  await expect.poll(() => pausesOf(one)).toMatchObject([{ type: "paused", why: "credits", missing: 35 * 3 - 10, message: expect.stringMatching(/insufficient by 25.*insufficient by 95/) }]);
  await expect.poll(() => one.library.all().filter(({ state }) => state === "stored").length).toBe(2);
  expect(service.tasks.size).toBe(2);
  service.available += 35 * 3;
  const result = await execution.result;
  expect([result.outcome, result.billed, service.tasks.size]).toEqual(["done", 5 * 35, 5]);
  expect(pausesOf(one).at(-1)).toMatchObject({ type: "resumed", why: "credits" });
  // Each take was refused at most once before the pause was known; nothing was sent while it stood.
  expect(service.posts).toBe(6);
});

test("a top-up for a part of the rest makes that part and pauses again, without asking the service for what the balance does not cover", async () => {
  const service = account(35);
  const one = bench(service);
  const execution = one.start(list("a", "b", "c", "d"), FAST);
  await expect.poll(() => pausesOf(one).length).toBeGreaterThan(0);
  const refused = service.posts;
  service.available = 36;
  await expect.poll(() => service.tasks.size).toBe(2);
  await expect.poll(() => pausesOf(one).at(-1)).toMatchObject({ type: "paused", missing: 2 * 35 - 1 });
  expect(service.posts).toBe(refused + 1);
  service.available += 1000;
  expect((await execution.result).outcome).toBe("done");
});

test("while a run waits for credits its balance is asked for by one question at a time, in growing gaps", async () => {
  const service = account(0);
  const { start, events } = bench(service);
  const execution = start(list("a", "b", "c", "d"), { pace: 0.002 });
  await expect.poll(() => events.some(({ type }) => type === "paused")).toBe(true);
  await new Promise((done) => setTimeout(done, 600));
  // 10, 15, 22 … ms: never more than 120 apart, never as many as takes that wait.
  expect(service.looks).toBeLessThan(25);
  execution.resume();
  service.available = 1000;
  execution.resume();
  expect((await execution.result).outcome).toBe("done");
});

test("resume looks at once instead of at the next look", async () => {
  const service = account(0);
  const one = bench(service);
  // 50 s until the next look.
  const execution = one.start(list("a"), { pace: 10 });
  await expect.poll(() => service.looks).toBe(1);
  await expect.poll(() => pausesOf(one).length).toBeGreaterThan(0);
  service.available = 35;
  execution.resume();
  expect((await execution.result).outcome).toBe("done");
}, 20_000);

test("to be told to look while a look is under way means another look at once", async () => {
  const service = account(0);
  const one = bench(service);
  const balance = service.balance.bind(service);
  const answers: (() => void)[] = [];
  service.balance = async () => {
    const answer = await balance();
    await new Promise<void>((resolve) => answers.push(resolve));
    return answer;
  };
  const execution = one.start(list("a"), { pace: 100 });
  await expect.poll(() => answers.length).toBe(1);
  service.available = 35;
  execution.resume();
  answers[0]?.();
  await expect.poll(() => answers.length).toBe(2);
  service.balance = balance;
  answers[1]?.();
  await expect.poll(() => service.tasks.size).toBe(1);
  execution.cancel();
}, 20_000);

test("cancelling a paused run ends it: nothing more is sent, and what was not sent is said to be skipped", async () => {
  const service = account(35);
  const one = bench(service);
  const execution = one.start(list("a", "b", "c"), { pace: 10 });
  await expect.poll(() => pausesOf(one).length).toBeGreaterThan(0);
  execution.cancel();
  const result = await execution.result;
  expect(result.outcome).toBe("cancelled");
  expect(result.steps.map(({ status }) => status).filter((status) => status === "done")).toHaveLength(1);
  expect(service.tasks.size).toBe(1);
}, 20_000);

test("a balance that promises what the service refuses is tried ever less often", async () => {
  const service = memoryService();
  service.onSubmit = (_body, post) => (post <= 3 ? { kind: "refused", error: serviceError(402, "INSUFFICIENT_CREDITS", "no") } : undefined);
  const one = bench(service);
  const result = await one.run(list("a"), { pace: 0.002 });
  expect([result.outcome, service.posts]).toEqual(["done", 4]);
  expect(pausesOf(one)[1]).toMatchObject({ message: expect.stringContaining("although 1000000 are available") });
});

test("a key that is refused in the middle is a pause as well, for tasks that run too", async () => {
  const service = memoryService();
  let isValid = true;
  const refused = serviceError(401, "UNAUTHORIZED", "This API key is not valid.");
  service.onSubmit = (_body, post) => {
    if (post === 2) isValid = false;
    return isValid ? undefined : { kind: "refused", error: refused };
  };
  const query = service.query.bind(service);
  const balance = service.balance.bind(service);
  service.query = async (...args) => (isValid ? query(...args) : { kind: "denied", error: refused });
  service.balance = async () => (isValid ? balance() : { kind: "refused", error: refused });
  const one = bench(service);
  const execution = one.start(list("a", "b", "c"), FAST);
  await expect.poll(() => pausesOf(one)).toMatchObject([{ type: "paused", why: "key", message: expect.stringContaining("not valid") }]);
  await new Promise((done) => setTimeout(done, 150));
  expect(service.posts).toBeLessThanOrEqual(3);
  isValid = true;
  const result = await execution.result;
  expect([result.outcome, service.tasks.size, result.billed]).toEqual(["done", 3, 105]);
});

test("a run that nobody waits for ends when the key is refused, and follows what is paid for", async () => {
  const service = memoryService({ taskMs: 50 });
  service.onSubmit = (_body, post) => (post >= 2 ? { kind: "refused", error: serviceError(401, "UNAUTHORIZED", "no") } : undefined);
  const { run } = bench(service);
  const result = await run(list("a", "b", "c"), { ...FAST, concurrency: 1, waitFor: { key: false } });
  expect([result.outcome, service.posts, result.billed]).toEqual(["unauthorised", 2, 35]);
});

test("a lost network is a pause: nothing fails, questions stop, one look after the other finds it back, and nothing is repeated", async () => {
  const service = memoryService({ taskMs: 100 });
  const away = serviceError(0, "offline", "there is no way to it");
  const gone = { ...away, status: null };
  let isAway = false;
  const query = service.query.bind(service);
  const balance = service.balance.bind(service);
  let questions = 0;
  service.onSubmit = (_body, post) => {
    if (post === 3) isAway = true;
    return isAway ? { kind: "notSent", error: gone } : undefined;
  };
  service.query = async (...args) => {
    questions += isAway ? 1 : 0;
    return isAway ? { kind: "unreachable", error: gone } : query(...args);
  };
  service.balance = async () => (isAway ? { kind: "unreachable", error: gone } : balance());
  const one = bench(service);
  const execution = one.start(list("a", "b", "c", "d"), { ...FAST, concurrency: 3 });
  await expect.poll(() => pausesOf(one)).toMatchObject([{ type: "paused", why: "offline", message: expect.stringContaining("there is no way to it") }]);
  const [asked, posts] = [questions, service.posts];
  await new Promise((done) => setTimeout(done, 300));
  expect([questions, service.posts]).toEqual([asked, posts]);
  isAway = false;
  const result = await execution.result;
  expect([result.outcome, service.tasks.size]).toEqual(["done", 4]);
  expect(pausesOf(one).map(({ type }) => type)).toEqual(["paused", "resumed"]);
});

test("a download that breaks because the network is away waits for it; one that breaks alone is told as failed", async () => {
  const service = memoryService();
  const gone = { ...serviceError(0, "offline", "there is no way to it"), status: null };
  let isAway = true;
  const balance = service.balance.bind(service);
  service.balance = async () => (isAway ? { kind: "unreachable", error: gone } : balance());
  const one = bench(service);
  one.library.onDownload = () => {
    throw Object.assign(new Error("no way to the media"), { code: "unreachable" });
  };
  const execution = one.start(list("a"), FAST);
  await expect.poll(() => pausesOf(one)).toMatchObject([{ type: "paused", why: "offline" }]);
  one.library.onDownload = () => undefined;
  isAway = false;
  expect(statuses(await execution.result)).toEqual({ g: "done" });

  one.library.onDownload = () => {
    throw Object.assign(new Error("no way to the media"), { code: "unreachable" });
  };
  const alone = await one.run(list("b"), FAST);
  expect([alone.outcome, alone.billed]).toEqual(["failed", 35]);
});

test("cancelling while the network is away ends at once what was not sent", async () => {
  const service = memoryService();
  const gone = { ...serviceError(0, "offline", "there is no way to it"), status: null };
  service.onSubmit = () => ({ kind: "notSent", error: gone });
  service.balance = async () => ({ kind: "unreachable", error: gone });
  const one = bench(service);
  const execution = one.start(list("a", "b"), { pace: 0.1 });
  await expect.poll(() => pausesOf(one).length).toBe(1);
  execution.cancel();
  expect((await execution.result).outcome).toBe("cancelled");
});

test("a library that another process has taken over ends the run as held, not as cancelled", async () => {
  const service = memoryService({ taskMs: 100 });
  const one = bench(service);
  const execution = one.start(list("a", "b"), { concurrency: 1 });
  await expect.poll(() => service.posts).toBe(1);
  execution.cancel("held");
  const result = await execution.result;
  expect([result.outcome, service.posts, result.billed]).toEqual(["held", 1, 35]);
});

test("a full disk is a pause: nothing new is paid for, and with room again everything is fetched and nothing is made twice", async () => {
  const service = memoryService();
  const one = bench(service);
  let isFull = true;
  one.library.onDownload = () => {
    if (isFull) throw Object.assign(new Error("There is no room left on the disk"), { code: "disk-full" });
  };
  const execution = one.start(list("a", "b", "c"), { ...FAST, concurrency: 1 });
  await expect.poll(() => pausesOf(one)).toMatchObject([{ type: "paused", why: "disk", message: expect.stringContaining("no room left") }]);
  const { posts } = service;
  await new Promise((done) => setTimeout(done, 200));
  expect(service.posts).toBe(posts);
  expect(posts).toBeLessThan(3);
  isFull = false;
  const result = await execution.result;
  expect([result.outcome, service.tasks.size, result.billed]).toEqual(["done", 3, 105]);
  expect(pausesOf(one).at(-1)).toMatchObject({ type: "resumed", why: "disk" });
  expect(one.library.all().every(({ state }) => state === "stored")).toBe(true);
});

test("cancelling while the disk is full ends the run; what is paid for stays in the journal", async () => {
  const service = memoryService();
  const one = bench(service);
  one.library.onDownload = () => {
    throw Object.assign(new Error("There is no room left on the disk"), { code: "disk-full" });
  };
  const execution = one.start(list("a"), FAST);
  await expect.poll(() => pausesOf(one).length).toBe(1);
  execution.cancel();
  expect((await execution.result).steps).toMatchObject([{ status: "failed", error: { code: "disk-full", message: expect.stringContaining("paid for and stays in the journal") }, billed: 35 }]);
  expect(one.library.all().map(({ state }) => state)).toEqual(["completed"]);
});

test("results of earlier runs that cannot be fetched now hold nothing up: no pause, and they are told", async () => {
  const service = memoryService();
  const one = bench(service);
  const gone = { ...serviceError(0, "offline", "there is no way to it"), status: null };
  for (const code of ["unreachable", "disk-full"]) {
    one.library.onDownload = () => {
      throw Object.assign(new Error(`not now: ${code}`), { code });
    };
    await one.run(list(code), { ...FAST, waitFor: { disk: false } });
  }
  const balance = service.balance.bind(service);
  service.balance = async () => ({ kind: "unreachable", error: gone });
  const { events } = one;
  events.length = 0;
  const other = graphOf([["p", "prompt", { text: "no paid node" }]], []);
  expect((await one.run({ ...other, id: "other" }, FAST)).outcome).toBe("done");
  expect(pausesOf(one)).toEqual([]);
  expect(events).toContainEqual(expect.objectContaining({ type: "notice", code: "strays" }));
  service.balance = balance;
});
