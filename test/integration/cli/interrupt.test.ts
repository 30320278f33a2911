import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { RunReport } from "../../../electron/cli/runJson.ts";
import { startSandbox } from "../../../electron/sandbox/index.ts";
import { cli, graphFile, graphOf, jsonOf, nodeOf, plan, run, service, startCli, tempFolder, type Nodes } from "./support.ts";

const IMAGE = ["gptImage2", { resolution: "1k" }] as const;
const LIST: Nodes = { words: ["promptList", { lines: ["one", "two", "three"] }], shot: IMAGE };
const LIST_EDGES = ["words.text shot.prompt"];

function slow(ms: number) {
  return { speed: 1, scenario: { rules: [{ fault: { kind: "taskTakes" as const, ms } }] } };
}

describe.concurrent("Ctrl-C", () => {
  test.concurrent("once: nothing new is sent, what is paid for is followed to its end, and the next run makes the rest", async () => {
    const { place, books, sandbox } = await service(slow(2000));
    const file = await graphFile(place.home, "list", graphOf(LIST, LIST_EDGES));
    const running = startCli(["run", file, "--json", "--concurrency", "1"], place);
    await running.said(/generating/);
    running.process.kill("SIGINT");
    const ended = await running.ended;
    expect(ended.code).toBe(130);
    expect(ended.stderr).toMatch(/Cancelling/);
    const report = jsonOf(ended) as RunReport;
    expect(report).toMatchObject({ ok: false, billed: 15 });
    expect(nodeOf(report, "shot")).toMatchObject({ status: "skipped", billed: 15, takes: [{ credits: 15, type: "image" }] });
    expect(books().tasks).toMatchObject({ created: 1, completed: 1 });

    sandbox.setScenario({ rules: [{ fault: { kind: "taskTakes", ms: 1 } }] });
    expect(await run(file, place)).toMatchObject({ code: 0, billed: 30, quoted: { max: 30 } });
    expect(books().tasks).toMatchObject({ created: 3, completed: 3 });
  });

  test.concurrent("twice: the command leaves at once with its one object, and the next run fetches what was paid for", async () => {
    const { place, books } = await service(slow(4000));
    const file = await graphFile(place.home, "list", graphOf(LIST, LIST_EDGES));
    const running = startCli(["run", file, "--json"], place);
    await running.said(/(generating[^]*){3}/);
    running.process.kill("SIGINT");
    await running.said(/Cancelling/);
    running.process.kill("SIGINT");
    const left = await running.ended;
    expect(left.code).toBe(130);
    expect(jsonOf(left)).toMatchObject({ ok: false, error: { code: "interrupted", message: expect.stringContaining("fetched at no cost") } });
    expect(books().tasks).toMatchObject({ created: 3, running: 3 });
    const planned = await plan(file, place);
    expect(nodeOf(planned, "shot")).toMatchObject({ resume: 3, run: 0, credits: { max: 0 }, reason: expect.stringMatching(/^resume\(task_/) });
    expect(await run(file, place)).toMatchObject({ code: 0, ok: true, quoted: { max: 0 }, billed: 45, calls: { createTask: 0 } });
    expect(books().tasks).toMatchObject({ created: 3, completed: 3 });
  });
});

test("a reader of the events that leaves (| head) kills nothing: nothing new is sent, and what is paid for is followed to its end", async () => {
  // A closed pipe is noticed with the next line. The service answers late, so that there is one between the first lines and the end of the task.
  const rules = [...slow(2000).scenario.rules, { match: { endpoint: "createTask" as const }, fault: { kind: "delay" as const, delayMs: 1500 } }];
  const { place, books } = await service({ speed: 1, scenario: { rules } });
  const file = await graphFile(place.home, "list", graphOf(LIST, LIST_EDGES));
  const running = startCli(["run", file, "--events", "--concurrency", "1"], place);
  await new Promise((heard) => running.process.stdout.once("data", heard));
  running.process.stdout.destroy();
  const ended = await running.ended;
  expect(ended).toMatchObject({ code: 130, stderr: expect.stringContaining("Nobody reads the output any more") });
  expect(ended.stderr).not.toContain("EPIPE");
  expect(books().tasks).toMatchObject({ created: 1, completed: 1 });
  expect(await run(file, place)).toMatchObject({ code: 0, billed: 30 });
});

describe.concurrent("SIGKILL", () => {
  test.concurrent("while tasks run: the next run follows them, one task for each take", async () => {
    const { place, books } = await service(slow(4000));
    const file = await graphFile(place.home, "killed", graphOf({ ...LIST, clip: ["generateHappyhorse"] }, [...LIST_EDGES, "shot.image clip.firstFrame"]));
    const running = startCli(["run", file], place);
    await running.said(/(generating[^]*){3}/);
    running.process.kill("SIGKILL");
    expect((await running.ended).code).toBe(null);
    expect(books().tasks).toMatchObject({ created: 3, running: 3 });
    const resumed = await run(file, place);
    expect(resumed).toMatchObject({ code: 0, billed: 45 + 480, calls: { createTask: 3 } });
    expect(books()).toMatchObject({ tasks: { created: 6, completed: 6, failed: 0 }, billed: 525 });
    expect(new Set(nodeOf(resumed, "shot").takes.map(({ taskId }) => taskId)).size).toBe(3);
  });

  test.concurrent("the built-in sandbox with it: its next run goes on with the same books", async () => {
    const home = tempFolder();
    const file = await graphFile(home, "killed", graphOf(LIST, LIST_EDGES));
    const running = startCli(["run", file, "--sandbox", "--speed", "20"], { home });
    await running.said(/(generating[^]*){3}/);
    running.process.kill("SIGKILL");
    await running.ended;
    expect(await run(file, { home }, "--sandbox", "--speed", "20")).toMatchObject({ code: 0, billed: 45, quoted: { max: 0 }, calls: { createTask: 0 } });
    const sandbox = await startSandbox({ stateDir: join(home, "sandbox") });
    expect(sandbox.books()).toMatchObject({ tasks: { created: 3, completed: 3 }, billed: 45 });
    await sandbox.close();
  });

  test.concurrent("while the answer to a POST is awaited: its fate is unknown, and it is not sent again", async () => {
    const { place, books, sandbox } = await service({ scenario: { rules: [{ match: { endpoint: "createTask" }, fault: { kind: "hang", when: "after" } }] } });
    const file = await graphFile(place.home, "hanging", graphOf({ words: ["prompt", { text: "x" }], shot: IMAGE }, LIST_EDGES));
    const running = startCli(["run", file], place);
    await running.said(/submitting/);
    await expect.poll(() => books().tasks.created, { timeout: 15_000 }).toBe(1);
    expect(await cli(["unknown", "list"], place), "what is being sent is no doubt yet").toMatchObject({ stdout: expect.stringContaining("No spend is unknown") });
    running.process.kill("SIGKILL");
    await running.ended;
    sandbox.setScenario({ rules: [] });
    const { takes } = jsonOf(await cli(["unknown", "list", "--json"], place)) as { takes: unknown[] };
    expect(takes, "told before anything else is started").toMatchObject([{ node: "shot", quoted: { max: 15 }, error: { code: "interrupted" } }]);
    expect(await run(file, place)).toMatchObject({ code: 5, billed: 0, calls: { createTask: 0 }, nodes: [{}, { status: "unknown" }] });
    expect(books().tasks.created).toBe(1);
  });
});
