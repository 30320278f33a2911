import { Agent } from "undici";
import { type AssetPage, readAsset, readAssetPage, readTask } from "../../shared/seegen/adapters.ts";
import type { AssetOutcome, CallResult, QueryOutcome, SubmitOutcome } from "../../shared/seegen/outcomes.ts";
import { readWire, type Reading } from "../../shared/seegen/readWire.ts";
import type { AssetUploadBody } from "../../shared/seegen/requestBodies.ts";
import { type Credits, creditsSchema } from "../../shared/seegen/responses.ts";
import { callError } from "../../shared/seegen/serviceError.ts";
import type { TaskReport, TaskService } from "../../shared/seegen/task.ts";
import type { Attempt } from "./answer.ts";
import { checkedApiKey, type Redact, redacting, withoutKey } from "./apiKey.ts";
import { parseBaseUrl } from "./baseUrl.ts";
import { type CallCounts, type EndpointName, ENDPOINTS, noCalls, type Timeouts } from "./endpoints.ts";
import { getWithRetries, RETRIES, type Retries } from "./getWithRetries.ts";
import { judgeGet, judgePost, judgeSubmit, type Read } from "./judge.ts";
import { postOnce } from "./postOnce.ts";

/** One HTTP request, for a log. It holds neither key nor bodies. */
export interface CallRecord {
  endpoint: EndpointName;
  /** 1 for the first. */
  attempt: number;
  /** Null when no answer came. */
  status: number | null;
  /** Code of the error when no answer came. */
  errorCode: string | null;
  milliseconds: number;
}

export interface SeegenClientOptions {
  baseUrl: string;
  apiKey: string;
  /** For every endpoint, in place of its own. */
  timeouts?: Partial<Timeouts>;
  retries?: Partial<Retries>;
  userAgent?: string;
  onCall?: (call: CallRecord) => void;
}

interface AssetListParams {
  type?: "IMAGE" | "AUDIO" | "VIDEO";
  status?: "PROCESSING" | "ACTIVE" | "FAILED";
  cursor?: number;
  /** 1 to 50. */
  limit?: number;
}

/** The eight calls of the service. No method rejects: every fate of a call is an outcome. */
export interface SeegenClient {
  /** One POST, never repeated and never aborted by itself. */
  submit(service: TaskService, body: unknown): Promise<SubmitOutcome>;
  query(service: TaskService, taskId: string, signal?: AbortSignal): Promise<QueryOutcome>;
  credits(signal?: AbortSignal): Promise<CallResult<Credits>>;
  /** One POST, never repeated by itself. */
  uploadAsset(body: AssetUploadBody): Promise<AssetOutcome>;
  /** @param assetId the number as text, or the `asset-…` id */
  assetStatus(assetId: string, signal?: AbortSignal): Promise<AssetOutcome>;
  listAssets(params?: AssetListParams, signal?: AbortSignal): Promise<CallResult<AssetPage>>;
  readonly calls: Readonly<CallCounts>;
  /** Another key of the same account from the next request on. Throws `ApiKeyError`. */
  useKey(apiKey: string): void;
  /** Waits for POSTs in flight (their answers are worth money), gives up the questions, and closes all connections. */
  close(): Promise<void>;
}

/** @throws BaseUrlError, ApiKeyError */
export function createSeegenClient(options: SeegenClientOptions): SeegenClient {
  return new HttpClient(options);
}

class HttpClient implements SeegenClient {
  readonly calls = noCalls();
  readonly #options: SeegenClientOptions;
  readonly #base: string;
  #headers: Record<string, string> = {};
  #redact: Redact = (text) => text;
  readonly #agent: Agent;
  readonly #closing = new AbortController();
  readonly #posts = new Set<Promise<Attempt>>();

  constructor(options: SeegenClientOptions) {
    this.#options = options;
    this.useKey(options.apiKey);
    this.#base = parseBaseUrl(options.baseUrl).url;
    const connectMs = options.timeouts?.connectMs ?? ENDPOINTS.queryTask.timeouts.connectMs;
    this.#agent = new Agent({ connections: 32, allowH2: false, connect: { timeout: connectMs } });
  }

  useKey(text: string): void {
    const apiKey = checkedApiKey(text);
    const before = this.#redact;
    const redact = redacting(apiKey);
    // An answer to a request with the key before may still come.
    this.#redact = (answer) => redact(before(answer));
    this.#headers = { authorization: `Bearer ${apiKey}`, accept: "application/json", "user-agent": this.#options.userAgent ?? "Shotgraph" };
  }

