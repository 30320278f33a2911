import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { request } from "undici";
import { expect, test } from "vitest";
import { startRealBucket, REAL_PAIR } from "../../fixtures/s3/realBucket.ts";
import type { Fault } from "../../fixtures/s3/strictBucket.ts";
import { atEnd, BUCKET, bucketAt, hostingAt, mediaFile, MEGABYTE, PAIR, SECRET, strict, tempFolder } from "./support.ts";

/** Fetched as the service does: without a key. */
async function fetched(url: string): Promise<{ status: number; type: string | undefined; bytes: Buffer }> {
  const { statusCode, headers, body } = await request(url);
  return { status: statusCode, type: headers["content-type"] as string | undefined, bytes: Buffer.from(await body.arrayBuffer()) };
}

test("a real S3 server takes a file once, gives it back by a signed link, and is not sent it again", async () => {
  const real = await startRealBucket(BUCKET);
  atEnd(() => real.close());
  const more = { accessKeyId: REAL_PAIR.accessKeyId, secret: REAL_PAIR.secret, region: REAL_PAIR.region };
  const { facts, path, content } = await mediaFile(300_000, "jpeg");
  const hosting = hostingAt(real.endpoint, tempFolder(), more);
  const url = await hosting.urlFor(facts, path);
  expect(new URL(url).pathname).toBe(`/${BUCKET}/shots/2026/${facts.sha256}.jpg`);
  expect(await fetched(url)).toEqual({ status: 200, type: "image/jpeg", bytes: content });
  const object = join(real.folder, BUCKET, `shots/2026/${facts.sha256}.jpg._S3rver_object`);
  const before = (await stat(object)).mtimeMs;
  await hostingAt(real.endpoint, tempFolder(), more).urlFor(facts, path);
  expect((await stat(object)).mtimeMs).toBe(before);
});

test("a real S3 server takes a large file in parts", async () => {
  const real = await startRealBucket(BUCKET);
  atEnd(() => real.close());
  const more = { accessKeyId: REAL_PAIR.accessKeyId, secret: REAL_PAIR.secret, region: REAL_PAIR.region };
  const { facts, path, content } = await mediaFile(20 * MEGABYTE + 7, "mp4");
  const home = tempFolder();
  const { bytes, type } = await fetched(await hostingAt(real.endpoint, home, more).urlFor(facts, path));
  expect(bytes.equals(content)).toBe(true);
  expect(type).toBe("video/mp4");
  expect(JSON.parse(await readFile(join(home, "hosting/uploads.json"), "utf8"))).toEqual({});
}, 30_000);

test("every request is signed, and the hash of its body is true: a server that checks both takes small and large files", async () => {
  const bucket = await strict();
  const small = await mediaFile(1000, "webp");
  const large = await mediaFile(17 * MEGABYTE, "mov");
  const hosting = hostingAt(bucket.endpoint, tempFolder());
  for (const { facts, path, content } of [small, large]) {
    const url = await hosting.urlFor(facts, path);
    expect((await fetched(url)).bytes.equals(content)).toBe(true);
  }
  expect([...bucket.objects.values()].map(({ headers }) => headers)).toEqual([
    { "content-type": "image/webp", "x-amz-meta-sha256": small.facts.sha256 },
    { "content-type": "video/quicktime", "x-amz-meta-sha256": large.facts.sha256 },
  ]);
}, 30_000);

test("what is there is not sent again; what is there and is not the same is", async () => {
  const bucket = await strict();
  const { facts, path, content } = await mediaFile(5000);
  const home = tempFolder();
  await hostingAt(bucket.endpoint, home).urlFor(facts, path);
  await hostingAt(bucket.endpoint, home).urlFor(facts, path);
  const puts = () => bucket.seen.filter(({ method }) => method === "PUT").length;
  expect(puts()).toBe(1);
  const [[key, object]] = [...bucket.objects] as [[string, NonNullable<ReturnType<typeof bucket.objects.get>>]];
  bucket.objects.set(key, { ...object, bytes: content.subarray(1), size: content.length - 1 });
  await hostingAt(bucket.endpoint, home).urlFor(facts, path);
  bucket.objects.set(key, { ...object, headers: { ...object.headers, "x-amz-meta-sha256": "0".repeat(64) } });
  await hostingAt(bucket.endpoint, home).urlFor(facts, path);
  bucket.objects.set(key, { ...object, headers: { ...object.headers, "content-type": "application/octet-stream" } });
  await hostingAt(bucket.endpoint, home).urlFor(facts, path);
  expect(puts()).toBe(4);
  expect(bucket.objects.get(key)?.bytes.equals(content)).toBe(true);
});

