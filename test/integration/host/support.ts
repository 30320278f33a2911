import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterEach } from "vitest";
import { createEditorHost, type EditorHost } from "../../../electron/host/editor/index.ts";
import type { StationOptions } from "../../../electron/host/editor/station.ts";
import type { PlanUpdate } from "../../../shared/contract/api/plan.ts";
import type { RunUpdate, RunView } from "../../../shared/contract/api/runs.ts";
import type { SessionEvent } from "../../../shared/contract/api/sessions.ts";
import type { HostClient } from "../../../renderer/state/client.ts";

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

function later(clean: () => unknown): void {
  cleanups.push(clean);
}

export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "shotgraph-host-"));
  later(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Started {
  host: EditorHost;
  client: HostClient;
  home: string;
}

/** A host on the sandbox that does not wait, asked as the renderer asks it. */
export async function startHost(home = tempFolder(), options: Partial<StationOptions> = {}): Promise<Started> {
  const host = await createEditorHost({ settings: { apiKey: null, baseUrl: null, home }, realm: "sandbox", sandboxSpeed: Number.POSITIVE_INFINITY, version: "0", bench: false, opened: null, ...options });
  let isOpen = true;
  const close = async () => {
    if (isOpen) await host.close();
    isOpen = false;
  };
  later(close);
  return { host: { ...host, close }, client: createRouterClient(host.router), home };
}

/** Reads a stream until a value fits. */
async function until<T>(stream: AsyncIterable<T>, fits: (value: T) => boolean): Promise<T> {
  for await (const value of stream) if (fits(value)) return value;
  throw new Error("the stream ended before what was waited for");
}

/** The window that tests are. */
export const MINE = { window: "test", claim: true };

/** The newest whole plan of a session: the first that knows of edit `seq`. */
export async function planOf(client: HostClient, session: string, seq = 0): Promise<PlanUpdate> {
  const stop = new AbortController();
  const found = await until(await client.graphs.watch({ session, ...MINE }, { signal: stop.signal }), (event: SessionEvent) => event.type === "plan" && event.seq >= seq);
  stop.abort();
  if (found.type !== "plan") throw new Error("not a plan");
  return found;
}

export async function ended(client: HostClient, runId: string): Promise<RunView> {
  const stop = new AbortController();
  const over = (update: RunUpdate) => (update.type === "snapshot" ? update.runs : update.type === "run" ? [update.run] : []).some((run) => run.runId === runId && run.state === "ended");
  await until(await client.runs.watch(undefined, { signal: stop.signal }), over);
  stop.abort();
  const again = new AbortController();
  const snapshot = await until(await client.runs.watch(undefined, { signal: again.signal }), ({ type }) => type === "snapshot");
  again.abort();
  const run = snapshot.type === "snapshot" ? snapshot.runs.find((one) => one.runId === runId) : undefined;
  if (!run) throw new Error(`no run ${runId}`);
  return run;
}
