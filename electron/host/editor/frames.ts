import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import type { FrameJob, FrameOffer } from "../../../shared/contract/api/frames.ts";
import type { TakeFrame } from "../../derive/carry.ts";
import { ffmpegFrame, NoFfmpegError } from "../../derive/ffmpegFrame.ts";
import { createChannel } from "./channel.ts";

/** How long a job waits for a page before ffmpeg is tried. */
const PATIENCE_MS = 4_000;
/** How long a page may decode before the job is offered again. */
const LEASE_MS = 60_000;
/** Pages that may lose a job before it is given up. */
const MOST_TRIES = 3;
/** Tells the host's own work from that of a page; no window is called so. */
const FFMPEG = "";

const WAITING = "Taking a picture out of a video waits for a window of the editor: open one, or bring it to the front. Installed on the PATH, ffmpeg does it without a window.";

export interface FrameDesk {
  /** Asks the pages that are there, then ffmpeg, then waits for a page. Rejects with words when the video cannot be decoded. */
  takeFrame: TakeFrame;
  watch(window: string, signal: AbortSignal | undefined): AsyncGenerator<FrameOffer, void>;
  /** False: another page has it, or it is over. */
  take(of: Holding): boolean;
  deliver(of: Holding, png: Blob): Promise<boolean>;
  fail(of: Holding, message: string): boolean;
}

export interface FrameDeskOptions {
  /** Told what is waited for when neither a page nor ffmpeg is there, and null when that is over. */
  onWaiting: (message: string | null) => void;
  /** For tests. */
  patienceMs?: number;
  leaseMs?: number;
  ffmpeg?: TakeFrame;
}

interface Holding {
  window: string;
  job: string;
}

interface Job {
  view: FrameJob;
  /** Who decodes it now. */
  holder: string | null;
  tries: number;
  /** Neither a page nor ffmpeg is there. */
  isStuck: boolean;
  timer: NodeJS.Timeout | undefined;
  write: (png: Blob) => Promise<void>;
  byFfmpeg: () => Promise<void>;
  done: () => void;
  failed: (error: unknown) => void;
}

/** Hands pictures that are to be taken out of videos to the pages that are connected, each to one of them. */
export function createFrameDesk({ onWaiting, patienceMs = PATIENCE_MS, leaseMs = LEASE_MS, ffmpeg = ffmpegFrame }: FrameDeskOptions): FrameDesk {
  const jobs = new Map<string, Job>();
  const channel = createChannel<FrameOffer>();
  let told = false;

  function tell(): void {
    const waiting = [...jobs.values()].some(({ isStuck }) => isStuck);
    if (waiting !== told) onWaiting(waiting ? WAITING : null);
    told = waiting;
  }

  function offer(job: Job): void {
    job.holder = null;
    clearTimeout(job.timer);
    job.timer = setTimeout(() => void withoutPage(job), patienceMs);
    channel.send({ jobs: [job.view] });
  }

  /** Nobody has taken it. */
  async function withoutPage(job: Job): Promise<void> {
    job.holder = FFMPEG;
    try {
      await job.byFfmpeg();
      job.done();
    } catch (error) {
      if (!(error instanceof NoFfmpegError)) {
        job.failed(error);
        return;
      }
      // From here on only a page can.
      job.holder = null;
      job.isStuck = jobs.has(job.view.id);
      tell();
      channel.send({ jobs: [job.view] });
    }
  }

  /** A page had it and lost it. */
  function lost(job: Job): void {
    if (job.tries < MOST_TRIES) offer(job);
    else void instead(job, `No window of the editor could finish it in ${job.tries} tries.`);
  }

  /** A page could not; what ffmpeg can is no loss. */
  async function instead(job: Job, message: string): Promise<void> {
    clearTimeout(job.timer);
    job.holder = FFMPEG;
    await job.byFfmpeg().then(job.done, (error: unknown) => job.failed(error instanceof NoFfmpegError ? new Error(message) : error));
  }

  function held({ window, job: id }: Holding): Job | undefined {
    const job = jobs.get(id);
    return job?.holder === window ? job : undefined;
  }

  return {
    takeFrame: (video, at, path, signal) =>
      new Promise<void>((resolve, reject) => {
        const view: FrameJob = { id: randomUUID(), sha256: video.facts.sha256, at };
        const end = (settle: () => void): void => {
          clearTimeout(job.timer);
          signal?.removeEventListener("abort", stop);
          jobs.delete(view.id);
          tell();
          settle();
        };
        const stop = (): void => end(() => reject(signal?.reason as Error));
        const job: Job = {
          view,
          holder: null,
          tries: 0,
          isStuck: false,
          timer: undefined,
          write: async (png) => writeFile(path, png.stream(), { flag: "wx" }),
          byFfmpeg: () => ffmpeg(video, at, path, signal),
          done: () => end(resolve),
          failed: (error) => end(() => reject(error)),
        };
        if (signal?.aborted) {
          reject(signal.reason as Error);
          return;
        }
        signal?.addEventListener("abort", stop);
        jobs.set(view.id, job);
        offer(job);
      }),

    async *watch(window, signal) {
      const waiting = [...jobs.values()].filter(({ holder }) => holder === null).map(({ view }) => view);
      try {
        yield* channel.listen(signal, [{ jobs: waiting }]);
      } finally {
        // A page that went away decodes nothing any more.
        for (const job of jobs.values()) if (job.holder === window) lost(job);
      }
    },

    take({ window, job: id }) {
      const job = jobs.get(id);
      if (!job || job.holder !== null) return false;
      job.holder = window;
      job.tries += 1;
      job.isStuck = false;
      tell();
      clearTimeout(job.timer);
      job.timer = setTimeout(() => lost(job), leaseMs);
      return true;
    },

    async deliver(of, png) {
      const job = held(of);
      if (!job) return false;
      clearTimeout(job.timer);
      // From here on it is nobody's to lose.
      job.holder = FFMPEG;
      await job.write(png).then(job.done, job.failed);
      return true;
    },

    fail(of, message) {
      const job = held(of);
      if (!job) return false;
      void instead(job, message);
      return true;
    },
  };
}
