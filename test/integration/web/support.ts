import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { eventIterator, os, type } from "@orpc/server";
import { afterEach } from "vitest";
import { WebSocket } from "ws";
import { z } from "zod";
import type { ServedHost } from "../../../electron/web/parts.ts";
import { startWebHost, type WebHost, type WebHostOptions } from "../../../electron/web/server.ts";

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

export function later(clean: () => unknown): void {
  cleanups.push(clean);
}

export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "shotgraph-web-"));
  later(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function write(folder: string, name: string, text: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

/** What a host of the editor looks like, small: it notes what reaches it. */
export function fakeHost(): ServedHost & { called: string[]; watching: number; say: (value: number) => void } {
  const listeners = new Set<(value: number) => void>();
  let newest = 0;
  const fake = {
    called: [] as string[],
    watching: 0,
    say(value: number) {
      newest = value;
      for (const listener of listeners) listener(value);
    },
    router: {
      echo: os.input(z.string()).handler(({ input }) => {
        fake.called.push(input);
        return input;
      }),
      fails: os.handler(() => {
        throw new Error("the disk is on fire");
      }),
      watch: os.output(eventIterator(type<number>())).handler(async function* ({ signal }) {
        fake.watching += 1;
        let wake = () => {};
        const queue = [newest];
        const listener = (value: number): void => {
          queue.push(value);
          wake();
        };
        listeners.add(listener);
        signal?.addEventListener("abort", () => wake());
        try {
          while (!signal?.aborted) {
            for (let value = queue.shift(); value !== undefined; value = queue.shift()) yield value;
            await new Promise<void>((resolve) => {
              wake = resolve;
              if (signal?.aborted || queue.length > 0) resolve();
            });
          }
        } finally {
          listeners.delete(listener);
          fake.watching -= 1;
        }
      }),
    },
    media: async () => new Response("media"),
    uploads: async (name: string, stream: AsyncIterable<Uint8Array>) => {
      let bytes = 0;
      for await (const piece of stream) bytes += piece.length;
      return { sha256: "ab".repeat(32), type: "image" as const, format: "png", bytes, width: 1, height: 1, durationSeconds: null, name };
    },
  };
  return fake;
}

/** A host of the web on a port of its own, with a small page. */
export async function startTestHost(options: Partial<WebHostOptions> = {}): Promise<WebHost & { assets: string; port: number }> {
  const assets = options.assets ?? pageFolder();
  const web = await startWebHost({ host: fakeHost(), assets, ...options });
  later(() => web.close());
  return { ...web, assets, port: Number(new URL(web.origin).port) };
}

function pageFolder(): string {
  const folder = tempFolder();
  write(folder, "page/index.html", "<!doctype html><title>Shotgraph</title>");
  write(folder, "page/assets/main-Abc12345.js", "console.log(1)");
  write(folder, "page/icon.svg", "<svg/>");
  write(folder, "page/.env", "SECRET=1");
  write(folder, "secret.txt", "outside");
  return join(folder, "page");
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  text: string;
}

export interface Ask {
  method?: string;
  /** As they are sent; `host` is the right one unless given, `null` leaves it out. */
  headers?: Record<string, string | string[] | null>;
  body?: string | Uint8Array;
}

/** A request exactly as written: unlike `fetch` it lets a test lie about Host and Origin, and leaves the path as it is. */
export function ask(web: Pick<WebHost, "origin">, path: string, { method = "GET", headers = {}, body }: Ask = {}): Promise<Answer> {
  const { port, host } = new URL(web.origin);
  const sent = Object.fromEntries(Object.entries({ host, ...headers }).filter(([, value]) => value !== null)) as Record<string, string | string[]>;
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: "127.0.0.1", port, path, method, headers: sent, setHost: false, agent: false }, (response) => {
      const pieces: Buffer[] = [];
      response.on("data", (piece: Buffer) => pieces.push(piece));
      response.on("error", reject);
      response.on("end", () => {
        const bytes = Buffer.concat(pieces);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: bytes, text: bytes.toString("utf8") });
      });
    });
    request.on("error", reject);
    request.end(body);
  });
}

/** The first bytes that come back for raw bytes, or "" when the connection is just closed. */
export function askRaw(web: Pick<WebHost, "origin">, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let received = "";
    const socket = connect(Number(new URL(web.origin).port), "127.0.0.1", () => socket.write(bytes));
    socket.on("data", (piece) => {
      received += piece.toString("latin1");
    });
    socket.on("close", () => resolve(received));
    socket.on("error", () => resolve(received));
    setTimeout(() => socket.destroy(), 300).unref();
  });
}

/** The one-time token of an address. */
export function tokenOf(url: string): string {
  return new URLSearchParams(new URL(url).hash.slice(1)).get("token") ?? "";
}

export function exchange(web: Pick<WebHost, "origin">, token: string, headers: Ask["headers"] = {}): Promise<Answer> {
  return ask(web, "/session", { method: "POST", headers: { origin: web.origin, "content-type": "application/json", ...headers }, body: JSON.stringify({ token }) });
}

export async function newSession(web: WebHost): Promise<string> {
  const { text } = await exchange(web, tokenOf(web.mintUrl()));
  return (JSON.parse(text) as { session: string }).session;
}

/** A socket as a browser opens it. */
export function openSocket(web: Pick<WebHost, "origin">, headers: Record<string, string> = {}, path = "/socket"): WebSocket {
  const socket = new WebSocket(`${web.origin.replace("http", "ws")}${path}`, { headers: { origin: web.origin, ...headers } });
  socket.on("error", () => {});
  later(() => socket.terminate());
  return socket;
}

export function opened(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("close", () => reject(new Error("closed before it was open")));
  });
}

/** Close code; the status of the answer when there was no upgrade at all. */
export function ended(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => {
    socket.once("close", resolve);
    socket.once("unexpected-response", (_, response) => resolve(response.statusCode ?? 0));
  });
}

export function nextMessage(socket: WebSocket): Promise<string> {
  return new Promise((resolve) => {
    socket.once("message", (data: Buffer) => resolve(data.toString("utf8")));
  });
}
