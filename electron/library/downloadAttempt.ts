import { statfs } from "node:fs/promises";
import { MediaError } from "../../shared/contract/libraryErrors.ts";
import type { MediaResponse } from "../../shared/contract/mediaFetcher.ts";
import type { DownloadJob } from "./downloadJob.ts";
import type { PartialFile } from "./partialFile.ts";
import { checkBeginning } from "./probe.ts";

/** An attempt that failed in a way which another one may mend. */
export class BrokenConnection extends Error {
  readonly code: "unreachable" | "truncated" | "too-long";
  constructor(code: "unreachable" | "truncated" | "too-long", reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.code = code;
  }

  asMediaError(what: string, attempts: number): MediaError {
    return new MediaError(this.code, `${what} could not be downloaded: ${this.message} (${attempts} attempts). It may work later.`, { cause: this });
  }
}

/** Asks for what is missing and appends it. Returns once the file is complete. Throws `BrokenConnection` or a final `MediaError`. */
export async function attempt(job: DownloadJob, file: PartialFile, what: string): Promise<void> {
  const stall = new AbortController();
  const signal = job.signal ? AbortSignal.any([job.signal, stall.signal]) : stall.signal;
  const within = watch(job.patience.stallMs, stall, signal);
  try {
    const response = await within(ask(job, file, signal));
    const body = response.body[Symbol.asyncIterator]();
    try {
      await judge(response, file, what);
      if (file.total !== null) await checkRoom(job.temp, file.total - file.received, what);
      await receive(job, file, what, () => within(body.next()));
    } finally {
      // Not awaited: a body that hangs would hang here too.
      void Promise.resolve(body.return?.()).catch(ignoreLateError);
    }
  } finally {
    stall.abort();
  }
}

function ignoreLateError(): void {
  // The attempt has been judged already; how its connection ends says nothing new.
}

async function ask(job: DownloadJob, file: PartialFile, signal: AbortSignal): Promise<MediaResponse> {
  const resume = file.received > 0 ? { offset: file.received, ...(file.etag === null ? {} : { ifRange: file.etag }) } : {};
  return job.fetchMedia({ url: job.url, signal, ...resume });
}

/** Waits for a promise, but no longer than the stall time and the caller's signal allow, whether or not the fetcher heeds its signal. */
function watch(stallMs: number, stall: AbortController, signal: AbortSignal) {
  return async <T>(promise: Promise<T>): Promise<T> => {
    const timer = setTimeout(() => stall.abort(new Error(`nothing came for ${stallMs / 1000} s`)), stallMs);
    let stop: (() => void) | undefined;
    const stopped = new Promise<never>((_done, failed) => {
      stop = () => failed(signal.reason);
      if (signal.aborted) stop();
      signal.addEventListener("abort", stop, { once: true });
    });
    try {
      return await Promise.race([promise, stopped]);
    } catch (error) {
      throw error instanceof MediaError ? error : new BrokenConnection("unreachable", reasonOf(error), { cause: error });
    } finally {
      clearTimeout(timer);
      if (stop) signal.removeEventListener("abort", stop);
    }
  };
}

/** Decides what an answer means for the bytes already here. */
async function judge(response: MediaResponse, file: PartialFile, what: string): Promise<void> {
  const { status } = response;
  if (status === 206 && file.received > 0) return judgePart(response, file);
  if (status === 200) {
    // The server does not resume, or the file has changed since.
    if (file.received > 0) await file.restart();
    file.total = response.contentLength;
    file.etag = strong(response.etag);
    return;
  }
  if (status === 416) {
    await file.restart();
    throw new BrokenConnection("truncated", "the server has fewer bytes than it sent before");
  }
  if ([401, 403, 404, 410].includes(status)) throw new MediaError("expired", `${what} is no longer there (HTTP ${status}): its link has expired or was taken back.`);
  if (status === 408 || status === 425 || status === 429 || status >= 500) throw new BrokenConnection("unreachable", `the server answered HTTP ${status}`);
  throw new MediaError("refused", `${what} cannot be downloaded: the server answered HTTP ${status}.`);
}

async function checkRoom(folder: string, needed: number, what: string): Promise<void> {
  const disk = await statfs(folder);
  const free = disk.bavail * disk.bsize;
  if (needed > free) throw new MediaError("disk-full", `${what} needs ${megabytes(needed)} MB and the disk of ${folder} has ${megabytes(free)} MB left. Make room and run again: what was paid for is in the journal and is fetched then, not made again.`);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

async function judgePart(response: MediaResponse, file: PartialFile): Promise<void> {
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.contentRange ?? "");
  const total = range?.[2] === undefined || range[2] === "*" ? null : Number(range[2]);
  const sameFile = range !== null && Number(range[1]) === file.received && (total === null || file.total === null || total === file.total);
  const etag = strong(response.etag);
  if (sameFile && (etag === null || file.etag === null || etag === file.etag)) {
    file.total ??= total;
    return;
  }
  await file.restart();
  throw new BrokenConnection("truncated", "the file changed on the server while it was being downloaded");
}

async function receive(job: DownloadJob, file: PartialFile, what: string, next: () => Promise<IteratorResult<Uint8Array>>): Promise<void> {
  let isKnown = file.head() !== null;
  for (;;) {
    const step = await next();
    if (step.done) break;
    if (file.total !== null && file.received + step.value.byteLength > file.total) {
      const { total } = file;
      await file.restart();
      throw new BrokenConnection("too-long", `the server announced ${total} bytes and sent more`);
    }
    await file.append(step.value);
    const head = isKnown ? null : file.head();
    if (head) {
      // A gigabyte of the wrong thing is not worth waiting for.
      checkBeginning(head, job.expect, what);
      isKnown = true;
    }
    job.onProgress?.(file.received, file.total);
  }
  if (file.total !== null && file.received < file.total) throw new BrokenConnection("truncated", `only ${file.received} of ${file.total} bytes came`);
}

/** Only a strong etag promises the same bytes. */
function strong(etag: string | null): string | null {
  return etag === null || etag.startsWith("W/") ? null : etag;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // A message that is a sentence has its cause in it already.
  const cause = error.cause instanceof Error && !error.message.endsWith(".") ? `: ${error.cause.message}` : "";
  return `${error.message.replace(/\.$/, "")}${cause}`;
}
