import { MediaError } from "../../shared/contract/libraryErrors.ts";
import type { StagedMedia } from "../../shared/contract/records.ts";
import { attempt, BrokenConnection } from "./downloadAttempt.ts";
import type { DownloadJob, DownloadPatience } from "./downloadJob.ts";
import { fileError } from "./fileErrors.ts";
import { PartialFile } from "./partialFile.ts";
import { checkType, probe } from "./probe.ts";
import { removeIfThere, tempFileIn } from "./tempFiles.ts";

export const PATIENCE: DownloadPatience = { delaysMs: [250, 1_000, 3_000, 8_000], stallMs: 60_000 };

/** However much each attempt brings: a server that never gets to the end is not asked for ever. */
const MOST_ATTEMPTS = 100;

/** Streams a URL into a temporary file and verifies it to its last packet. Throws `MediaError`; then no file is left. */
export async function download(job: DownloadJob): Promise<StagedMedia> {
  const what = `The file at ${nameOf(job.url)}`;
  const tempPath = tempFileIn(job.temp);
  try {
    const file = await PartialFile.create(tempPath);
    try {
      await fetchAll(job, file, what);
    } finally {
      await file.close();
    }
    const facts = await probe(tempPath, file.sha256(), what);
    checkType(facts, job.expect, what);
    return { tempPath, facts };
  } catch (error) {
    // What cannot be removed now is cleaned up at the next start; it must not hide what went wrong.
    await removeIfThere(tempPath).catch(ignoreRemains);
    throw job.signal?.aborted ? new MediaError("cancelled", `${what} was not downloaded to its end: it was cancelled.`, { cause: error }) : fileError(error, tempPath);
  }
}

function ignoreRemains(): void {
  // See where it is used.
}

async function fetchAll(job: DownloadJob, file: PartialFile, what: string): Promise<void> {
  let failures = 0;
  for (let attempts = 1; ; attempts += 1) {
    const had = file.received;
    try {
      await attempt(job, file, what);
      return;
    } catch (error) {
      if (!(error instanceof BrokenConnection) || job.signal?.aborted) throw error;
      failures = file.received > had ? 1 : failures + 1;
      const delay = job.patience.delaysMs[failures - 1];
      if (delay === undefined || attempts >= MOST_ATTEMPTS) throw error.asMediaError(what, attempts);
      await pause(delay, job.signal);
    }
  }
}

/** Up to 20 % more than asked, so that many downloads broken by one outage do not come back all at once. */
async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((done, failed) => {
    const stop = (): void => {
      clearTimeout(timer);
      failed(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      done();
    }, milliseconds * (1 + Math.random() / 5));
    signal?.addEventListener("abort", stop, { once: true });
  });
}

/** The URL without its query: that is where signatures are. */
function nameOf(url: string): string {
  return url.replace(/[?#].*$/s, "").slice(0, 300);
}
