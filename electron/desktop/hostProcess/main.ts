import type Electron from "electron";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import { RPCHandler } from "@orpc/server/message-port";
import Store from "electron-store";
import { createEditorHost, type EditorHost } from "../../host/editor/index.ts";
import { openSecretStore } from "../../settings/secrets.ts";
import { inItsOwnWords } from "../../web/callErrors.ts";
import { settingsInElectronStore } from "../settings/electronStore.ts";
import { createInnerRouter, remoteVault, type VaultClient } from "./inner.ts";
import type { FromHost, HostStart, ToHost } from "./messages.ts";
import { guardedPort, type Port } from "./port.ts";
import { serveUploads } from "./uploads.ts";

/**
 * The host's process: planning, hashing, SQLite, runs. Electron starts it as a utility process; it speaks with main over `parentPort`, and with each page over ports that
 * main hands out. It ends when main tells it to, and when main is gone.
 */
const parent = (process as NodeJS.Process & { parentPort: Electron.ParentPort }).parentPort;

let host: EditorHost | null = null;
let closing = false;

const post = parent.postMessage.bind(parent);
const tell = (message: FromHost): void => post(message);
const log = (line: string): void => tell({ kind: "log", line: line.slice(0, 10_000) });

async function start(message: HostStart, [inner, vault]: readonly Port[]): Promise<void> {
  const { settings, realm, speed, bench, version, opened, mediaSecret } = message;
  const secrets = await openSecretStore({
    env: message.secrets,
    vault: vault ? await remoteVault(createORPCClient<VaultClient>(new RPCLink({ port: started(vault) }))) : null,
  });
  host = await createEditorHost({ settings, openSettings: settingsInElectronStore(Store, version), secrets, realm, sandboxSpeed: speed, version, bench, opened, mediaSecret });
  if (inner) new RPCHandler(createInnerRouter(host)).upgrade(inner);
  inner?.start();
  tell({ kind: "ready" });
}

/** A port whose messages flow; what listens to it is put there in the same turn. */
function started(port: Port): Port {
  queueMicrotask(() => port.start());
  return port;
}

function serveContract(port: Port, { router }: EditorHost): void {
  const handler = new RPCHandler(router, { clientInterceptors: [(call) => inItsOwnWords(() => call.next(), call.signal, (error) => log(`a call failed: ${String(error)}`))] });
  handler.upgrade(guardedPort(port, (why) => log(`a page's connection was ended: ${why}`)));
  port.start();
}

async function close(): Promise<void> {
  if (closing) return;
  closing = true;
  await host?.close();
  tell({ kind: "closed" });
}

function fail(error: unknown): void {
  tell({ kind: "failed", message: (error instanceof Error ? error.message : String(error)).slice(0, 10_000) });
  // The message must be out before.
  setTimeout(() => process.exit(1), 200);
}

parent.on("message", ({ data, ports }) => {
  const message = data as ToHost;
  const [port] = ports;
  switch (message.kind) {
    case "start":
      start(message.start, ports).catch(fail);
      return;
    case "contract":
      if (port && host) serveContract(port, host);
      return;
    case "uploads":
      if (!port || !host) return;
      serveUploads(port, host.uploads, (why) => log(`a page's files were refused: ${why}`));
      port.start();
      return;
    case "close":
      close().then(() => process.exit(0), fail);
      return;
  }
});
