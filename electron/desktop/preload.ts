import { contextBridge, ipcRenderer, webUtils } from "electron";
import type { DesktopBridge, DesktopHostState } from "../../shared/contract/desktop.ts";
import { windowBridge } from "./manners/windowBridge.ts";

// Runs sandboxed and in a world of its own. The page gets these functions and nothing else: no channel that it may name, no event object, no `ipcRenderer`.

ipcRenderer.on("shotgraph:ports", (event, data: unknown) => {
  // Ports cannot go over the bridge; a message of the window carries them.
  window.postMessage(data, location.origin, event.ports);
});

const states: ReadonlySet<unknown> = new Set<DesktopHostState>(["starting", "running", "stopped"]);

function listen(channel: string, isValue: (value: unknown) => boolean, listener: unknown): () => void {
  if (typeof listener !== "function") throw new TypeError("A function is needed.");
  const heard = (_event: unknown, value: unknown): void => {
    if (isValue(value)) (listener as (value: unknown) => void)(value);
  };
  ipcRenderer.on(channel, heard);
  return () => void ipcRenderer.off(channel, heard);
}

const bridge: DesktopBridge = {
  platform: process.platform,
  connect: () => ipcRenderer.send("shotgraph:connect"),
  onHost: (listener) => listen("shotgraph:host", (value) => states.has(value), listener),
  window: windowBridge({ ipcRenderer, webUtils }),
};

contextBridge.exposeInMainWorld("shotgraphDesktop", bridge);
