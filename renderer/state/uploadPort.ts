import { UPLOAD_PIECE, type UploadAnswer, type UploadMessage } from "../../shared/contract/desktop.ts";
import type { MediaFacts } from "../../shared/graph/media.ts";
import { UploadError } from "./connection.ts";

/** Files on their way at once; the host takes no more. */
const AT_ONCE = 4;

interface Sending {
  file: Blob;
  name: string;
  at: number;
  onProgress: ((sent: number) => void) | undefined;
  settle: (result: { facts: MediaFacts & { name: string } } | { error: unknown }) => void;
}

/** Sends files through a port, a piece at a time and only when the host asks for the next one: a film of gigabytes is never in the memory. */
export class UploadPort {
  readonly #port: MessagePort;
  readonly #sending = new Map<number, Sending>();
  readonly #waiting: (() => void)[] = [];
  #next = 1;
  #running = 0;
  #closed = false;

  constructor(port: MessagePort) {
    this.#port = port;
    port.addEventListener("message", ({ data }: MessageEvent<UploadAnswer>) => this.#hear(data));
    port.addEventListener("close", () => this.close());
    port.start();
  }

  /** Rejects with `UploadError`, or with the reason of `signal`. */
  async send(file: Blob, name: string, signal?: AbortSignal, onProgress?: (sent: number) => void): Promise<MediaFacts & { name: string }> {
    await this.#turn();
    try {
      signal?.throwIfAborted();
      return await this.#transfer(file, name, signal, onProgress);
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  /** What is under way fails. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const { name, settle } of this.#sending.values()) settle({ error: offline(name) });
    this.#port.close();
  }

  async #turn(): Promise<void> {
    while (this.#running >= AT_ONCE) {
      await new Promise<void>((go) => {
        this.#waiting.push(go);
      });
    }
    this.#running += 1;
  }

  #transfer(file: Blob, name: string, signal: AbortSignal | undefined, onProgress: Sending["onProgress"]): Promise<MediaFacts & { name: string }> {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(offline(name));
        return;
      }
      const id = this.#next++;
      const abort = (): void => {
        this.#post({ kind: "abort", id });
        settle({ error: signal?.reason });
      };
      const settle: Sending["settle"] = (result) => {
        this.#sending.delete(id);
        signal?.removeEventListener("abort", abort);
        if ("facts" in result) resolve(result.facts);
        else reject(result.error);
      };
      signal?.addEventListener("abort", abort);
      this.#sending.set(id, { file, name, at: 0, onProgress, settle });
      this.#post({ kind: "begin", id, name, size: file.size });
    });
  }

  #hear(answer: UploadAnswer): void {
    const sending = this.#sending.get(answer.id);
    if (!sending) return;
    if (answer.kind === "done") sending.settle({ facts: answer.facts });
    else if (answer.kind === "failed") sending.settle({ error: new UploadError(answer.code, answer.message) });
    else void this.#sendPiece(answer.id, sending);
  }

  async #sendPiece(id: number, sending: Sending): Promise<void> {
    const { file, name, at } = sending;
    if (at >= file.size) {
      this.#post({ kind: "end", id });
      return;
    }
    try {
      const bytes = await file.slice(at, at + UPLOAD_PIECE).arrayBuffer();
      sending.at += bytes.byteLength;
      sending.onProgress?.(sending.at);
      if (this.#sending.has(id)) this.#port.postMessage({ kind: "piece", id, bytes } satisfies UploadMessage, []);
    } catch (error) {
      // The file was moved or taken away since it was chosen.
      this.#post({ kind: "abort", id });
      sending.settle({ error: new UploadError("unreadable", `${name} cannot be read any more.`, { cause: error }) });
    }
  }

  #post(message: UploadMessage): void {
    if (!this.#closed) this.#port.postMessage(message, []);
  }
}

function offline(name: string): UploadError {
  return new UploadError("offline", `${name} could not be sent: the editor has lost its host.`);
}
