import { on } from "node:events";
import { Agent, type Dispatcher } from "undici";
import { MediaError } from "../../shared/contract/libraryErrors.ts";
import type { MediaFetcher, MediaRequest, MediaResponse } from "../../shared/contract/mediaFetcher.ts";
import { checkMediaUrl, publicLookup } from "./addresses.ts";
import { headerOf } from "./answer.ts";
import type { Timeouts } from "./endpoints.ts";
import { networkError } from "./networkError.ts";

export interface MediaServiceOptions {
  /** Media may lie on this machine over http: for the sandbox and test servers only. */
  allowHttpLoopback: boolean;
  /** `bodyMs` is how long a body may bring nothing. */
  timeouts?: Partial<Timeouts>;
  userAgent?: string;
}

/** `gone`: the server says no. `unknown`: it could not be asked, or has a problem of its own. */
type UrlState = "answers" | "gone" | "unknown";

/** GETs of media. It knows no API key, so none can be sent. */
export interface MediaService {
  /** One attempt, at most three redirects, each checked like the first URL. Rejects with `MediaError` (`refused`: an address that is never asked) or `MediaNetworkError`. */
  fetch: MediaFetcher;
  /** Whether a URL still answers with the file, found out with its first byte. Never rejects. */
  probe(url: string, signal?: AbortSignal): Promise<UrlState>;
  /** HTTP requests that were made. */
  calls(): number;
  close(): Promise<void>;
}

/** Nothing usable came; it may work later. */
class MediaNetworkError extends Error {
  override readonly name = "MediaNetworkError";
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const TIMEOUTS: Timeouts = { connectMs: 10_000, headersMs: 30_000, bodyMs: 60_000 };
const MOST_REDIRECTS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export function createMediaFetcher({ allowHttpLoopback, timeouts, userAgent = "Shotgraph" }: MediaServiceOptions): MediaService {
  const { connectMs, headersMs, bodyMs } = { ...TIMEOUTS, ...timeouts };
  const agent = new Agent({ allowH2: false, connect: { timeout: connectMs, lookup: publicLookup(allowHttpLoopback) } });
  let calls = 0;

  async function ask(url: URL, request: MediaRequest, range: string | null): Promise<Dispatcher.ResponseData> {
    calls += 1;
    try {
      return await agent.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: "GET",
        headers: {
          "user-agent": userAgent,
          // Ranges and lengths count the file's own bytes.
          "accept-encoding": "identity",
          ...(range === null ? {} : { range }),
          ...(range !== null && request.ifRange !== undefined ? { "if-range": request.ifRange } : {}),
        },
        headersTimeout: headersMs,
        bodyTimeout: bodyMs,
        signal: request.signal ?? null,
      });
    } catch (error) {
      throw explained(error, `${url.host} cannot be reached`, request.signal);
    }
  }

  async function open(request: MediaRequest, range: string | null): Promise<MediaResponse> {
    let url = checkMediaUrl(request.url, allowHttpLoopback);
    for (let redirects = 0; ; redirects += 1) {
      const response = await ask(url, request, range);
      const location = headerOf(response.headers, "location");
      if (!REDIRECTS.has(response.statusCode) || location === null) return asMedia(response, url.host, request.signal);
      discard(response);
      if (redirects === MOST_REDIRECTS) throw new MediaNetworkError("redirected", `${url.host} redirects more than ${MOST_REDIRECTS} times.`);
      if (!URL.canParse(location, url.href)) throw new MediaNetworkError("redirected", `${url.host} redirects to something that is not a URL.`);
      url = checkMediaUrl(new URL(location, url).href, allowHttpLoopback);
    }
  }

  return {
    fetch: (request) => open(request, request.offset !== undefined && request.offset > 0 ? `bytes=${request.offset}-` : null),
    async probe(url, signal) {
      try {
        const { status, body } = await open({ url, ...(signal ? { signal } : {}) }, "bytes=0-0");
        await body[Symbol.asyncIterator]().return?.();
        if (status === 429 || status === 408 || status >= 500) return "unknown";
        return status === 200 || status === 206 ? "answers" : "gone";
      } catch (error) {
        // Neither a refused address nor a network that is down says anything about the file.
        if (error instanceof MediaError || error instanceof MediaNetworkError) return "unknown";
        throw error;
      }
    },
    calls: () => calls,
    close: () => agent.destroy(),
  };
}

/** Nobody reads the rest: give the connection up, and do not let its end be an unheard error. */
function discard({ body }: Dispatcher.ResponseData): void {
  body.on("error", () => undefined).destroy();
}

function asMedia(response: Dispatcher.ResponseData, host: string, signal: AbortSignal | undefined): MediaResponse {
  const { headers, statusCode } = response;
  const encoding = headerOf(headers, "content-encoding") ?? "identity";
  if (encoding.toLowerCase() !== "identity") {
    discard(response);
    throw new MediaNetworkError("encoded", `${host} sends the file compressed (${encoding}) although it was asked not to; it could not be verified.`);
  }
  const length = headerOf(headers, "content-length");
  return {
    status: statusCode,
    contentLength: length !== null && /^\d+$/.test(length) ? Number(length) : null,
    contentRange: headerOf(headers, "content-range"),
    contentType: headerOf(headers, "content-type"),
    etag: headerOf(headers, "etag"),
    body: readable(response, host, signal),
  };
}

/**
 * The body with its errors in words; its connection ends with the reader, who may stop at any time or never begin. Piece by piece as
 * the socket brings them: the stream's own iterator joins them into copies, and `free` could not give the pieces back.
 */
function readable(response: Dispatcher.ResponseData, host: string, signal: AbortSignal | undefined): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]() {
      const pieces = on(response.body, "data", { close: ["end", "close"], highWaterMark: 1, lowWaterMark: 1 })[Symbol.asyncIterator]();
      let last: Uint8Array | undefined;
      return {
        async next() {
          free(last);
          last = undefined;
          const step = await pieces.next().catch((error: unknown) => {
            throw explained(error, `The file of ${host} broke off`, signal);
          });
          if (step.done === true) return { done: true, value: undefined };
          [last] = step.value as [Uint8Array];
          return { done: false, value: last };
        },
        async return() {
          discard(response);
          return { done: true, value: undefined };
        },
      };
    },
  };
}

/**
 * A piece is used up when the next one is asked for (the port says so). Its memory is given back at once: left to the garbage
 * collector, some 64 MB of pieces pile up first.
 */
function free(piece: Uint8Array | undefined): void {
  if (piece && piece.byteLength === piece.buffer.byteLength && piece.buffer instanceof ArrayBuffer) piece.buffer.transfer(0);
}

function explained(error: unknown, what: string, signal: AbortSignal | undefined): Error {
  if (error instanceof MediaError) return error;
  const { code, message } = networkError(signal?.aborted === true ? signal.reason : error, what);
  return new MediaNetworkError(code, message, { cause: error });
}
