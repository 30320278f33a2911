import type { MediaItem } from "../../shared/contract/libraryQueries.ts";
import type { MediaFacts } from "../../shared/graph/media.ts";

const WORDS = 6;
const LONGEST = 60;

/** What a file is called where one is needed: the name under which it was imported, else what made it and the beginning of its prompt. */
export function fileNameOf({ facts, name, take }: { facts: MediaFacts } & Partial<Pick<MediaItem, "name" | "take">>): string {
  if (name !== null && name !== undefined && name !== "") return name;
  const words = (take?.prompt ?? "").split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== "").slice(0, WORDS);
  const stem = [take?.model ?? facts.type, ...words].join(" ").slice(0, LONGEST).trim();
  return `${stem}-${facts.sha256.slice(0, 6)}.${facts.format === "jpeg" ? "jpg" : facts.format}`;
}

/** What a tile says under its picture. */
export function labelOf({ name, take, facts }: MediaItem): string {
  return name ?? take?.model ?? facts.format.toUpperCase();
}
