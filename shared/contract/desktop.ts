import type { MediaFacts } from "../graph/media.ts";
import type { WindowBridge } from "./api/desktop.ts";

/** How the host's process is: pages show it, and connect again when it runs. */
export type DesktopHostState = "starting" | "running" | "stopped";

/** Data of the window message that brings a page its two ports: the contract's and the files'. */
export interface DesktopPorts {
  kind: "shotgraph-ports";
  /** Origin that media come from, as `media://shotgraph`. */
  media: string;
}

/** The few functions that the desktop's preload script gives the page, as `window.shotgraphDesktop`. */
export interface DesktopBridge {
  readonly platform: string;
  /** Asks for ports; they arrive as a message of the window (`DesktopPorts`), once for each time the host starts, too. */
  connect(): void;
  /** How the host's process is, from now on. Returns the way to stop. */
  onHost(listener: (state: DesktopHostState) => void): () => void;
  readonly window: WindowBridge;
}

/** Files on their way into the library, over a port of their own: several at a time, each a row of pieces. From the page. */
export type UploadMessage =
  | { kind: "begin"; id: number; name: string; size: number }
  | { kind: "piece"; id: number; bytes: ArrayBuffer }
  | { kind: "end"; id: number }
  | { kind: "abort"; id: number };

/** To the page. `more`: the next piece may come. */
export type UploadAnswer =
  | { kind: "more"; id: number }
  | { kind: "done"; id: number; facts: MediaFacts & { name: string } }
  | { kind: "failed"; id: number; code: string; message: string };

/** Bytes of a piece. */
export const UPLOAD_PIECE = 1024 * 1024;
