import type { FrameAt } from "../../shared/fit/operation.ts";

/** What the worker is asked, once. */
export interface Wanted {
  /** Absolute. */
  address: string;
  at: FrameAt;
}

export type Answer = { png: Blob } | { trouble: string };

/** Decodes in a worker of its own, which no hidden tab slows down and which frees the decoder when it ends. Rejects when this browser's decoder cannot. */
export function decodeInWorker(wanted: Wanted, signal: AbortSignal): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./frameWorker.ts", import.meta.url), { type: "module" });
    const end = (settle: () => void): void => {
      worker.terminate();
      signal.removeEventListener("abort", stop);
      settle();
    };
    const stop = (): void => end(() => reject(signal.reason as Error));
    signal.addEventListener("abort", stop);
    worker.addEventListener("error", ({ message }) => end(() => reject(new Error(message || "the decoder could not be started"))));
    worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => end(() => ("png" in data ? resolve(data.png) : reject(new Error(data.trouble)))));
    worker.postMessage(wanted, []);
  });
}
