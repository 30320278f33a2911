import { startStrictBucket, type StrictBucket } from "../fixtures/s3/strictBucket.ts";
import { test as base } from "./editor.ts";

export const PAIR = { accessKeyId: "AKIATESTTESTTEST", secret: "canary/Secret+9f3a1c7e5b2d", region: "eu-central-1" };

interface BucketFixtures {
  /** A bucket that checks signatures. */
  bucket: StrictBucket;
  /** Whether the host finds the bucket in its environment. */
  inEnvironment: boolean;
  /** What is done to the data folder before the host starts. */
  prepare: { before: (home: string) => Promise<void> };
}

/** The editor with a bucket. */
export const test = base.extend<BucketFixtures>({
  prepare: [{ before: async () => {} }, { option: true }],
  inEnvironment: [true, { option: true }],
  bucket: async ({ shell: _shell }, use) => {
    const bucket = await startStrictBucket({ pair: PAIR, bucket: "pictures" });
    await use(bucket);
    await bucket.close();
  },
  env: async ({ bucket, inEnvironment, home, prepare }, use) => {
    await prepare.before(home);
    await use(
      inEnvironment
        ? {
            SHOTGRAPH_S3_ENDPOINT: bucket.endpoint,
            SHOTGRAPH_S3_REGION: PAIR.region,
            SHOTGRAPH_S3_BUCKET: "pictures",
            SHOTGRAPH_S3_PREFIX: "shots",
            SHOTGRAPH_S3_ACCESS_KEY_ID: PAIR.accessKeyId,
            SHOTGRAPH_S3_SECRET_ACCESS_KEY: PAIR.secret,
          }
        : {},
    );
  },
});
