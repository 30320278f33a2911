import type { DesktopOptions } from "./options.ts";
import type { ElectronApi } from "./electronApi.ts";
import type { HostSupervisor } from "./hostSupervisor.ts";
import type { Ipc } from "./ipc/ipc.ts";
import type { Leaving } from "./leaving.ts";
import type { Openings } from "./openings.ts";
import type { Windows } from "./windows.ts";

/** Everything that a part of the desktop program may need. Made by `startDesktop`, after Electron is ready and before the first window. */
export interface Desktop {
  readonly electron: ElectronApi;
  readonly options: DesktopOptions;
  /** The editor's host in its own process: its contract for main, its state. */
  readonly host: HostSupervisor;
  /** Windows with the editor. */
  readonly windows: Windows;
  /** The only way to listen to pages. */
  readonly ipc: Ipc;
  /** Who has a word before a window closes or the program quits. */
  readonly leaving: Leaving;
  /** Files and links that the user asked for outside of the windows. */
  readonly openings: Openings;
  /** One line of text for the log; never a secret. */
  readonly log: (line: string) => void;
}

/** A piece of desktop behaviour (menu, dialogs, notifications …): hooks itself in, and lasts as long as the program. */
export type Manner = (desktop: Desktop) => void | Promise<void>;
