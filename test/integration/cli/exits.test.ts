import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import type { NodeJson } from "../../../electron/cli/runJson.ts";
import { startSandbox } from "../../../electron/sandbox/index.ts";
import { cli, graphFile, graphOf, jsonOf, nodeOf, type Place, type PlanReport, plan, run, type RunJson, service, startCli, tempFolder, type Nodes } from "./support.ts";

const IMAGE = ["gptImage2", { resolution: "1k" }] as const;
const SHOT: Nodes = { words: ["prompt", { text: "a fox" }], shot: IMAGE };
const EDGES = ["words.text shot.prompt"];
const PAIR: Nodes = { ...SHOT, other: ["prompt", { text: "a hen" }], second: IMAGE };
const PAIR_EDGES = [...EDGES, "other.text second.prompt"];

describe.concurrent("2: usage, file or graph problem; with --json one object says why", () => {
  const folder = tempFolder();
  const place: Place = { home: join(folder, "home"), cwd: folder };
  const good = graphFile(folder, "good", graphOf(SHOT, EDGES));
  const cyclic = graphFile(folder, "cyclic", graphOf({ a: IMAGE, b: IMAGE }, ["a.image b.images", "b.image a.images"]));
  const invalid = graphFile(folder, "invalid", graphOf({ ...SHOT, clip: ["generateSd2", { duration: 99 }] }, [...EDGES, "words.text clip.prompt"]));
  const noJson = graphFile(folder, "no-json", "{ this is not JSON");
  const newer = graphFile(folder, "newer", { ...graphOf(SHOT, EDGES), version: 99 });

  const cases: readonly (readonly [what: string, args: () => Promise<string[]>, message: RegExp])[] = [
    ["no such file", async () => ["run", "nowhere.shotgraph"], /nowhere\.shotgraph.*no such file/],
    ["not JSON", async () => ["plan", await noJson], /not JSON/],
    ["written by a newer version", async () => ["validate", await newer], /version 99/],
    ["an invalid node", async () => ["run", await invalid], /node clip.*duration.*4 to 15/s],
    ["an unknown flag", async () => ["run", await good, "--bugdet", "5"], /--bugdet/],
    ["a bad number", async () => ["run", await good, "--budget", "lots"], /number of credits/],
    ["no file named", async () => ["plan"], /missing required argument/],
    ["an unknown command", async () => ["rnu", await good], /rnu/],
    ["--json with --events", async () => ["run", await good, "--events"], /cannot be used with/],
    ["an unknown node in --set", async () => ["plan", await good, "--set", "nobody.text=x"], /no node "nobody".*words, shot/s],
    ["an unknown param in --set", async () => ["run", await good, "--set", "shot.duration=5"], /no param "duration".*quality/s],
    ["no value in --set", async () => ["plan", await good, "--set", "shot.quality"], /NODE\.PARAM=VALUE/],
    ["a bad own key in --set", async () => ["plan", await good, "--set", "shot.takes=0"], /takes=0/],
    ["an unknown node in --only", async () => ["run", await good, "--only", "nobody"], /--only.*nobody/],
  ];

  test.concurrent.each(cases)("%s", async (_what, args, message) => {
    const ended = await cli([...(await args()), "--json"], place);
    expect(ended.code).toBe(2);
    expect(jsonOf(ended)).toMatchObject({ ok: false, error: { code: expect.any(String), message: expect.stringMatching(message) } });
    expect(ended.stderr).not.toMatch(/^\s+at /m);
  });

  test.concurrent("a scenario that is none", async () => {
    const ended = await cli(["sandbox", "--scenario", await good], place);
    expect(ended).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("good.shotgraph") });
  });

  test.concurrent("a cyclic graph: the plan is whole and names the nodes on the cycle, the run is refused", async () => {
    const [planned, ran, validated] = await Promise.all([plan(await cyclic, place), cli(["run", await cyclic, "--json"], place), cli(["validate", await cyclic, "--json"], place)]);
    expect(planned).toMatchObject({ code: 2, ok: false, quote: { max: 0 } });
    expect(planned.problems.map(({ message }) => message).join(" ")).toMatch(/circle.*a → b|b → a/);
    expect(ran.code).toBe(2);
    expect(jsonOf(ran)).toMatchObject({ ok: false, error: { code: "invalid" }, billed: 0 });
    expect(validated.code).toBe(2);
  });

  test.concurrent("an http base URL beyond this machine is refused before anything leaves; a slash at the end is fine", async () => {
    const key = { SEEGEN_API_KEY: "k" };
    const { place: served, books } = await service();
    const [remote, slash] = await Promise.all([
      cli(["run", await good, "--json"], { home: join(folder, "remote"), env: { ...key, SEEGEN_BASE_URL: "http://192.168.1.5:8080/api/v1" } }),
      plan(await good, { ...served, env: { ...key, SEEGEN_BASE_URL: `${served.env?.["SEEGEN_BASE_URL"]}/` } }),
    ]);
    expect(remote.code).toBe(2);
    expect(jsonOf(remote)).toMatchObject({ ok: false, error: { code: "base_url", message: expect.stringContaining("https") } });
    expect(slash).toMatchObject({ code: 0, balance: { available: 50_000 } });
    expect(books().calls.credits).toBe(1);
  });
});

