import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readTask } from "../../../shared/seegen/adapters.ts";
import { readWire } from "../../../shared/seegen/readWire.ts";
import { createdSchema, creditsSchema } from "../../../shared/seegen/responses.ts";
import type { TaskReport, TaskService } from "../../../shared/seegen/task.ts";

// The answers of the API document, word for word but for the dots.
const JOB = {
  taskId: "task_abc123",
  model: "sd2",
  status: "COMPLETED",
  creditsUsed: 200,
  output: [{ url: "https://files.example/a.mp4", width: 1280, height: 720 }],
  error: null,
  createTime: 1711234567890,
  completeTime: 1711234612345,
};
const UPSCALE = {
  taskId: "up_1",
  status: "completed",
  targetResolution: "4k",
  creditsConsumed: 1200,
  result: { url: "https://files.example/up.mp4", probedDurationSeconds: 30, probedSourceResolution: "1280x720" },
  error: null,
  createdAt: "2026-04-28T01:23:45.000Z",
  finishedAt: "2026-04-28T01:35:01.000Z",
};
const UPSCALE_FAILED = { taskId: "up_2", status: "failed", creditsConsumed: null, result: null, error: { code: "FILE_TOO_LARGE", message: "too large" } };

function report(service: TaskService, raw: unknown): TaskReport {
  const reading = readTask(service, raw);
  if (!reading.ok) throw new Error(reading.message);
  return reading.value;
}

describe("a task of either service is one shape", () => {
  test("the documented answer of queryTask", () => {
    expect(report("jobs", JOB)).toEqual({
      taskId: "task_abc123",
      service: "jobs",
      status: "completed",
      statusWord: "COMPLETED",
      creditsRaw: 200,
      outputs: [{ url: "https://files.example/a.mp4", width: 1280, height: 720 }],
      error: null,
      createdAt: 1711234567890,
      completedAt: 1711234612345,
      raw: JOB,
    });
  });

  test("the documented answer of upscale/query", () => {
    expect(report("upscale", UPSCALE)).toEqual({
      taskId: "up_1",
      service: "upscale",
      status: "completed",
      statusWord: "completed",
      creditsRaw: 1200,
      outputs: [{ url: "https://files.example/up.mp4" }],
      error: null,
      createdAt: Date.UTC(2026, 3, 28, 1, 23, 45),
      completedAt: Date.UTC(2026, 3, 28, 1, 35, 1),
      probedDurationSeconds: 30,
      probedSourceResolution: "1280x720",
      raw: UPSCALE,
    });
  });

  test("the documented failed upscale, which leaves four fields out", () => {
    expect(report("upscale", UPSCALE_FAILED)).toMatchObject({
      status: "failed",
      creditsRaw: null,
      outputs: [],
      error: { code: "FILE_TOO_LARGE", message: "too large" },
      createdAt: null,
      completedAt: null,
    });
  });

  test.each([
    ["jobs", "PENDING", "pending"],
    ["jobs", "PROCESSING", "running"],
    ["jobs", "COMPLETED", "completed"],
    ["jobs", "FAILED", "failed"],
    ["jobs", "completed", "completed"],
    ["upscale", "validating", "pending"],
    ["upscale", "processing", "running"],
    ["upscale", " Completed ", "completed"],
    ["upscale", "failed", "failed"],
    ["jobs", "QUEUED_FOR_REVIEW", "running"],
    ["upscale", "", "running"],
  ] as const)("%s: the word %j is %s, and is kept", (service, word, status) => {
    expect(report(service, { ...(service === "jobs" ? JOB : UPSCALE), status: word })).toMatchObject({ status, statusWord: word });
  });

  test("a task that has just begun needs nothing but its id and status", () => {
    expect(report("jobs", { taskId: "t", status: "PENDING" })).toMatchObject({ status: "pending", creditsRaw: null, outputs: [], createdAt: null });
    expect(report("upscale", { taskId: "t", status: "validating" })).toMatchObject({ status: "pending", creditsRaw: null, outputs: [] });
  });

  test("numbers that arrive as texts are numbers", () => {
    const sloppy = { ...JOB, creditsUsed: "200", output: [{ url: "https://files.example/a.mp4", width: "1280", height: "720.0" }], createTime: "1711234567890" };
    expect(report("jobs", sloppy)).toMatchObject({ creditsRaw: 200, outputs: [{ width: 1280, height: 720 }], createdAt: 1711234567890 });
    const upscale = { ...UPSCALE, creditsConsumed: "37.5", result: { ...UPSCALE.result, probedDurationSeconds: "30.04" } };
    expect(report("upscale", upscale)).toMatchObject({ creditsRaw: 37.5, probedDurationSeconds: 30.04 });
  });

  test("an id that arrives as a number is a text", () => {
    expect(report("jobs", { ...JOB, taskId: 42 }).taskId).toBe("42");
  });

  test("sizes and probes that are null are not there", () => {
    expect(report("jobs", { ...JOB, output: [{ url: "https://files.example/a.png", width: null }] }).outputs).toEqual([{ url: "https://files.example/a.png" }]);
    const bare = report("upscale", { ...UPSCALE, result: { url: "https://files.example/a.mp4", probedDurationSeconds: null, probedSourceResolution: null } });
    expect(bare).not.toHaveProperty("probedDurationSeconds");
    expect(bare).not.toHaveProperty("probedSourceResolution");
  });

  test("a completed task may name no output; that is for the caller to see", () => {
    expect(report("jobs", { ...JOB, output: [] })).toMatchObject({ status: "completed", outputs: [] });
  });

  test.each([
    [{ code: "CONTENT_POLICY", message: "a face" }, { code: "CONTENT_POLICY", message: "a face" }],
    ["a face was found", { code: "failed", message: "a face was found" }],
    [{ message: "no reason" }, { code: "failed", message: "no reason" }],
    [{ error: { code: "X" } }, { code: "X", message: expect.stringContaining("no reason") }],
    ["MODERATION", { code: "MODERATION", message: expect.stringContaining("refunded") }],
    [null, { code: "failed", message: expect.stringContaining("refunded") }],
    [undefined, { code: "failed", message: expect.stringContaining("refunded") }],
    [7, { code: "failed", message: expect.stringContaining("refunded") }],
  ])("why a task failed: %j", (error, expected) => {
    // Note 10: the figure of a failed task is kept raw.
    expect(report("jobs", { ...JOB, status: "FAILED", output: null, error })).toMatchObject({ status: "failed", creditsRaw: 200, error: expected });
  });

  test("only a failed task has an error", () => {
    expect(report("jobs", { ...JOB, error: { code: "X", message: "left over" } }).error).toBeNull();
  });
});

