import { type ClientContext, type ClientLink, createORPCClient, DynamicLink } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import type { MediaFacts } from "../../shared/graph/media.ts";
import type { HostClient } from "./client.ts";
import { type ConnectionState, type HostConnection, OfflineError, UploadError } from "./connection.ts";

/** What the connection needs of the browser; tests bring their own. */
export interface ConnectionWorld {
  /** Of the page; its fragment holds the one-time token. */
  readonly address: URL;
  /** Takes the fragment out of the address bar. */
  hideFragment(): void;
  /** Survives a reload, dies with the tab. */
  readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  fetch(path: string, init: RequestInit): Promise<Response>;
  open(url: string): WebSocket;
  /** Calls back whenever the user comes back to the page: browsers slow the timers of hidden ones down. */
  onReturn(listener: () => void): void;
}

const STORED_AS = "shotgraph.session";
const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 5_000;
const HANDSHAKE_MS = 5_000;
/** A call that waits this long while nothing comes at all has met a silent host. */
const SILENT_MS = 5_000;
/** The host's close code for a socket without a session. */
const REFUSED = 4401;

/** Connects this page to the web host that served it, and keeps it connected. */
export function connectToWebHost(world: ConnectionWorld = browserWorld()): HostConnection {
  return new WebConnection(world);
}

class WebConnection implements HostConnection {
  readonly #world: ConnectionWorld;
  readonly #listeners = new Set<() => void>();
  readonly #client: HostClient;
  #state: ConnectionState = "connecting";
  #link: ClientLink<ClientContext> | null = null;
  #socket: WebSocket | null = null;
  #token: string | null;
  #session: string | null;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  #heardAt = 0;
  /** Calls that have met a silent host. */
  readonly #unanswered = new Set<object>();

  constructor(world: ConnectionWorld) {
    this.#world = world;
    this.#session = world.storage.getItem(STORED_AS);
    this.#token = new URLSearchParams(world.address.hash.slice(1)).get("token");
    // Before anything else can read it, or a bookmark keep it.
    if (this.#token !== null) world.hideFragment();
    this.#client = createORPCClient<HostClient>(
      new DynamicLink(() => {
        if (!this.#link) throw new OfflineError("The editor has lost its host. It connects again by itself.");
        return this.#link;
      }),
    );
    world.onReturn(() => this.#tryNow());
    void this.#connect();
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get silent(): boolean {
    return this.#state === "online" && this.#unanswered.size > 0;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  client(): HostClient {
    return this.#client;
  }

  whenOnline(signal?: AbortSignal): Promise<HostClient> {
    return new Promise((resolve, reject) => {
      const settle = (done: () => void): void => {
        stop();
        signal?.removeEventListener("abort", look);
        done();
      };
      const look = (): void => {
        if (signal?.aborted) settle(() => reject(signal.reason as Error));
        else if (this.#state === "online") settle(() => resolve(this.#client));
        else if (this.#state === "refused" || this.#closed) settle(() => reject(new OfflineError("The host does not know this page.")));
      };
      const stop = this.subscribe(look);
      signal?.addEventListener("abort", look);
      look();
    });
  }

  async upload(file: Blob, name: string, signal?: AbortSignal): Promise<MediaFacts & { name: string }> {
    let response: Response;
    try {
      response = await this.#world.fetch(`/upload?name=${encodeURIComponent(name)}`, {
        method: "POST",
        body: file,
        headers: { authorization: `Bearer ${this.#session ?? ""}` },
        ...(signal ? { signal } : {}),
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw new UploadError("offline", `${name} could not be sent: the editor has lost its host.`, { cause: error });
    }
    // What is no JSON comes from something between the page and the host.
    const answer = (await response.json().catch(() => ({}))) as { facts?: MediaFacts & { name: string }; error?: { code: string; message: string } };
    if (answer.facts) return answer.facts;
    throw new UploadError(answer.error?.code ?? "internal", answer.error?.message ?? `${name} could not be added: the host answered ${response.status}.`);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#socket?.close();
    this.#link = null;
    this.#become("offline");
  }

  /** Tries once; what fails is tried again later. */
  async #connect(): Promise<void> {
    try {
      const session = await this.#obtainSession();
      if (this.#closed) return;
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
      this.#link = null;
      if (code === REFUSED) this.#refused();
      else this.#later();
    });
  }

  /** The host has answered that it knows the session: from here on the socket belongs to the contract. */
  #accepted(socket: WebSocket, timer: ReturnType<typeof setTimeout>): void {
    clearTimeout(timer);
    this.#failures = 0;
    socket.addEventListener("message", () => this.#heard());
    this.#link = this.#timed(new RPCLink({ websocket: socket }));
    this.#become("online");
  }

  /** The same link, which notices when nothing is answered. */
  #timed(link: RPCLink<ClientContext>): ClientLink<ClientContext> {
    return {
      call: async (path, input, options) => {
        const call = {};
        let since = Date.now();
        const timer = setInterval(() => {
          if (this.#heardAt > since) since = this.#heardAt;
          else if (Date.now() - since >= SILENT_MS) this.#change(() => this.#unanswered.add(call));
        }, 1_000);
        try {
          return await link.call(path, input, options);
        } finally {
          clearInterval(timer);
          this.#change(() => this.#unanswered.delete(call));
        }
      },
    };
  }

  #heard(): void {
    this.#heardAt = Date.now();
    if (this.#unanswered.size > 0) this.#change(() => this.#unanswered.clear());
  }

  /** Tells those who listen when `silent` became another. */
  #change(act: () => void): void {
    const before = this.silent;
    act();
    if (this.silent !== before) for (const listener of this.#listeners) listener();
  }

  #refused(): void {
    this.#session = null;
    this.#world.storage.removeItem(STORED_AS);
    this.#become("refused");
  }

  #later(): void {
    if (this.#closed) return;
    const delay = Math.min(FIRST_DELAY_MS * 2 ** this.#failures, LONGEST_DELAY_MS);
    this.#become(this.#failures === 0 ? "connecting" : "offline");
    this.#failures += 1;
    // Windows that lost the same host do not all come back in the same moment.
    this.#retry = setTimeout(() => this.#tryNow(), delay * (0.8 + Math.random() * 0.2));
  }

  #tryNow(): void {
    if (this.#retry === undefined || this.#closed) return;
    clearTimeout(this.#retry);
    this.#retry = undefined;
    void this.#connect();
  }

  #become(state: ConnectionState): void {
    if (this.#state === state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

function browserWorld(): ConnectionWorld {
  return {
    address: new URL(location.href),
    hideFragment: () => history.replaceState(history.state, "", `${location.pathname}${location.search}`),
    storage: sessionStorage,
    fetch: (path, init) => fetch(path, init),
    open: (url) => new WebSocket(url),
    onReturn: (listener) => {
      document.addEventListener("visibilitychange", () => {
        if (!document.hidden) listener();
      });
    },
  };
}