test("two steps that want the same file wait for one upload", async () => {
  const bucket = await strict({ fault: ({ method }) => (method === "PUT" ? { slowMs: 50 } : undefined) });
  const { facts, path } = await mediaFile(5000);
  const hosting = hostingAt(bucket.endpoint, tempFolder());
  await Promise.all([hosting.urlFor(facts, path), hosting.urlFor(facts, path), hosting.urlFor(facts, path)]);
  expect(bucket.seen.map(({ method }) => method)).toEqual(["HEAD", "PUT"]);
});

test("a link ends when it should, and a public base URL needs none", async () => {
  let now = Date.now();
  const bucket = await strict({ now: () => now, isPublic: false });
  const { facts, path } = await mediaFile(100);
  const url = await hostingAt(bucket.endpoint, tempFolder(), { linkHours: 168 }).urlFor(facts, path);
  expect(new URL(url).searchParams.get("X-Amz-Expires")).toBe(String(7 * 24 * 3600));
  expect((await fetched(url)).status).toBe(200);
  expect((await fetched(url.replace(/X-Amz-Signature=../, "X-Amz-Signature=00"))).status).toBe(403);
  now += 7 * 24 * 3600_000 + 1000;
  expect((await fetched(url)).status).toBe(403);
  now = Date.now();
  const open = await hostingAt(bucket.endpoint, tempFolder(), { publicUrl: "https://media.example.org/base/" }).urlFor(facts, path);
  expect(open).toBe(`https://media.example.org/base/shots/2026/${facts.sha256}.png`);
});

const once = (fault: Fault, on: (request: { method: string; query: URLSearchParams }) => boolean, times = 1) => {
  let left = times;
  return (request: { method: string; query: URLSearchParams }): Fault | undefined => (on(request) && left-- > 0 ? fault : undefined);
};
const isPart = ({ method, query }: { method: string; query: URLSearchParams }) => method === "PUT" && query.has("partNumber");
const isPut = ({ method }: { method: string }) => method === "PUT";

test.for([
  ["a 500", { refuse: { status: 500, code: "InternalError", message: "We encountered an internal error." } }],
  ["a busy server", { refuse: { status: 503, code: "SlowDown", message: "Please reduce your request rate." }, headers: { "retry-after": "1" } }],
  ["a 429", { refuse: { status: 429, code: "TooManyRequests", message: "slow" } }],
  ["a connection that is cut in the middle", { cutAfter: 100_000 }],
  ["an answer that is lost", { lostAnswer: true }],
] satisfies [string, Fault][])("%s is tried again, for a whole file and for a part of one", { timeout: 30_000 }, async ([, fault]) => {
  const small = await mediaFile(400_000);
  const large = await mediaFile(17 * MEGABYTE, "mp4");
  const bucket = await strict({ fault: once(fault, isPut, 2) });
  const hosting = hostingAt(bucket.endpoint, tempFolder());
  expect((await fetched(await hosting.urlFor(small.facts, small.path))).bytes.equals(small.content)).toBe(true);
  bucket.options.fault = once(fault, isPart, 2);
  expect((await fetched(await hosting.urlFor(large.facts, large.path))).bytes.equals(large.content)).toBe(true);
});

