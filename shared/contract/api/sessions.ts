import { z } from "zod";
import type { Ranks } from "../../edit/records.ts";
import { wireChangeSchema } from "../../edit/wire.ts";
import { graphSchema, LIMITS, type Graph } from "../../graph/document.ts";
import type { Problem } from "../../graph/problem.ts";
import type { BundlePreview } from "./bundles.ts";
import type { PlanUpdate } from "./plan.ts";

/** An open graph. The host holds it, so that it survives a crash of the window. */
export interface OpenedGraph {
  session: string;
  graph: Graph;
  /** Places of its elements, which both sides must agree on: the order of edges is part of a request. */
  ranks: Ranks;
  /** Null while it was never saved. */
  path: string | null;
  /** Differs from the file on disk. */
  unsaved: boolean;
  /** The newest edit the host has. */
  seq: number;
  /** It was brought back from a recovery file. */
  recovered: boolean;
  /** What a migration changed. */
  notes: readonly string[];
}

/** What is in a file before it is opened: shown first when the file came from somebody else. */
export interface GraphPreview {
  name: string;
  nodes: number;
  edges: number;
  kinds: readonly { kind: string; title: string | null; count: number }[];
  /** Kinds that this version does not know; they are kept and shown as placeholders. */
  unknownKinds: readonly string[];
  missingMedia: readonly { node: string; name: string; sha256: string }[];
  hosts: readonly string[];
  assets: readonly string[];
  quote: { min: number; max: number };
  problems: readonly Problem[];
  /** What came along in the same file; `quote` counts it as there. */
  bundle?: BundlePreview;
}

export type OpenResult =
  | { status: "opened"; opened: OpenedGraph; preview: GraphPreview; foreign: boolean }
  | { status: "tooNew"; version: number; message: string }
  | { status: "invalid"; problems: readonly Problem[] }
  | { status: "unreadable"; message: string };

export type SaveResult =
  | { status: "saved"; path: string; name: string }
  /** The file was changed by another program since it was opened or saved. */
  | { status: "changedOnDisk"; message: string }
  | { status: "exists"; message: string }
  | { status: "failed"; message: string };

export type SessionEvent =
  | PlanUpdate
  | { type: "file"; path: string | null; unsaved: boolean; changedOnDisk: boolean }
  /** Something that the user should know, such as a recovery file that cannot be written. */
  | { type: "trouble"; message: string }
  /** Another window shows the graph now: only one may edit it. */
  | { type: "takenOver"; message: string }
  /** The session was closed, here or in another window. */
  | { type: "closed" };

export interface Template {
  id: string;
  graph: Graph;
  description: string;
  quote: { min: number; max: number };
}

export interface RecentFile {
  path: string;
  name: string;
  openedAt: number;
  exists: boolean;
}

export interface FolderListing {
  folder: string;
  parent: string | null;
  home: string;
  entries: readonly { name: string; path: string; kind: "folder" | "graph" | "media"; bytes: number; modifiedAt: number }[];
}

const sessionSchema = z.string().min(1).max(64);
export const sessionInput = z.object({ session: sessionSchema });

const windowSchema = z.string().min(1).max(64);

/** `window` names the page. The newest that claims a graph edits it; one that only comes back after a lost connection does not take it from another. */
export const watchInput = z.object({ session: sessionSchema, window: windowSchema, claim: z.boolean() });

/** Edits in the order in which they were made; `seq` is the number of the first. */
export const editInput = z.object({ session: sessionSchema, window: windowSchema, seq: z.int().nonnegative(), changes: z.array(wireChangeSchema).max(10_000) });

export const newGraphInput = z.object({ template: z.string().max(100).optional(), name: z.string().max(500).optional() });

/** From a path on this machine, or from text that was dropped or pasted. */
export const openInput = z.union([z.object({ path: z.string().min(1).max(4096) }), z.object({ text: z.string(), name: z.string().max(500) })]);

export const replaceInput = z.object({
  session: sessionSchema,
  window: windowSchema,
  graph: graphSchema,
  ranks: z.object({ nodes: z.array(z.number()).max(LIMITS.nodes), edges: z.array(z.number()).max(LIMITS.edges) }),
  /** The number of edits that it holds. */
  seq: z.int().nonnegative(),
});

export const saveInput = z.object({
  session: sessionSchema,
  /** Absent: where it was opened or last saved. */
  path: z.string().min(1).max(4096).optional(),
  /** The user has been told that the file exists or was changed, and wants it replaced. */
  overwrite: z.boolean().default(false),
});

export const browseInput = z.object({ folder: z.string().max(4096).optional() });
