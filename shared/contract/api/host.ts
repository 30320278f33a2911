import { z } from "zod";
import type { LeaseHolder } from "../records.ts";
import { bucketSettingsSchema } from "./hosting.ts";

export type Realm = "sandbox" | "service";

export interface HostInfo {
  version: string;
  platform: string;
  realm: Realm;
  /** Whether a key of the service is known; the key itself never leaves the host. */
  hasKey: boolean;
  baseUrl: string;
  dataFolder: string;
  /** Another process has the library: this one can look and plan, and cannot run. */
  heldBy: LeaseHolder | null;
  /** Started with `--bench`: the page may show a generated document. */
  bench: boolean;
  /** Speed of the sandbox; 1 is as slow as the service. */
  sandboxSpeed: number;
  /** A document to show at once, named when the program was started. */
  opened: string | null;
  /** What the user should know of this start: settings that were damaged, for one. */
  notices: readonly string[];
}

export interface AccountView {
  realm: Realm;
  /** Null while not known: no key, or the service did not answer (`problem` says which). */
  credits: number | null;
  available: number | null;
  problem: string | null;
  at: number;
}

/** Spend of this program's session and of a graph, from the ledger. Credits. */
export interface SpendView {
  session: number;
  graph: number;
  reserved: number;
  unknown: number;
}

const panelsSchema = z.object({ left: z.number(), right: z.number(), bottom: z.number(), leftOpen: z.boolean(), rightOpen: z.boolean(), bottomOpen: z.boolean() });

const settings = {
  theme: z.enum(["system", "dark", "light"]),
  /** Run asks once above this many credits. */
  askAbove: z.number().nonnegative(),
  /** The first-run words were read. */
  welcomed: z.boolean(),
  snapToGrid: z.boolean(),
  minimap: z.boolean(),
  /** Order of the quote's lines. */
  quoteOrder: z.enum(["cost", "graph"]),
  /** Files that are exported carry the graph that made them. */
  embedGraph: z.boolean(),
  /** Sizes in pixels. */
  panels: panelsSchema,
};

/** What a settings file may hold; what is missing or damaged takes its default. */
export const settingsSchema = z.object({
  theme: settings.theme.catch("system"),
  askAbove: settings.askAbove.catch(500),
  welcomed: settings.welcomed.catch(false),
  snapToGrid: settings.snapToGrid.catch(true),
  minimap: settings.minimap.catch(true),
  quoteOrder: settings.quoteOrder.catch("cost"),
  embedGraph: settings.embedGraph.catch(true),
  panels: settings.panels.catch({ left: 220, right: 300, bottom: 200, leftOpen: true, rightOpen: true, bottomOpen: true }),
  /** Changed by the procedures of hosting only, which look at it first. */
  bucket: bucketSettingsSchema.nullable().catch(null),
});
export type EditorSettings = z.infer<typeof settingsSchema>;
export const settingsChangeInput = z.object(settings).partial();
export const realmInput = z.object({ realm: z.enum(["sandbox", "service"]) });

/** A way to ask for media: `/media/<grant>/<sha256>`; renewed before it ends. */
export interface MediaGrant {
  /** URL up to and without the sha256, with a slash at its end. */
  base: string;
  expiresAt: number;
}
