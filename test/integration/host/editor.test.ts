import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { OpenedGraph, SessionEvent } from "../../../shared/contract/api/sessions.ts";
import { fromGraph, toGraph } from "../../../shared/edit/records.ts";
import { applyWire, type WireChange } from "../../../shared/edit/wire.ts";
import type { Graph } from "../../../shared/graph/document.ts";
import { serialiseGraph } from "../../../shared/graph/serialise.ts";
import { ended, MINE, planOf, startHost, tempFolder } from "./support.ts";

function setParam({ graph }: Pick<OpenedGraph, "graph">, id: string, params: Record<string, unknown>): WireChange {
  const at = graph.nodes.findIndex((node) => node.id === id);
  const node = graph.nodes[at]!;
  return { nodes: [{ rank: at, value: { ...node, params: { ...node.params, ...params } } }] };
}

const edited = (graph: Graph, change: WireChange) => toGraph(applyWire(fromGraph(graph), change));

describe("a graph that is open in the host", () => {
  test("is planned anew after every edit, and only what changed is told", async () => {
    const { client } = await startHost();
    const opened = await client.graphs.create({ template: "text-to-video" });
    const stop = new AbortController();
    const stream = (await client.graphs.watch({ session: opened.session, ...MINE }, { signal: stop.signal }))[Symbol.asyncIterator]();
    const next = async () => (await stream.next()).value as SessionEvent;
    await next();
    const first = await next();
    expect(first).toMatchObject({ type: "plan", whole: true, seq: 0, ok: true });
    const whole = first.type === "plan" ? first.nodes.length : 0;
    const video = opened.graph.nodes.find(({ kind }) => kind === "generateSd2" || kind === "generateHappyhorse")!;
    await client.graphs.edit({ window: MINE.window, session: opened.session, seq: 0, changes: [setParam(opened, video.id, { duration: 9 })] });
    let event = await next();
    while (event.type !== "plan" || event.seq < 1) event = await next();
    stop.abort();
    expect(event.nodes.map(({ id }) => id)).toContain(video.id);
    expect(event.nodes.length).toBeLessThan(whole);
    expect(event.nodes.find(({ id }) => id === video.id)?.formula).toContain("9 s");
  });

  test("takes an edit once, however often it is sent, and refuses one that leaves a gap", async () => {
    const { client } = await startHost();
    const opened = await client.graphs.create({});
    const change: WireChange = { nodes: [{ rank: 0, value: { id: "a", kind: "prompt", position: { x: 0, y: 0 }, params: { text: "a cat" } } }] };
    const gone: WireChange = { nodes: ["a"] };
    expect(await client.graphs.edit({ window: MINE.window, session: opened.session, seq: 0, changes: [change] })).toEqual({ ok: true, seq: 1, taken: false });
    expect(await client.graphs.edit({ window: MINE.window, session: opened.session, seq: 0, changes: [change, gone, change] })).toEqual({ ok: true, seq: 3, taken: false });
    expect(await client.graphs.edit({ window: MINE.window, session: opened.session, seq: 9, changes: [gone] })).toEqual({ ok: false, seq: 3, taken: false });
    expect((await client.graphs.sessions())[0]!.graph.nodes).toHaveLength(1);
  });

  test("gives a page that is loaded again the same places of its elements, so that further edits order the same edges", async () => {
    const { client } = await startHost();
    const opened = await client.graphs.create({ template: "character-references" });
    const [first] = opened.graph.edges;
    await client.graphs.edit({ window: MINE.window, session: opened.session, seq: 0, changes: [{ edges: [first!.id] }, { edges: [{ rank: 100, value: first! }] }] });
    const [again] = await client.graphs.sessions();
    expect(again!.graph.edges.at(-1)!.id).toBe(first!.id);
    expect(again!.ranks.edges.at(-1)).toBe(100);
    expect(toGraph(fromGraph(again!.graph, again!.ranks))).toEqual(again!.graph);
  });

  test("is edited by one window: the newest; the other is told, and its edits and its coming back change nothing", async () => {
    const { client } = await startHost();
    const { session } = await client.graphs.create({});
    const add = (window: string, id: string) => client.graphs.edit({ session, window, seq: 0, changes: [{ nodes: [{ rank: 0, value: { id, kind: "prompt", position: { x: 0, y: 0 }, params: {} } }] }] });
    const stop = new AbortController();
    const first = (await client.graphs.watch({ session, window: "first", claim: true }, { signal: stop.signal }))[Symbol.asyncIterator]();
    await first.next();
    const second = (await client.graphs.watch({ session, window: "second", claim: true }, { signal: stop.signal }))[Symbol.asyncIterator]();
    await second.next();
    let told = await first.next();
    while (!told.done && told.value.type !== "takenOver") told = await first.next();
    expect(told.value).toMatchObject({ type: "takenOver" });
    expect(await add("first", "a")).toMatchObject({ ok: false, taken: true });
    expect(await add("second", "b")).toMatchObject({ ok: true });
    const back = (await client.graphs.watch({ session, window: "first", claim: false }, { signal: stop.signal }))[Symbol.asyncIterator]();
    expect((await back.next()).value).toMatchObject({ type: "takenOver" });
    expect((await client.graphs.sessions())[0]!.graph.nodes.map(({ id }) => id)).toEqual(["b"]);
    stop.abort();
  });

  test("refuses an edit that could reach a prototype", async () => {
    const { client } = await startHost();
    const opened = await client.graphs.create({});
    const params = JSON.parse('{"__proto__":{"x":1}}') as Record<string, unknown>;
    await expect(client.graphs.edit({ window: MINE.window, session: opened.session, seq: 0, changes: [{ nodes: [{ rank: 0, value: { id: "a", kind: "prompt", position: { x: 0, y: 0 }, params } }] }] })).rejects.toThrow(/validation/i);
  });

  test("comes back after the host was killed, two seconds after the last edit at the latest", async () => {
    const home = tempFolder();
    const { client } = await startHost(home);
    const opened = await client.graphs.create({ template: "text-to-video" });
    const change = setParam(opened, opened.graph.nodes.find(({ kind }) => kind === "prompt")!.id, { text: "something that nobody saved" });
    await client.graphs.edit({ window: MINE.window, session: opened.session, seq: 0, changes: [change] });
    await new Promise((wake) => setTimeout(wake, 2_000));
    const left = JSON.parse(readFileSync(join(home, "recovery", `${opened.session}.json`), "utf8")) as { text: string; unsaved: boolean };
    expect(left.unsaved).toBe(true);
    expect(left.text).toBe(serialiseGraph(edited(opened.graph, change)));
  });

  test("is there again at the next start, and is forgotten once it was closed", async () => {
    const home = tempFolder();
    const first = await startHost(home);
    const opened = await first.client.graphs.create({ template: "text-to-video" });
    await first.client.graphs.edit({ window: MINE.window, session: opened.session, seq: 0, changes: [{ meta: { ...meta(opened.graph), name: "kept" } }] });
    await first.host.close();
    const second = await startHost(home);
    const [again] = await second.client.graphs.sessions();
    expect(again).toMatchObject({ graph: { name: "kept" }, unsaved: true, recovered: true });
    await second.client.graphs.close({ session: again!.session });
    await second.host.close();
    const third = await startHost(home);
    expect(await third.client.graphs.sessions()).toEqual([]);
  });
});

