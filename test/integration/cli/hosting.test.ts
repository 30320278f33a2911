import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, expect, test } from "vitest";
import { startStrictBucket, type StrictBucket } from "../../fixtures/s3/strictBucket.ts";
import { cli, filesBelow, graphFile, graphOf, plan, run, service, tempFolder, type Place } from "./support.ts";

const PAIR = { accessKeyId: "AKIATESTTESTTEST", secret: "canary/Secret+9f3a1c7e5b2d", region: "eu-central-1" };
const buckets: StrictBucket[] = [];
afterAll(async () => {
  await Promise.all(buckets.map((bucket) => bucket.close()));
});

interface Hosted {
  place: Place;
  bucket: StrictBucket;
  picture: string;
  sha256: string;
  bytes: number;
}

/** A service on this machine that really fetches, a bucket in the environment, and a picture on disk. */
async function hosted(colour: string, secret = PAIR.secret): Promise<Hosted> {
  const { place } = await service({ allowPrivateSources: true });
  const bucket = await startStrictBucket({ pair: PAIR, bucket: "pictures" });
  buckets.push(bucket);
  const picture = await sharp({ create: { width: 640, height: 640, channels: 3, background: colour } }).png().toBuffer();
  const path = join(tempFolder(), "lamp.png");
  await writeFile(path, picture);
  const env = { SHOTGRAPH_S3_ENDPOINT: bucket.endpoint, SHOTGRAPH_S3_REGION: PAIR.region, SHOTGRAPH_S3_BUCKET: "pictures", SHOTGRAPH_S3_PREFIX: "/shots/", SHOTGRAPH_S3_ACCESS_KEY_ID: PAIR.accessKeyId, SHOTGRAPH_S3_SECRET_ACCESS_KEY: secret };
  return { place: { ...place, env: { ...place.env, ...env } }, bucket, picture: path, sha256: createHash("sha256").update(picture).digest("hex"), bytes: picture.length };
}

const graphWith = (source: unknown, text = "a lamp") => graphOf({ words: ["prompt", { text }], pic: ["imageAsset", { source }], shot: ["gptImage2", { resolution: "1k" }] }, ["words.text shot.prompt", "pic.image shot.images"]);

test.concurrent("a file given by --set is the caller's own: planned by name and destination, uploaded unasked, once", async () => {
  const { place, bucket, picture, sha256, bytes } = await hosted("#102030");
  const file = await graphFile(tempFolder(), "own", graphWith(null));
  const set = ["--set", `pic.source=${picture}`];
  const planned = await plan(file, place, ...set);
  expect(planned.leaving).toEqual([{ what: "file", name: "lamp.png", type: "image", nodes: ["pic"], sha256, bytes, to: new URL(bucket.endpoint).host, registers: false, alreadyThere: null }]);
  expect((await cli(["plan", file, ...set], place)).stdout).toMatch(new RegExp(`What leaves this machine\\n +lamp\\.png \\(\\d+ kB\\) → ${new URL(bucket.endpoint).host}`));
  expect(bucket.seen, "a plan sends nothing").toEqual([]);
  expect(await run(file, place, ...set)).toMatchObject({ code: 0, ok: true });
  expect([...bucket.objects.keys()]).toEqual([`shots/${sha256}.png`]);
  expect(await run(file, place, ...set, "--set", "words.text=another lamp")).toMatchObject({ code: 0 });
  expect(bucket.seen.filter(({ method }) => method === "PUT")).toHaveLength(1);
}, 60_000);

