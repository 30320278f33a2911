import type { FrameJob } from "../../shared/contract/api/frames.ts";
import type { MediaGrant } from "../../shared/contract/api/host.ts";
import { host, mediaUrl, useApp } from "../state/app.ts";
import { keepWatching, type HostConnection } from "../state/connection.ts";
import { reportTrouble } from "../state/trouble.ts";

/** A window that is looked at goes first. */
const HIDDEN_WAITS_MS = 500;
/** Sooner than the host takes the job away. */
const GIVE_UP_MS = 55_000;

/** Names this page to the host. */
const WINDOW = crypto.randomUUID();

const known = new Set<string>();
let last: Promise<unknown> = Promise.resolve();

/** Takes pictures out of videos for the host, one after another, as long as the page is there. */
export function takeFrames(connection: HostConnection): void {
  const { signal } = new AbortController();
  keepWatching(
    connection,
    (client, stop) => client.frames.watch({ window: WINDOW }, { signal: stop }),
    ({ jobs }) => {
      for (const job of jobs) line(job);
    },
    signal,
  ).catch(reportTrouble);
}

function line(job: FrameJob): void {
  // A job that is offered anew while it waits here is the same job.
  if (known.has(job.id)) return;
  known.add(job.id);
  last = last
    .then(() => work(job))
    // The connection has gone: the host offers it to whoever comes back first.
    .catch(() => undefined)
    .finally(() => known.delete(job.id));
}

async function work(job: FrameJob): Promise<void> {
  if (document.hidden) await new Promise((done) => setTimeout(done, HIDDEN_WAITS_MS));
  const of = { window: WINDOW, job: job.id };
  const { ok } = await host().frames.take(of);
  if (!ok) return;
  try {
    await host().frames.deliver({ ...of, png: await decoded(job, AbortSignal.timeout(GIVE_UP_MS)) });
  } catch (error) {
    await host().frames.fail({ ...of, message: (error instanceof Error ? error.message : String(error)).slice(0, 2_000) });
  }
}

/** By the decoder, then by the player, which knows more formats on some machines. Rejects with the words of both. */
async function decoded({ sha256, at }: FrameJob, signal: AbortSignal): Promise<Blob> {
  const address = new URL(mediaUrl(await granted(), sha256) ?? "", location.href).href;
  try {
    const { decodeInWorker } = await import("./decodeInWorker.ts");
    return await decodeInWorker({ address, at }, signal);
  } catch (first) {
    try {
      const { decodeByElement } = await import("./decodeByElement.ts");
      return await decodeByElement(address, at, signal);
    } catch (error) {
      throw new Error(`This window cannot decode the video (${words(first)}; its player: ${words(error)}). With ffmpeg on the PATH it may work.`, { cause: error });
    }
  }
}

/** A connection is there a moment before the leave to read media. */
async function granted(): Promise<MediaGrant> {
  return (
    useApp.getState().grant ??
    (await new Promise<MediaGrant>((resolve) => {
      const stop = useApp.subscribe(({ grant }) => {
        if (!grant) return;
        stop();
        resolve(grant);
      });
    }))
  );
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