describe.concurrent("3: over budget or insufficient credits", () => {
  test.concurrent("a quote above the budget, or above the available credits, sends nothing", async () => {
    const { place, books } = await service({ credits: 20 });
    const file = await graphFile(place.home, "pair", graphOf(PAIR, PAIR_EDGES));
    const budget = await run(file, place, "--budget", "29");
    const credits = await run(file, place);
    expect(budget).toMatchObject({ code: 3, ok: false, billed: 0, quoted: { max: 30 }, error: { code: "over_budget", message: expect.stringMatching(/30.*29/) } });
    expect(credits).toMatchObject({ code: 3, ok: false, billed: 0, error: { code: "insufficient_credits", message: expect.stringMatching(/30.*20.*10/) } });
    expect(books()).toMatchObject({ tasks: { created: 0 }, calls: { createTask: 0 } });
    expect(await run(file, place, "--budget", "15", "--only", "shot")).toMatchObject({ code: 0, billed: 15 });
  });

  test.concurrent("a budget of the graph itself stops a run as --budget does, and the smaller one counts", async () => {
    const { place, books } = await service();
    const file = await graphFile(place.home, "shot", graphOf(SHOT, EDGES, { budget: 14 }));
    expect(await run(file, place, "--budget", "100")).toMatchObject({ code: 3, error: { code: "over_budget", message: expect.stringContaining("14") } });
    const roomy = await graphFile(place.home, "roomy", graphOf(SHOT, EDGES, { budget: 100 }));
    expect(await run(roomy, place, "--budget", "14")).toMatchObject({ code: 3 });
    expect(books()).toMatchObject({ tasks: { created: 0 }, calls: { createTask: 0 } });
  });

  test.concurrent("402 in the middle: what runs is kept, and after a top-up nothing is repeated", async () => {
    const { sandbox, place, books } = await service({ scenario: { rules: [{ match: { endpoint: "createTask", nth: 2 }, fault: { kind: "http", status: 402, extra: { required: 15, available: 3 } } }] } });
    const lines = ["one", "two", "three", "four"];
    const file = await graphFile(place.home, "list", graphOf({ words: ["promptList", { lines }], shot: IMAGE }, ["words.text shot.prompt"]));
    const broke = await run(file, place, "--concurrency", "1");
    expect(broke).toMatchObject({ code: 3, ok: false, billed: 15 });
    expect(nodeOf(broke, "shot")).toMatchObject({ status: "failed", error: { code: expect.any(String) }, takes: [{ credits: 15 }] });
    expect(books()).toMatchObject({ tasks: { created: 1, completed: 1 }, calls: { createTask: 2 } });

    sandbox.setScenario({ rules: [] });
    const rest = await run(file, place);
    expect(rest).toMatchObject({ code: 0, quoted: { max: 45 }, billed: 45, calls: { createTask: 3 } });
    expect(nodeOf(rest, "shot").takes).toHaveLength(4);
    expect(books()).toMatchObject({ tasks: { created: 4, completed: 4 }, billed: 60 });
  });
});

test.concurrent("--wait-for-credits: a run that runs short waits, says so, and goes on without repeating anything", async () => {
  const { place, books } = await service({ scenario: { rules: [{ match: { endpoint: "createTask", nth: 2 }, fault: { kind: "http", status: 402, extra: { required: 15, available: 3 } } }] } });
  const file = await graphFile(place.home, "list", graphOf({ words: ["promptList", { lines: ["one", "two", "three"] }], shot: IMAGE }, ["words.text shot.prompt"]));
  const waited = await cli(["run", file, "--concurrency", "1", "--wait-for-credits", "--events"], place);
  const lines = waited.stdout.trim().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(waited.code).toBe(0);
  expect(lines.find(({ type }) => type === "paused")).toMatchObject({ why: "credits", missing: 27, message: expect.stringContaining("insufficient by 12") });
  expect(lines.filter(({ type }) => type === "resumed")).toMatchObject([{ why: "credits" }]);
  expect(lines.at(-1)).toMatchObject({ type: "result", ok: true, billed: 45 });
  expect(books()).toMatchObject({ tasks: { created: 3 }, calls: { createTask: 4 } });
});

