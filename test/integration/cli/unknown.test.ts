import { describe, expect, test } from "vitest";
import { openLibrary } from "../../../electron/library/index.ts";
import { cli, graphFile, graphOf, jsonOf, nodeOf, run, service, tempFolder, type Place } from "./support.ts";

const IMAGE = ["gptImage2", { resolution: "1k" }] as const;
const SHOT = { words: ["prompt", { text: "a cup" }], shot: IMAGE } as const;
const LOST = { rules: [{ match: { endpoint: "createTask" as const, nth: 1 }, fault: { kind: "drop" as const, when: "after" as const } }] };

interface Unknown {
  takes: { id: number; node: string; model: string; quoted: { max: number } }[];
}

/** A place where the answer to one request was lost after the task had been made. */
async function lost() {
  const { place, books, sandbox } = await service({ scenario: LOST });
  const file = await graphFile(place.home, "shot", graphOf(SHOT, ["words.text shot.prompt"]));
  expect(await run(file, place)).toMatchObject({ code: 5 });
  return { place, file, books, sandbox, id: await theOne(place) };
}

async function theOne(place: Place): Promise<string> {
  const { takes } = jsonOf(await cli(["unknown", "list", "--json"], place)) as Unknown;
  expect(takes).toMatchObject([{ node: "shot", model: "gpt-image-2", quoted: { max: 15 } }]);
  return String(takes[0]?.id);
}

describe.concurrent("an unknown spend is decided by the user", () => {
  test("adopt: the task that the service has made is followed, and nothing is sent again", async () => {
    const { place, file, books, id } = await lost();
    const [task] = books().list;
    expect(await cli(["unknown", "adopt", id, task?.taskId ?? ""], place)).toMatchObject({ code: 0 });
    const adopted = await run(file, place);
    expect(adopted).toMatchObject({ code: 0, billed: 15, quoted: { max: 0 }, calls: { createTask: 0 } });
    expect(nodeOf(adopted, "shot")).toMatchObject({ status: "done", takes: [{ taskId: task?.taskId }] });
    expect(books().tasks.created).toBe(1);
  });

  test("adopt: a task that is the answer to another request already is refused, so that no bill counts twice", async () => {
    const { place, file, books, id } = await lost();
    expect(await run(file, place, "--set", 'words.text="another cup"')).toMatchObject({ code: 0 });
    const refused = await cli(["unknown", "adopt", id, books().list[1]?.taskId ?? ""], place);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/is that of take \d+ already/) });
    expect(await theOne(place)).toBe(id);
    expect(jsonOf(await cli(["ledger", "--json"], place))).toMatchObject({ totals: { billed: 15, unknown: 15 } });
  });

  test("resend: the next run sends it again, and the ledger keeps the doubt", async () => {
    const { place, file, books, id } = await lost();
    expect(await cli(["unknown", "resend", id], place)).toMatchObject({ code: 0, stdout: expect.stringContaining("both may be charged") });
    expect(await run(file, place)).toMatchObject({ code: 0, billed: 15, calls: { createTask: 1 } });
    expect(books().tasks.created).toBe(2);
    expect(jsonOf(await cli(["ledger", "--json"], place))).toMatchObject({ totals: { billed: 15, unknown: 15 } });
  });

  test("forget: it counts as never charged", async () => {
    const { place, id } = await lost();
    expect(await cli(["unknown", "forget", id], place)).toMatchObject({ code: 0 });
    expect(jsonOf(await cli(["ledger", "--json"], place))).toMatchObject({ totals: { refunded: 15, unknown: 0 } });
    expect(await cli(["unknown", "list"], place)).toMatchObject({ code: 0, stdout: expect.stringContaining("No spend is unknown") });
  });

  test("an id that is not there is told, and how to see them", async () => {
    const { place } = await lost();
    expect(await cli(["unknown", "forget", "999"], place)).toMatchObject({ code: 2, stderr: expect.stringMatching(/999.*unknown list/) });
  });
});

test("what the balance shows not to have been charged is no unknown spend: it fails, and a second run sends it again", async () => {
  const { place, books } = await service({ scenario: { rules: [{ match: { endpoint: "createTask", nth: 2 }, fault: { kind: "drop", when: "before" } }] } });
  const file = await graphFile(place.home, "two", graphOf({ words: ["promptList", { lines: ["a", "b"] }], shot: IMAGE }, ["words.text shot.prompt"]));
  const report = await run(file, place, "--concurrency", "1");
  expect(report).toMatchObject({ code: 1, billed: 15 });
  expect(nodeOf(report, "shot")).toMatchObject({ status: "failed", error: { code: "not_charged", message: expect.stringContaining("Run again") } });
  expect(await run(file, place)).toMatchObject({ code: 0, billed: 15 });
  expect(books()).toMatchObject({ tasks: { created: 2 }, billed: 30 });
});

