import { createHash, type Hash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { SNIFF_BYTES } from "./sniff.ts";

/** A file being received: its bytes, their hash so far, and what the server said about the whole. */
export class PartialFile {
  readonly #file: FileHandle;
  #hash: Hash = createHash("sha256");
  #head: Buffer[] = [];
  #headBytes = 0;
  received = 0;
  /** Length of the whole file in bytes, once the server has said it. */
  total: number | null = null;
  etag: string | null = null;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async create(path: string): Promise<PartialFile> {
    return new PartialFile(await open(path, "wx"));
  }

  /** Forgets what was received: the file on the server is another one now. */
  async restart(): Promise<void> {
    await this.#file.truncate(0);
    this.#hash = createHash("sha256");
    this.#head = [];
    this.#headBytes = 0;
    this.received = 0;
    this.total = null;
    this.etag = null;
  }

  async append(bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.byteLength; ) {
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.byteLength - done, this.received + done);
      done += bytesWritten;
    }
    this.#hash.update(bytes);
    if (this.#headBytes < SNIFF_BYTES) {
      // A copy: a slice would keep the network's whole buffer in memory.
      this.#head.push(Buffer.from(bytes.subarray(0, SNIFF_BYTES - this.#headBytes)));
      this.#headBytes += Math.min(bytes.byteLength, SNIFF_BYTES - this.#headBytes);
    }
    this.received += bytes.byteLength;
  }

  /** The first bytes, or null until there are enough of them to tell the format. */
  head(): Buffer | null {
    return this.#headBytes < SNIFF_BYTES ? null : Buffer.concat(this.#head);
  }

  sha256(): string {
    return this.#hash.copy().digest("hex");
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
