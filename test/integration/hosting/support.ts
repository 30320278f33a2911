import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import { type Bucket } from "../../../electron/hosting/s3/address.ts";
import { s3Hosting } from "../../../electron/hosting/s3/s3Hosting.ts";
import type { Hosting } from "../../../electron/hosting/hosting.ts";
import type { MediaFacts } from "../../../shared/graph/media.ts";
import { startStrictBucket, type StrictBucket, type StrictBucketOptions } from "../../fixtures/s3/strictBucket.ts";

export const SECRET = "canary/Secret+9f3a1c7e5b2d";
export const PAIR = { accessKeyId: "AKIATESTTESTTEST", secret: SECRET, region: "eu-central-1" };
export const BUCKET = "pictures";
export const MEGABYTE = 1024 * 1024;

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

export function atEnd(close: () => Promise<void> | void): void {
  closing.push(close);
}

export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "shotgraph-hosting-"));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function strict(options: Partial<StrictBucketOptions> = {}): Promise<StrictBucket> {
  const bucket = await startStrictBucket({ pair: PAIR, bucket: BUCKET, ...options });
  atEnd(() => bucket.close());
  return bucket;
}

export function bucketAt(endpoint: string, more: Partial<Bucket> = {}): Bucket {
  return { endpoint, region: PAIR.region, bucket: BUCKET, prefix: "shots/2026", accessKeyId: PAIR.accessKeyId, publicUrl: null, pathStyle: true, linkHours: 24, secret: SECRET, ...more };
}

export function hostingAt(endpoint: string, home: string, more: Partial<Bucket> = {}): Hosting {
  const hosting = s3Hosting({ bucket: bucketAt(endpoint, more), home, patience: { firstDelayMs: 5, longestDelayMs: 20, longestRetryAfterMs: 50, silentMs: 400 } });
  atEnd(() => hosting.close());
  return hosting;
}

/** A file of random bytes as the library has it. */
export async function mediaFile(bytes: number, format = "png"): Promise<{ facts: MediaFacts; path: string; content: Buffer }> {
  const content = randomBytes(bytes);
  const sha256 = createHash("sha256").update(content).digest("hex");
  const path = join(tempFolder(), sha256);
  await writeFile(path, content);
  return { facts: { sha256, type: "image", format, bytes, width: 1, height: 1, durationSeconds: null }, path, content };
}
