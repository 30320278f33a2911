import { expect, test } from "vitest";
import { testBucket } from "../../../electron/hosting/index.ts";
import type { BucketStep } from "../../../shared/contract/api/hosting.ts";
import { REAL_PAIR, startRealBucket } from "../../fixtures/s3/realBucket.ts";
import type { Fault, SeenRequest } from "../../fixtures/s3/strictBucket.ts";
import { atEnd, BUCKET, bucketAt, SECRET, strict } from "./support.ts";

const LOCAL = { localService: true };

function states(steps: readonly BucketStep[]): string[] {
  return steps.map(({ step, state }) => `${step} ${state}`);
}

const isFetch = ({ method }: SeenRequest) => method === "GET";

test("the test uploads, fetches as the service would, and deletes: nothing is left, at a real server and at one that checks signatures", async () => {
  const real = await startRealBucket(BUCKET);
  atEnd(() => real.close());
  const result = await testBucket(bucketAt(real.endpoint, { accessKeyId: REAL_PAIR.accessKeyId, secret: REAL_PAIR.secret, region: REAL_PAIR.region }), LOCAL);
  expect([result.ok, ...states(result.steps)]).toEqual([true, "upload done", "fetch done", "delete done"]);
  const bucket = await strict();
  expect(await testBucket(bucketAt(bucket.endpoint), LOCAL)).toMatchObject({ ok: true, problems: [] });
  expect(bucket.seen.map(({ method }) => method)).toEqual(["PUT", "GET", "DELETE"]);
  expect(bucket.objects.size).toBe(0);
});

test("a public base URL is fetched without a key", async () => {
  const open = await strict({ isPublic: true });
  expect((await testBucket(bucketAt(open.endpoint, { publicUrl: `${open.endpoint}/${BUCKET}` }), LOCAL)).ok).toBe(true);
  expect(open.seen.find(isFetch)?.query.size).toBe(0);
  const closed = await strict();
  const result = await testBucket(bucketAt(closed.endpoint, { publicUrl: `${closed.endpoint}/${BUCKET}` }), LOCAL);
  expect(states(result.steps)).toEqual(["upload done", "fetch failed", "delete done"]);
  expect(result.steps[1]?.message).toMatch(/may not be read without a key \(403\).*pre-signed/);
});

test.for([
  ["a page in between", { html: "<html>Sign in</html>" }, /web page instead of the file/],
  ["a redirect", { redirect: "https://login.example.org/?next=secret" }, /redirects to login\.example\.org \(302\)/],
  ["a fetch that is refused", { refuse: { status: 403, code: "AccessDenied", message: "no" } }, /may write but not read.*s3:GetObject/],
  ["a server that is silent about the file", { cutAfter: 0 }, /closed the connection/],
] as [string, Fault, RegExp][])("%s is found, and the object is deleted all the same", async ([, fault, words]) => {
  const bucket = await strict({ fault: (request) => (isFetch(request) ? fault : undefined) });
  const result = await testBucket(bucketAt(bucket.endpoint), LOCAL);
  expect(states(result.steps)).toEqual(["upload done", "fetch failed", "delete done"]);
  expect(result.steps[1]?.message).toMatch(words);
  for (const { message } of result.steps) expect(message).not.toMatch(/X-Amz|next=|canary/);
  expect(bucket.objects.size).toBe(0);
});

test("a failed upload or deletion is told as such", async () => {
  const readOnly = await strict({ fault: ({ method }) => (method === "PUT" ? { refuse: { status: 403, code: "AccessDenied", message: "no" } } : undefined) });
  expect(states((await testBucket(bucketAt(readOnly.endpoint), LOCAL)).steps)).toEqual(["upload failed", "fetch skipped", "delete skipped"]);
  const keeps = await strict({ fault: ({ method }) => (method === "DELETE" ? { refuse: { status: 403, code: "AccessDenied", message: "no" } } : undefined) });
  const result = await testBucket(bucketAt(keeps.endpoint), LOCAL);
  expect(states(result.steps)).toEqual(["upload done", "fetch done", "delete failed"]);
  expect(result.steps[2]?.message).toContain("s3:DeleteObject");
});

test("nobody there is told as such, without the secret", async () => {
  const result = await testBucket(bucketAt("http://127.0.0.1:1"), LOCAL);
  expect(result.steps[0]).toMatchObject({ state: "failed" });
  expect(result.steps[0]?.message).toContain("nothing answers there");
  expect(JSON.stringify(result)).not.toContain(SECRET);
});

test("settings that cannot work send nothing", async () => {
  const bucket = await strict();
  const result = await testBucket(bucketAt(bucket.endpoint, { secret: "" }), LOCAL);
  expect(result).toMatchObject({ ok: false, steps: [], problems: [{ field: "secret" }] });
  expect((await testBucket(bucketAt(bucket.endpoint), { localService: false })).problems[0]?.message).toContain("the service cannot fetch from there");
  expect(bucket.seen).toEqual([]);
});