function meta({ nodes: _nodes, edges: _edges, ...rest }: Graph) {
  return rest;
}

describe("saving", () => {
  test("writes the document, keeps the earlier one, and never replaces what it was not told to", async () => {
    const { client } = await startHost();
    const folder = tempFolder();
    const path = join(folder, "film.shotgraph");
    const opened = await client.graphs.create({ template: "text-to-video" });
    expect(await client.graphs.save({ session: opened.session })).toMatchObject({ status: "failed" });
    expect(await client.graphs.save({ session: opened.session, path: join(folder, "film") })).toMatchObject({ status: "saved", path });
    expect(readFileSync(path, "utf8")).toBe(serialiseGraph(opened.graph));
    const other = await client.graphs.create({});
    expect(await client.graphs.save({ session: other.session, path })).toMatchObject({ status: "exists" });
    expect(readFileSync(path, "utf8")).toBe(serialiseGraph(opened.graph));
    expect((await client.graphs.recents()).map((file) => file.path)).toEqual([path]);
  });

  test("an edit that was undone leaves nothing to save", async () => {
    const { client } = await startHost();
    const path = join(tempFolder(), "film.shotgraph");
    const opened = await client.graphs.create({ template: "text-to-video" });
    await client.graphs.save({ session: opened.session, path });
    await client.graphs.edit({ window: MINE.window, session: opened.session, seq: 0, changes: [{ meta: { ...meta(opened.graph), name: "other" } }] });
    expect((await client.graphs.sessions())[0]!.unsaved).toBe(true);
    await client.graphs.edit({ window: MINE.window, session: opened.session, seq: 1, changes: [{ meta: meta(opened.graph) }] });
    await expect.poll(async () => (await client.graphs.sessions())[0]!.unsaved, { timeout: 5_000 }).toBe(false);
  });

  test("saves that follow each other closely are not taken for another program's", async () => {
    const { client } = await startHost();
    const { session } = await client.graphs.create({ template: "text-to-video" });
    const path = join(tempFolder(), "often.shotgraph");
    expect(await client.graphs.save({ session, path })).toMatchObject({ status: "saved" });
    const saves = Array.from({ length: 40 }, async (_, at) => {
      await new Promise((wake) => setTimeout(wake, at));
      return (await client.graphs.save({ session })).status;
    });
    expect(new Set(await Promise.all(saves))).toEqual(new Set(["saved"]));
  });

  test("a file that another program changed is noticed and not overwritten", async () => {
    const { client } = await startHost();
    const path = join(tempFolder(), "film.shotgraph");
    const opened = await client.graphs.create({ template: "text-to-video" });
    await client.graphs.save({ session: opened.session, path });
    await new Promise((wake) => setTimeout(wake, 50));
    writeFileSync(path, serialiseGraph({ ...opened.graph, name: "theirs" }));
    expect(await client.graphs.save({ session: opened.session })).toMatchObject({ status: "changedOnDisk" });
    expect(readFileSync(path, "utf8")).toContain("theirs");
    expect(await client.graphs.save({ session: opened.session, overwrite: true })).toMatchObject({ status: "saved" });
  });
});

