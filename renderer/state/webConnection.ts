import { RPCLink } from "@orpc/client/websocket";
import type { MediaFacts } from "../../shared/graph/media.ts";
import { type HostConnection, UploadError } from "./connection.ts";
import { LinkedConnection } from "./linkedConnection.ts";
import { sendFile, type SendOptions } from "./sendFile.ts";

/** What the connection needs of the browser; tests bring their own. */
export interface ConnectionWorld {
  /** Of the page; its fragment holds the one-time token. */
  readonly address: URL;
  /** Takes the fragment out of the address bar. */
  hideFragment(): void;
  /** Survives a reload, dies with the tab. */
  readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  fetch(path: string, init: RequestInit): Promise<Response>;
  /** Posts a file. */
  send(path: string, file: Blob, options: SendOptions): Promise<Response>;
  open(url: string): WebSocket;
  /** Calls back whenever the user comes back to the page: browsers slow the timers of hidden ones down. */
  onReturn(listener: () => void): void;
}

const STORED_AS = "shotgraph.session";
const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 5_000;
const HANDSHAKE_MS = 5_000;
/** The host's close code for a socket without a session. */
const REFUSED = 4401;

/** Connects this page to the web host that served it, and keeps it connected. */
export function connectToWebHost(world: ConnectionWorld = browserWorld()): HostConnection {
  return new WebConnection(world);
}

class WebConnection extends LinkedConnection {
  /** Media come from the page's own origin. */
  readonly mediaOrigin = "";
  readonly #world: ConnectionWorld;
  #socket: WebSocket | null = null;
  #token: string | null;
  #session: string | null;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(world: ConnectionWorld) {
    super();
    this.#world = world;
    this.#session = world.storage.getItem(STORED_AS);
    this.#token = new URLSearchParams(world.address.hash.slice(1)).get("token");
    // Before anything else can read it, or a bookmark keep it.
    if (this.#token !== null) world.hideFragment();
    world.onReturn(() => this.#tryNow());
    void this.#connect();
  }

  async upload(file: Blob, name: string, signal?: AbortSignal, onProgress?: (sent: number) => void): Promise<MediaFacts & { name: string }> {
    let response: Response;
    try {
      response = await this.#world.send(`/upload?name=${encodeURIComponent(name)}`, file, { headers: { authorization: `Bearer ${this.#session ?? ""}` }, signal, onProgress });
    } catch (error) {
      signal?.throwIfAborted();
      throw new UploadError("offline", `${name} could not be sent: the editor has lost its host.`, { cause: error });
    }
    // What is no JSON comes from something between the page and the host.
    const answer = (await response.json().catch(() => ({}))) as { facts?: MediaFacts & { name: string }; error?: { code: string; message: string } };
    if (answer.facts) return answer.facts;
    throw new UploadError(answer.error?.code ?? "internal", answer.error?.message ?? `${name} could not be added: the host answered ${response.status}.`);
  }

  override close(): void {
    super.close();
    clearTimeout(this.#retry);
    this.#socket?.close();
  }

  /** Tries once; what fails is tried again later. */
  async #connect(): Promise<void> {
    try {
      const session = await this.#obtainSession();
      if (this.closed) return;
      if (session === null) this.#refused();
      else this.#openSocket(session);
    } catch {
      // The host cannot be reached; nothing else is thrown here.
      this.#later();
    }
  }

  /** Null when there is none to be had. Rejects when the host cannot be reached. */
  async #obtainSession(): Promise<string | null> {
    if (this.#token === null) return this.#session;
    const response = await this.#world.fetch("/session", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ token: this.#token }) });
    if (response.ok) {
      const { session } = (await response.json()) as { session: string };
      this.#session = session;
      this.#world.storage.setItem(STORED_AS, session);
    }
    // A token that was spent already (the address opened twice in one tab) leaves what this tab has.
    this.#token = null;
    return this.#session;
  }

  #openSocket(session: string): void {
    const url = new URL("/socket", this.#world.address);
    url.protocol = "ws:";
    url.hash = "";
    const socket = this.#world.open(url.href);
    this.#socket = socket;
    const timer = setTimeout(() => socket.close(), HANDSHAKE_MS);
    socket.addEventListener("open", () => socket.send(JSON.stringify({ session })));
    socket.addEventListener("message", () => this.#accepted(socket, timer), { once: true });
    // Before the link's own listener: when its calls reject, the state is right already.
    socket.addEventListener("close", ({ code }) => {
      clearTimeout(timer);
      this.unlink();
      if (code === REFUSED) this.#refused();
      else this.#later();
    });
  }

  /** The host has answered that it knows the session: from here on the socket belongs to the contract. */
  #accepted(socket: WebSocket, timer: ReturnType<typeof setTimeout>): void {
    clearTimeout(timer);
    this.#failures = 0;
    socket.addEventListener("message", () => this.heard());
    this.link(new RPCLink({ websocket: socket }));
    this.become("online");
  }

  #refused(): void {
    this.#session = null;
    this.#world.storage.removeItem(STORED_AS);
    this.become("refused");
  }

  #later(): void {
    if (this.closed) return;
    const delay = Math.min(FIRST_DELAY_MS * 2 ** this.#failures, LONGEST_DELAY_MS);
    this.become(this.#failures === 0 ? "connecting" : "offline");
    this.#failures += 1;
    // Windows that lost the same host do not all come back in the same moment.
    this.#retry = setTimeout(() => this.#tryNow(), delay * (0.8 + Math.random() * 0.2));
  }

  #tryNow(): void {
    if (this.#retry === undefined || this.closed) return;
    clearTimeout(this.#retry);
    this.#retry = undefined;
    void this.#connect();
  }
}

function browserWorld(): ConnectionWorld {
  return {
    address: new URL(location.href),
    hideFragment: () => history.replaceState(history.state, "", `${location.pathname}${location.search}`),
    storage: sessionStorage,
    fetch: (path, init) => fetch(path, init),
    send: sendFile,
    open: (url) => new WebSocket(url),
    onReturn: (listener) => {
      document.addEventListener("visibilitychange", () => {
        if (!document.hidden) listener();
      });
    },
  };
}
