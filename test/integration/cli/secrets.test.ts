import { join } from "node:path";
import { expect, test } from "vitest";
import { cli, filesBelow, graphFile, graphOf, service, startCli, tempFolder, type Ended, type Place } from "./support.ts";

const IMAGE = ["gptImage2", { resolution: "1k" }] as const;
const KEY = "canary-3f9a1c7e5b2d";
/** As it is, in a URL, in base64, and in pieces that would still help. */
const FORMS = [KEY, encodeURIComponent(KEY), Buffer.from(KEY).toString("base64"), Buffer.from(`Bearer ${KEY}`).toString("base64"), KEY.slice(7)];

/** Every file of the library and what was printed: none of them may have the key, in any form. */
async function expectNoKey(home: string, printed: readonly Ended[]): Promise<void> {
  for (const { stdout, stderr } of printed) for (const form of FORMS) expect(`${stdout}${stderr}`).not.toContain(form);
  for (const { path, bytes } of await filesBelow(home)) for (const form of FORMS) expect([path, bytes.includes(form)]).toEqual([path, false]);
}

test.concurrent("the API key is in no file and in nothing that is printed, whatever the service echoes and however it goes wrong", async () => {
  const rules = [
    { match: { endpoint: "createTask", promptIncludes: "lost" }, fault: { kind: "drop", when: "after" } },
    { match: { endpoint: "createTask", promptIncludes: "refused" }, fault: { kind: "http", status: 400, message: `Bearer ${KEY} may not do this`, body: "text" } },
    { match: { endpoint: "createTask", promptIncludes: "html" }, fault: { kind: "http", status: 500, message: KEY, body: "html" } },
    { match: { endpoint: "createTask", promptIncludes: "no room" }, fault: { kind: "http", status: 429, message: `too many tasks of ${KEY}` }, times: 1 },
    { match: { endpoint: "createTask", promptIncludes: "short" }, fault: { kind: "http", status: 402, message: `${KEY} has no credits`, extra: { required: 15, available: 3 } }, times: 1 },
    { match: { endpoint: "queryTask", promptIncludes: "odd" }, fault: { kind: "http", status: 403, message: `${KEY} is not allowed` }, times: 1 },
    { match: { promptIncludes: "fails" }, fault: { kind: "taskFails", message: `account of ${KEY}` } },
  ] as const;
  const { place, sandbox } = await service({ apiKeys: [KEY], scenario: { rules: [...rules] } }, KEY);
  const lines = ["fine", "lost", "refused", "html", "fails", "no room", "short", "odd"];
  const file = await graphFile(place.home, "canary", graphOf({ words: ["promptList", { lines }], shot: IMAGE }, ["words.text shot.prompt"]));
  const out = join(place.home, "out");
  const at = (url: string): Place => ({ ...place, env: { ...place.env, SEEGEN_BASE_URL: url, SHOTGRAPH_DEBUG: "1" } });
  const printed = [
    await cli(["run", file, "--events", "--wait-for-credits", "--out", out], place),
    await cli(["run", file, "--json", "--out", out], place),
    await cli(["run", file, "--on-unknown", "retry"], place),
    await cli(["plan", file], place),
    await cli(["plan", file, "--json"], place),
    await cli(["ledger", "--json"], place),
    await cli(["ledger", "--csv"], place),
    await cli(["unknown", "list"], place),
    await cli(["unknown", "list", "--json"], place),
    await cli(["library", "verify", "--json"], place),
    await cli(["library", "rebuild", "--json"], place),
    await cli(["run", file, "--json"], at(sandbox.url.replace("http://", `http://user:${KEY}@`))),
    await cli(["run", file, "--json"], at(`${sandbox.url}?key=${KEY}`)),
    await cli(["run", file], { ...place, env: { ...place.env, SEEGEN_API_KEY: `${KEY} \u00e9` } }),
    // Nobody listens there.
    await cli(["run", file], at("http://127.0.0.1:1/api/v1")),
  ];
  expect(printed.map(({ code }) => code)).toEqual([5, 5, 5, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 2, 1]);
  // What was echoed has come as far as the user: it was taken out, not lost on the way.
  expect(printed[0]?.stdout).toMatch(/"type":"paused"[^\n]*\[key\]/);
  expect(printed[1]?.stdout).toContain("[key]");
  const files = await filesBelow(place.home);
  expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining([join(place.home, "library.db"), join(out, "Test graph-shot-1.png.json")]));
  expect(files.some(({ bytes }) => bytes.includes("[key]"))).toBe(true);
  await expectNoKey(place.home, printed);
}, 120_000);

test.concurrent("a command that crashes, or is killed, leaves no key in its last words or its files", async () => {
  const { place } = await service({ apiKeys: [KEY], speed: 1, scenario: { rules: [{ fault: { kind: "taskTakes", ms: 20_000 } }] } }, KEY);
  const file = await graphFile(tempFolder(), "canary", graphOf({ words: ["prompt", { text: "x" }], shot: IMAGE }, ["words.text shot.prompt"]));
  const crash = "data:text/javascript,setTimeout(() => { throw Object.assign(new Error('crashed on purpose'), { cause: process.mainModule }) }, 1500)";
  const crashed = await cli(["run", file, "--json"], { ...place, env: { ...place.env, SHOTGRAPH_DEBUG: "1", NODE_OPTIONS: `--import ${JSON.stringify(crash)}` } });
  expect(crashed.stderr).toContain("crashed on purpose");
  const running = startCli(["run", file], place);
  await running.said(/generating/);
  running.process.kill("SIGKILL");
  await expectNoKey(place.home, [crashed, await running.ended]);
}, 120_000);
