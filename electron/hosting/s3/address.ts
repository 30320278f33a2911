import { AwsV4Signer } from "aws4fetch";
import type { BucketSettings } from "../../../shared/contract/api/hosting.ts";

/** The key pair and where it counts. */
export interface Bucket extends BucketSettings {
  secret: string;
}

/** Kept by aws4fetch between requests of a day: the key that is derived of the secret. */
type SigningCache = Map<string, ArrayBuffer>;

/** The S3 API's URL of an object, or of the bucket itself. */
export function apiUrl({ endpoint, bucket, pathStyle }: BucketSettings, key: string | null, query: Readonly<Record<string, string>> = {}): URL {
  const url = new URL(endpoint.trim());
  if (!pathStyle) url.hostname = `${bucket}.${url.hostname}`;
  const segments = [url.pathname.replace(/\/+$/, ""), ...(pathStyle ? [bucket] : []), ...(key === null ? [] : [key])];
  url.pathname = segments.join("/") || "/";
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

/** The key of an object: named by its content. */
export function objectKey({ prefix }: BucketSettings, name: string): string {
  return prefix === "" ? name : `${prefix}/${name}`;
}

/** Headers that sign a request. `sha256` is that of the body. */
export async function signed(bucket: Bucket, method: string, url: URL, headers: Readonly<Record<string, string>>, sha256: string, cache: SigningCache): Promise<Record<string, string>> {
  const signer = new AwsV4Signer({
    method,
    url: url.href,
    headers: { ...headers, "x-amz-content-sha256": sha256 },
    accessKeyId: bucket.accessKeyId,
    secretAccessKey: bucket.secret,
    service: "s3",
    region: bucket.region,
    cache,
  });
  return Object.fromEntries((await signer.sign()).headers);
}

/**
 * Where the service fetches an object: under the public base URL, or by a pre-signed link, which ends after `linkHours` (24 unless set otherwise: longer than any task takes from its request
 * to reading its inputs; a signature of version 4 allows a week at most).
 */
export async function fetchUrl(bucket: Bucket, key: string, { seconds = bucket.linkHours * 3600, datetime, cache }: { seconds?: number; datetime?: string; cache?: SigningCache } = {}): Promise<string> {
  if (bucket.publicUrl !== null) return `${bucket.publicUrl.trim().replace(/\/+$/, "")}/${key}`;
  const url = apiUrl(bucket, key, { "X-Amz-Expires": String(Math.round(seconds)) });
  const signer = new AwsV4Signer({
    method: "GET",
    url: url.href,
    accessKeyId: bucket.accessKeyId,
    secretAccessKey: bucket.secret,
    service: "s3",
    region: bucket.region,
    signQuery: true,
    ...(datetime ? { datetime } : {}),
    ...(cache ? { cache } : {}),
  });
  return (await signer.sign()).url.href;
}
