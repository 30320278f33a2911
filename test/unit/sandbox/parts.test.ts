import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { manualClock, systemClock } from "../../../electron/sandbox/clock.ts";
import { FaultPlan } from "../../../electron/sandbox/faults.ts";
import { taskLatency } from "../../../electron/sandbox/latency.ts";
import { affordableFps } from "../../../electron/sandbox/media/film.ts";
import { imageSizeOf, isBelowTarget, upscaledSize, videoSize } from "../../../electron/sandbox/media/sizes.ts";
import { escapeXml, wrap } from "../../../electron/sandbox/media/text.ts";
import { frameOfWebp, webpOfFrame } from "../../../electron/sandbox/media/vp8.ts";
import { between } from "../../../electron/sandbox/random.ts";
import { parseCreate } from "../../../electron/sandbox/rules/requests.ts";
import { parseScenario } from "../../../electron/sandbox/scenario.ts";
import { parseRange } from "../../../electron/sandbox/serve.ts";
import { Store } from "../../../electron/sandbox/store.ts";
import type { ImageJob, VideoJob } from "../../../electron/sandbox/jobs.ts";

const job = (model: string, inputs: Record<string, unknown>): VideoJob & ImageJob => parseCreate({ model, inputs: { prompt: "p", ...inputs } }).job as VideoJob & ImageJob;

describe("sizes", () => {
  test.each([
    ["sd2", {}, null, "1280x720"],
    ["sd2", { resolution: "720x960" }, null, "720x960"],
    ["sd2", { resolution: "1280x540", outputResolution: "1080p" }, null, "1920x810"],
    ["sd2", { upscaleResolution: "2k" }, null, "2560x1440"],
    ["sd2", { upscaleResolution: "4k" }, null, "3840x2160"],
    ["happyhorse", { ratio: "1:1", outputResolution: "1080p" }, null, "1080x1080"],
    ["happyhorse", { urls: ["https://example.com/a.jpg"] }, { width: 600, height: 800 }, "720x960"],
    ["happyhorse", { urls: ["https://example.com/a.jpg"] }, { width: 1001, height: 777 }, "928x720"],
    ["sd2", { urls: ["https://example.com/a.jpg"] }, { width: 400, height: 4000 }, "720x1800"],
  ] as const)("%s %j from a frame %j is %s", (model, inputs, frame, expected) => {
    const { width, height } = videoSize(job(model, inputs), frame);
    expect(`${width}x${height}`).toBe(expected);
  });

  test.each([["1k", "1:1", "1024x1024"], ["2k", "16:9", "2048x1152"], ["2k", "3:4", "1536x2048"], ["4k", "9:16", "2160x3840"], ["4k", "1:1", "2880x2880"]])("an image of %s %s is %s", (resolution, aspectRatio, expected) => {
    const { width, height } = imageSizeOf(job("gpt-image-2", { resolution, aspectRatio }));
    expect(`${width}x${height}`).toBe(expected);
  });

  test("a film's frame rate falls with its size and length, and the longest stays affordable", () => {
    const hd = { width: 1280, height: 720 };
    expect([affordableFps(hd, 5), affordableFps(hd, 15), affordableFps({ width: 3840, height: 2160 }, 15)]).toEqual([10, 5, 2]);
    expect(affordableFps({ width: 3840, height: 2160 }, 600) * 600).toBeCloseTo(40);
  });

  test("an upscale keeps the aspect, and never goes down or sideways", () => {
    expect(upscaledSize({ width: 720, height: 1280 }, "1080p")).toEqual({ width: 1080, height: 1920 });
    expect(isBelowTarget({ width: 1920, height: 1080 }, "1080p")).toBe(false);
    expect(isBelowTarget({ width: 1920, height: 1080 }, "2k")).toBe(true);
    expect(isBelowTarget({ width: 3840, height: 2160 }, "4k")).toBe(false);
  });
});

describe("latency is the service's, and the same for the same task", () => {
  const minutes = (model: string, inputs: Record<string, unknown>): number[] =>
    Array.from({ length: 50 }, (_, index) => taskLatency(job(model, inputs), 0, String(index)).total / 60_000);

  test.each([["gpt-image-2", {}, 20 / 60, 1], ["sd2", {}, 2, 7], ["sd2", { outputResolution: "1080p" }, 10, 16]] as const)("%s %j takes %f to %f minutes", (model, inputs, low, high) => {
    const all = minutes(model, inputs);
    expect(Math.min(...all)).toBeGreaterThanOrEqual(low);
    expect(Math.max(...all)).toBeLessThan(high);
    expect(new Set(all).size).toBe(50);
    expect(minutes(model, inputs)).toEqual(all);
  });

  test("an upscale takes 10 to 30 s per second of video", () => {
    const { total } = taskLatency({ kind: "upscale", url: "u", target: "2k" }, 12, "k");
    expect(total).toBeGreaterThanOrEqual(120_000);
    expect(total).toBeLessThan(360_000);
  });

  test("chance stays within its bounds", () => {
    expect(between(3, 3, "x")).toBe(3);
  });
});

