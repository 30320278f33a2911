import { randomBytes } from "node:crypto";
import { type ClientContext, type ClientLink, createORPCClient, DynamicLink } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import type { ContractRouterClient } from "@orpc/contract";
import { RPCHandler } from "@orpc/server/message-port";
import type { Contract } from "../../shared/contract/api/contract.ts";
import type { Realm } from "../../shared/contract/api/host.ts";
import type { DesktopHostState, DesktopPorts } from "../../shared/contract/desktop.ts";
import { SECRET_VARIABLES, type SecretVault } from "../settings/secrets.ts";
import { MEDIA_ORIGIN } from "./addresses.ts";
import type { DesktopChild, DesktopContents, ElectronApi } from "./electronApi.ts";
import { createVaultRouter, type InnerClient } from "./hostProcess/inner.ts";
import { fromHostSchema, type HostStart, type ToHost } from "./hostProcess/messages.ts";

export type HostClient = ContractRouterClient<Contract>;

/** The host's process: started, watched, and started again when it ends by itself. */
export interface HostSupervisor {
  readonly state: DesktopHostState;
  /** Why the last one ended or did not start; null while all is well. */
  readonly problem: string | null;
  /** What media addresses are signed with. */
  readonly mediaSecret: Uint8Array;
  /** The contract, for main. Calls reject while the host is not running. */
  readonly client: HostClient;
  /** Media, for main. Calls wait until the host is running. */
  inner(): Promise<InnerClient>;
  /** Called at every change of `state`; returns the way to stop. */
  onState(listener: (state: DesktopHostState) => void): () => void;
  /** Follows a stream of the contract, anew after each start of the host, until the returned function is called. */
  follow<T>(start: (client: HostClient, signal: AbortSignal) => Promise<AsyncIterable<T>>, take: (value: T) => void): () => void;
  /** Gives a page its ports when the host is running; does nothing otherwise. */
  connect(contents: DesktopContents): void;
  start(): void;
  /** Ends it in order: what is unsaved is kept, what is paid for is fetched at the next start. */
  close(): Promise<void>;
}

export interface HostSupervisorParts {
  electron: Pick<ElectronApi, "utilityProcess" | "MessageChannelMain">;
  /** Path of the built program. */
  program: string;
  /** What it is told at its first start; later ones open no file. */
  first: Omit<HostStart, "mediaSecret" | "secrets">;
  /** The environment of this program; what is secret in it goes to the host by message alone. */
  env: NodeJS.ProcessEnv;
  /** Where secrets are saved; null where nothing can be. */
  vault: SecretVault | null;
  log: (line: string) => void;
}

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 15_000;
/** Who ran this long had not failed at its start. */
const SETTLED_MS = 30_000;
/** A run is let go of at once and its journal is on disk: this is plenty. */
const LONGEST_CLOSE_MS = 15_000;
const FOLLOW_PAUSE_MS = 300;
/** Of the environment, these would change how the host's process runs. */
const KEPT_BACK: ReadonlySet<string> = new Set([...Object.values(SECRET_VARIABLES), "NODE_OPTIONS", "ELECTRON_RUN_AS_NODE"]);

export class Supervisor implements HostSupervisor {
  readonly mediaSecret = randomBytes(32);
  readonly client: HostClient;
  readonly #parts: HostSupervisorParts;
  readonly #listeners = new Set<(state: DesktopHostState) => void>();
  #state: DesktopHostState = "starting";
  #problem: string | null = null;
  #child: DesktopChild | null = null;
  #link: ClientLink<ClientContext> | null = null;
  #inner: InnerClient | null = null;
  #realm: Realm;
  #started = false;
  #closing = false;
  #failures = 0;

