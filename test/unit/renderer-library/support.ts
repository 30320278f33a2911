import type { MediaItem } from "../../../shared/contract/libraryQueries.ts";

/** A file of the library that was made at `at`. */
export function item(name: string, at: number, change: Partial<MediaItem> = {}): MediaItem {
  return {
    facts: { sha256: name.padEnd(64, "0"), type: "video", format: "mp4", bytes: 1, width: 1280, height: 720, durationSeconds: 5 },
    at,
    origin: "made",
    name: null,
    take: { id: at, key: "k", graphId: "g", graphName: "G", nodeId: "n", item: 0, model: "sd2", origin: "made", prompt: "A glass bottle, on wet slate — slow push in, rim light", billed: 200 },
    present: true,
    ...change,
  };
}

export const shaOf = (name: string) => name.padEnd(64, "0");
export const names = (items: readonly MediaItem[]) => items.map(({ facts }) => facts.sha256.replace(/0+$/, ""));