describe("ranges", () => {
  test.each([
    ["bytes=0-9", { start: 0, end: 9 }], ["bytes=90-", { start: 90, end: 99 }], ["bytes=-10", { start: 90, end: 99 }], ["bytes=-1000", { start: 0, end: 99 }],
    ["bytes=50-1000", { start: 50, end: 99 }], ["bytes=100-", "unsatisfiable"], ["bytes=-0", "unsatisfiable"], ["bytes=9-5", null], ["bytes=0-1,5-6", null], ["bytes=-", null], [undefined, null],
  ])("%s of 100 bytes", (header, expected) => {
    expect(parseRange(header, 100)).toEqual(expected);
  });
});

describe("scenarios", () => {
  const plan = (match: object, times?: number): FaultPlan => new FaultPlan({ rules: [{ match, fault: { kind: "drop", when: "before" }, ...(times === undefined ? {} : { times }) }] });
  const hits = (faults: FaultPlan, count: number, call = { endpoint: "createTask" as const, model: "sd2", prompt: "a cat" }): boolean[] =>
    Array.from({ length: count }, () => faults.faultsFor(call).length > 0);

  test("nth, every and times count the matching calls", () => {
    expect(hits(plan({ nth: 2 }), 4)).toEqual([false, true, false, false]);
    expect(hits(plan({ every: 2 }), 4)).toEqual([false, true, false, true]);
    expect(hits(plan({}, 2), 4)).toEqual([true, true, false, false]);
    expect(hits(plan({ every: 2 }, 1), 4)).toEqual([false, true, false, false]);
  });

  test("endpoint, model and prompt all have to match", () => {
    expect(hits(plan({ endpoint: ["credits", "createTask"], model: "sd2", promptIncludes: "cat" }), 1)).toEqual([true]);
    expect(hits(plan({ endpoint: "queryTask" }), 1)).toEqual([false]);
    expect(hits(plan({ model: "sd2-fast" }), 1)).toEqual([false]);
    expect(hits(plan({ promptIncludes: "dog" }), 1)).toEqual([false]);
  });

  test("a file that is not a scenario is refused with the place of the mistake", () => {
    expect(parseScenario(`{"rules":[{"fault":{"kind":"http","status":500}}]}`).rules[0]?.fault).toMatchObject({ status: 500, body: "nested", when: "before" });
    expect(() => parseScenario("{")).toThrow("not JSON");
    expect(() => parseScenario(`{"rules":[{"fault":{"kind":"explode"}}]}`)).toThrow("rules[0].fault.kind");
  });
});

describe("the clock of tests", () => {
  test("wakes in the order of due times, and a sleep can be given up", async () => {
    const clock = manualClock(0);
    const woken: string[] = [];
    const stop = new AbortController();
    void clock.sleep(20).then(() => woken.push(`late ${clock.now()}`));
    void clock.sleep(10).then(() => woken.push(`early ${clock.now()}`));
    const given = clock.sleep(15, stop.signal);
    stop.abort();
    await clock.advance(30);
    expect(woken).toEqual(["early 10", "late 20"]);
    expect(await given).toBe(false);
    expect(clock.now()).toBe(30);
  });

  test("the system's sleeps end at once when they are given up", async () => {
    expect(await systemClock.sleep(1e12, AbortSignal.abort())).toBe(false);
    expect(await systemClock.sleep(1e12, AbortSignal.timeout(5))).toBe(false);
    expect(await systemClock.sleep(1)).toBe(true);
  });
});

describe("text in pictures", () => {
  test("nothing in a prompt can leave its text element", () => {
    expect(escapeXml(`<a href="&">\u0000\uD800`)).toBe("&lt;a href=&quot;&amp;&quot;&gt;  ");
  });

  test("wraps words, breaks what has no spaces, and ends in an ellipsis", () => {
    expect(wrap("one two three", 5, 5)).toEqual(["one two", "three"]);
    expect(wrap("猫".repeat(10), 5, 5)).toHaveLength(3);
    expect(wrap("猫と。Emoji 犬", 4.5, 5)).toEqual(["猫と。", "Emoji 犬"]);
    expect(wrap("x".repeat(20), 5, 5)).toEqual(["x".repeat(8), "x".repeat(8), "x".repeat(4)]);
    expect(wrap("one two three four", 2, 2).at(-1)).toMatch(/…$/);
    expect(wrap("", 5, 5)).toEqual([]);
  });

  test("a frame goes into WebP and out again", () => {
    const frame = Uint8Array.from([1, 2, 3]);
    expect(frameOfWebp(webpOfFrame(frame))).toEqual(Buffer.from(frame));
    expect(() => frameOfWebp(Buffer.alloc(12))).toThrow("no lossy frame");
  });
});

describe("the log of changes", () => {
  test("a line that a killed process did not finish never happened", () => {
    const folder = mkdtempSync(join(tmpdir(), "sandbox-store-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const account = { id: "a", credits: 5, billed: 0, refunded: 0 };
    new Store(folder).commit({ kind: "account", record: account });
    appendFileSync(join(folder, "state.ndjson"), `[{"kind":"account","record":{"id":"a","credits":1`);
    expect(new Store(folder).accounts.get("a")).toEqual(account);
    expect(readFileSync(join(folder, "state.ndjson"), "utf8").split("\n")).toHaveLength(2);
  });
});
