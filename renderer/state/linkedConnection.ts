import { type ClientContext, type ClientLink, createORPCClient, DynamicLink } from "@orpc/client";
import type { MediaFacts } from "../../shared/graph/media.ts";
import type { HostClient } from "./client.ts";
import { type ConnectionState, type HostConnection, OfflineError } from "./connection.ts";

/** A call that waits this long while nothing comes at all has met a silent host. */
const SILENT_MS = 5_000;

/** What every way to the host has in common: its state and who hears of it, one client for ever over whatever link there is, and noticing that nothing is answered. */
export abstract class LinkedConnection implements HostConnection {
  abstract readonly mediaOrigin: string;
  readonly #listeners = new Set<() => void>();
  readonly #client: HostClient;
  #state: ConnectionState = "connecting";
  #link: ClientLink<ClientContext> | null = null;
  #closed = false;
  #heardAt = 0;
  /** Calls that have met a silent host. */
  readonly #unanswered = new Set<object>();

  constructor() {
    this.#client = createORPCClient<HostClient>(
      new DynamicLink(() => {
        if (!this.#link) throw new OfflineError("The editor has lost its host. It connects again by itself.");
        return this.#link;
      }),
    );
  }

  abstract upload(file: Blob, name: string, signal?: AbortSignal, onProgress?: (sent: number) => void): Promise<MediaFacts & { name: string }>;

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

  close(): void {
    this.#closed = true;
    this.unlink();
    this.become("offline");
  }

  protected get closed(): boolean {
    return this.#closed;
  }

  /** From here on calls go this way. */
  protected link(link: ClientLink<ClientContext>): void {
    this.#link = this.#timed(link);
  }

  /** Before whoever waits for an answer hears that there will be none: the state is right when they do. */
  protected unlink(): void {
    this.#link = null;
  }

  /** Something came from the host. */
  protected heard(): void {
    this.#heardAt = Date.now();
    if (this.#unanswered.size > 0) this.#change(() => this.#unanswered.clear());
  }

  protected become(state: ConnectionState): void {
    if (this.#state === state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  /** The same link, which notices when nothing is answered. */
  #timed(link: ClientLink<ClientContext>): ClientLink<ClientContext> {
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

  /** Tells those who listen when `silent` became another. */
  #change(act: () => void): void {
    const before = this.silent;
    act();
    if (this.silent !== before) for (const listener of this.#listeners) listener();
  }
}
