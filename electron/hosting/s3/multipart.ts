import PQueue from "p-queue";
import type { BucketAnswer, BucketClient } from "./client.ts";
import { refused } from "./client.ts";
import { filePart } from "./fileParts.ts";
import type { UploadState, UploadStates } from "./uploadState.ts";
import { BucketError, complaintOf } from "./words.ts";

const MEGABYTE = 1024 * 1024;
/** All parts but the last have one size (R2 insists), at least 5 MiB, at most 10,000 of them. */
const PART_BYTES = 8 * MEGABYTE;
const MOST_PARTS = 10_000;
/** Parts of one file under way at once. */
const TOGETHER = 3;
/** An upload that nobody went on with for so long is given up, so that the bucket's owner does not pay for its parts. */
export const STALE_MS = 3 * 24 * 3600 * 1000;

export interface MultipartJob {
  client: BucketClient;
  states: UploadStates;
  key: string;
  path: string;
  bytes: number;
  headers: Readonly<Record<string, string>>;
  what: string;
  signal?: AbortSignal | undefined;
}

/** Uploads a file in parts and goes on with what an earlier process has begun. Rejects with `BucketError`; what was uploaded by then is kept for the next try. */
export async function uploadInParts(job: MultipartJob): Promise<void> {
  const known = await resumed(job);
  try {
    await upload(job, known ?? (await begun(job)));
  } catch (error) {
    if (!(error instanceof BucketError) || !BROKEN.has(error.code)) throw error;
    // The server does not know the upload or its parts any more: once more, from the beginning.
    await abandon(job);
    await upload(job, await begun(job));
  }
}

/** Answers that say that nothing of an upload is worth going on with. */
const BROKEN: ReadonlySet<string> = new Set(["NoSuchUpload", "InvalidPart", "InvalidPartOrder", "EntityTooSmall"]);

export function nameOf({ client: { bucket }, key }: Pick<MultipartJob, "client" | "key">): string {
  return `${bucket.endpoint.trim()} ${bucket.bucket} ${key}`;
}

async function begun(job: MultipartJob): Promise<UploadState> {
  const { client, states, key, bytes, headers, what, signal } = job;
  const { text } = await client.send({ method: "POST", key, query: { uploads: "" }, headers, what, signal });
  const uploadId = decoded(/<UploadId>([^<]+)<\/UploadId>/.exec(text)?.[1] ?? "");
  if (uploadId === "") throw new BucketError("unknown", 200, `${what} did not work: the server's answer names no upload. Is the endpoint that of an S3 API?`);
  const partBytes = Math.max(PART_BYTES, Math.ceil(bytes / MOST_PARTS / MEGABYTE) * MEGABYTE);
  const state: UploadState = { uploadId, bytes, partBytes, startedAt: Date.now(), parts: {} };
  await states.set(nameOf(job), state);
  return state;
}

/** An upload that was begun earlier, with the parts that the server has; null when there is none. */
async function resumed(job: MultipartJob): Promise<UploadState | null> {
  const { client, states, key, bytes, what, signal } = job;
  const state = await states.get(nameOf(job));
  if (!state) return null;
  if (state.bytes !== bytes) {
    await abandon(job);
    return null;
  }
  const parts: UploadState["parts"] = {};
  for (let after = "0"; ; ) {
    const query = { uploadId: state.uploadId, "max-parts": "1000", "part-number-marker": after };
    const answer = await client.send({ method: "GET", key, query, what, accept: [400, 404, 405, 501], signal });
    if (answer.status === 404) {
      await states.set(nameOf(job), null);
      return null;
    }
    // A server that cannot list parts is believed to have what it confirmed.
    if (answer.status !== 200 || !/<ListPartsResult[\s>]/.test(answer.text)) return state;
    Object.assign(parts, partsIn(answer, state));
    const next = /<NextPartNumberMarker>(\d+)</.exec(answer.text)?.[1];
    if (next === undefined || next === after || !/<IsTruncated>true</.test(answer.text)) return { ...state, parts };
    after = next;
  }
}

