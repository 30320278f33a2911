import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { join } from "node:path";
import sharp from "sharp";
import { afterEach, describe, expect, test } from "vitest";
import { startSandbox } from "../../../electron/sandbox/index.ts";
import type { BucketSettings } from "../../../shared/contract/api/hosting.ts";
import { fromGraph, ranksOf } from "../../../shared/edit/records.ts";
import type { Graph, GraphNode } from "../../../shared/graph/document.ts";
import type { HostClient } from "../../../renderer/state/client.ts";
import { startStrictBucket, type StrictBucket } from "../../fixtures/s3/strictBucket.ts";
import { graphOf } from "../../fixtures/graphs.ts";
import { ended, MINE, planOf, startHost, tempFolder, type Started } from "./support.ts";

const PAIR = { accessKeyId: "AKIATESTTESTTEST", secret: "canary/Secret+9f3a1c7e5b2d", region: "eu-central-1" };

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

interface Place extends Started {
  bucket: StrictBucket;
}

/** The editor at a service of its own, which really fetches, with a bucket that checks signatures. */
async function placeAt(home = tempFolder(), earlier?: StrictBucket): Promise<Place> {
  const service = await startSandbox({ speed: Infinity, allowPrivateSources: true });
  closing.push(() => service.close());
  const bucket = earlier ?? (await startStrictBucket({ pair: PAIR, bucket: "pictures" }));
  if (!earlier) closing.push(() => bucket.close());
  const settings: BucketSettings = { endpoint: bucket.endpoint, region: PAIR.region, bucket: "pictures", prefix: "", accessKeyId: PAIR.accessKeyId, publicUrl: null, pathStyle: true, linkHours: 24 };
  const started = await startHost(home, { settings: { apiKey: "of-the-test", baseUrl: service.url, home, bucket: settings, bucketSecret: PAIR.secret }, realm: "service" });
  return { ...started, bucket };
}

