import { isPageAddress, PAGE_ORIGIN } from "../addresses.ts";
import type { DesktopIpcInvokeEvent, DesktopWindow } from "../electronApi.ts";

/**
 * The window whose page sent a message, or why nobody listens to it. Heard is only the editor's own page, in the top frame of one of our windows: no frame inside it, no
 * page that a window might have come to show, no frame that has gone since.
 */
export function senderOf({ sender, senderFrame: frame }: DesktopIpcInvokeEvent, windows: readonly DesktopWindow[]): { window: DesktopWindow } | { refused: string } {
  if (frame === null) return { refused: "its frame has gone" };
  const window = windows.find(({ webContents }) => webContents.id === sender.id);
  if (!window || window.isDestroyed()) return { refused: "it is in no window of ours" };
  if (frame.parent !== null) return { refused: "it is a frame inside the page" };
  const { mainFrame } = window.webContents;
  if (frame.processId !== mainFrame.processId || frame.frameToken !== mainFrame.frameToken) return { refused: "it is not the page that the window shows" };
  if (frame.origin !== PAGE_ORIGIN) return { refused: `it comes from ${frame.origin.slice(0, 100)}` };
  if (!isPageAddress(frame.url)) return { refused: "it is not the editor's page" };
  return { window };
}
