import type { z } from "zod";
import type { DesktopIpcInvokeEvent, DesktopWindow, ElectronApi } from "../electronApi.ts";
import { senderOf } from "./sender.ts";
import { isWithin } from "./size.ts";

/**
 * The only ears that main has for pages. Each message carries at most one value, comes from the editor's own page (see `senderOf`), is no larger than it may be, and
 * has the shape that its schema says; everything else is refused and put into the log.
 */
export interface Ipc {
  /** A message that is not answered. */
  on<Input>(channel: string, schema: z.ZodType<Input>, act: (input: Input, window: DesktopWindow) => void | Promise<void>, largest?: number): void;
  /** A question; the page's promise rejects when it is refused, or with the message of what `answer` throws. */
  handle<Input, Answer>(channel: string, schema: z.ZodType<Input>, answer: (input: Input, window: DesktopWindow) => Answer | Promise<Answer>, largest?: number): void;
}

/** Characters and bytes of a message; nothing that main is told is long. */
const LARGEST = 64 * 1024;

export interface IpcParts {
  ipcMain: ElectronApi["ipcMain"];
  windows: () => readonly DesktopWindow[];
  log: (line: string) => void;
}

export function createIpc({ ipcMain, windows, log }: IpcParts): Ipc {
  function received<Input>(channel: string, event: DesktopIpcInvokeEvent, args: readonly unknown[], schema: z.ZodType<Input>, largest: number): { input: Input; window: DesktopWindow } | null {
    const refuse = (why: string): null => {
      log(`a message "${channel}" was refused: ${why}`);
      return null;
    };
    const from = senderOf(event, windows());
    if ("refused" in from) return refuse(from.refused);
    if (args.length > 1) return refuse("it carries more than one value");
    if (!isWithin(args[0], largest)) return refuse("it is too large");
    const input = schema.safeParse(args[0]);
    return input.success ? { input: input.data, window: from.window } : refuse("it has another shape");
  }

  return {
    on(channel, schema, act, largest = LARGEST) {
      ipcMain.on(channel, (event, ...args) => {
        const message = received(channel, event, args, schema, largest);
        if (message) Promise.resolve(message).then(({ input, window }) => act(input, window)).catch((error: unknown) => log(`"${channel}" failed: ${String(error)}`));
      });
    },
    handle(channel, schema, answer, largest = LARGEST) {
      ipcMain.handle(channel, async (event, ...args) => {
        const message = received(channel, event, args, schema, largest);
        if (!message) throw new Error("Refused.");
        return await answer(message.input, message.window);
      });
    },
  };
}