async function imported({ host }: Pick<Started, "host">, colour: string): Promise<{ type: "file"; sha256: string; name: string; bytes: number }> {
  const bytes = await sharp({ create: { width: 640, height: 640, channels: 3, background: colour } }).png().toBuffer();
  async function* stream(): AsyncGenerator<Uint8Array> {
    yield bytes;
  }
  const facts = await host.uploads(`${colour}.png`, stream());
  expect(facts.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
  return { type: "file", sha256: facts.sha256, name: facts.name, bytes: facts.bytes };
}

const withSource = (source: unknown, id = "strange", kind = "imageAsset"): Graph => ({
  ...graphOf([["p", "prompt", { text: "a lamp" }], ["a", kind, { source }], ["i", "gptImage2", { resolution: "1k" }]], ["p.text > i.prompt", "a.image > i.images"]),
  id,
});

async function opened(client: HostClient, graph: Graph): Promise<string> {
  const result = await client.graphs.open({ text: JSON.stringify(graph), name: "strange" });
  if (result.status !== "opened") throw new Error(JSON.stringify(result));
  await planOf(client, result.opened.session);
  return result.opened.session;
}

function ranksIn(graph: Graph): { nodes: number[]; edges: number[] } {
  const { nodes, edges } = ranksOf(fromGraph(graph));
  return { nodes: [...nodes], edges: [...edges] };
}

const run = (client: HostClient, session: string, agreed: string[] = []) => client.runs.start({ session, accepted: 100_000, agreed });

/** As far as a crafted graph comes, with everything agreed to. */
async function tried(client: HostClient, graph: Graph): Promise<{ what: string; text: string }> {
  const result = await client.graphs.open({ text: JSON.stringify(graph), name: "crafted" });
  if (result.status !== "opened") return { what: result.status, text: JSON.stringify(result) };
  const { session } = result.opened;
  await planOf(client, session);
  const begun = await run(client, session, [`file:${"0".repeat(64)}`, "host:example.com"]);
  return { what: begun.status === "refused" ? `refused: ${begun.code}` : begun.status, text: JSON.stringify([result.preview, begun]) };
}

/** Lets a host's own edits put a source into the graph, as the page does. */
async function put(client: HostClient, session: string, seq: number, node: GraphNode): Promise<void> {
  expect(await client.graphs.edit({ session, window: MINE.window, seq, changes: [{ nodes: [{ rank: 1, value: node }] }] })).toMatchObject({ ok: true });
}

describe("a stranger's graph", () => {
  test("asks once before a file of this machine is uploaded, names it by its own facts, and uploads nothing until it is agreed", async () => {
    const place = await placeAt();
    const { client, bucket, home } = place;
    // The document calls it what it likes.
    const passport = await imported(place, "navy");
    const session = await opened(client, withSource({ ...passport, name: "harmless-cat.png", bytes: 3 }));
    const asked = await run(client, session);
    expect(asked).toMatchObject({ status: "consent", asks: [{ key: `file:${passport.sha256}`, what: "upload", type: "image", bytes: passport.bytes, sha256: passport.sha256, nodes: ["a"], to: new URL(bucket.endpoint).host }] });
    expect(await run(client, session, [`file:${"0".repeat(64)}`])).toMatchObject({ status: "consent" });
    expect(bucket.seen).toEqual([]);
    const begun = await run(client, session, [`file:${passport.sha256}`]);
    expect(begun.status).toBe("started");
    expect((await ended(client, "runId" in begun ? begun.runId : "")).outcome).toBe("done");
    expect([...bucket.objects.keys()]).toEqual([`${passport.sha256}.png`]);
    expect(JSON.parse(readFileSync(join(home, "consents.json"), "utf8"))).toMatchObject({ version: 1, graphs: [{ id: "strange", keys: [`file:${passport.sha256}`] }] });
    // Another picture in the same graph is another question; what was agreed to is none.
    const other = await imported(place, "teal");
    const second = await opened(client, { ...withSource(other), id: "strange-2" });
    expect(await run(client, second)).toMatchObject({ status: "consent", asks: [{ sha256: other.sha256 }] });
  }, 60_000);

  test("asks just so when what would leave is made of the file here", async () => {
    const place = await placeAt();
    const file = await imported(place, "plum");
    const strange = withSource(file);
    const fitted = { ...strange, nodes: strange.nodes.map((node) => (node.id === "a" ? { ...node, params: { ...node.params, fit: { minShortestSide: 700, format: "jpeg" } } } : node)) };
    const session = await opened(place.client, fitted);
    expect(await run(place.client, session)).toMatchObject({ status: "consent", asks: [{ key: `file:${file.sha256}`, what: "upload", sha256: file.sha256, bytes: file.bytes }] });
    expect(place.bucket.seen).toEqual([]);
    const begun = await run(place.client, session, [`file:${file.sha256}`]);
    expect((await ended(place.client, "runId" in begun ? begun.runId : "")).outcome).toBe("done");
    // What was made, and not the file itself.
    expect([...place.bucket.objects.keys()]).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.(jpg|jpeg)$/)]);
  }, 60_000);

  test("is remembered over a restart, and a damaged memory agrees to nothing", async () => {
    const home = tempFolder();
    const first = await placeAt(home);
    const file = await imported(first, "gold");
    const session = await opened(first.client, withSource(file));
    const begun = await run(first.client, session, [`file:${file.sha256}`]);
    await ended(first.client, "runId" in begun ? begun.runId : "");
    await first.client.graphs.close({ session });
    await first.host.close();
    const second = await placeAt(home, first.bucket);
    const again = await opened(second.client, { ...withSource(file), nodes: withSource(file).nodes.map((node) => (node.id === "p" ? { ...node, params: { text: "another lamp" } } : node)) });
    expect((await run(second.client, again)).status).toBe("started");
    await second.client.graphs.close({ session: again });
    await second.host.close();
    writeFileSync(join(home, "consents.json"), '{"version":1,"graphs":[{"id":');
    const third = await placeAt(home, first.bucket);
    const damaged = await opened(third.client, { ...withSource(file), nodes: withSource(file).nodes.map((node) => (node.id === "p" ? { ...node, params: { text: "a third lamp" } } : node)) });
    expect((await run(third.client, damaged)).status).toBe("consent");
    expect(readFileSync(join(home, "consents.json.damaged"), "utf8")).toContain("version");
  }, 60_000);

  test("asks for each host that the service is told to fetch from, once, without the secrets of the addresses", async () => {
    const { client } = await placeAt();
    const session = await opened(client, withSource({ type: "url", url: "https://example.com/hero-800x600.jpg?token=private" }));
    const asked = await run(client, session);
    expect(asked).toMatchObject({ status: "consent", asks: [{ key: "host:example.com", what: "host", name: "example.com", urls: ["https://example.com/hero-800x600.jpg"] }] });
    expect(JSON.stringify(asked)).not.toContain("private");
    expect((await run(client, session, ["host:example.com"])).status).toBe("started");
  }, 60_000);

  test("an agreement is no blank cheque: a price that is above what was accepted is refused all the same", async () => {
    const place = await placeAt();
    const file = await imported(place, "plum");
    const session = await opened(place.client, withSource(file));
    expect(await place.client.runs.start({ session, accepted: 1, agreed: [`file:${file.sha256}`] })).toMatchObject({ status: "refused", code: "price" });
    expect(place.bucket.seen).toEqual([]);
  }, 60_000);
});