describe("a documented field that is missing or mistyped is named", () => {
  const without = (raw: object, field: string) => Object.fromEntries(Object.entries(raw).filter(([key]) => key !== field));
  test.each<[TaskService, unknown, string, string]>([
    ["jobs", without(JOB, "taskId"), "taskId", "missing"],
    ["jobs", { ...JOB, taskId: "" }, "taskId", '""'],
    ["jobs", without(JOB, "status"), "status", "missing"],
    ["jobs", { ...JOB, status: 3 }, "status", "3"],
    ["jobs", without(JOB, "output"), "output", "missing"],
    ["jobs", without(JOB, "creditsUsed"), "creditsUsed", "missing"],
    ["jobs", { ...JOB, creditsUsed: "many" }, "creditsUsed", '"many"'],
    ["jobs", { ...JOB, creditsUsed: "" }, "creditsUsed", '""'],
    ["jobs", { ...JOB, creditsUsed: "0x10" }, "creditsUsed", '"0x10"'],
    ["jobs", { ...JOB, output: "https://files.example/a.mp4" }, "output", "must be a list"],
    ["jobs", { ...JOB, output: [{ width: 1 }] }, "output[0].url", "missing"],
    ["jobs", { ...JOB, output: [{ url: "/relative.mp4" }] }, "output[0].url", "/relative.mp4"],
    ["jobs", { ...JOB, output: [JOB.output[0], { url: "https://files.example/b", height: {} }] }, "output[1].height", "{}"],
    ["jobs", { ...JOB, output: [null] }, "output[0]", "null"],
    ["jobs", { ...JOB, createTime: "yesterday" }, "createTime", '"yesterday"'],
    ["jobs", { ...JOB, completeTime: "2026-99-99T00:00:00Z" }, "completeTime", "2026-99"],
    ["jobs", { ...JOB, model: 7 }, "model", "7"],
    ["jobs", [JOB], "the answer", "must be a JSON object"],
    ["jobs", null, "the answer", "null"],
    ["upscale", without(UPSCALE, "result"), "result", "missing"],
    ["upscale", { ...UPSCALE, result: null }, "result", "must be an object"],
    ["upscale", without(UPSCALE, "creditsConsumed"), "creditsConsumed", "missing"],
    ["upscale", { ...UPSCALE, result: {} }, "result.url", "missing"],
    ["upscale", { ...UPSCALE, result: { ...UPSCALE.result, probedDurationSeconds: "long" } }, "result.probedDurationSeconds", '"long"'],
    ["upscale", { ...UPSCALE, createdAt: true }, "createdAt", "true"],
    ["upscale", "x".repeat(200), "the answer", "xxx…"],
  ])("%s %#", (service, raw, field, shown) => {
    const reading = readTask(service, raw);
    expect(reading).toMatchObject({ ok: false, field });
    expect(reading.ok ? "" : reading.message).toContain(field);
    expect(reading.ok ? "" : reading.message).toContain(shown);
  });

  test("unknown fields are accepted, whatever they hold", () => {
    const known = new Set(Object.keys(JOB));
    fc.assert(
      fc.property(fc.dictionary(fc.string().filter((key) => !known.has(key) && key !== "__proto__"), fc.jsonValue()), (extra) => {
        const { raw, ...rest } = report("jobs", { ...extra, ...JOB });
        const { raw: _raw, ...plain } = report("jobs", JOB);
        expect(raw).toMatchObject(JOB);
        expect(rest).toEqual(plain);
      }),
      { numRuns: 100 },
    );
  });

  test("no answer makes the reader throw", () => {
    fc.assert(
      fc.property(fc.constantFrom<TaskService>("jobs", "upscale"), fc.jsonValue(), (service, raw) => {
        const reading = readTask(service, raw);
        expect(reading.ok || reading.message !== "").toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe("small answers", () => {
  test("credits, also as texts", () => {
    expect(readWire(creditsSchema, { credits: 5000, availableCredits: "4800", plan: "pro" })).toEqual({ ok: true, value: { credits: 5000, availableCredits: 4800 } });
    expect(readWire(creditsSchema, { credits: 5000 })).toMatchObject({ ok: false, field: "availableCredits" });
    expect(readWire(creditsSchema, { credits: null, availableCredits: 1 })).toMatchObject({ ok: false, field: "credits" });
  });

  test("an accepted task is its id, whatever else the answer lacks", () => {
    expect(readWire(createdSchema, { taskId: "t1" })).toEqual({ ok: true, value: { taskId: "t1" } });
    expect(readWire(createdSchema, { orderId: "o", status: "validating" })).toMatchObject({ ok: false, field: "taskId" });
    expect(readWire(createdSchema, { taskId: null })).toMatchObject({ ok: false, field: "taskId" });
  });
});
