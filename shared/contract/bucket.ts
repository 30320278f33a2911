import { isLoopbackName, isPrivateHost } from "../nodes/privateHosts.ts";
import type { BucketField, BucketProblem, BucketSettings } from "./api/hosting.ts";

/**
 * What is wrong with the settings of a bucket, before anything is sent. `localService`: the service is on this machine (a sandbox, a test), so that it reaches what lies here.
 */
export function bucketProblems(bucket: BucketSettings, { localService }: { localService: boolean }): BucketProblem[] {
  const problems: BucketProblem[] = [];
  const problem = (field: BucketField, message: string): void => {
    problems.push({ field, message });
  };
  const endpoint = addressOf(bucket.endpoint);
  if (typeof endpoint === "string") problem("endpoint", `The endpoint ${endpoint} It is the address of the S3 API without the bucket, for example https://s3.eu-central-1.amazonaws.com.`);
  else if (bucket.bucket !== "" && endpoint.hostname.startsWith(`${bucket.bucket}.`)) {
    problem("endpoint", `The endpoint begins with the bucket's name. Leave it out: the bucket is named in its own field.`);
  }
  if (!/^[a-z0-9-]{2,}$/i.test(bucket.region)) problem("region", 'The region is missing or not one: it is a short word such as eu-central-1. For Cloudflare R2 write "auto", for MinIO us-east-1.');
  if (!/^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/i.test(bucket.bucket)) problem("bucket", "The bucket's name is missing or not one: 3 to 63 letters, digits, dots and hyphens.");
  else if (!bucket.pathStyle && bucket.bucket.includes(".")) problem("pathStyle", "A bucket with a dot in its name cannot be part of a secure host name. Use path style.");
  if (!/^([A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*)?$/.test(bucket.prefix) || /(^|\/)\.{1,2}(\/|$)/.test(bucket.prefix)) {
    problem("prefix", "The prefix may have letters, digits, dots, hyphens and underscores, and slashes between folders, none at its ends.");
  }
  if (!/^[\x21-\x7e]+$/.test(bucket.accessKeyId)) problem("accessKeyId", "The access key id is missing, or has characters that no key has. Copy it again.");
  else if (bucket.accessKeyId.includes("/")) problem("accessKeyId", "This looks like the secret: an access key id has no slash.");
  problems.push(...reachProblems(bucket, endpoint, localService));
  return problems;
}

/** Whether the service can fetch what is put there. */
function reachProblems({ publicUrl }: BucketSettings, endpoint: URL | string, localService: boolean): BucketProblem[] {
  if (publicUrl === null) {
    if (typeof endpoint === "string" || (localService && isLoopbackName(endpoint.hostname)) || !isPrivateHost(endpoint.hostname)) return [];
    return [{ field: "endpoint", message: `${endpoint.host} is on this machine or in a private network: the service cannot fetch from there. Give a public base URL under which the bucket can be reached from outside, or use a bucket on the internet.` }];
  }
  const url = addressOf(publicUrl);
  if (typeof url === "string") return [{ field: "publicUrl", message: `The public base URL ${url} It looks like https://media.example.org.` }];
  if ((localService && isLoopbackName(url.hostname)) || !isPrivateHost(url.hostname)) return [];
  return [{ field: "publicUrl", message: `${url.host} is on this machine or in a private network: the service cannot fetch from there. Use an address that can be reached from the internet.` }];
}

/** An address that may be sent to, or what is wrong with it as the middle of a sentence. It does not repeat one that may hold a password. */
function addressOf(text: string): URL | string {
  const url = URL.parse(text.trim());
  if (text.trim() === "") return "is missing.";
  if (!url || !/^https?:$/.test(url.protocol)) return "is not a web address that begins with https://.";
  if (url.username !== "" || url.password !== "") return "may not hold a user name or a password.";
  if (url.search !== "" || url.hash !== "") return "may not have a part after ? or #.";
  if (url.protocol === "http:" && !isLoopbackName(url.hostname)) return "is http, which would send your files readable over the network; use https.";
  return url;
}