describe("what the user puts in", () => {
  test("needs no question, also in a stranger's graph; what came with that one still does", async () => {
    const place = await placeAt();
    const [mine, theirs] = [await imported(place, "red"), await imported(place, "lime")];
    const session = await opened(place.client, withSource(theirs));
    // Moving the stranger's node, or deleting it and undoing that, makes it nobody's own.
    const node = { id: "a", kind: "imageAsset", position: { x: 9, y: 9 }, params: { source: theirs } };
    await put(place.client, session, 0, node);
    expect(await place.client.graphs.edit({ session, window: MINE.window, seq: 1, changes: [{ nodes: ["a"] }] })).toMatchObject({ ok: true });
    await put(place.client, session, 2, node);
    expect(await run(place.client, session)).toMatchObject({ status: "consent", asks: [{ sha256: theirs.sha256 }] });
    await put(place.client, session, 3, { ...node, params: { source: mine } });
    expect((await run(place.client, session)).status).toBe("started");
  }, 60_000);

  test("and what comes with a whole document, whose edits were lost with a host that ended, is asked about", async () => {
    const place = await placeAt();
    const file = await imported(place, "tan");
    const { session, graph } = await place.client.graphs.create({ name: "Mine" });
    await planOf(place.client, session);
    const full = { ...withSource(file), id: graph.id, name: "Mine" };
    await place.client.graphs.replace({ session, window: MINE.window, graph: full, ranks: ranksIn(full), seq: 3 });
    expect(await run(place.client, session)).toMatchObject({ status: "consent", asks: [{ sha256: file.sha256 }] });
    expect(place.bucket.seen).toEqual([]);
    expect((await run(place.client, session, [`file:${file.sha256}`])).status).toBe("started");
  }, 60_000);

  test("but a stranger's nodes that are pasted are asked about, and nodes copied from one's own graph are not", async () => {
    const place = await placeAt();
    const file = await imported(place, "pink");
    const { session } = await place.client.graphs.create({ name: "Mine" });
    await planOf(place.client, session);
    const { graph } = (await place.client.graphs.sessions()).find((one) => one.session === session) ?? { graph: null };
    if (!graph) throw new Error("no session");
    await place.client.hosting.pasted({ session, sources: [file] });
    const full = { ...withSource(file), id: graph.id, name: "Mine" };
    await place.client.graphs.replace({ session, window: MINE.window, graph: full, ranks: ranksIn(full), seq: 1 });
    expect(await run(place.client, session)).toMatchObject({ status: "consent", asks: [{ sha256: file.sha256 }] });
    expect((await run(place.client, session, [`file:${file.sha256}`])).status).toBe("started");
    const other = await place.client.graphs.create({ name: "Another" });
    await planOf(place.client, other.session);
    await place.client.hosting.pasted({ session: other.session, sources: [file], from: graph.id });
    const copy = { ...withSource(file), id: other.graph.id, name: "Another", nodes: full.nodes.map((node) => (node.id === "p" ? { ...node, params: { text: "new words" } } : node)) };
    await place.client.graphs.replace({ session: other.session, window: MINE.window, graph: copy, ranks: ranksIn(copy), seq: 1 });
    expect(["started", "queued"]).toContain((await run(place.client, other.session)).status);
  }, 60_000);
});

