import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cli, graphFile, graphOf, jsonOf, plan, run, startCli, tempFolder, type Nodes } from "./support.ts";

const IMAGE = ["gptImage2", { resolution: "1k" }] as const;
const NODES: Nodes = { words: ["prompt", { text: "a fox" }], shot: IMAGE, wrong: ["generateSd2", { duration: 99 }] };
const EDGES = ["words.text shot.prompt", "words.text wrong.prompt"];

test.concurrent("`shotgraph sandbox` is a service for others until Ctrl-C, with the credits and faults it is told", async () => {
  const folder = tempFolder();
  await writeFile(join(folder, "faults.json"), JSON.stringify({ rules: [{ match: { promptIncludes: "hen" }, fault: { kind: "taskFails", code: "NO_HENS" } }] }));
  const sandbox = startCli(["sandbox", "--speed", "Infinity", "--credits", "100", "--scenario", "faults.json"], { home: folder, cwd: folder });
  const [, url = ""] = await sandbox.said(/SEEGEN_BASE_URL=(\S+)/);
  const place = { home: join(folder, "home"), env: { SEEGEN_API_KEY: "any", SEEGEN_BASE_URL: url } };
  const file = await graphFile(folder, "graph", graphOf(NODES, EDGES));
  expect(await plan(file, place, "--only", "shot")).toMatchObject({ code: 0, balance: { credits: 100, available: 100 } });
  expect(await run(file, place, "--only", "shot")).toMatchObject({ code: 0, billed: 15 });
  expect(await run(file, place, "--only", "shot", "--set", "words.text=a hen")).toMatchObject({ code: 1, billed: 0 });
  sandbox.process.kill("SIGINT");
  expect(await sandbox.ended).toMatchObject({ code: 0, stdout: `${url}\n` });
});

test.concurrent("a problem elsewhere does not stop --only; without it nothing of an invalid graph runs", async () => {
  const folder = tempFolder();
  const file = await graphFile(folder, "graph", graphOf(NODES, EDGES));
  const place = { home: join(folder, "home") };
  expect(await plan(file, place, "--only", "shot")).toMatchObject({ code: 0, ok: true, quote: { max: 15 } });
  expect(await run(file, place)).toMatchObject({ code: 2, error: { code: "invalid" } });
});

test.concurrent("`shotgraph ledger` tells what was spent, and keeps the sandbox's play money apart", async () => {
  const folder = tempFolder();
  const file = await graphFile(folder, "graph", graphOf(NODES, EDGES));
  const place = { home: join(folder, "home") };
  expect(await run(file, place, "--only", "shot", "--sandbox", "--speed", "Infinity")).toMatchObject({ code: 0, billed: 15 });
  const [played, real, text] = await Promise.all([cli(["ledger", "--json", "--sandbox"], place), cli(["ledger", "--json"], place), cli(["ledger", "--sandbox"], place)]);
  expect(jsonOf(played)).toMatchObject({ ok: true, totals: { billed: 15, refunded: 0, open: 0, unknown: 0 }, entries: [{ kind: "reserved", credits: 15, nodeId: "shot" }, { kind: "billed", credits: 15, nodeId: "shot" }] });
  expect(jsonOf(real)).toEqual({ ok: true, entries: [], totals: { billed: 0, refunded: 0, open: 0, unknown: 0 }, drift: [] });
  expect(text).toMatchObject({ code: 0, stdout: expect.stringContaining("15 billed") });
});
