import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { Agent, type Dispatcher } from "undici";
import { apiUrl, signed, type Bucket } from "./address.ts";
import { BucketError, complaintOf, explain, type Complaint } from "./words.ts";

/** sha256 of nothing. */
const EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** Answers of the API are short; more of one is not read. */
const LONGEST_ANSWER = 1024 * 1024;

interface BucketRequest {
  method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  key: string | null;
  query?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  /** Opened anew for each attempt. `sha256` in hexadecimal digits. */
  body?: { open: () => Readable | Buffer; bytes: number; sha256: string };
  /** What is done, as the beginning of a sentence: "Uploading photo.png". */
  what: string;
  /** Statuses that are answers, not errors, beside 2xx. */
  accept?: readonly number[];
  signal?: AbortSignal | undefined;
}

export interface BucketAnswer {
  status: number;
  header: (name: string) => string | null;
  text: string;
}

export interface BucketClient {
  readonly bucket: Bucket;
  /** Sends a request until there is an answer worth having. Rejects with `BucketError`. */
  send(request: BucketRequest): Promise<BucketAnswer>;
  close(): Promise<void>;
}

/** The wait before attempt n + 1 is `firstDelayMs · 2ⁿ⁻¹`, at most `longestDelayMs`, less up to a quarter; Retry-After makes it longer, up to `longestRetryAfterMs`. */
export interface BucketPatience {
  attempts: number;
  firstDelayMs: number;
  longestDelayMs: number;
  longestRetryAfterMs: number;
  connectMs: number;
  /** How long an answer, or the next piece of a body, may take. */
  silentMs: number;
}

const PATIENCE: BucketPatience = { attempts: 5, firstDelayMs: 500, longestDelayMs: 10_000, longestRetryAfterMs: 60_000, connectMs: 10_000, silentMs: 120_000 };

/** What may be another answer in a moment. Every request here does the same when it is sent twice. */
const PASSING: ReadonlySet<string> = new Set(["RequestTimeout", "SlowDown", "ServiceUnavailable", "InternalError", "OperationAborted", "Throttling", "ThrottlingException"]);

export function createBucketClient(bucket: Bucket, patience: Partial<BucketPatience> = {}): BucketClient {
  const { attempts, firstDelayMs, longestDelayMs, longestRetryAfterMs, connectMs, silentMs } = { ...PATIENCE, ...patience };
  // Redirects are explained, never followed: a signature is for one host.
  const agent = new Agent({ allowH2: false, connect: { timeout: connectMs }, headersTimeout: silentMs, bodyTimeout: silentMs });
  const cache = new Map<string, ArrayBuffer>();

  async function once({ method, key, query, headers, body, signal }: BucketRequest): Promise<BucketAnswer> {
    const url = apiUrl(bucket, key, query);
    const all = await signed(bucket, method, url, headers ?? {}, body?.sha256 ?? EMPTY_SHA256, cache);
    // What was opened and is not read to its end (a refusal, a broken connection) is closed by undici.
    const opened = body?.open();
    const response = await agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method,
      headers: { ...all, ...(body ? { "content-length": String(body.bytes) } : {}) },
      body: opened ?? null,
      signal: signal ?? null,
    });
    return { status: response.statusCode, header: (name) => headerOf(response, name), text: await textOf(response) };
  }

  async function attempt(request: BucketRequest): Promise<BucketAnswer | BucketError> {
    const host = apiUrl(bucket, null).host;
    try {
      return await once(request);
    } catch (error) {
      if (request.signal?.aborted) throw endedBy(request.signal);
      const { code, words } = networkWords(error);
      return new BucketError(code, null, `${request.what} did not work: ${host} ${words}.`);
    }
  }

  return {
    bucket,
    async send(request) {
      const { signal, what, accept = [] } = request;
      for (let number = 1; ; number++) {
        const answer = await attempt(request);
        let asked = 0;
        if (!(answer instanceof BucketError)) {
          if ((answer.status >= 200 && answer.status < 300) || accept.includes(answer.status)) return answer;
          const complaint = complaintOf(answer.status, answer.header, answer.text);
          if (!isPassing(complaint) || number >= attempts) throw refused(bucket, complaint, what);
          asked = Number(answer.header("retry-after") ?? 0) * 1000 || 0;
        } else if (number >= attempts || answer.code === "tls") throw answer;
        const backoff = Math.min(longestDelayMs, firstDelayMs * 2 ** (number - 1)) * (1 - Math.random() / 4);
        await sleep(Math.max(backoff, Math.min(longestRetryAfterMs, asked)), undefined, signal ? { signal } : {});
      }
    },
    close: () => agent.destroy(),
  };
}

/** Another part has failed, or the run was halted: that is told by the code that Node's own functions use. */
function endedBy({ reason }: AbortSignal): Error {
  return reason instanceof BucketError ? reason : Object.assign(new Error("The upload was ended.", { cause: reason }), { code: "ABORT_ERR" });
}

/** An error of the API as it is told to the user. */
export function refused(bucket: Bucket, complaint: Complaint, what: string): BucketError {
  const { host } = apiUrl(bucket, null);
  const words = explain(complaint, { host, bucket: bucket.bucket, region: bucket.region, what, now: Date.now() });
  // A server or proxy may echo what it was sent.
  return new BucketError(complaint.code, complaint.status, withoutSecrets(words, bucket));
}

function withoutSecrets(text: string, { secret }: Bucket): string {
  const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
  const plain = forms.reduce((rest, form) => (form.length < 8 ? rest : rest.replaceAll(form, "[secret]")), text);
  return plain.replace(/(X-Amz-(?:Signature|Credential|Security-Token)=|Signature=)[^\s&,"<]+/gi, "$1…");
}

function isPassing({ status, code }: Complaint): boolean {
  return status >= 500 && status !== 501 && status !== 507 ? true : status === 429 || status === 408 || PASSING.has(code);
}

function headerOf({ headers }: Dispatcher.ResponseData, name: string): string | null {
  const value = headers[name];
  return Array.isArray(value) ? (value[0] ?? null) : (value ?? null);
}

async function textOf({ body }: Dispatcher.ResponseData): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of body as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > LONGEST_ANSWER) break;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

const NETWORK: readonly (readonly [codes: RegExp, code: string, words: string])[] = [
  [/ECONNREFUSED/, "network", "takes no connection (nothing answers there); check the endpoint"],
  [/ENOTFOUND/, "network", "is not known as a host; check the endpoint and the network"],
  [/EAI_AGAIN|ENETUNREACH|EHOSTUNREACH/, "network", "cannot be reached; check the network"],
  [/UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT|UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT/, "timeout", "did not answer in time"],
  [/ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO/, "tls", "has no secure connection that can be trusted; check the endpoint and its certificate"],
  [/ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_RES_CONTENT_LENGTH/, "network", "closed the connection half-way"],
];

/** Of an error that undici, a socket or DNS threw; a file that cannot be read says so itself. */
export function networkWords(error: unknown): { code: string; words: string } {
  const inner = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  const codes = [error, ...inner, error instanceof Error ? error.cause : undefined].flatMap((one) => (one instanceof Error && "code" in one ? [String(one.code)] : []));
  const [, code, words] = NETWORK.find(([pattern]) => codes.some((one) => pattern.test(one))) ?? [];
  if (code !== undefined && words !== undefined) return { code, words };
  return { code: "network", words: `could not be asked (${error instanceof Error ? error.message : String(error)})` };
}
