import { setMaxListeners } from "node:events";
import { mkdirSync, mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Accounts } from "./accounts.ts";
import { Admission } from "./admission.ts";
import { Api } from "./api.ts";
import { Assets } from "./assets.ts";
import { booksOf, type Books } from "./books.ts";
import { CallCounter } from "./calls.ts";
import { systemClock, type Clock } from "./clock.ts";
import { Downloads } from "./downloads.ts";
import { FaultPlan } from "./faults.ts";
import { Hosting } from "./hosting.ts";
import { Outputs } from "./outputs.ts";
import { Router } from "./router.ts";
import type { Scenario } from "./scenario.ts";
import { Sources } from "./sources.ts";
import { Store } from "./store.ts";
import { Tasks } from "./tasks.ts";
import { Webhooks } from "./webhooks.ts";

export interface SandboxOptions {
  /** 0 or absent: any free port. The sandbox is bound to 127.0.0.1 only. */
  readonly port?: number;
  /** Divides every latency; 1 is as slow as the real service, Infinity does not wait at all. */
  readonly speed?: number;
  /** What every account starts with. */
  readonly credits?: number;
  readonly seed?: number;
  readonly scenario?: Scenario;
  /** Each key is an account of its own and any other is refused. Absent: any key, one account. */
  readonly apiKeys?: readonly string[];
  /** Keeps everything here, so that a killed sandbox goes on where it was. Absent: a temporary folder, removed at the end. */
  readonly stateDir?: string;
  /** Running tasks an account may have; 429 above. */
  readonly concurrency?: number;
  /** Lets sources be loopback and private addresses (a bucket on this machine) and really fetches them. */
  readonly allowPrivateSources?: boolean;
  /** "quick": stills instead of films, for load tests. */
  readonly media?: "full" | "quick";
  readonly clock?: Clock;
}

export interface Sandbox {
  /** The base URL for clients: http://127.0.0.1:PORT/api/v1 */
  readonly url: string;
  readonly origin: string;
  readonly port: number;
  readonly books: () => Books;
  /** Replaces the scenario and forgets its counts. Throws when it is not valid. */
  readonly setScenario: (scenario: Scenario) => void;
  readonly close: () => Promise<void>;
}

const KEEP_ALIVE_MS = 65_000;

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
}

/**
 * Starts a SeeGen service in this process. Throws when the port is taken, the scenario is not valid,
 * or `stateDir` holds something else.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { speed = 1, credits = 50_000, seed = 1, concurrency = 240, clock = systemClock, media = "full" } = options;
  if (!(speed > 0)) throw new Error(`The sandbox's speed must be above 0, got ${speed}.`);
  const folder = options.stateDir ?? mkdtempSync(join(tmpdir(), "shotgraph-sandbox-"));
  const filesFolder = join(folder, "files");
  const outputsFolder = join(folder, "outputs");
  for (const path of [filesFolder, outputsFolder]) mkdirSync(path, { recursive: true });

  const closed = new AbortController();
  // Every delayed answer listens to it; that many listeners are no leak.
  setMaxListeners(0, closed.signal);
  let origin = "";
  const time = { clock, closed: closed.signal };
  const calls = new CallCounter();
  const store = new Store(options.stateDir ?? null);
  const faults = new FaultPlan(options.scenario ?? { rules: [] });
  const accounts = new Accounts(store, credits, options.apiKeys);
  const hosting = new Hosting(store, filesFolder);
  const outputs = new Outputs({ store, clock, seed, detail: media, folder: outputsFolder, fileOf: (place) => sources.fileOf(place) });
  const fetchPrivate = options.allowPrivateSources === true ? (url: URL): Promise<string | null> => hosting.fetch(url) : undefined;
  const sources = new Sources({ store, filesFolder, outputFile: (file) => outputs.fileOf(file), fetchPrivate });
  const assets = new Assets({ store, sources, clock, speed, seed });
  const webhooks = new Webhooks(clock, speed);
  const tasks = new Tasks({ store, accounts, clock, webhooks, concurrency, origin: () => origin });
  const admission = new Admission({ store, accounts, assets, sources, tasks, clock, speed, seed });
  const api = new Api({ store, accounts, admission, assets, tasks, faults, calls, time, origin: () => origin });
  const downloads = new Downloads({ store, sources, outputs, faults, time });

  const books = (): Books => {
    tasks.settleDue();
    return booksOf(store, accounts, calls.all(), webhooks.counts, clock.now());
  };
  const router = new Router({ api, accounts, downloads, faults, hosting, books, calls, time, origin: () => origin });
  const server = createServer((request, response) => void router.handle(request, response));
  // A pooled connection that closes while a POST is on its way would be a lost answer that nobody asked for.
  server.keepAliveTimeout = KEEP_ALIVE_MS;

  const removeFolder = async (): Promise<void> => {
    if (options.stateDir === undefined) await rm(folder, { recursive: true, force: true });
  };
  const port = await listen(server, options.port ?? 0).catch(async (error: unknown) => {
    await removeFolder();
    throw error;
  });
  origin = `http://127.0.0.1:${port}`;
  store.commit({ kind: "origin", record: origin });
  tasks.settleDue();

  return {
    url: `${origin}/api/v1`,
    origin,
    port,
    books,
    setScenario: (scenario) => faults.replace(scenario),
    async close() {
      closed.abort();
      tasks.close();
      await webhooks.close();
      const ended = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await ended;
      await outputs.idle();
      await removeFolder();
    },
  };
}
