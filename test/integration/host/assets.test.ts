import { onTestFinished, expect, test } from "vitest";
import { startSandbox, type SandboxOptions } from "../../../electron/sandbox/index.ts";
import { createSeegenClient } from "../../../electron/seegen/index.ts";
import type { Graph } from "../../../shared/graph/document.ts";
import { videoFile } from "../library/samples.ts";
import { ended, MINE, planOf, startHost, tempFolder } from "./support.ts";

const KEY = "sk-assets-0123456789";

/** A host on a service of the test's own, and another program with the same account. */
async function startBoth(options: SandboxOptions = {}) {
  const service = await startSandbox({ speed: Number.POSITIVE_INFINITY, ...options });
  onTestFinished(() => service.close());
  const elsewhere = createSeegenClient({ baseUrl: service.url, apiKey: KEY });
  onTestFinished(() => elsewhere.close());
  const home = tempFolder();
  const started = await startHost(home, { realm: "service", settings: { apiKey: KEY, baseUrl: service.url, home } });
  return { ...started, service, elsewhere };
}

function withReference(source: object, duration = 5): Graph {
  return {
    format: "shotgraph",
    version: 1,
    id: "with-reference",
    name: "With a reference",
    nodes: [
      { id: "p", kind: "prompt", position: { x: 0, y: 0 }, params: { text: "a walk" } },
      { id: "r", kind: "videoRef", position: { x: 0, y: 200 }, params: { source } },
      { id: "v", kind: "generateSd2", position: { x: 300, y: 0 }, params: { duration } },
    ],
    edges: [
      { id: "e1", from: { node: "p", port: "text" }, to: { node: "v", port: "prompt" } },
      { id: "e2", from: { node: "r", port: "video" }, to: { node: "v", port: "videos" } },
    ],
  };
}

type Client = Awaited<ReturnType<typeof startHost>>["client"];

/** Built in this editor, node by node. */
async function openGraph(client: Client, { nodes, edges }: Graph): Promise<string> {
  const { session } = await client.graphs.create({});
  const change = { nodes: nodes.map((value, rank) => ({ rank, value })), edges: edges.map((value, rank) => ({ rank, value })) };
  await client.graphs.edit({ session, window: MINE.window, seq: 0, changes: [change] });
  return session;
}

async function run(client: Client, session: string) {
  const started = await client.runs.start({ session, accepted: 10_000, onUnknown: "fail" });
  if (started.status !== "started") throw new Error(JSON.stringify(started));
  return await ended(client, started.runId);
}

test("an address is registered once, however often it is asked for, and listed with those made elsewhere", async () => {
  const { client, elsewhere } = await startBoth();
  await elsewhere.uploadAsset({ url: "https://example.com/elsewhere-4s.mp4", type: "VIDEO", name: "elsewhere" });
  const asked = { content: "url:https://example.com/hero-800x600.jpg", type: "image", name: "hero" } as const;
  const first = await client.assets.register(asked);
  const second = await client.assets.register(asked);
  expect(second.asset?.uri).toBe(first.asset?.uri);
  const page = await client.assets.list({});
  expect(page.assets.map(({ name }) => name)).toEqual(["hero", "elsewhere"]);
  expect((await client.assets.list({ type: "VIDEO" })).assets.map(({ name, sha256, seconds }) => ({ name, sha256, seconds }))).toEqual([{ name: "elsewhere", sha256: null, seconds: null }]);
});

test("what cannot be registered says why, and nothing is asked of the service", async () => {
  const { client, elsewhere } = await startBoth();
  const refused = async (content: string) => (await client.assets.register({ content, type: "image", name: "x" })).message;
  expect(await refused("url:http://example.com/a.png")).toContain("https only");
  expect(await refused("url:https://10.0.0.7/a.png")).toContain("private network");
  expect(await refused(`sha256:${"0".repeat(64)}`)).toContain("not in the library");
  expect(await elsewhere.listAssets()).toMatchObject({ kind: "ok", value: { items: [] } });
});

test("a file of the library is registered with its picture, and its length is that of the file", async () => {
  const { client, host } = await startHost();
  const { sha256 } = await host.uploads("clip.mp4", stream(await videoFile()));
  const { asset, message } = await client.assets.register({ content: `sha256:${sha256}`, type: "video", name: "clip.mp4" });
  expect(message).toBeNull();
  expect(asset).toMatchObject({ sha256, name: "clip.mp4", seconds: { min: expect.any(Number), max: expect.any(Number) } });
  expect(asset?.seconds?.min).toBe(asset?.seconds?.max);
});

test("an asset made elsewhere is quoted up to the limit, and exactly after its first bill", async () => {
  const { client, elsewhere } = await startBoth();
  const made = await elsewhere.uploadAsset({ url: "https://example.com/long-11s.mp4", type: "VIDEO", name: "long" });
  if (made.kind !== "asset") throw new Error(made.kind);
  await expect.poll(async () => elsewhere.assetStatus(made.asset.assetId)).toMatchObject({ asset: { status: "active" } });
  const session = await openGraph(client, withReference({ type: "asset", uri: made.asset.uri }));
  expect((await planOf(client, session, 1)).quote).toMatchObject({ min: 270, max: 600 });
  expect(await run(client, session)).toMatchObject({ outcome: "done", billed: (5 + 11) * 30 });
  const other = await openGraph(client, withReference({ type: "asset", uri: made.asset.uri }, 6));
  expect((await planOf(client, other, 1)).quote).toMatchObject({ min: (6 + 11) * 30, max: (6 + 11) * 30 });
  expect((await client.assets.list({})).assets[0]).toMatchObject({ seconds: { min: 11, max: 11 } });
});

test("what the review refuses is told on the node, costs nothing, and is registered again only when the user asks", async () => {
  const { client, elsewhere } = await startBoth({ scenario: { rules: [{ fault: { kind: "reviewFails", reason: "A real person." }, times: 1 }] } });
  const registered = async () => {
    const page = await elsewhere.listAssets();
    return page.kind === "ok" ? page.value.items.length : -1;
  };
  const session = await openGraph(client, withReference({ type: "url", url: "https://example.com/clip-4s.mp4" }));
  expect(await run(client, session)).toMatchObject({ outcome: "failed", billed: 0 });
  const plan = await planOf(client, session, 1);
  expect(plan.nodes.find(({ id }) => id === "r")?.values[0]?.reviewed).toEqual({ status: "failed", failReason: "A real person." });
  expect(plan.nodes.find(({ id }) => id === "v")?.problems).toContainEqual(expect.objectContaining({ code: "review", message: expect.stringContaining("A real person.") }));
  expect(await run(client, session)).toMatchObject({ outcome: "failed", billed: 0 });
  expect(await registered()).toBe(1);
  await client.assets.reviewAgain({ content: plan.nodes.find(({ id }) => id === "r")?.values[0]?.identity ?? "", type: "video" });
  expect(await run(client, session)).toMatchObject({ outcome: "done", billed: 270 });
  expect(await registered()).toBe(2);
});

async function* stream(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