test.concurrent("a file that the graph names itself needs --allow-uploads once; without it nothing is sent, and the sandbox asks nothing", async () => {
  const { place, bucket, picture, sha256 } = await hosted("#302010");
  const blank = await graphFile(tempFolder(), "blank", graphWith(null));
  // In the library, for another purpose.
  await plan(blank, place, "--set", `pic.source=${picture}`);
  const file = await graphFile(tempFolder(), "strange", { ...graphWith({ type: "file", sha256, name: "harmless\u001B[2J.png", bytes: 1 }), id: "strange" });
  const refused = await run(file, place, "--yes");
  expect(refused).toMatchObject({ code: 2, ok: false, billed: 0, error: { code: "consent" } });
  expect(refused.error?.message).toContain("--allow-uploads");
  expect(refused.calls.createTask).toBe(0);
  expect(refused.stderr).not.toContain("\u001B[2J");
  expect(bucket.seen).toEqual([]);
  expect(await run(file, place, "--sandbox", "--speed", "Infinity", "--set", "words.text=a sandbox lamp")).toMatchObject({ code: 0 });
  expect(bucket.seen).toEqual([]);
  expect(await run(file, place, "--allow-uploads")).toMatchObject({ code: 0, ok: true });
  expect(bucket.objects.size).toBe(1);
  expect(await run(file, place, "--set", "words.text=another lamp"), "it is remembered").toMatchObject({ code: 0 });
}, 60_000);

test.concurrent("an address alone does not end a run that nobody attends; it is told", async () => {
  const { place } = await hosted("#112233");
  const file = await graphFile(tempFolder(), "url", { ...graphWith({ type: "url", url: "https://example.com/hero-800x600.jpg?token=hush" }), id: "url" });
  const done = await run(file, place);
  expect(done).toMatchObject({ code: 0 });
  expect(done.stderr).toContain("The service is told to fetch from: example.com");
  expect(done.stderr).not.toContain("hush");
  expect(await run(file, place, "--allow-uploads", "--set", "words.text=b")).toMatchObject({ code: 0 });
  expect((await run(file, place, "--set", "words.text=c")).stderr).not.toContain("told to fetch");
}, 60_000);

test.concurrent("what keeps a file from being uploaded is told in words, costs nothing, and holds no secret, nor does any file", async () => {
  const { place, bucket, picture } = await hosted("#445566", "canary/Wrong+0123456789ab");
  const file = await graphFile(tempFolder(), "wrong", graphWith(null));
  const failed = await run(file, place, "--set", `pic.source=${picture}`);
  expect(failed).toMatchObject({ code: 1, billed: 0 });
  expect(JSON.stringify(failed.nodes)).toContain("the secret does not belong to the access key id");
  const right = { ...place, env: { ...place.env, SHOTGRAPH_S3_SECRET_ACCESS_KEY: PAIR.secret, SHOTGRAPH_DEBUG: "1" } };
  const printed = [await cli(["run", file, "--events", "--set", `pic.source=${picture}`], right), await cli(["ledger", "--json"], right), await cli(["plan", file, "--json", "--set", `pic.source=${picture}`], { ...right, env: { ...right.env, SHOTGRAPH_S3_ENDPOINT: `https://me:${PAIR.secret}@example.org` } })];
  expect(printed[0]?.code).toBe(0);
  expect(bucket.objects.size).toBe(1);
  const forms = [PAIR.secret, encodeURIComponent(PAIR.secret), "canary/Wrong+0123456789ab"];
  for (const { stdout, stderr } of printed) for (const form of [...forms, "X-Amz-Signature="]) expect(`${stdout}${stderr}`).not.toContain(form);
  for (const { path, bytes } of await filesBelow(place.home)) {
    for (const form of forms) expect([path, bytes.includes(form)]).toEqual([path, false]);
    expect([path, /X-Amz-Signature=[0-9a-f]{8}/.test(bytes.toString("latin1"))]).toEqual([path, false]);
  }
}, 60_000);

test.concurrent("without a bucket the plan says so before anything is sent", async () => {
  const { place, picture } = await hosted("#556677");
  const file = await graphFile(tempFolder(), "none", graphWith(null));
  const bare = { ...place, env: { ...place.env, SHOTGRAPH_S3_ENDPOINT: "", SHOTGRAPH_S3_BUCKET: "" } };
  const refused = await run(file, bare, "--set", `pic.source=${picture}`);
  expect(refused).toMatchObject({ code: 2, error: { code: "invalid" } });
  expect(refused.error?.message).toMatch(/lamp\.png must be reachable for the service, but no hosting is set up/);
}, 60_000);
