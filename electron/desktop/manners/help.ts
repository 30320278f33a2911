import { homedir } from "node:os";
import type { EditorSettings, HostInfo } from "../../../shared/contract/api/host.ts";
import type { Done } from "../../../shared/contract/api/desktop.ts";
import type { SecretStatus } from "../../../shared/contract/api/secrets.ts";
import type { Desk } from "./desk.ts";
import { diagnosticsText } from "./diagnostics.ts";

const LINES = 200;
/** A host that hangs is what the diagnostics are for: they do not wait for it. */
const PATIENCE_MS = 2_000;

export async function openLogs({ desktop, log }: Desk): Promise<Done> {
  const problem = await desktop.electron.shell.openPath(log.folder);
  return problem === "" ? { ok: true, message: null } : { ok: false, message: `The folder of the logs cannot be shown: ${problem}. It is ${log.folder}.` };
}

/** Puts what helps to find a fault into the clipboard. */
export async function copyDiagnostics(desk: Desk): Promise<Done> {
  await desk.desktop.electron.clipboard.writeText(await diagnosticsOf(desk));
  return { ok: true, message: null };
}

async function diagnosticsOf({ desktop, log, redactor }: Desk): Promise<string> {
  const { electron, options, host } = desktop;
  const [info, secrets, settings] = await Promise.all([
    first<HostInfo>((signal) => host.client.system.watch(undefined, { signal })),
    first<SecretStatus>((signal) => host.client.secrets.watch(undefined, { signal })),
    first<EditorSettings>((signal) => host.client.settings.watch(undefined, { signal })),
  ]);
  const parts = {
    version: options.version,
    platform: options.platform,
    versions: process.versions,
    packaged: electron.app.isPackaged,
    languages: electron.app.getPreferredSystemLanguages(),
    state: host.state,
    problem: host.problem,
    info,
    secrets,
    settings,
    logs: log.last(LINES),
    now: new Date(),
  };
  return diagnosticsText(parts, (text) => redactor.redact(text), homedir());
}

/** The snapshot that a stream begins with; null when nobody answers. */
async function first<T>(start: (signal: AbortSignal) => Promise<AsyncIterable<T>>): Promise<T | null> {
  const stop = new AbortController();
  const read = async (): Promise<T | null> => {
    for await (const value of await start(stop.signal)) return value;
    return null;
  };
  const late = new Promise<null>((done) => {
    setTimeout(() => done(null), PATIENCE_MS).unref();
  });
  try {
    // Without a host there is nothing to tell, and the rest still helps.
    return await Promise.race([read().catch(() => null), late]);
  } finally {
    stop.abort();
  }
}
