import type { FolderListing } from "../../../shared/contract/api/sessions.ts";

export type FileEntry = FolderListing["entries"][number];

export interface Sorting {
  by: "name" | "changed" | "size";
  /** Smallest, oldest, A first. */
  up: boolean;
}

/** Folders and graphs; folders come first in every order. */
export function sorted(entries: readonly FileEntry[], { by, up }: Sorting): FileEntry[] {
  const compare = (a: FileEntry, b: FileEntry): number => {
    if (by === "changed") return a.modifiedAt - b.modifiedAt;
    if (by === "size") return a.bytes - b.bytes;
    return a.name.localeCompare(b.name, undefined, { numeric: true, sensitivity: "base" });
  };
  return entries
    .filter(({ kind }) => kind !== "media")
    .sort((a, b) => Number(b.kind === "folder") - Number(a.kind === "folder") || (up ? 1 : -1) * compare(a, b) || a.name.localeCompare(b.name));
}

const UNITS = ["B", "kB", "MB", "GB"];

/** `4.2 MB` */
export function bytesText(bytes: number): string {
  const power = Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${value >= 100 || power === 0 ? Math.round(value) : value.toFixed(1)} ${UNITS[power]}`;
}

const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });

/** Today's files by the hour, older ones by the day. */
export function whenText(at: number, now: number = Date.now()): string {
  return new Date(at).toDateString() === new Date(now).toDateString() ? time.format(at) : day.format(at);
}