/** Parts that the server lists and that have the size they should have. */
function partsIn({ text }: BucketAnswer, { bytes, partBytes }: UploadState): UploadState["parts"] {
  const parts: UploadState["parts"] = {};
  for (const [part] of text.matchAll(/<Part>.*?<\/Part>/gs)) {
    const number = Number(/<PartNumber>(\d+)</.exec(part)?.[1]);
    const size = Number(/<Size>(\d+)</.exec(part)?.[1]);
    const etag = decoded(/<ETag>([^<]+)</.exec(part)?.[1] ?? "");
    const isWhole = size === Math.min(partBytes, bytes - (number - 1) * partBytes);
    if (etag !== "" && isWhole) parts[String(number)] = etag;
  }
  return parts;
}

async function upload(job: MultipartJob, { uploadId, bytes, partBytes, startedAt, parts: known }: UploadState): Promise<void> {
  const { client, states, key, path, what, signal } = job;
  const parts = { ...known };
  const queue = new PQueue({ concurrency: TOGETHER });
  const count = Math.ceil(bytes / partBytes);
  const failed = new AbortController();
  const ends = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
  const send = async (number: number): Promise<void> => {
    ends.throwIfAborted();
    const start = (number - 1) * partBytes;
    const body = await filePart(path, start, Math.min(partBytes, bytes - start));
    const { header } = await client.send({ method: "PUT", key, query: { partNumber: String(number), uploadId }, body, what, signal: ends });
    const etag = header("etag");
    if (etag === null) throw new BucketError("unknown", 200, `${what} did not work: the server confirms part ${number} without an ETag. Is the endpoint that of an S3 API?`);
    parts[String(number)] = etag;
    await states.set(nameOf(job), { uploadId, bytes, partBytes, startedAt, parts: { ...parts } });
  };
  const missing = Array.from({ length: count }, (_, at) => at + 1).filter((number) => parts[String(number)] === undefined);
  // The first that fails ends the others; they are not left running behind the caller's back.
  const ended = await Promise.allSettled(missing.map((number) => queue.add(() => send(number).catch((error: unknown) => stop(failed, error)))));
  if (failed.signal.aborted) throw failed.signal.reason;
  const odd = ended.find(({ status }) => status === "rejected");
  if (odd?.status === "rejected") throw odd.reason;
  await complete(job, uploadId, parts, count);
  await states.set(nameOf(job), null);
}

/** The first reason counts: those that follow are only its echo. */
function stop(failed: AbortController, error: unknown): never {
  failed.abort(error);
  throw error;
}

async function complete({ client, key, what, bytes, signal }: MultipartJob, uploadId: string, parts: UploadState["parts"], count: number): Promise<void> {
  const listed = Array.from({ length: count }, (_, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${encoded(parts[String(at + 1)] ?? "")}</ETag></Part>`);
  const text = Buffer.from(`<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${listed.join("")}</CompleteMultipartUpload>`);
  const body = { open: () => text, bytes: text.length, sha256: await sha256(text) };
  try {
    const answer = await client.send({ method: "POST", key, query: { uploadId }, headers: { "content-type": "application/xml" }, body, what, signal });
    // Errors of the end of an upload come with status 200, since the server has begun to answer before it knows.
    if (/<Error[\s>]/.test(answer.text)) throw refused(client.bucket, complaintOf(answer.status, answer.header, answer.text), what);
  } catch (error) {
    if (!(error instanceof BucketError) || error.code !== "NoSuchUpload") throw error;
    // It may be the answer to a repetition: then the object is there.
    const found = await client.send({ method: "HEAD", key, what, accept: [403, 404], signal });
    if (found.status !== 200 || Number(found.header("content-length")) !== bytes) throw error;
  }
}

/** Tells the server to forget an upload. What it does not know any more is forgotten already. */
export async function abandon({ client, states, key, what, signal }: Pick<MultipartJob, "client" | "states" | "key" | "what" | "signal">): Promise<void> {
  const name = nameOf({ client, key });
  const state = await states.get(name);
  if (!state) return;
  await client.send({ method: "DELETE", key, query: { uploadId: state.uploadId }, what, accept: [400, 403, 404, 405, 501], signal });
  await states.set(name, null);
}

async function sha256(bytes: Buffer): Promise<string> {
  return Buffer.from(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes))).toString("hex");
}

function decoded(text: string): string {
  return text.replaceAll("&quot;", '"').replaceAll("&#34;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function encoded(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
