import { join } from "node:path";
import type { MediaFacts } from "../../../shared/graph/media.ts";
import type { Hosting } from "../hosting.ts";
import { apiUrl, fetchUrl, objectKey, type Bucket } from "./address.ts";
import { createBucketClient, type BucketClient, type BucketPatience } from "./client.ts";
import { namedAs } from "./contentTypes.ts";
import { wholeFile } from "./fileParts.ts";
import { abandon, nameOf, STALE_MS, uploadInParts } from "./multipart.ts";
import { openUploadStates, type UploadStates } from "./uploadState.ts";

/** Larger files are uploaded in parts, so that a broken connection costs one of them. */
const SINGLE_BYTES = 16 * 1024 * 1024;

export interface S3HostingOptions {
  bucket: Bucket;
  /** The data folder: uploads that have begun are remembered there. */
  home: string;
  patience?: Partial<BucketPatience>;
}

/** Files in a bucket, named by their content: what is there is never uploaded again. */
export function s3Hosting({ bucket, home, patience }: S3HostingOptions): Hosting {
  const client = createBucketClient(bucket, patience);
  const states = openUploadStates(join(home, "hosting", "uploads.json"));
  const underWay = new Map<string, Promise<void>>();
  let tidied: Promise<void> | null = null;

  async function put(facts: MediaFacts, path: string, key: string, signal: AbortSignal | undefined): Promise<void> {
    const what = `Uploading ${facts.sha256.slice(0, 12)}… (${facts.format}) to the bucket "${bucket.bucket}"`;
    if (await isThere(client, key, facts, what, signal)) return;
    tidied ??= tidy(client, states);
    await tidied;
    const headers = { "content-type": namedAs(facts.format).contentType, "x-amz-meta-sha256": facts.sha256 };
    if (facts.bytes > SINGLE_BYTES) await uploadInParts({ client, states, key, path, bytes: facts.bytes, headers, what, signal });
    else await client.send({ method: "PUT", key, headers, body: wholeFile(path, facts.bytes, facts.sha256), what, signal });
  }

  return {
    available: true,
    why: "",
    to: apiUrl(bucket, null).host,
    async urlFor(facts, path, signal) {
      const key = objectKey(bucket, `${facts.sha256}.${namedAs(facts.format).extension}`);
      // Two steps that want the same bytes wait for one upload.
      const going = underWay.get(key) ?? put(facts, path, key, signal).finally(() => underWay.delete(key));
      underWay.set(key, going);
      await going;
      return await fetchUrl(bucket, key);
    },
    close: () => client.close(),
  };
}

/**
 * Whether the bucket has these bytes, as far as it can be asked: a key that may not list gets 403 for what is not there. Then, and for any other answer, the upload itself says what is wrong, in words
 * that a HEAD has no room for.
 */
async function isThere(client: BucketClient, key: string, facts: MediaFacts, what: string, signal: AbortSignal | undefined): Promise<boolean> {
  const { status, header } = await client.send({ method: "HEAD", key, headers: { "x-amz-checksum-mode": "ENABLED" }, what, accept: [301, 307, 400, 403, 404, 405, 501], signal });
  if (status !== 200 || Number(header("content-length")) !== facts.bytes || header("content-type") !== namedAs(facts.format).contentType) return false;
  const noted = header("x-amz-meta-sha256");
  const checksum = header("x-amz-checksum-sha256");
  const isWhole = header("x-amz-checksum-type") !== "COMPOSITE";
  return (noted === null || noted === facts.sha256) && (checksum === null || !isWhole || checksum.includes("-") || checksum === Buffer.from(facts.sha256, "hex").toString("base64"));
}

/** Gives up uploads in parts that nobody went on with for days. A bucket that does not answer keeps them until the next start. */
async function tidy(client: BucketClient, states: UploadStates): Promise<void> {
  const start = nameOf({ client, key: "" });
  for (const [name, { startedAt }] of await states.all()) {
    if (!name.startsWith(start) || Date.now() - startedAt < STALE_MS) continue;
    await abandon({ client, states, key: name.slice(start.length), what: "Giving up an old upload", signal: undefined }).catch(() => undefined);
  }
}
