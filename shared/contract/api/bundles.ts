import { z } from "zod";
import type { MediaType } from "../../graph/media.ts";

/** Which takes go into a bundle: all of the graph's requests, those that it hands on now, or none. */
const SCOPES = ["all", "used", "none"] as const;
export type BundleScope = (typeof SCOPES)[number];

/** A file that would go into a bundle, or has come in one. Bytes. */
export interface BundledFile {
  sha256: string;
  name: string;
  type: MediaType;
  format: string;
  bytes: number;
}

/** A take that would go into a bundle, or has come in one. */
export interface BundledTakeView {
  sha256: string;
  node: string;
  model: string;
  type: MediaType;
  bytes: number;
  /** Credits that were paid for it; null where that is not known. */
  billed: number | null;
  /** The graph hands it on now. */
  used: boolean;
}

/** What a bundle of an open graph would hold, before it is written. */
export interface BundleContents {
  name: string;
  nodes: number;
  files: readonly BundledFile[];
  missing: readonly { node: string; name: string }[];
  takes: readonly BundledTakeView[];
  /** Bytes of the media for each choice. */
  bytes: Record<BundleScope, number>;
  /** Hosts of addresses in the graph that may carry a key in their query. */
  signedHosts: readonly string[];
  realm: "sandbox" | "service";
}

/** What is in a bundle that is looked at. */
export interface BundlePreview {
  madeBy: string;
  files: readonly BundledFile[];
  takes: readonly BundledTakeView[];
  /** Bytes of all its media. */
  bytes: number;
  /** Whether its takes answer in the realm that is open now. */
  answers: boolean;
  takesRealm: "sandbox" | "service" | null;
  /** What the graph would cost without what came along. */
  quoteWithout: { min: number; max: number };
}

export type BundleEvent =
  | { type: "progress"; done: number; total: number }
  | { type: "written"; path: string; bytes: number }
  /** There is a file of that name: ask, and write again with `overwrite`. */
  | { type: "exists"; message: string }
  | { type: "received"; media: number; takes: number }
  | { type: "failed"; message: string };

const sessionSchema = z.string().min(1).max(64);

export const bundleLookInput = z.object({ session: sessionSchema });
export const bundleWriteInput = z.object({ session: sessionSchema, path: z.string().min(1).max(4096), overwrite: z.boolean().default(false), scope: z.enum(SCOPES) });
export const bundleReceiveInput = z.object({ session: sessionSchema });
/** Take over what came in a bundle: all takes of a graph, or one of them. */
export const adoptInput = z.union([z.object({ graphId: z.string().min(1).max(200) }), z.object({ take: z.int().positive() })]);
/** The graph that made a take, as it was when its run began. */
export const makerInput = z.object({ take: z.int().positive() });
/** A bundle that was dropped on the page comes in pieces: base64 of at most 4 MiB. */
export const bundlePieceInput = z.object({ upload: z.uuid().nullable(), name: z.string().max(500), data: z.base64().max(6 * 1024 * 1024) });
export const openUploadInput = z.object({ upload: z.uuid(), name: z.string().max(500) });
export const dropUploadInput = z.object({ upload: z.uuid() });