  async submit(service: TaskService, body: unknown): Promise<SubmitOutcome> {
    return judgeSubmit(await this.#post(service === "jobs" ? "createTask" : "upscaleCreate", body));
  }

  async query(service: TaskService, taskId: string, signal?: AbortSignal): Promise<QueryOutcome> {
    const read = (raw: unknown) => ofTask(taskId, readTask(service, raw));
    const got = await this.#get(service === "jobs" ? "queryTask" : "upscaleQuery", { taskId }, read, signal);
    if (got.kind === "ok") return { kind: "report", report: got.value };
    if (got.kind !== "refused") return got;
    return { kind: got.error.status === 404 ? "gone" : "denied", error: got.error };
  }

  credits(signal?: AbortSignal): Promise<CallResult<Credits>> {
    return this.#get("credits", {}, (raw) => readWire(creditsSchema, raw), signal);
  }

  async uploadAsset(body: AssetUploadBody): Promise<AssetOutcome> {
    const judged = judgePost(await this.#post("assetUpload", body));
    if (judged.kind !== "json") return judged;
    const reading = readAsset(judged.value);
    if (reading.ok) return { kind: "asset", asset: reading.value };
    return { kind: "unknown", error: callError("malformed", `The service took the asset, but ${reading.message}.`, judged.status, judged.text) };
  }

  async assetStatus(assetId: string, signal?: AbortSignal): Promise<AssetOutcome> {
    const got = await this.#get("assetStatus", { assetId }, readAsset, signal);
    return got.kind === "ok" ? { kind: "asset", asset: got.value } : got;
  }

  listAssets(params: AssetListParams = {}, signal?: AbortSignal): Promise<CallResult<AssetPage>> {
    return this.#get("assetList", params, readAssetPage, signal);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#posts);
    await this.#agent.destroy();
  }

  async #post(endpoint: EndpointName, body: unknown): Promise<Attempt> {
    if (this.#closing.signal.aborted) return { kind: "notSent", error: callError("closed", "The client is closed; nothing was sent.") };
    const headers = { ...this.#headers, "content-type": "application/json" };
    const startedAt = Date.now();
    this.calls[endpoint] += 1;
    const post = postOnce({ url: this.#base + ENDPOINTS[endpoint].path, headers, body: JSON.stringify(body), timeouts: this.#timeouts(endpoint) });
    this.#posts.add(post);
    const attempt = await post;
    this.#posts.delete(post);
    this.#record(endpoint, attempt, 1, startedAt);
    return attempt.kind === "answered" ? { kind: "answered", answer: withoutKey(attempt.answer, this.#redact) } : attempt;
  }

  async #get<T>(endpoint: EndpointName, params: object, read: (raw: unknown) => Reading<T>, signal?: AbortSignal): Promise<Read<T>> {
    const url = new URL(this.#base + ENDPOINTS[endpoint].path);
    for (const [name, value] of Object.entries(params)) if (value !== undefined) url.searchParams.set(name, String(value));
    const got = await getWithRetries({
      agent: this.#agent,
      url: url.href,
      headers: this.#headers,
      timeouts: this.#timeouts(endpoint),
      retries: { ...RETRIES, ...this.#options.retries },
      signal: signal ? AbortSignal.any([signal, this.#closing.signal]) : this.#closing.signal,
      starting: () => void (this.calls[endpoint] += 1),
      attempted: (attempt, number, startedAt) => this.#record(endpoint, attempt, number, startedAt),
    });
    return judgeGet("text" in got ? withoutKey(got, this.#redact) : got, read);
  }

  #timeouts(endpoint: EndpointName): Timeouts {
    return { ...ENDPOINTS[endpoint].timeouts, ...this.#options.timeouts };
  }

  #record(endpoint: EndpointName, attempt: Attempt, number: number, startedAt: number): void {
    if (attempt.kind === "notSent") this.calls[endpoint] -= 1;
    const isAnswered = attempt.kind === "answered";
    this.#options.onCall?.({
      endpoint,
      attempt: number,
      status: isAnswered ? attempt.answer.status : null,
      errorCode: isAnswered ? null : attempt.error.code,
      milliseconds: Date.now() - startedAt,
    });
  }
}

/** A cache between us and the service must not hand one task's result to another. */
function ofTask(taskId: string, reading: Reading<TaskReport>): Reading<TaskReport> {
  if (!reading.ok || reading.value.taskId === taskId) return reading;
  return { ok: false, field: "taskId", message: `taskId is ${JSON.stringify(reading.value.taskId)}, but ${JSON.stringify(taskId)} was asked for` };
}