  constructor(parts: HostSupervisorParts) {
    this.#parts = parts;
    this.#realm = parts.first.realm;
    this.client = createORPCClient<HostClient>(
      new DynamicLink(() => {
        if (!this.#link) throw new Error("The host is not running.");
        return this.#link;
      }),
    );
    // A host that starts again works where the one before did.
    this.follow((client, signal) => client.system.watch(undefined, { signal }), ({ realm }) => {
      this.#realm = realm;
    });
  }

  get state(): DesktopHostState {
    return this.#state;
  }

  get problem(): string | null {
    return this.#problem;
  }

  onState(listener: (state: DesktopHostState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  inner(): Promise<InnerClient> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (this.#inner && this.#state === "running") resolve(this.#inner);
        else if (this.#closing) reject(new Error("The program ends."));
        else return;
        stop();
      };
      const stop = this.onState(look);
      look();
    });
  }

  follow<T>(start: (client: HostClient, signal: AbortSignal) => Promise<AsyncIterable<T>>, take: (value: T) => void): () => void {
    const stopped = new AbortController();
    let reading: AbortController | null = null;
    const read = async (): Promise<void> => {
      while (!stopped.signal.aborted && !reading && this.#state === "running") {
        const one = new AbortController();
        reading = one;
        try {
          for await (const value of await start(this.client, AbortSignal.any([one.signal, stopped.signal]))) take(value);
        } catch (error) {
          if (!stopped.signal.aborted && this.#state === "running") this.#parts.log(`a stream of the host ended: ${String(error)}`);
        }
        reading = null;
        await new Promise((done) => setTimeout(done, FOLLOW_PAUSE_MS).unref());
      }
    };
    const stop = this.onState((state) => {
      if (state === "running") void read();
      else reading?.abort();
    });
    void read();
    return () => {
      stop();
      stopped.abort();
    };
  }

  connect(contents: DesktopContents): void {
    if (this.#state !== "running" || !this.#child || contents.isDestroyed()) return;
    const ports = (["contract", "uploads"] as const).map((kind) => {
      const { port1, port2 } = new this.#parts.electron.MessageChannelMain();
      this.#child?.postMessage({ kind } satisfies ToHost, [port2]);
      return port1;
    });
    contents.postMessage("shotgraph:ports", { kind: "shotgraph-ports", media: MEDIA_ORIGIN } satisfies DesktopPorts, ports);
  }

  start(): void {
    if (this.#closing || this.#child) return;
    const { electron, program, first, env, vault, log } = this.#parts;
    const child = electron.utilityProcess.fork(program, [], {
      serviceName: "Shotgraph host",
      stdio: "pipe",
      env: Object.fromEntries(Object.entries(env).filter(([name]) => !KEPT_BACK.has(name))),
    });
    this.#child = child;
    const startedAt = Date.now();
    const words = lastWords(child);
    child.on("message", (message: unknown) => {
      if (this.#child === child) this.#hear(message);
    });
    child.once("exit", (code) => {
      log(`the host's process has ended (${code})${words()}`);
      this.#gone(child, code, Date.now() - startedAt);
    });

    const inner = new electron.MessageChannelMain();
    const keeper = vault && new electron.MessageChannelMain();
    if (vault && keeper) {
      new RPCHandler(createVaultRouter(vault)).upgrade(keeper.port1);
      keeper.port1.start();
    }
    const secrets = Object.fromEntries(Object.values(SECRET_VARIABLES).flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
    const start: HostStart = { ...first, opened: this.#started ? null : first.opened, realm: this.#realm, secrets, mediaSecret: this.mediaSecret };
    this.#started = true;
    child.postMessage({ kind: "start", start } satisfies ToHost, [inner.port2, ...(keeper ? [keeper.port2] : [])]);
    this.#inner = createORPCClient<InnerClient>(new RPCLink({ port: inner.port1 }));
    inner.port1.start();
  }

  async close(): Promise<void> {
    this.#closing = true;
    const child = this.#child;
    if (!child) return;
    const gone = new Promise<void>((done) => child.once("exit", () => done()));
    child.postMessage({ kind: "close" } satisfies ToHost, []);
    const timer = setTimeout(() => child.kill(), LONGEST_CLOSE_MS);
    await gone;
    clearTimeout(timer);
  }

  #hear(data: unknown): void {
    const message = fromHostSchema.safeParse(data);
    if (!message.success) {
      this.#parts.log("a message of the host has another shape");
      return;
    }
    switch (message.data.kind) {
      case "ready":
        this.#serve();
        return;
      case "failed":
        this.#problem = message.data.message;
        this.#parts.log(`the host could not start: ${message.data.message}`);
        return;
      case "log":
        this.#parts.log(message.data.line);
        return;
      case "closed":
        return;
    }
  }

  #serve(): void {
    const { port1, port2 } = new this.#parts.electron.MessageChannelMain();
    this.#child?.postMessage({ kind: "contract" } satisfies ToHost, [port2]);
    // Marks keep a page that does not read from filling the host's memory; main reads everything.
    port1.on("message", ({ data }) => {
      if (typeof data === "object" && data !== null && "mark" in data) port1.postMessage({ mark: data.mark as unknown });
    });
    this.#link = new RPCLink({ port: withoutMarks(port1) });
    port1.start();
    this.#problem = null;
    this.#become("running");
  }

  #gone(child: DesktopChild, code: number, ran: number): void {
    if (this.#child !== child) return;
    this.#child = null;
    this.#link = null;
    this.#inner = null;
    this.#problem ??= `The host's process has ended (${code}).`;
    this.#failures = ran > SETTLED_MS ? 0 : this.#failures + 1;
    this.#become("stopped");
    if (this.#closing) return;
    const delay = Math.min(FIRST_DELAY_MS * 2 ** Math.max(0, this.#failures - 1), LONGEST_DELAY_MS);
    setTimeout(() => {
      if (this.#closing) return;
      this.#become("starting");
      this.start();
    }, delay);
  }

  #become(state: DesktopHostState): void {
    if (this.#state === state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }
}

/** The port without the marks, which are no messages of the contract. */
function withoutMarks(port: Electron.MessagePortMain): { on(event: string, callback: (event?: { data: unknown }) => void): void; postMessage(data: unknown): void } {
  return {
    on(event, callback) {
      if (event === "close") port.on("close", () => callback());
      else
        port.on("message", ({ data }) => {
          if (typeof data !== "object" || data === null || !("mark" in data)) callback({ data: data as unknown });
        });
    },
    postMessage: (data) => port.postMessage(data),
  };
}

/** The end of what a process wrote to its error output: why it ended, if anybody knows. */
function lastWords(child: DesktopChild): () => string {
  let text = "";
  child.stderr?.on("data", (piece: Buffer) => {
    text = (text + piece.toString("utf8")).slice(-2_000);
  });
  // Read, so that it never waits for a reader.
  child.stdout?.on("data", () => undefined);
  return () => (text === "" ? "" : `: ${text.trim()}`);
}