test.concurrent("a service that goes away in the middle is a pause: the run says so, and goes on when it is back", async () => {
  const stateDir = tempFolder();
  const slow = { speed: 1, scenario: { rules: [{ fault: { kind: "taskTakes" as const, ms: 1500 } }] }, stateDir };
  const { place, sandbox } = await service(slow);
  const file = await graphFile(place.home, "pair", graphOf(PAIR, PAIR_EDGES));
  const running = startCli(["run", file, "--json", "--concurrency", "1"], place);
  await running.said(/generating/);
  await sandbox.close();
  await running.said(/‖ Paused, the service cannot be reached/);
  const again = await startSandbox({ ...slow, port: Number(new URL(sandbox.url).port), media: "quick" });
  const ended = await running.ended;
  expect(ended.stderr).toContain("▶ The service can be reached again");
  expect(ended.code).toBe(0);
  expect(jsonOf(ended)).toMatchObject({ ok: true, billed: 30 });
  expect(again.books().tasks).toMatchObject({ created: 2, completed: 2 });
  await again.close();
});

test.concurrent("--version says which one it is", async () => {
  expect(await cli(["--version"], { home: tempFolder() })).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
});

describe.concurrent("4: unauthorised, or no key", () => {
  test.concurrent("no key, or one that the service refuses: nothing is sent", async () => {
    const { place, books } = await service({ apiKeys: ["right"] }, "wrong");
    const file = await graphFile(place.home, "shot", graphOf(SHOT, EDGES));
    const { SEEGEN_API_KEY: _wrong, ...keyless } = place.env ?? {};
    expect(await run(file, { ...place, env: keyless })).toMatchObject({ code: 4, ok: false, error: { code: "no_key", message: expect.stringContaining("SEEGEN_API_KEY") } });
    expect(await run(file, place)).toMatchObject({ code: 4, ok: false, error: { code: "unauthorised" } });
    expect(books()).toMatchObject({ tasks: { created: 0 }, calls: { createTask: 0 } });
  });

  test.concurrent("a key that is revoked during the run stops it", async () => {
    const { place, books } = await service({ scenario: { rules: [{ match: { endpoint: "createTask", nth: 2 }, fault: { kind: "http", status: 401 } }] } });
    const file = await graphFile(place.home, "list", graphOf({ words: ["promptList", { lines: ["one", "two", "three"] }], shot: IMAGE }, ["words.text shot.prompt"]));
    expect(await run(file, place, "--concurrency", "1")).toMatchObject({ code: 4, ok: false, billed: 15 });
    expect(books()).toMatchObject({ tasks: { created: 1 }, calls: { createTask: 2 } });
  });
});

describe.concurrent("5: unknown spend awaits a decision", () => {
  test.concurrent.each([
    ["a 500 comes", { kind: "http", status: 500, when: "after" }],
    ["a 200 has no task id", { kind: "noId" }],
    ["the connection is reset before anything exists", { kind: "drop", when: "before" }],
  ] as const)("%s: who asks again without a word sends nothing", async (_what, fault) => {
    const { place, books } = await service({ scenario: { rules: [{ match: { endpoint: "createTask" }, fault, times: 1 }] } });
    const file = await graphFile(place.home, "shot", graphOf(SHOT, EDGES));
    expect(await run(file, place)).toMatchObject({ code: 5, billed: 0, calls: { createTask: 1 } });
    expect(await run(file, place)).toMatchObject({ code: 5, billed: 0, calls: { createTask: 0 } });
    expect(books().calls.createTask).toBe(1);
  });

  test.concurrent("the connection is reset after the task was created: the rest is made, and the lost one again only when the user says so", async () => {
    const { place, books } = await service({ scenario: { rules: [{ match: { endpoint: "createTask", promptIncludes: "fox" }, fault: { kind: "drop", when: "after" }, times: 1 }] } });
    const file = await graphFile(place.home, "pair", graphOf(PAIR, PAIR_EDGES));
    const lost = await run(file, place);
    expect(lost).toMatchObject({ code: 5, ok: false, billed: 15 });
    expect(nodeOf(lost, "shot")).toMatchObject({ status: "unknown", error: { code: expect.any(String) }, takes: [] });
    expect(nodeOf(lost, "second").status).toBe("done");
    expect(books()).toMatchObject({ tasks: { created: 2 }, calls: { createTask: 2 } });

    const planned = await plan(file, place);
    expect(nodeOf(planned, "shot").reason).toBe("unknown spend");
    const still = await run(file, place);
    expect(still).toMatchObject({ code: 5, billed: 0, calls: { createTask: 0 } });
    expect(nodeOf(still, "shot")).toMatchObject({ status: "unknown", error: { code: "charged", message: expect.stringContaining("--on-unknown retry") } });
    expect(books().calls.createTask).toBe(2);

    // What is left for the user to decide is not counted against the budget either.
    expect(await run(file, place, "--budget", "0")).toMatchObject({ code: 5, billed: 0 });
    const decided = await run(file, place, "--on-unknown", "retry");
    expect(decided).toMatchObject({ code: 0, billed: 15, calls: { createTask: 1 } });
    expect(books()).toMatchObject({ tasks: { created: 3 }, calls: { createTask: 3 } });
    const ledger = jsonOf(await cli(["ledger", "--json"], place)) as { totals: Record<string, number> };
    expect(ledger.totals).toMatchObject({ billed: 30, unknown: 15 });
    expect(await run(file, place)).toMatchObject({ code: 0, billed: 0, calls: { createTask: 0 } });
  });
});