describe("a document crafted to", () => {
  const CRAFTED: readonly (readonly [string, unknown])[] = [
    ["read a path", { type: "file", path: "/etc/passwd", sha256: "0".repeat(64), name: "x.png", bytes: 1 }],
    ["read a path as a name", { type: "file", sha256: "0".repeat(64), name: "../../../etc/passwd", bytes: 1 }],
    ["read a path as a hash", { type: "file", sha256: "../../../../etc/passwd", name: "x.png", bytes: 1 }],
    ["read a network share", { type: "file", path: "\\\\server\\share\\x.png", sha256: "\\\\server\\share\\x.png", name: "x.png", bytes: 1 }],
    ["be a path", { type: "path", path: "/etc/passwd" }],
    ["name a file URL", { type: "url", url: "file:///etc/passwd" }],
    ["name data", { type: "url", url: "data:image/png;base64,AAAA" }],
    ["name http", { type: "url", url: "http://example.com/hero-800x600.jpg" }],
    ["name a password", { type: "url", url: "https://me:hunter2@example.com/hero-800x600.jpg" }],
    ["name an asset by a trick", { type: "asset", uri: "asset://../../x" }],
    ["name an asset by an address", { type: "asset", uri: "https://example.com/hero-800x600.jpg" }],
    ...["10.0.0.1", "192.168.0.1", "169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "[::ffff:169.254.169.254]", "[fe80::1]", "localhost.", "nas.local", "metadata.google.internal"].map(
      (host) => [`reach ${host}`, { type: "url", url: `https://${host}/x.png` }] as const,
    ),
  ];

  test.for(CRAFTED)("%s gets nothing: it cannot run, and nobody is asked or contacted", async ([, source]) => {
    const place = await placeAt();
    const answers = await tried(place.client, withSource(source));
    expect(["invalid", "refused: invalid"]).toContain(answers.what);
    expect(answers.text).not.toMatch(/root:|hunter2/);
    expect(place.bucket.seen).toEqual([]);
  });

  test("reach a port of this machine gets no connection by opening, planning or being looked at", async () => {
    let connections = 0;
    const listener = createServer((_request, response) => response.end("no"));
    listener.on("connection", () => connections++);
    await new Promise<void>((listening) => {
      listener.listen(0, "127.0.0.1", listening);
    });
    closing.push(async () => void listener.close());
    const { port } = listener.address() as AddressInfo;
    const place = await placeAt();
    const session = await opened(place.client, withSource({ type: "url", url: `http://127.0.0.1:${port}/x.png` }));
    await place.client.hosting.leaving({ session });
    expect(await run(place.client, session)).toMatchObject({ status: "consent", asks: [{ what: "host", name: `127.0.0.1:${port}` }] });
    expect(connections).toBe(0);
    // The count does count.
    await new Promise<void>((heard) => {
      const socket = connect(port, "127.0.0.1", () => {
        socket.destroy();
        heard();
      });
    });
    await expect.poll(() => connections).toBe(1);
  }, 30_000);
});

test("what leaves is listed with its bytes and whose hands it comes into, and in the sandbox nothing is asked", async () => {
  const place = await placeAt();
  const file = await imported(place, "cyan");
  const session = await opened(place.client, withSource(file));
  expect(await place.client.hosting.leaving({ session })).toEqual([
    { what: "file", name: "cyan.png", type: "image", nodes: ["a"], sha256: file.sha256, bytes: file.bytes, to: new URL(place.bucket.endpoint).host, registers: false, alreadyThere: null },
  ]);
  const boxed = await startHost();
  const inside = await imported(boxed, "cyan");
  const same = await opened(boxed.client, withSource(inside));
  expect(await boxed.client.hosting.leaving({ session: same })).toMatchObject([{ what: "file", to: "sandbox" }]);
  expect((await run(boxed.client, same)).status).toBe("started");
}, 60_000);

test("the bucket's secret is in no file of the data folder", async () => {
  const place = await placeAt();
  const file = await imported(place, "grey");
  const session = await opened(place.client, withSource(file));
  const begun = await run(place.client, session, [`file:${file.sha256}`]);
  await ended(place.client, "runId" in begun ? begun.runId : "");
  await place.host.close();
  const files = readdirSync(place.home, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of files) {
    const bytes = readFileSync(path);
    for (const form of [PAIR.secret, encodeURIComponent(PAIR.secret)]) expect([path, bytes.includes(form)]).toEqual([path, false]);
    expect([path, /X-Amz-Signature=[0-9a-f]{8}/.test(bytes.toString("latin1"))]).toEqual([path, false]);
  }
  expect(files.some((path) => path.endsWith("library.db"))).toBe(true);
}, 60_000);
