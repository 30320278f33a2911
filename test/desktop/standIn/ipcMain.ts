import { EventEmitter } from "node:events";
import type { DesktopFrame, DesktopIpcEvent, DesktopIpcInvokeEvent, DesktopIpcMain } from "../../../electron/desktop/electronApi.ts";
import type { FromPage } from "./inPage.ts";
import type { StandInPage } from "./page.ts";
import type { StandInContents } from "./window.ts";

const handlers = new Map<string, (event: DesktopIpcInvokeEvent, ...args: unknown[]) => unknown>();
const listeners = new EventEmitter();

export const ipcMain: DesktopIpcMain & { hearAs: typeof hearAs } = {
  on: (channel, listener) => listeners.on(channel, listener),
  handle(channel, listener) {
    if (handlers.has(channel)) throw new Error(`there is a handler for "${channel}" already`);
    handlers.set(channel, listener);
  },
  hearAs,
};

/** A message of the page in a window. */
export function hear(message: FromPage, contents: StandInContents, page: StandInPage): void {
  if (message.type === "send") listeners.emit(message.channel, { sender: contents as never, senderFrame: contents.mainFrame, ports: [] } satisfies DesktopIpcEvent, ...message.args);
  else if (message.type === "invoke") {
    invoke(message.channel, { sender: contents, senderFrame: contents.mainFrame }, message.args).then(
      (value) => page.answer(message.id, { value }),
      // As Electron words it: nothing but the message comes over.
      (error: unknown) => page.answer(message.id, { error: `Error invoking remote method '${message.channel}': ${String(error)}` }),
    );
  }
}

async function invoke(channel: string, event: DesktopIpcInvokeEvent, args: readonly unknown[]): Promise<unknown> {
  const handler = handlers.get(channel);
  if (!handler) throw new Error(`No handler registered for '${channel}'`);
  return await handler(event, ...args);
}

/** For tests: a message as a page that was taken over could send it, from whatever frame. */
async function hearAs(kind: "send" | "invoke", channel: string, sender: { id: number }, senderFrame: DesktopFrame | null, args: readonly unknown[]): Promise<unknown> {
  const event = { sender: sender as never, senderFrame, ports: [] };
  if (kind === "invoke") return await invoke(channel, event, args);
  listeners.emit(channel, event, ...args);
  return undefined;
}
