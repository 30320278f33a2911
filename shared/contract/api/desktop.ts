import { z } from "zod";
import { sha256Schema } from "../../graph/media.ts";

export type DesktopPlatform = "darwin" | "win32" | "linux";

/**
 * What a `shotgraph://` link asks for. It only fills in: the user looks at it, and a graph is made when they agree. It names no file, no address to fetch and no key, and
 * nothing of it runs.
 */
export type DeepLink =
  | { do: "new"; template: string | null; name: string | null; prompt: string | null }
  | { do: "settings"; page: "general" | "account" };

/** What the page learns of its window when it asks for the first time. Languages as the system prefers them, best first. */
export interface DesktopFacts {
  platform: DesktopPlatform;
  languages: readonly string[];
}

/** What the window tells its page. */
export type DesktopEvent =
  /** An item of the native menu was chosen; `byKey`: by its keys, which a text field may have meant for itself. */
  | { type: "perform"; action: string; byKey: boolean }
  | { type: "open"; path: string }
  | { type: "link"; link: DeepLink }
  | { type: "showRun"; runId: string }
  /** The window is about to go. The page answers with `leave` under the same `ask`. */
  | { type: "leave"; ask: string }
  | { type: "trouble"; message: string };

const idSchema = z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,63}$/);
const labelSchema = z.string().min(1).max(200);

const menuItemSchema = z.object({
  /** Id of the action. */
  id: idSchema,
  label: labelSchema,
  /** As in renderer/actions/keys.ts: `mod+shift+d`. */
  shortcut: z.string().max(40).nullable(),
  /** The browser's own editing command of that name, which carries the clipboard. */
  native: z.boolean(),
  enabled: z.boolean(),
  /** Null for what is neither on nor off. */
  checked: z.boolean().nullable(),
});

/** The application's menu as the page has it: submenus, in them parts between which a line is drawn. */
export const menuInput = z.object({
  groups: z.array(z.object({ id: idSchema, label: labelSchema, parts: z.array(z.array(menuItemSchema).max(60)).max(20) })).max(20),
});
export type MenuModel = z.infer<typeof menuInput>;
export type MenuModelItem = z.infer<typeof menuItemSchema>;

/** What the window shows of the active graph. Its file is known to the host, so the page does not name it. */
export const windowInput = z.object({ session: z.string().max(64).nullable(), title: z.string().max(600), edited: z.boolean() });

/** Graphs whose changes are in no file yet, by name. */
export const confirmInput = z.object({ names: z.array(z.string().max(500)).min(1).max(200) });
export type UnsavedChoice = "save" | "discard" | "cancel";

/** `asking`: the page has heard and talks with the user; `ready`: nothing holds it; `stay`: the user wants to stay. */
export const leaveInput = z.object({ ask: z.string().min(1).max(64), state: z.enum(["asking", "ready", "stay"]) });

export const chooseOpenInput = z.object({ folder: z.string().max(4096).nullable() });
export const chooseSaveInput = z.object({ name: z.string().max(500), folder: z.string().max(4096).nullable() });

/** A file that the host knows: of an open graph, of the library, or exported by it. */
export const placeInput = z.union([z.object({ session: z.string().min(1).max(64) }), z.object({ sha256: sha256Schema }), z.object({ exported: z.string().min(1).max(4096) })]);
export type PlaceAsked = z.infer<typeof placeInput>;

export type WindowState = z.infer<typeof windowInput>;
export type LeaveAnswer = z.infer<typeof leaveInput>;

/** A result that is dragged out of the window, under a name that says what it is. */
export const dragInput = z.object({ sha256: sha256Schema, name: z.string().min(1).max(255) });

/** Absolute; null when there is no such file, and why. */
export interface FilePlace {
  path: string | null;
  message: string | null;
}

export interface DragCopy extends FilePlace {
  /** Absolute path of a small picture of it; null where there is none. */
  icon: string | null;
}

export interface Done {
  ok: boolean;
  /** Why not, in plain English. */
  message: string | null;
}

/** What the page may ask of the window that it is in. The preload script gives it these functions; in a browser there are none. */
export interface WindowBridge {
  /** Said once when the page is ready: what was held back for it is told then. */
  hello(): Promise<DesktopFacts>;
  /** Returns the way to stop. */
  onEvent(listener: (event: DesktopEvent) => void): () => void;
  menu(model: MenuModel): void;
  show(state: WindowState): void;
  confirm(asked: z.infer<typeof confirmInput>): Promise<UnsavedChoice>;
  leave(answer: LeaveAnswer): void;
  chooseOpen(asked: z.infer<typeof chooseOpenInput>): Promise<{ path: string | null }>;
  /** The system has asked about replacing a file that is there. */
  chooseSave(asked: z.infer<typeof chooseSaveInput>): Promise<{ path: string | null }>;
  chooseFolder(): Promise<{ path: string | null }>;
  reveal(asked: PlaceAsked): Promise<Done>;
  drag(asked: z.infer<typeof dragInput>): Promise<Done>;
  openLogs(): Promise<Done>;
  copyDiagnostics(): Promise<Done>;
  /** Where a file lies that was dropped on the page; null for one that a script made. */
  pathOf(file: File): string | null;
}
