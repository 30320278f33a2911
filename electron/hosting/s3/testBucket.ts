import { lookup } from "node:dns/promises";
import { createHash, randomUUID } from "node:crypto";
import { Agent } from "undici";
import type { BucketStep, BucketTest } from "../../../shared/contract/api/hosting.ts";
import { bucketProblems } from "../../../shared/contract/bucket.ts";
import { isLoopbackName, isPrivateHost } from "../../../shared/nodes/privateHosts.ts";
import { fetchUrl, objectKey, type Bucket } from "./address.ts";
import { createBucketClient, networkWords, type BucketPatience } from "./client.ts";
import { BucketError, withoutQuery } from "./words.ts";

/** A picture of one pixel: what a bucket serves to the service is mostly pictures. */
const PIXEL = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const PIXEL_TYPE = "image/png";

/** Somebody waits with a form open. */
const PATIENCE: Partial<BucketPatience> = { attempts: 2, firstDelayMs: 300, connectMs: 8_000, silentMs: 15_000 };

interface TestOptions {
  /** The service is on this machine, so that it reaches what lies here. */
  localService: boolean;
  signal?: AbortSignal | undefined;
}

/** Puts a small object into the bucket, fetches it exactly as the service would (by its public or pre-signed URL, without a key), and deletes it. Never rejects for what a bucket does. */
export async function testBucket(bucket: Bucket, { localService, signal }: TestOptions): Promise<BucketTest> {
  const problems = [...bucketProblems(bucket, { localService }), ...(bucket.secret === "" ? [{ field: "secret" as const, message: "The secret access key is missing." }] : [])];
  if (problems.length > 0) return { ok: false, steps: [], problems };
  const client = createBucketClient(bucket, PATIENCE);
  const key = objectKey(bucket, `shotgraph-test-${randomUUID()}.png`);
  const steps: BucketStep[] = [];
  const step = async (name: BucketStep["step"], act: () => Promise<string>): Promise<boolean> => {
    try {
      steps.push({ step: name, state: "done", message: await act() });
      return true;
    } catch (error) {
      if (!(error instanceof BucketError)) throw error;
      steps.push({ step: name, state: "failed", message: error.message });
      return false;
    }
  };
  const skip = (name: BucketStep["step"]) => steps.push({ step: name, state: "skipped", message: "Not tried, since nothing was uploaded." });
  try {
    const body = { open: () => PIXEL, bytes: PIXEL.length, sha256: createHash("sha256").update(PIXEL).digest("hex") };
    const isUp = await step("upload", async () => {
      await client.send({ method: "PUT", key, headers: { "content-type": PIXEL_TYPE }, body, what: "The upload", signal });
      return `${PIXEL.length} bytes were put into ${bucket.bucket}/${key}.`;
    });
    if (isUp) {
      await step("fetch", () => fetchAsService(bucket, key, localService, signal));
      await step("delete", async () => {
        await client.send({ method: "DELETE", key, what: "Deleting the test object", signal });
        return "The test object is deleted.";
      });
    } else {
      skip("fetch");
      skip("delete");
    }
  } finally {
    await client.close();
  }
  return { ok: steps.every(({ state }) => state === "done"), steps, problems: [] };
}

async function fetchAsService(bucket: Bucket, key: string, localService: boolean, signal: AbortSignal | undefined): Promise<string> {
  const url = new URL(await fetchUrl(bucket, key, { seconds: 300 }));
  const shown = withoutQuery(url.href);
  const how = bucket.publicUrl === null ? "the pre-signed link" : "the public URL";
  await checkReach(url, localService);
  const agent = new Agent({ allowH2: false, connect: { timeout: PATIENCE.connectMs ?? 0 }, headersTimeout: PATIENCE.silentMs ?? 0, bodyTimeout: PATIENCE.silentMs ?? 0 });
  try {
    const response = await agent.request({ origin: url.origin, path: url.pathname + url.search, method: "GET", signal: signal ?? null });
    const { statusCode, headers } = response;
    const bytes = Buffer.from(await response.body.arrayBuffer());
    const type = String(headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
    const fail = (message: string): never => {
      throw new BucketError("fetch", statusCode, message);
    };
    if (statusCode >= 300 && statusCode < 400) {
      const to = URL.parse(String(headers["location"] ?? ""), url.href);
      fail(`${shown} redirects${to ? ` to ${to.host}` : ""} (${statusCode}). The service needs the file itself: give the address it leads to.`);
    }
    if (statusCode !== 200) fail(refusal(statusCode, shown, bucket.publicUrl !== null));
    if (type === "text/html") fail(`${shown} answers with a web page instead of the file: something stands in between (a login, a challenge, a viewer). Switch it off for this address, or use ${bucket.publicUrl === null ? "a public base URL" : "pre-signed links"}.`);
    if (!bytes.equals(PIXEL)) fail(`${shown} answers with other bytes than were uploaded (${bytes.length} instead of ${PIXEL.length}). Does it belong to this bucket, and does nothing on the way change pictures?`);
    if (type !== PIXEL_TYPE) fail(`${shown} calls the file ${type === "" ? "nothing" : type} instead of ${PIXEL_TYPE}: the Content-Type is lost on the way, and the service may refuse it.`);
    return `It came back unchanged by ${how} (${url.host}).`;
  } catch (error) {
    if (error instanceof BucketError) throw error;
    signal?.throwIfAborted();
    const { code, words } = networkWords(error);
    throw new BucketError(code, null, `Fetching by ${how} did not work: ${url.host} ${words}.`);
  } finally {
    await agent.destroy();
  }
}

function refusal(status: number, shown: string, isPublic: boolean): string {
  if (isPublic && (status === 401 || status === 403)) return `${shown} may not be read without a key (${status}). Make the bucket or the prefix public, or leave the public base URL empty to use pre-signed links.`;
  if (isPublic && status === 404) return `${shown} is not there (404) although it was just uploaded. Does the public base URL belong to this bucket? It may have to end with the bucket's name.`;
  if (status === 403) return `The pre-signed link was refused (403): the key may write but not read. It needs s3:GetObject.`;
  return `${shown} answers ${status} instead of the file.`;
}

/** A name that only leads into a private network is nothing that the service can reach. */
async function checkReach({ hostname, host }: URL, localService: boolean): Promise<void> {
  if (localService && isLoopbackName(hostname)) return;
  const addresses = await lookup(hostname.replace(/^\[|\]$/g, ""), { all: true }).catch(() => []);
  // A name that is not known is told by the fetch itself.
  if (addresses.length > 0 && addresses.every(({ address, family }) => isPrivateHost(family === 6 ? `[${address}]` : address))) {
    throw new BucketError("private", null, `${host} leads to a private network: this machine reaches it, the service does not. Use an address that can be reached from the internet.`);
  }
}