test("what the balance shows to have been charged stays unknown and says so", async () => {
  const { place, books } = await service({ scenario: { rules: [{ match: { endpoint: "createTask", nth: 2 }, fault: { kind: "drop", when: "after" } }] } });
  const file = await graphFile(place.home, "two", graphOf({ words: ["promptList", { lines: ["a", "b"] }], shot: IMAGE }, ["words.text shot.prompt"]));
  const report = await run(file, place, "--concurrency", "1");
  expect(report).toMatchObject({ code: 5, billed: 15 });
  expect(nodeOf(report, "shot")).toMatchObject({ status: "unknown", error: { code: "charged" } });
  expect(await run(file, place)).toMatchObject({ code: 5, calls: { createTask: 0 } });
  expect(books().tasks.created).toBe(2);
});

test("the ledger sums by model and comes as CSV", async () => {
  const { place } = await service();
  const file = await graphFile(place.home, "shot", graphOf(SHOT, ["words.text shot.prompt"]));
  await run(file, place);
  expect(jsonOf(await cli(["ledger", "--json", "--by", "model"], place))).toMatchObject({ summary: [{ name: "gpt-image-2", takes: 1, billed: 15 }], drift: [] });
  const { stdout } = await cli(["ledger", "--csv"], place);
  const [head, ...lines] = stdout.trim().split("\n");
  expect(head).toContain("kind,credits");
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain("billed,15");
});

test("a bill that is not as quoted is told with the formula that it contradicts, as table, JSON and CSV", async () => {
  const home = tempFolder();
  const library = await openLibrary({ home, realm: "local", account: "sandbox", fetchMedia: () => Promise.reject(new Error("nothing is fetched")) });
  const bill = async (nodeId: string, billed: number) => {
    const quoted = { min: 150, max: 160 };
    const { id } = await library.intend({ key: nodeId, service: "jobs", model: "sd2", mediaType: "video", runId: "r", graphId: "g", graphName: "G", nodeId, item: 0, request: {}, body: {}, quoted, formula: "5 s × 30, \"720p\"" });
    await library.advance(id, { to: "submitted", taskId: `task-${nodeId}` });
    await library.advance(id, { to: "completed", urls: [], billed, creditsRaw: billed });
  };
  await bill("dear", 200);
  await bill("cheap", 140);
  await bill("right", 155);
  await library.close();
  const place = { home };
  const json = jsonOf(await cli(["ledger", "--json", "--sandbox"], place)) as { drift: unknown[] };
  expect(json.drift).toMatchObject([{ node: "dear", billed: 200, quoted: { min: 150, max: 160 }, formula: '5 s × 30, "720p"' }, { node: "cheap", billed: 140 }]);
  const table = await cli(["ledger", "--sandbox"], place);
  expect(table.stdout).toMatch(/Not as quoted:[^]*formula of the quote[^]*dear +150.160 +200 +5 s × 30, "720p"[^]*cheap/);
  expect(table.stdout.split("Not as quoted")[1]).not.toContain("right");
  const csv = (await cli(["ledger", "--csv", "--sandbox"], place)).stdout.trim().split("\n");
  expect(csv[0]).toMatch(/drift,formula$/);
  expect(csv.filter((line) => line.includes(",billed,")).map((line) => /,(-?\d+),"5 s × 30, ""720p"""$/.exec(line)?.[1])).toEqual(["40", "-10", "0"]);
});

test("both results of a task that makes two are kept: one bill, two takes, the first one is handed on", async () => {
  const { place, books } = await service({ scenario: { rules: [{ fault: { kind: "outputs", count: 2 } }] } });
  const file = await graphFile(place.home, "shot", graphOf(SHOT, ["words.text shot.prompt"]));
  const report = await run(file, place);
  expect(report).toMatchObject({ code: 0, billed: 15 });
  const library = await openLibrary({ home: place.home, realm: "local", account: "a", readOnly: true, fetchMedia: () => Promise.reject(new Error("nothing is fetched")) });
  const takes = library.takesIn(["stored"]);
  expect(takes.map(({ output, billed }) => [output, billed])).toEqual([[0, 15], [1, 0]]);
  expect(nodeOf(report, "shot").takes).toMatchObject([{ sha256: takes.find(({ output }) => output === 0)?.sha256, credits: 15 }]);
  await library.close();
  expect(await run(file, place)).toMatchObject({ code: 0, billed: 0, calls: { createTask: 0, download: 0 } });
  // The further one is a take like any other: who wants two has two.
  expect(await run(file, place, "--set", "shot.takes=2")).toMatchObject({ code: 0, billed: 0, calls: { createTask: 0 } });
  expect(books().tasks.created).toBe(1);
});