test("a stranger's graph says what is in it, and opening it asks the service nothing", async () => {
  const { client } = await startHost();
  const graph: Graph = {
    format: "shotgraph",
    version: 1,
    id: "theirs",
    name: "Theirs",
    nodes: [
      { id: "a", kind: "imageAsset", position: { x: 0, y: 0 }, params: { source: { type: "url", url: "https://pictures.example.com/a.png?token=x" } } },
      { id: "b", kind: "imageAsset", position: { x: 0, y: 0 }, params: { source: { type: "file", sha256: "0".repeat(64), name: "b.png", bytes: 3 } } },
      { id: "c", kind: "fromTheFuture", position: { x: 0, y: 0 }, params: { keep: [1, { me: true }] } },
    ],
    edges: [],
  };
  const result = await client.graphs.open({ text: JSON.stringify(graph), name: "theirs.shotgraph" });
  expect(result).toMatchObject({ status: "opened", foreign: true, preview: { hosts: ["pictures.example.com"], unknownKinds: ["fromTheFuture"], missingMedia: [{ node: "b", name: "b.png" }] } });
  expect(await client.graphs.open({ text: '{"format":"shotgraph","version":99}', name: "x" })).toMatchObject({ status: "tooNew", version: 99 });
  expect(await client.graphs.open({ text: "{", name: "x" })).toMatchObject({ status: "invalid" });
  expect(await client.graphs.open({ path: join(tempFolder(), "none.shotgraph") })).toMatchObject({ status: "unreadable" });
});

test("a stranger's graph that was looked at and not opened is asked about again, and is remembered nowhere", async () => {
  const { client } = await startHost();
  const path = join(tempFolder(), "theirs.shotgraph");
  writeFileSync(path, JSON.stringify({ format: "shotgraph", version: 1, id: "theirs", name: "Theirs", nodes: [], edges: [] }));
  const opened = async () => {
    const result = await client.graphs.open({ path });
    if (result.status !== "opened") throw new Error(result.status);
    return result;
  };
  const first = await opened();
  expect(await client.graphs.sessions()).toEqual([]);
  expect(await client.graphs.recents()).toEqual([]);
  expect((await opened()).foreign, "the page was loaded again meanwhile").toBe(true);
  await client.graphs.close({ session: first.opened.session });

  const second = await opened();
  expect(second.foreign).toBe(true);
  const stop = new AbortController();
  await (await client.graphs.watch({ session: second.opened.session, ...MINE }, { signal: stop.signal }))[Symbol.asyncIterator]().next();
  stop.abort();
  expect((await client.graphs.sessions()).map(({ session }) => session)).toEqual([second.opened.session]);
  expect((await client.graphs.recents()).map((recent) => recent.path)).toEqual([path]);
  await client.graphs.close({ session: second.opened.session });
  expect((await opened()).foreign).toBe(false);
});

