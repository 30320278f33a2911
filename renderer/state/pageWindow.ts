import type { WindowBridge } from "../../shared/contract/api/desktop.ts";
import type { DesktopBridge } from "../../shared/contract/desktop.ts";

declare global {
  interface Window {
    /** Put there by the desktop's preload script; a browser's page has none. */
    readonly shotgraphDesktop?: DesktopBridge;
  }
}

/** The window around this page; null in a browser. */
export function pageWindow(): WindowBridge | null {
  return typeof window === "undefined" ? null : (window.shotgraphDesktop?.window ?? null);
}
