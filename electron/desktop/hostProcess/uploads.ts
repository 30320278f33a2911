import { z } from "zod";
import { LibraryError, MediaError } from "../../../shared/contract/libraryErrors.ts";
import { UPLOAD_PIECE, type UploadAnswer } from "../../../shared/contract/desktop.ts";
import type { EditorHost } from "../../host/editor/index.ts";
import type { Port } from "./port.ts";

const GIB = 1024 ** 3;
const LARGEST = 4 * GIB;
/** Files of one page that may be on their way at once; the others wait in the page. */
const MOST = 8;

const id = z.int().nonnegative();
const messageSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("begin"), id, name: z.string().min(1).max(1_000), size: z.int().nonnegative() }),
  z.strictObject({ kind: z.literal("piece"), id, bytes: z.instanceof(ArrayBuffer).refine(({ byteLength }) => byteLength <= UPLOAD_PIECE) }),
  z.strictObject({ kind: z.literal("end"), id }),
  z.strictObject({ kind: z.literal("abort"), id }),
]);

/** A file that comes in: at most one piece waits to be written. */
class Incoming {
  #piece: Uint8Array | null = null;
  #state: "open" | "ended" | "aborted" = "open";
  #wake: () => void = () => undefined;
  #received = 0;
  readonly #size: number;
  readonly #more: () => void;

  constructor(size: number, more: () => void) {
    this.#size = size;
    this.#more = more;
  }

  /** False when it was not asked for. */
  push(bytes: ArrayBuffer): boolean {
    this.#received += bytes.byteLength;
    if (this.#piece || this.#state !== "open" || this.#received > this.#size) return false;
    this.#piece = new Uint8Array(bytes);
    this.#wake();
    return true;
  }

  finish(state: "ended" | "aborted"): void {
    if (this.#state === "open") this.#state = state;
    this.#wake();
  }

  async *pieces(): AsyncGenerator<Uint8Array> {
    this.#more();
    for (;;) {
      const piece = this.#piece;
      if (piece) {
        yield piece;
        this.#piece = null;
        if (this.#state === "open") this.#more();
        continue;
      }
      if (this.#state === "ended" && this.#received === this.#size) return;
      if (this.#state !== "open") throw new Aborted("the file did not come whole");
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    }
  }
}

class Aborted extends Error {}

/** Takes files into the library that a page sends over this port. What breaks the rules ends the port, and with it what was under way. */
export function serveUploads(port: Port, uploads: EditorHost["uploads"], refused: (why: string) => void, largest = LARGEST): void {
  const incoming = new Map<number, Incoming>();
  const answer = (message: UploadAnswer): void => port.postMessage(message);

  function end(why: string): void {
    refused(why);
    abortAll();
    port.close();
  }

  function abortAll(): void {
    for (const file of incoming.values()) file.finish("aborted");
  }

  async function take(fileId: number, name: string, file: Incoming): Promise<void> {
    try {
      answer({ kind: "done", id: fileId, facts: await uploads(name, file.pieces()) });
    } catch (error) {
      if (error instanceof Aborted) return;
      const code = error instanceof MediaError || error instanceof LibraryError ? error.code : "internal";
      answer({ kind: "failed", id: fileId, code, message: code === "internal" ? `${name} could not be added: ${error instanceof Error ? error.message : String(error)}` : (error as Error).message });
    } finally {
      incoming.delete(fileId);
    }
  }

  port.on("message", ({ data }) => {
    const parsed = messageSchema.safeParse(data);
    if (!parsed.success) {
      end("a message about a file has another shape");
      return;
    }
    const message = parsed.data;
    const file = incoming.get(message.id);
    switch (message.kind) {
      case "begin":
        if (file || incoming.size >= MOST) end("too many files at once");
        else if (message.size > largest) answer({ kind: "failed", id: message.id, code: "tooLarge", message: `${message.name} is larger than ${largest >= GIB ? `${largest / GIB} GiB` : `${largest} bytes`}, the most that can be added.` });
        else {
          const begun = new Incoming(message.size, () => answer({ kind: "more", id: message.id }));
          incoming.set(message.id, begun);
          void take(message.id, message.name, begun);
        }
        return;
      case "piece":
        // One that was refused meanwhile: its next piece was on its way.
        if (file && !file.push(message.bytes)) end("a piece of a file came unasked");
        return;
      case "end":
        file?.finish("ended");
        return;
      case "abort":
        file?.finish("aborted");
        return;
    }
  });
  port.on("close", abortAll);
}
