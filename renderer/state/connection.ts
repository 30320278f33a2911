import type { MediaFacts } from "../../shared/graph/media.ts";
import type { HostClient } from "./client.ts";

/**
 * `connecting` before the first time and right after it dropped · `offline` the last attempt failed, more follow by themselves · `refused` the host does
 * not know this page: only a new address helps.
 */
export type ConnectionState = "connecting" | "online" | "offline" | "refused";

/** The way to the host, whatever carries it. */
export interface HostConnection {
  readonly state: ConnectionState;
  /** Connected, but a call has waited for seconds and nothing at all came meanwhile: the host is stopped or very busy. */
  readonly silent: boolean;
  /** Put before the addresses of media; empty when they come from where the page does. Right from when the connection was online once. */
  readonly mediaOrigin: string;
  /** Called after every change of `state` or `silent`; returns the way to stop. */
  subscribe(listener: () => void): () => void;
  /** The same object for ever. Calls while not online, and those under way when the connection drops, reject. */
  client(): HostClient;
  /** Resolves once online; rejects when `signal` aborts and when the host refuses. */
  whenOnline(signal?: AbortSignal): Promise<HostClient>;
  /** Puts a file's bytes into the library; `onProgress` is told how many have gone. Rejects with `UploadError`. */
  upload(file: Blob, name: string, signal?: AbortSignal, onProgress?: (sent: number) => void): Promise<MediaFacts & { name: string }>;
  close(): void;
}

export class OfflineError extends Error {
  override readonly name = "OfflineError";
}

/** `code` is the library's (`not-media`, `damaged`, `disk-full`, …) or the host's (`tooLarge`, `noSession`, `offline`). */
export class UploadError extends Error {
  override readonly name = "UploadError";
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A stream that ended by itself is asked for again, but not in a tight loop. */
const STREAM_PAUSE_MS = 100;

/**
 * Follows a stream that begins with a snapshot, and begins it anew whenever the connection came back or the host ended it (a reader that fell too far behind). Resolves
 * when `signal` aborts. Rejects when the host answers with an error, when `onValue` throws, and when the host refuses this page.
 */
export async function keepWatching<T>(
  connection: HostConnection,
  start: (client: HostClient, signal: AbortSignal) => Promise<AsyncIterable<T>>,
  onValue: (value: T) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const client = await connection.whenOnline(signal);
      for await (const value of inOneConnection(connection, start(client, signal))) {
        if (signal.aborted) return;
        onValue(value);
      }
      await pause(STREAM_PAUSE_MS, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof Dropped)) throw error;
    }
  }
}

/** Asks once the host is there, and again when the connection drops before the answer has come: only for what may be asked twice. Rejects as `whenOnline` and the answer do. */
export async function askWhenOnline<T>(connection: HostConnection, ask: (client: HostClient) => Promise<T>): Promise<T> {
  for (;;) {
    const client = await connection.whenOnline();
    let dropped = false;
    const stop = connection.subscribe(() => {
      if (connection.state !== "online") dropped = true;
    });
    try {
      return await ask(client);
    } catch (error) {
      if (!dropped) throw error;
    } finally {
      stop();
    }
  }
}

/** The connection dropped while a stream was read. */
class Dropped extends Error {}

/** Passes a stream on; its failure is `Dropped` when the connection went away since it began. */
async function* inOneConnection<T>(connection: HostConnection, starting: Promise<AsyncIterable<T>>): AsyncGenerator<T> {
  let dropped = false;
  const stop = connection.subscribe(() => {
    if (connection.state !== "online") dropped = true;
  });
  const iterator = starting.then((stream) => stream[Symbol.asyncIterator]());
  try {
    for (;;) {
      const result = await iterator.then((values) => values.next()).catch((error: unknown) => {
        throw dropped ? new Dropped("the connection dropped", { cause: error }) : error;
      });
      if (result.done) return;
      yield result.value;
    }
  } finally {
    stop();
    // Whoever leaves the loop early ends the stream at the host, too; one that has ended takes no harm.
    await iterator.then((values) => values.return?.()).catch(() => {});
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      done();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
  });
}
