import { expect, test } from "vitest";
import type { BucketSettings } from "../../../shared/contract/api/hosting.ts";
import { bucketProblems } from "../../../shared/contract/bucket.ts";

const GOOD: BucketSettings = { endpoint: "https://abc.r2.cloudflarestorage.com", region: "auto", bucket: "my-bucket", prefix: "", accessKeyId: "AKIA1234", publicUrl: null, pathStyle: true, linkHours: 24 };

function fields(change: Partial<BucketSettings>, localService = false): string[] {
  return bucketProblems({ ...GOOD, ...change }, { localService }).map(({ field }) => field);
}

test("settings as providers give them are good", () => {
  expect(fields({})).toEqual([]);
  expect(fields({ endpoint: "https://s3.eu-central-1.amazonaws.com", region: "eu-central-1", pathStyle: false, prefix: "shots/2026" })).toEqual([]);
  expect(fields({ endpoint: "https://minio.example.org:9000/s3", publicUrl: "https://cdn.example.org/x" })).toEqual([]);
  expect(fields({ endpoint: "https://minio.studio.lan", publicUrl: "https://cdn.example.org" })).toEqual([]);
});

test.for([
  [{ endpoint: "" }, "endpoint"],
  [{ endpoint: "abc.r2.cloudflarestorage.com" }, "endpoint"],
  [{ endpoint: "http://abc.r2.cloudflarestorage.com" }, "endpoint"],
  [{ endpoint: "https://user:pass@abc.r2.cloudflarestorage.com" }, "endpoint"],
  [{ endpoint: "https://abc.r2.cloudflarestorage.com?x=1" }, "endpoint"],
  [{ endpoint: "https://my-bucket.s3.eu-central-1.amazonaws.com" }, "endpoint"],
  [{ endpoint: "https://10.0.0.5:9000" }, "endpoint"],
  [{ endpoint: "http://127.0.0.1:9000" }, "endpoint"],
  [{ publicUrl: "https://192.168.1.4/x" }, "publicUrl"],
  [{ publicUrl: "https://nas.local" }, "publicUrl"],
  [{ publicUrl: "ftp://x.example.org" }, "publicUrl"],
  [{ region: "" }, "region"],
  [{ region: "eu central" }, "region"],
  [{ bucket: "a" }, "bucket"],
  [{ bucket: "a/b/c" }, "bucket"],
  [{ bucket: "my.bucket", pathStyle: false }, "pathStyle"],
  [{ prefix: "/a" }, "prefix"],
  [{ prefix: "a/../b" }, "prefix"],
  [{ prefix: "a b" }, "prefix"],
  [{ accessKeyId: "" }, "accessKeyId"],
  [{ accessKeyId: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" }, "accessKeyId"],
] as [Partial<BucketSettings>, string][])("%j is told at its field, %s", ([change, field]) => {
  expect(fields(change)).toEqual([field]);
});

test("a bucket on this machine is good for a service on this machine only", () => {
  expect(fields({ endpoint: "http://127.0.0.1:9000" }, true)).toEqual([]);
  expect(fields({ endpoint: "https://10.0.0.5" }, true)).toEqual(["endpoint"]);
  expect(fields({ publicUrl: "http://localhost:9000/x" }, true)).toEqual([]);
});

test("no message repeats a password", () => {
  expect(JSON.stringify(bucketProblems({ ...GOOD, endpoint: "https://user:hunter2@x.example.org", publicUrl: "https://user:hunter2@y.example.org" }, { localService: false }))).not.toContain("hunter2");
});