test("an upload that a crash ended goes on where it stood: the parts that are there are not sent again", async () => {
  const { facts, path, content } = await mediaFile(41 * MEGABYTE, "mp4");
  const home = tempFolder();
  const bucket = await strict({ fault: (request) => (isPart(request) && request.query.get("partNumber") === "5" ? { refuse: { status: 403, code: "AccessDenied", message: "no" } } : undefined) });
  await expect(hostingAt(bucket.endpoint, home).urlFor(facts, path)).rejects.toThrow("may not do this");
  const [upload] = bucket.uploads.values();
  const there = [...(upload?.parts.keys() ?? [])];
  expect(there).toEqual(expect.arrayContaining([1, 2]));
  delete bucket.options.fault;
  bucket.seen.splice(0);
  // As after a restart: nothing but the file on disk tells of the upload.
  const url = await hostingAt(bucket.endpoint, home).urlFor(facts, path);
  const again = bucket.seen.filter(isPart).map(({ query }) => Number(query.get("partNumber")));
  expect(again.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6].filter((part) => !there.includes(part)));
  expect((await fetched(url)).bytes.equals(content)).toBe(true);
  expect(bucket.uploads.size).toBe(0);
}, 30_000);

test("an upload goes on at a server that cannot list parts, and begins anew at one that has forgotten it or has other parts", async () => {
  const { facts, path, content } = await mediaFile(33 * MEGABYTE, "mp4");
  const last = once({ refuse: { status: 403, code: "AccessDenied", message: "no" } }, (request) => isPart(request) && request.query.get("partNumber") === "5");
  for (const spoil of ["nothing", "forgotten", "parts"] as const) {
    const home = tempFolder();
    const bucket = await strict({ listsParts: spoil !== "nothing", fault: (request) => (isPart(request) && request.query.get("partNumber") === "5" ? { refuse: { status: 403, code: "AccessDenied", message: "no" } } : last(request)) });
    await expect(hostingAt(bucket.endpoint, home).urlFor(facts, path)).rejects.toThrow(/s3:PutObject/);
    delete bucket.options.fault;
    if (spoil === "forgotten") bucket.uploads.clear();
    if (spoil === "parts") bucket.options.listsParts = false;
    if (spoil === "parts") for (const { parts } of bucket.uploads.values()) parts.clear();
    expect((await fetched(await hostingAt(bucket.endpoint, home).urlFor(facts, path))).bytes.equals(content)).toBe(true);
  }
}, 60_000);

test("a part that is confirmed with a wrong ETag ends in a whole object all the same", async () => {
  const { facts, path, content } = await mediaFile(17 * MEGABYTE, "mp4");
  const bucket = await strict({ fault: once({ etag: '"not-it"' }, isPart) });
  expect((await fetched(await hostingAt(bucket.endpoint, tempFolder()).urlFor(facts, path))).bytes.equals(content)).toBe(true);
}, 30_000);

test("the answer to the end of an upload may be lost: the object is there, and that counts", async () => {
  const { facts, path, content } = await mediaFile(17 * MEGABYTE, "mp4");
  const bucket = await strict({ fault: once({ lostAnswer: true }, ({ method, query }) => method === "POST" && query.has("uploadId")) });
  expect((await fetched(await hostingAt(bucket.endpoint, tempFolder()).urlFor(facts, path))).bytes.equals(content)).toBe(true);
}, 30_000);

test("uploads that nobody went on with are given up after days, and a damaged memory of them costs nothing but the parts", async () => {
  const bucket = await strict();
  const home = tempFolder();
  const hosting = hostingAt(bucket.endpoint, home);
  const first = await mediaFile(10);
  await hosting.urlFor(first.facts, first.path);
  const state = join(home, "hosting/uploads.json");
  const { facts, path } = await mediaFile(17 * MEGABYTE, "mp4");
  bucket.options.fault = (request) => (isPart(request) ? { refuse: { status: 403, code: "AccessDenied", message: "no" } } : undefined);
  await expect(hosting.urlFor(facts, path)).rejects.toThrow(/s3:PutObject/);
  delete bucket.options.fault;
  expect(bucket.uploads.size).toBe(1);
  const text = await readFile(state, "utf8");
  await writeFile(state, text.replace(/"startedAt":\d+/, '"startedAt":1'));
  await hostingAt(bucket.endpoint, home).urlFor((await mediaFile(12)).facts, first.path).catch(() => undefined);
  expect(bucket.uploads.size).toBe(0);
  await writeFile(state, text.slice(0, 20));
  await hostingAt(bucket.endpoint, home).urlFor(facts, path);
  expect(await readFile(`${state}.damaged`, "utf8")).toBe(text.slice(0, 20));
}, 30_000);

