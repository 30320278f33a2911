import type { WindowBridge } from "../../shared/contract/api/desktop.ts";
import "./desktopConnection.ts";

/** The window around this page; null in a browser. */
export function pageWindow(): WindowBridge | null {
  return typeof window === "undefined" ? null : (window.shotgraphDesktop?.window ?? null);
}
