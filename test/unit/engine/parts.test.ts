import { describe, expect, test, vi } from "vitest";
import { Budget } from "../../../electron/engine/budget.ts";
import { EventStream } from "../../../electron/engine/eventStream.ts";
import { Gate } from "../../../electron/engine/gate.ts";
import { nextPoll, TaskDurations } from "../../../electron/engine/pollSchedule.ts";
import type { RunEvent, StepEvent } from "../../../shared/contract/runEvents.ts";

describe("the gate", () => {
  test("doubles while every answer is good, up to the maximum", async () => {
    const gate = new Gate({ max: 20, initial: 4 });
    for (let at = 0; at < 20; at++) (await gate.enter()).accepted();
    expect([gate.running, gate.limit]).toEqual([20, 20]);
  });

  test("a 429 sets the limit to what is running, and one place frees one", async () => {
    const gate = new Gate({ max: 100, initial: 4 });
    const running = [];
    for (let at = 0; at < 3; at++) {
      const place = await gate.enter();
      place.accepted();
      running.push(place);
    }
    const refused = await gate.enter();
    refused.busy();
    refused.release();
    expect(gate.limit).toBe(3);
    let entered = false;
    void gate.enter().then(() => (entered = true));
    await Promise.resolve();
    expect(entered).toBe(false);
    running[0]?.release();
    await Promise.resolve();
    expect(entered).toBe(true);
  });

  test("with nothing running a 429 still leaves one place, so that work goes on", async () => {
    const gate = new Gate({ max: 10 });
    const place = await gate.enter();
    place.busy();
    place.release();
    expect(gate.limit).toBe(1);
    await gate.enter();
  });

  test("after a 429 it grows again, slowly", async () => {
    const gate = new Gate({ max: 10, initial: 2 });
    const first = await gate.enter();
    first.accepted();
    const second = await gate.enter();
    second.busy();
    second.release();
    expect(gate.limit).toBe(1);
    first.release();
    for (let at = 0; at < 2; at++) {
      const place = await gate.enter();
      place.accepted();
      place.release();
    }
    expect(gate.limit).toBe(2);
  });

  test("releasing twice frees one place", async () => {
    const gate = new Gate({ max: 1 });
    const place = await gate.enter();
    place.release();
    place.release();
    await gate.enter();
    let entered = false;
    void gate.enter().then(() => (entered = true));
    await Promise.resolve();
    expect(entered).toBe(false);
  });
});

describe("polling", () => {
  const middle = () => 0.5;

  test("without experience the gaps grow with the time waited, up to 15 s", () => {
    expect(nextPoll(0, null, middle)).toBe(200);
    expect(nextPoll(10_000, null, middle)).toBe(3000);
    expect(nextPoll(10_000_000, null, middle)).toBe(15_000);
  });

  test("with experience it waits until shortly before the end is due, then asks closely", () => {
    const window = { min: 8000, max: 9000 };
    expect(nextPoll(0, window, middle)).toBeCloseTo(7760);
    expect(nextPoll(8000, window, middle)).toBeCloseTo(180);
    expect(nextPoll(19_000, window, middle)).toBeCloseTo(3180);
    expect(nextPoll(0, { min: 300_000, max: 300_000 }, middle)).toBe(15_000);
  });

  test("experience is of the same sort of task, and of lately", () => {
    const durations = new TaskDurations();
    expect(durations.window("a")).toBeNull();
    durations.observe("a", 9_999_999);
    for (let at = 0; at < 32; at++) durations.observe("a", 1000 + at);
    expect(durations.window("a")).toEqual({ min: 1000, max: 1031 });
    expect(durations.window("b")).toBeNull();
  });
});

describe("the budget", () => {
  test("counts what is reserved and what was billed", () => {
    const budget = new Budget(100);
    expect(budget.reserve(60)).toBe(true);
    expect(budget.reserve(60)).toBe(false);
    budget.settle(60, 30);
    expect(budget.left).toBe(70);
    expect(budget.reserve(70)).toBe(true);
    expect(budget.reserve(1)).toBe(false);
  });

  test("without a limit everything fits", () => {
    expect(new Budget(null).reserve(1e9)).toBe(true);
  });
});

describe("events", () => {
  const step = (stepId: string, state: StepEvent["state"]): StepEvent => ({
    type: "step",
    stepId,
    nodeId: stepId,
    item: 0,
    state,
    since: 0,
    began: null,
    expected: null,
    takes: { stored: 0, wanted: 1 },
    attempts: 0,
    credits: { quoted: { min: 0, max: 0 }, billed: null },
    bytes: null,
    error: null,
  });

  test("a thousand progress events in a tenth of a second are one batch with one event a step", () => {
    vi.useFakeTimers();
    const batches: (readonly RunEvent[])[] = [];
    const stream = new EventStream((batch) => batches.push(batch));
    for (let at = 0; at < 1000; at++) stream.push(step(`s${at % 3}`, "downloading"));
    stream.push(step("s0", "done"));
    vi.advanceTimersByTime(100);
    expect(batches).toHaveLength(1);
    expect(batches[0]?.map((event) => event.type === "step" && `${event.stepId} ${event.state}`)).toEqual(["s0 done", "s1 downloading", "s2 downloading"]);
    stream.flush();
    expect(batches).toHaveLength(1);
    vi.useRealTimers();
  });
});
