import type { MediaFacts } from "../graph/media.ts";

/** What a file of the library belongs to: what would be lost with it, and what that cost. */
export interface MediaOwner {
  /** Null when only the sidecar tells of it. */
  take: number | null;
  realm: string;
  graph: { id: string; name: string };
  node: string;
  item: number;
  model: string;
  taskId: string | null;
  /** Credits; null when the service did not say. */
  billed: number | null;
}

/**
 * `damaged` other bytes than its name says · `missing` no file · `unreadable` bytes that may be right and cannot be read to their end here (left where
 * they are) · `misindexed` the right bytes, wrongly described in the index.
 */
type MediaDamage = "damaged" | "missing" | "unreadable" | "misindexed";

export interface MediaProblem {
  sha256: string;
  damage: MediaDamage;
  why: string;
  /** Whether the file is well again. */
  mended: boolean;
  /** What can be done, or why it could not be mended. */
  advice: string;
  /** Where the damaged bytes lie now. */
  quarantined: string | null;
  owners: MediaOwner[];
  /** Names under which it was imported. */
  imports: string[];
}

export interface VerifyReport {
  files: number;
  bytes: number;
  problems: MediaProblem[];
  /** Sidecars that were missing or damaged and have been written anew. */
  sidecars: number;
  /** Files deleted by name with `clean --take`: known, and no longer looked for. */
  deleted: number;
  lost: number;
}

export interface FilesSize {
  files: number;
  bytes: number;
}

/** Files count once in `types`, and in every realm that has a take of them. */
export interface SizeReport {
  types: Record<MediaFacts["type"], FilesSize>;
  /** Files on the disk that the index does not know. */
  unindexed: FilesSize;
  realms: (FilesSize & { realm: string; takes: number; billed: number })[];
  /** Results of takes; `derived` was made here of other media, and `imported` are all other files of the index. */
  paid: FilesSize;
  imported: FilesSize;
  derived: FilesSize;
  /** Small pictures of media, made again when they are looked at. */
  thumbs: FilesSize;
  temp: FilesSize;
  quarantine: FilesSize;
  database: FilesSize;
  total: number;
}

export interface Removable {
  kind: "temp" | "import" | "derived" | "thumb" | "quarantine" | "take";
  path: string;
  bytes: number;
  why: string;
  /** Of `take`: what is given up with it. */
  owners: MediaOwner[];
}

export interface CleanReport {
  removable: Removable[];
  bytes: number;
  /** What looks as if it could go, and why it stays. */
  kept: { path: string; why: string }[];
  /** False for a preview. */
  applied: boolean;
}

export interface RebuildReport {
  /** Why a new database was begun; null when the old one is healthy. */
  damage: string | null;
  /** The damaged database under its new name. */
  movedTo: string | null;
  media: number;
  takes: number;
  /** Takes that were under way or undecided, read out of the damaged database. */
  rescued: number;
  billed: number;
  /** Files of the index that are not on the disk. */
  missing: string[];
  notRebuilt: { what: string; why: string }[];
}
