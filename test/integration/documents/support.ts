import { createHash } from "node:crypto";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openBundle } from "../../../electron/documents/bundle/read.ts";
import { receiveBundle } from "../../../electron/documents/bundle/receive.ts";
import type { EditorLibrary } from "../../../shared/contract/libraryQueries.ts";
import { keyOfCanonical } from "../../../shared/plan/key.ts";
import { type ZipPart, zipOf } from "../../fixtures/zip.ts";
import { imageFile } from "../library/samples.ts";
import { openTemp, tempFolder } from "../library/support.ts";

export const shaOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

export const REQUEST = { body: { inputs: { prompt: "a cat", resolution: "1k" }, model: "gpt-image-2" }, model: "gpt-image-2", service: "jobs" };
export const KEY = keyOfCanonical(REQUEST) ?? "";

export interface Parts {
  manifest: Record<string, unknown> & { media: Record<string, unknown>[] };
  graph: Record<string, unknown>;
  takes: { realm: string; takes: Record<string, unknown>[] } | null;
  media: { name: string; data: Buffer }[];
}

/** A bundle as Shotgraph would write it, in parts that a test may change: a source file, and a take of a node. */
export async function goodParts(): Promise<Parts> {
  const source = await imageFile("png", 40, 30);
  const result = await imageFile("png", 64, 48);
  const entry = (data: Buffer, width: number, height: number) => ({ sha256: shaOf(data), extension: "png", bytes: data.length, type: "image", format: "png", width, height, durationSeconds: null });
  return {
    manifest: { format: "shotgraph-bundle", version: 1, madeBy: "0.1.0", graph: { id: "g-1", name: "Shared" }, media: [entry(source, 40, 30), entry(result, 64, 48)], takes: 1 },
    graph: {
      format: "shotgraph",
      version: 1,
      id: "g-1",
      name: "Shared",
      nodes: [
        { id: "s", kind: "imageAsset", position: { x: 0, y: 0 }, params: { source: { type: "file", sha256: shaOf(source), name: "source.png", bytes: source.length } } },
        { id: "n", kind: "gptImage2", position: { x: 1, y: 0 }, params: {} },
      ],
      edges: [],
    },
    takes: {
      realm: "sandbox",
      takes: [{ key: KEY, service: "jobs", model: "gpt-image-2", mediaType: "image", node: "n", item: 0, request: REQUEST, quoted: { min: 15, max: 15 }, formula: "1k = 15", billed: 15, createdAt: 10, completedAt: 20, sha256: shaOf(result) }],
    },
    media: [
      { name: `media/${shaOf(source)}.png`, data: source },
      { name: `media/${shaOf(result)}.png`, data: result },
    ],
  };
}

export function zipParts({ manifest, graph, takes, media }: Parts): ZipPart[] {
  return [
    { name: "manifest.json", data: JSON.stringify(manifest) },
    { name: "graph.json", data: JSON.stringify(graph), method: 8 },
    ...(takes ? [{ name: "takes.json", data: JSON.stringify(takes), method: 8 }] : []),
    ...media,
  ];
}

export function zipped(parts: Parts): Buffer {
  return zipOf(zipParts(parts));
}

export interface Place {
  home: string;
  library: EditorLibrary;
  /** Opens and takes in a bundle of these bytes. */
  take: (bytes: Buffer, graphId?: string) => Promise<{ media: number; takes: number }>;
  /** What is in the library's folder: nothing may come of what is refused. */
  files: () => string[];
}

export async function place(): Promise<Place> {
  const home = tempFolder();
  const library = await openTemp({ home });
  const inbox = tempFolder();
  return {
    home,
    library,
    async take(bytes, graphId) {
      const path = join(inbox, "b.shotgraph");
      writeFileSync(path, bytes);
      const bundle = await openBundle(path);
      try {
        return await receiveBundle(bundle, { library, graph: { id: graphId ?? bundle.graph.id, name: bundle.graph.name } });
      } finally {
        await bundle.close();
      }
    },
    files: () => ["media", "tmp"].flatMap((folder) => (existsSync(join(home, folder)) ? readdirSync(join(home, folder), { recursive: true }).map(String) : [])),
  };
}
