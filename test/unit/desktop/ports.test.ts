import { MessageChannel } from "node:worker_threads";
import { describe, expect, test, vi } from "vitest";
import { guardedPort } from "../../../electron/desktop/hostProcess/port.ts";
import { serveUploads } from "../../../electron/desktop/hostProcess/uploads.ts";
import { UPLOAD_PIECE, type UploadAnswer } from "../../../shared/contract/desktop.ts";
import { MediaError } from "../../../shared/contract/libraryErrors.ts";
import { UploadError } from "../../../renderer/state/connection.ts";
import { UploadPort } from "../../../renderer/state/uploadPort.ts";

/** A port whose other end is the test. */
class FakePort {
  readonly sent: unknown[] = [];
  closed = false;
  readonly #listeners: { event: string; listener: (event: { data: unknown }) => void }[] = [];

  on(event: string, listener: (event: { data: unknown }) => void): void {
    this.#listeners.push({ event, listener });
  }

  postMessage(data: unknown): void {
    this.sent.push(data);
  }

  start(): void {}

  close(): void {
    this.closed = true;
  }

  hear(data: unknown): void {
    for (const { event, listener } of this.#listeners) if (event === "message") listener({ data });
  }

  /** The other end has gone. */
  drop(): void {
    for (const { event, listener } of this.#listeners) if (event === "close") listener({ data: null });
  }
}

describe("a page's connection", () => {
  function opened() {
    const port = new FakePort();
    const refused: string[] = [];
    const heard: unknown[] = [];
    const guarded = guardedPort(port, (why) => refused.push(why));
    guarded.on("message", (event) => heard.push(event?.data));
    return { port, guarded, refused, heard };
  }

  test("takes texts and bytes", () => {
    const { port, heard, refused } = opened();
    port.hear("a call");
    port.hear(new ArrayBuffer(8));
    expect(heard).toEqual(["a call", new ArrayBuffer(8)]);
    expect(refused).toEqual([]);
  });

  test("ends with a message of another shape, and hears nothing after", () => {
    for (const wrong of [{}, null, 5, ["a"], { mark: 1, more: 2 }, { mark: "1" }]) {
      const { port, heard, refused } = opened();
      port.hear(wrong);
      port.hear("a call");
      expect({ heard, closed: port.closed, why: refused.length }).toEqual({ heard: [], closed: true, why: 1 });
    }
  });

  test("ends when what was sent is not read, however often marks are made up", () => {
    const { port, guarded, refused } = opened();
    const piece = "x".repeat(8 * 1024 * 1024);
    const send = guarded.postMessage.bind(guarded);
    for (let times = 0; times < 32; times += 1) send(piece);
    expect(refused).toEqual([]);
    const mark = port.sent.findLast((data) => typeof data === "object");
    port.hear(mark);
    for (let times = 0; times < 32; times += 1) send(piece);
    expect(refused).toEqual([]);
    // More than was ever sent counts as all of it, and no more.
    port.hear({ mark: 1e15 });
    for (let times = 0; times < 33; times += 1) send(piece);
    expect(refused).toEqual(["a page does not read what it asked for"]);
    expect(port.closed).toBe(true);
  });
});

describe("files through a port", () => {
  const FACTS = { sha256: "a".repeat(64), name: "film.mp4" } as never;

  /** The page's side and the host's, over a real channel. */
  function connected(uploads: Parameters<typeof serveUploads>[1], largest?: number) {
    const { port1, port2 } = new MessageChannel();
    const refused: string[] = [];
    const hostPort = { on: (event: string, listener: (event: { data: unknown }) => void) => port2.on(event as "message", (data: unknown) => listener({ data })), postMessage: (data: unknown) => port2.postMessage(data, []), start: () => port2.start(), close: () => port2.close() };
    serveUploads(hostPort, uploads, (why) => refused.push(why), largest);
    return { page: new UploadPort(port1 as unknown as MessagePort), refused, port1 };
  }

  async function read(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
    const pieces: Uint8Array[] = [];
    for await (const piece of stream) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  test("arrive whole, several at a time, empty ones too", async () => {
    const taken = new Map<string, number>();
    const { page } = connected(async (name, stream) => {
      const bytes = await read(stream);
      taken.set(name, bytes.length);
      if (!bytes.every((byte, at) => byte === (at * 7) % 251)) throw new Error(`${name} is not what was sent`);
      return FACTS;
    });
    const sizes = [0, 1, UPLOAD_PIECE, UPLOAD_PIECE + 1, 3 * UPLOAD_PIECE, 5, 6, 7];
    const files = sizes.map((size) => new Blob([Uint8Array.from({ length: size }, (_, at) => (at * 7) % 251)]));
    await Promise.all(files.map((file, at) => page.send(file, `f${at}`)));
    expect(Object.fromEntries(taken)).toEqual(Object.fromEntries(sizes.map((size, at) => [`f${at}`, size])));
    page.close();
  });

  test("are held back while nobody takes them: no more than a piece waits", async () => {
    const { page } = connected(async (_name, stream) => {
      const iterator = stream[Symbol.asyncIterator]();
      await iterator.next();
      await new Promise((done) => setTimeout(done, 50));
      await iterator.return?.();
      throw new MediaError("disk-full", "The disk is full.");
    });
    const file = new Blob([new Uint8Array(20 * UPLOAD_PIECE)]);
    const slice = vi.spyOn(file, "slice");
    await expect(page.send(file, "film.mp4")).rejects.toMatchObject({ code: "disk-full", message: "The disk is full." });
    expect(slice.mock.calls.length).toBeLessThanOrEqual(2);
    page.close();
  });

  test("are given up when the user cancels, and when the other side goes", async () => {
    const ended: string[] = [];
    const { page } = connected(async (name, stream) => {
      await read(stream).catch((error: unknown) => {
        ended.push(name);
        throw error;
      });
      return FACTS;
    });
    const cancel = new AbortController();
    // A file that never has a second piece.
    const slow = { size: 2 * UPLOAD_PIECE, slice: (at: number) => ({ arrayBuffer: () => (at === 0 ? Promise.resolve(new ArrayBuffer(UPLOAD_PIECE)) : new Promise<ArrayBuffer>(() => undefined)) }) } as unknown as Blob;
    const sending = page.send(slow, "cancelled", cancel.signal);
    setTimeout(() => cancel.abort(new Error("enough")), 30);
    await expect(sending).rejects.toThrow("enough");
    const left = page.send(slow, "left");
    setTimeout(() => page.close(), 30);
    await expect(left).rejects.toBeInstanceOf(UploadError);
    await vi.waitFor(() => expect(ended.sort()).toEqual(["cancelled", "left"]));
  });

  test("that are too large are refused before their first byte", async () => {
    const uploads = vi.fn<Parameters<typeof serveUploads>[1]>();
    const { page } = connected(uploads, 10);
    await expect(page.send(new Blob(["12345678901"]), "film.mp4")).rejects.toMatchObject({ code: "tooLarge" });
    expect(uploads).not.toHaveBeenCalled();
    page.close();
  });

  test("break off with whoever breaks the rules", () => {
    const begin = { kind: "begin", id: 1, name: "a", size: 4 };
    const wrong: unknown[][] = [
      [{ kind: "start" }],
      [{ ...begin, name: "" }],
      [{ ...begin, size: -1 }],
      [begin, begin],
      [begin, { kind: "piece", id: 1, bytes: "text" }],
      [begin, { kind: "piece", id: 1, bytes: new ArrayBuffer(UPLOAD_PIECE + 1) }],
      // More than was announced; a second piece that nobody asked for.
      [begin, { kind: "piece", id: 1, bytes: new ArrayBuffer(5) }],
      [begin, { kind: "piece", id: 1, bytes: new ArrayBuffer(1) }, { kind: "piece", id: 1, bytes: new ArrayBuffer(1) }],
      Array.from({ length: 9 }, (_, id) => ({ ...begin, id })),
    ];
    for (const messages of wrong) {
      const port = new FakePort();
      const refused: string[] = [];
      serveUploads(port, () => new Promise(() => undefined), (why) => refused.push(why));
      for (const message of messages) port.hear(message);
      expect({ messages, closed: port.closed, refused: refused.length }).toEqual({ messages, closed: true, refused: 1 });
    }
  });

  test("end their stream when the page has gone", async () => {
    const port = new FakePort();
    let ended: unknown = null;
    serveUploads(port, async (_name, stream) => {
      ended = await read(stream).catch((error: unknown) => error);
      throw ended;
    }, () => undefined);
    port.hear({ kind: "begin", id: 1, name: "a", size: 4 });
    port.drop();
    await vi.waitFor(() => expect(String(ended)).toContain("did not come whole"));
    // Nobody is there to be told.
    expect(port.sent.filter((answer) => (answer as UploadAnswer).kind === "failed")).toEqual([]);
  });
});
