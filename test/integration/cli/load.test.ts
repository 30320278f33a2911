import { expect, test } from "vitest";
import { graphFile, graphOf, nodeOf, run, service } from "./support.ts";

const TASKS = 300;
const ROOM = 40;
const TASK_MS = 1500;

test("300 tasks under a cap of 40 that answers 429 above it: all done, none failed, each created once", async () => {
  const { place, books } = await service({ speed: 1, concurrency: ROOM, scenario: { rules: [{ fault: { kind: "taskTakes", ms: TASK_MS } }] } });
  const lines = Array.from({ length: TASKS }, (_unused, at) => `picture ${at + 1}`);
  const file = await graphFile(place.home, "many", graphOf({ words: ["promptList", { lines }], shot: ["gptImage2", { resolution: "1k" }] }, ["words.text shot.prompt"]));
  const startedAt = performance.now();
  const report = await run(file, place);
  const milliseconds = performance.now() - startedAt;
  expect(report).toMatchObject({ code: 0, ok: true, quoted: { max: 4500 }, billed: 4500 });
  expect(nodeOf(report, "shot").takes).toHaveLength(TASKS);
  expect(new Set(nodeOf(report, "shot").takes.map(({ taskId }) => taskId)).size).toBe(TASKS);
  const { tasks, calls, billed } = books();
  expect(tasks).toEqual({ created: TASKS, running: 0, completed: TASKS, failed: 0 });
  expect(billed).toBe(4500);
  const ideal = Math.ceil(TASKS / ROOM) * TASK_MS;
  process.stdout.write(`${TASKS} tasks, ${ROOM} at once: ${(milliseconds / 1000).toFixed(1)} s with the start of the process, ${(milliseconds / ideal).toFixed(2)} × the ideal; ${calls.createTask - TASKS} refused with 429, ${(calls.queryTask / TASKS).toFixed(1)} polls a task\n`);
}, 60_000);