test.concurrent("1: a folder that goes away during the run hides neither what was made nor what it cost", async () => {
  const { place } = await service({ speed: 1, scenario: { rules: [{ fault: { kind: "taskTakes", ms: 1500 } }] } });
  const file = await graphFile(place.home, "shot", graphOf(SHOT, EDGES));
  const out = join(place.home, "out");
  const running = startCli(["run", file, "--json", "--out", out], place);
  await running.said(/generating/);
  await rm(out, { recursive: true });
  await writeFile(out, "a file is in its place");
  const ended = await running.ended;
  expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining("nothing is paid again") });
  const report = jsonOf(ended) as RunJson;
  expect(report).toMatchObject({ ok: false, error: { code: "out" }, billed: 15 });
  expect(nodeOf(report, "shot")).toMatchObject({ status: "done", billed: 15, takes: [{ credits: 15 }] });
  await rm(out);
  expect(await run(file, place, "--out", out)).toMatchObject({ code: 0, billed: 0 });
});

test.concurrent("2: results that could not be written are no news to get after paying: --out is tried first", async () => {
  const { place, books } = await service();
  const file = await graphFile(place.home, "shot", graphOf(SHOT, EDGES));
  expect(await run(file, place, "--out", file)).toMatchObject({ code: 2, ok: false, error: { code: "out", message: expect.stringContaining("Nothing was sent") } });
  expect(books().tasks.created).toBe(0);
});

test.concurrent("6: a run whose library was taken over sends nothing more, follows what is paid for, and says so", async () => {
  const { place, books } = await service({ speed: 1, scenario: { rules: [{ fault: { kind: "taskTakes", ms: 5000 } }] } });
  const file = await graphFile(place.home, "pair", graphOf(PAIR, PAIR_EDGES));
  const running = startCli(["run", file, "--json", "--concurrency", "1"], place);
  await running.said(/generating/);
  const database = new DatabaseSync(join(place.home, "library.db"));
  database.exec("PRAGMA busy_timeout = 5000; UPDATE lease SET token = 'another', what = 'another run'");
  database.close();
  const ended = await running.ended;
  expect(ended.code).toBe(6);
  expect(jsonOf(ended)).toMatchObject({ ok: false, billed: 15 });
  expect(ended.stdout).toContain("taken the library over");
  expect(books().tasks).toMatchObject({ created: 1, completed: 1 });
});

test.concurrent("6: a second process on the same library is told who holds it; planning goes on beside it", async () => {
  const { place, books } = await service({ speed: 1, scenario: { rules: [{ fault: { kind: "taskTakes", ms: 6000 } }] } });
  const file = await graphFile(place.home, "shot", graphOf(SHOT, EDGES));
  const first = startCli(["run", file, "--json"], place);
  await first.said(/generating/);
  const [second, planned] = await Promise.all([run(file, place), cli(["plan", file, "--json"], place)]);
  expect(second).toMatchObject({ code: 6, ok: false, error: { code: "held", message: expect.stringContaining(`process ${first.process.pid}`) } });
  expect((jsonOf(planned) as PlanReport).nodes.find(({ id }) => id === "shot")).toMatchObject({ reason: expect.stringMatching(/^resume\(task_/), resume: 1, credits: { max: 0 } });
  const ended = await first.ended;
  expect(ended.code).toBe(0);
  expect((jsonOf(ended) as { nodes: NodeJson[] }).nodes.find(({ id }) => id === "shot")).toMatchObject({ status: "done" });
  expect(books().tasks.created).toBe(1);
});