describe("a run", () => {
  test("spends what was quoted; the next one finds everything there; a re-roll is one more take", async () => {
    const { client } = await startHost();
    const opened = await client.graphs.create({ template: "text-to-video" });
    const { session } = opened;
    const plan = await planOf(client, session);
    const started = await client.runs.start({ session, accepted: plan.quote.max });
    expect(started.status).toBe("started");
    const run = await ended(client, started.status === "started" ? started.runId : "");
    expect(run).toMatchObject({ outcome: "done", billed: plan.quote.max, quoted: { min: plan.quote.min, max: plan.quote.max } });
    expect(run.steps.every(({ state }) => state === "done")).toBe(true);
    expect(await client.runs.start({ session, accepted: 0 })).toMatchObject({ status: "refused", code: "nothing" });
    expect((await planOf(client, session)).quote.max).toBe(0);

    const node = plan.nodes.find(({ makes }) => makes !== null)!;
    const price = node.steps[0]!.price.max;
    expect(await client.runs.start({ session, reroll: node.id, accepted: price - 1 })).toMatchObject({ status: "refused", code: "price", quote: { max: price } });
    const again = await client.runs.start({ session, reroll: node.id, accepted: price });
    expect(await ended(client, again.status === "started" ? again.runId : "")).toMatchObject({ outcome: "done", billed: price });
    const takes = await client.library.takesOfNode({ graphId: opened.graph.id, nodeId: node.id });
    expect(takes).toHaveLength(2);

    const at = opened.graph.nodes.findIndex(({ id }) => id === node.id);
    const pinned: WireChange = { nodes: [{ rank: at, value: { ...opened.graph.nodes[at]!, picked: takes[1]!.sha256! } }] };
    await client.graphs.edit({ window: MINE.window, session, seq: 0, changes: [pinned] });
    const beside = await client.runs.start({ session, reroll: node.id, accepted: price });
    expect(await ended(client, beside.status === "started" ? beside.runId : "")).toMatchObject({ outcome: "done", billed: price });
    expect(await client.account.spend({ graphId: opened.graph.id })).toMatchObject({ graph: plan.quote.max + 2 * price, session: plan.quote.max + 2 * price, unknown: 0 });
  });

  test("asked for while another is under way, it waits its turn and finds what that one made", async () => {
    const { client } = await startHost(tempFolder(), { sandboxSpeed: 200 });
    const { session } = await client.graphs.create({ template: "text-to-video" });
    const { quote } = await planOf(client, session);
    const first = await client.runs.start({ session, accepted: quote.max });
    const second = await client.runs.start({ session, accepted: quote.max });
    expect([first.status, second.status]).toEqual(["started", "queued"]);
    expect(await ended(client, second.status === "queued" ? second.runId : "")).toMatchObject({ outcome: "done", billed: 0 });
    expect(await ended(client, first.status === "started" ? first.runId : "")).toMatchObject({ outcome: "done", billed: quote.max });
  });

  test("above the graph's budget, nothing is sent", async () => {
    const { client } = await startHost();
    const { session, graph } = await client.graphs.create({ template: "text-to-video" });
    await client.graphs.edit({ window: MINE.window, session, seq: 0, changes: [{ meta: { ...meta(graph), budget: 1 } }] });
    const { quote } = await planOf(client, session, 1);
    expect(await client.runs.start({ session, accepted: quote.max })).toMatchObject({ status: "refused", code: "budget" });
    expect(await client.runs.history({})).toMatchObject({ runs: [] });
  });

  test("what a killed host paid for is fetched at the next start, without being asked", async () => {
    const home = tempFolder();
    const first = await startHost(home, { sandboxSpeed: 100 });
    const { session, graph } = await first.client.graphs.create({ template: "text-to-video" });
    const { quote } = await planOf(first.client, session);
    await first.client.runs.start({ session, accepted: quote.max });
    const node = graph.nodes.find(({ kind }) => kind.startsWith("generate"))!.id;
    await expect.poll(() => first.client.account.spend({ graphId: graph.id }), { timeout: 10_000 }).toMatchObject({ reserved: quote.max });
    await first.host.close();
    const second = await startHost(home);
    await expect.poll(async () => (await second.client.library.takesOfNode({ graphId: graph.id, nodeId: node })).length, { timeout: 20_000 }).toBe(1);
    expect(await second.client.account.spend({ graphId: graph.id })).toMatchObject({ graph: quote.max, reserved: 0 });
  });
});

test("a second host on the same library can look and says who has it", async () => {
  const home = tempFolder();
  const first = await startHost(home);
  const second = await startHost(home);
  expect((await second.client.system.info()).heldBy).toMatchObject({ pid: process.pid });
  const { session } = await second.client.graphs.create({ template: "text-to-video" });
  expect((await planOf(second.client, session)).quote.max).toBeGreaterThan(0);
  expect(await second.client.runs.start({ session, accepted: 10_000 })).toMatchObject({ status: "refused", code: "held" });
  await first.host.close();
  await expect.poll(async () => (await second.client.system.info()).heldBy, { timeout: 15_000 }).toBeNull();
});
