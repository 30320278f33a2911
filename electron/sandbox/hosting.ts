import { createHash, randomUUID } from "node:crypto";
import { createWriteStream, readdirSync, rmSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { request } from "undici";
import { Refusal } from "./refusal.ts";
import { sniff } from "./sniff.ts";
import type { HostedFile } from "./state.ts";
import type { Store } from "./store.ts";

const LARGEST_FILE = 1024 * 1024 * 1024;
const FETCH_TIMEOUT_MS = 30_000;
const INCOMING = "incoming-";

function tooLarge(): Refusal {
  return new Refusal(413, "BODY_TOO_LARGE", "The file is larger than 1 GiB.", { headers: { connection: "close" } });
}

interface Received {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** Keeps files under their sha256, for /files/. */
export class Hosting {
  readonly #store: Store;
  readonly #folder: string;

  constructor(store: Store, folder: string) {
    this.#store = store;
    this.#folder = folder;
    // What a killed sandbox was still receiving was never answered for.
    for (const name of readdirSync(folder)) if (name.startsWith(INCOMING)) rmSync(join(folder, name));
  }

  /** Takes the body of a PUT. Throws a 400 when its hash is not the promised one, a 413 above 1 GiB. */
  async receive(body: Readable, sha256: string, promisedBytes: number): Promise<HostedFile> {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Refusal(400, "INVALID_PARAMETERS", "The path must end in the sha256 of the body, 64 lower-case hex digits.");
    if (promisedBytes > LARGEST_FILE) throw tooLarge();
    const received = await this.#spool(body);
    if (received.sha256 === sha256) return this.#keep(received);
    await rm(received.path);
    throw new Refusal(400, "HASH_MISMATCH", `The body's sha256 is ${received.sha256}, not ${sha256}: it was damaged or cut on its way.`);
  }

  /** Downloads a private URL (only where the options allow it); null when it cannot be had. */
  async fetch(url: URL): Promise<string | null> {
    try {
      const answer = await request(url, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
      if (answer.statusCode !== 200) {
        await answer.body.dump();
        return null;
      }
      return (await this.#keep(await this.#spool(answer.body))).sha256;
    } catch (error) {
      // Whatever keeps the URL from being read makes it "not reachable", as for the service.
      if (error instanceof Error) return null;
      throw error;
    }
  }

  async #spool(body: Readable): Promise<Received> {
    const path = join(this.#folder, `${INCOMING}${randomUUID()}`);
    const hash = createHash("sha256");
    let bytes = 0;
    try {
      await pipeline(body, async function* measure(source: AsyncIterable<Buffer>) {
        for await (const chunk of source) {
          bytes += chunk.length;
          if (bytes > LARGEST_FILE) throw tooLarge();
          hash.update(chunk);
          yield chunk;
        }
      }, createWriteStream(path));
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
    return { path, sha256: hash.digest("hex"), bytes };
  }

  async #keep({ path, sha256, bytes }: Received): Promise<HostedFile> {
    const head = Buffer.alloc(Math.min(bytes, 64));
    const handle = await open(path, "r");
    try {
      await handle.read(head, 0, head.length, 0);
    } finally {
      await handle.close();
    }
    await rename(path, join(this.#folder, sha256));
    const file: HostedFile = { sha256, bytes, mime: sniff(head)?.mime ?? "application/octet-stream" };
    this.#store.commit({ kind: "file", record: file });
    return file;
  }
}