test("a run that is halted ends its uploads", async () => {
  const bucket = await strict({ fault: (request) => (isPut(request) ? { slowMs: 800 } : undefined) });
  const { facts, path } = await mediaFile(5000);
  const stop = new AbortController();
  const hosted = hostingAt(bucket.endpoint, tempFolder()).urlFor(facts, path, stop.signal);
  setTimeout(() => stop.abort(), 100);
  await expect(hosted).rejects.toMatchObject({ code: "ABORT_ERR" });
});

test.for([
  ["another region", { region: "us-east-1" }, /Set the region to eu-central-1/],
  ["a bucket that is not there", { bucket: "elsewhere" }, /there is no bucket "elsewhere"/],
  ["an unknown key id", { accessKeyId: "AKIAOTHER" }, /does not know the access key id/],
  ["a wrong secret", { secret: "canary/Wrong+0123456789" }, /the secret does not belong to the access key id/],
] as [string, object, RegExp][])("%s is told in words that say what to change", async ([, more, words]) => {
  const bucket = await strict();
  const { facts, path } = await mediaFile(100);
  const refused = await hostingAt(bucket.endpoint, tempFolder(), more).urlFor(facts, path).then(() => "", (error: Error) => error.message);
  expect(refused).toMatch(words);
});

test.for([
  ["a clock that is wrong", undefined, /the clock of this machine differs .* by 60 minutes/],
  ["a redirect to another region", { refuse: { status: 301, code: "PermanentRedirect", message: "The bucket you are attempting to access must be addressed using the specified endpoint.", region: "ap-south-1" } }, /Set the region to ap-south-1/],
  ["missing rights", { refuse: { status: 403, code: "AccessDenied", message: "Access Denied" } }, /s3:PutObject/],
  ["a server that stays broken", { refuse: { status: 500, code: "InternalError", message: "oops" } }, /answers 500\.$/],
  ["a server that does not answer", { slowMs: 1500 }, /did not answer in time/],
] satisfies [string, Fault | undefined, RegExp][])("%s is told in words that say what to change, without the secret", { timeout: 30_000 }, async ([name, fault, words]) => {
  const bucket = await strict({ ...(fault ? { fault: () => fault } : {}), ...(name.includes("clock") ? { now: () => Date.now() + 3600_000 } : {}) });
  const { facts, path } = await mediaFile(100);
  const refused = await hostingAt(bucket.endpoint, tempFolder()).urlFor(facts, path).then(() => "", (error: Error) => error.message);
  expect(refused).toMatch(words);
  expect(refused).not.toContain(SECRET);
});

test("the words of a server come along where it has any", async () => {
  const bucket = await strict({ fault: (request) => (isPut(request) ? { refuse: { status: 400, code: "InvalidStorageClass", message: "No such class." } } : undefined) });
  const { facts, path } = await mediaFile(100);
  await expect(hostingAt(bucket.endpoint, tempFolder()).urlFor(facts, path)).rejects.toThrow("answers 400 (InvalidStorageClass: No such class).");
});

test("a server that echoes the secret or a signature brings neither into a message or a file", async () => {
  const echo = `${SECRET} ${encodeURIComponent(SECRET)} X-Amz-Signature=abc123&X-Amz-Credential=${PAIR.accessKeyId}/x`;
  const bucket = await strict({ fault: () => ({ refuse: { status: 400, code: "Odd", message: echo.replaceAll("&", "&amp;") } }) });
  const home = tempFolder();
  const { facts, path } = await mediaFile(17 * MEGABYTE, "mp4");
  const refused = await hostingAt(bucket.endpoint, home).urlFor(facts, path).then(() => "", (error: Error) => error.message);
  expect(refused).toContain("Odd");
  for (const form of [SECRET, encodeURIComponent(SECRET), "abc123"]) expect(refused).not.toContain(form);
  expect(bucketAt(bucket.endpoint).secret).toBe(SECRET);
});
