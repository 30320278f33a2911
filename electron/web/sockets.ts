import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Context } from "@orpc/server";
import { RPCHandler } from "@orpc/server/ws";
import { type RawData, WebSocket, WebSocketServer } from "ws";
import { z } from "zod";
import { inItsOwnWords } from "./callErrors.ts";
import type { ServedHost } from "./parts.ts";
import type { Refused } from "./requestRules.ts";
import type { Tokens } from "./tokens.ts";

/** A document may have 64 MiB, and what surrounds it. */
const LARGEST_MESSAGE = 72 * 1024 * 1024;
const LARGEST_FIRST_MESSAGE = 1024;
/** Bytes, frames included, that are read of a socket nobody has shown a session for. */
const MOST_BYTES_UNKNOWN = 4 * 1024;
const MOST_SOCKETS = 32;
const MOST_UNKNOWN = 8;

/** Close codes: the page must get a new session; the host goes away. */
const REFUSED = 4401;
const GOING_AWAY = 1001;

export interface SocketPatience {
  /** Milliseconds in which the session must be shown. */
  sessionMs: number;
  /** Milliseconds between pings; a socket that answered none since the last one is dead. */
  pingMs: number;
  /** Milliseconds that clients get to close theirs when the host ends. */
  closeMs: number;
}

const firstMessageSchema = z.strictObject({ session: z.string().min(1).max(200) });

/** The WebSockets of the editor: nothing reaches the contract before a socket has shown its session in its first message. */
export class Sockets {
  readonly #server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: LARGEST_MESSAGE, clientTracking: true });
  readonly #unknown = new Set<WebSocket>();
  readonly #alive = new WeakSet<WebSocket>();
  readonly #tokens: Tokens;
  readonly #handler: RPCHandler<Context>;
  readonly #patience: SocketPatience;
  readonly #pings: NodeJS.Timeout;
  #closing = false;

  constructor(router: ServedHost["router"], tokens: Tokens, patience: SocketPatience, trouble: (error: unknown) => void) {
    this.#tokens = tokens;
    this.#handler = new RPCHandler(router, { clientInterceptors: [(call) => inItsOwnWords(() => call.next(), call.signal, trouble)] });
    this.#patience = patience;
    this.#pings = setInterval(() => this.#ping(), patience.pingMs);
    this.#pings.unref();
  }

  /** Why there is no room for one more, or null. */
  full(): Refused | null {
    if (this.#closing) return { status: 503, message: "The host ends." };
    if (this.#server.clients.size >= MOST_SOCKETS) return { status: 503, message: "Too many windows are connected." };
    return this.#unknown.size >= MOST_UNKNOWN ? { status: 503, message: "Too many connections wait for their session." } : null;
  }

  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      this.#alive.add(webSocket);
      webSocket.on("pong", () => this.#alive.add(webSocket));
      // A broken frame or connection ends in `close`, which is all there is to do.
      webSocket.on("error", () => webSocket.terminate());
      this.#awaitSession(webSocket, socket);
    });
  }

  async close(): Promise<void> {
    this.#closing = true;
    clearInterval(this.#pings);
    const closed = [...this.#server.clients].map((client) => new Promise((done) => client.once("close", done)));
    for (const client of this.#server.clients) client.close(GOING_AWAY, "The host ends.");
    const timer = setTimeout(() => {
      for (const client of this.#server.clients) client.terminate();
    }, this.#patience.closeMs);
    await Promise.all(closed);
    clearTimeout(timer);
    this.#server.close();
  }

  #awaitSession(webSocket: WebSocket, socket: Duplex): void {
    this.#unknown.add(webSocket);
    let received = 0;
    const count = (bytes: Buffer): void => {
      received += bytes.length;
      if (received > MOST_BYTES_UNKNOWN) refuse();
    };
    const settle = (): void => {
      clearTimeout(timer);
      socket.off("data", count);
      webSocket.off("message", first);
      this.#unknown.delete(webSocket);
    };
    const refuse = (): void => {
      settle();
      webSocket.close(REFUSED, "No session.");
      // What else it sends is thrown away unread, so that the close reaches it; then it is cut off.
      socket.removeAllListeners("data");
      socket.resume();
      setTimeout(() => webSocket.terminate(), 100).unref();
    };
    const first = (data: RawData, isBinary: boolean): void => {
      if (isBinary || !this.#isSession(data)) {
        refuse();
        return;
      }
      settle();
      // Listens from the next message on: the one that holds the session is not the contract's.
      void this.#handler.upgrade(withBackPressure(webSocket));
      webSocket.send('{"ok":true}');
    };
    const timer = setTimeout(refuse, this.#patience.sessionMs);
    socket.prependListener("data", count);
    webSocket.on("message", first);
    webSocket.once("close", settle);
  }

  #isSession(data: RawData): boolean {
    const bytes = Buffer.isBuffer(data) ? data : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]);
    if (bytes.length > LARGEST_FIRST_MESSAGE) return false;
    try {
      const message = firstMessageSchema.safeParse(JSON.parse(bytes.toString("utf8")));
      return message.success && this.#tokens.isSession(message.data.session);
    } catch {
      // Not JSON is no session.
      return false;
    }
  }

  #ping(): void {
    for (const client of this.#server.clients) {
      if (!this.#alive.delete(client)) client.terminate();
      else client.ping();
    }
  }
}

/** `send` as a promise, so that a stream of events waits for a slow reader instead of filling the memory. */
function withBackPressure(webSocket: WebSocket): Pick<WebSocket, "addEventListener" | "send"> {
  const send = (message: string | Uint8Array): Promise<void> =>
    new Promise((sent, failed) => {
      // Who has gone misses nothing; the streams end with `close`.
      if (webSocket.readyState !== WebSocket.OPEN) sent();
      else webSocket.send(message, (error) => (error && webSocket.readyState === WebSocket.OPEN ? failed(error) : sent()));
    });
  return { addEventListener: webSocket.addEventListener.bind(webSocket), send: send as WebSocket["send"] };
}
