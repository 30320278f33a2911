import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { deflateRawSync } from "node:zlib";
import { ZipFile } from "yazl";
import type { TakeRecord } from "../../../shared/contract/records.ts";
import type { Graph } from "../../../shared/graph/document.ts";
import type { MediaFacts } from "../../../shared/graph/media.ts";
import { serialiseGraph } from "../../../shared/graph/serialise.ts";
import { replaceFileBy } from "../replaceFile.ts";
import { BUNDLE_FORMAT, BUNDLE_LIMITS, BUNDLE_VERSION, BundleError, type BundleMedia, type BundleTake, type Manifest, mediaName } from "./format.ts";

export interface BundleSource {
  graph: Graph;
  /** Files of the library; each once. */
  media: readonly { facts: MediaFacts; path: string }[];
  takes: readonly TakeRecord[];
  realm: string;
  /** This program's version. */
  madeBy: string;
}

interface Writing {
  overwrite: boolean;
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal | undefined;
}

const EXTENSION: Readonly<Record<string, string>> = { jpeg: "jpg" };
/** Nobody's clock is part of it: equal contents give equal bytes. */
const WHEN = { mtime: new Date(1980, 0, 1), mode: 0o100644, forceDosTimestamp: true } as const;

/**
 * Writes a bundle whole or not at all, a piece at a time. Returns its size in bytes. Throws `BundleError` (`exists` unless `overwrite`), what the disk says, and
 * the reason of `signal`.
 */
export async function writeBundle(path: string, source: BundleSource, { overwrite, onProgress, signal }: Writing): Promise<number> {
  if (!overwrite && existsSync(path)) throw new BundleError(`${path} exists already.`, "exists");
  if (source.media.length + 3 > BUNDLE_LIMITS.entries) throw new BundleError(`It would hold ${source.media.length} files; a bundle has at most ${BUNDLE_LIMITS.entries - 3}.`);
  const total = source.media.reduce((sum, { facts }) => sum + facts.bytes, 0);
  let done = 0;
  const reading = new Set<Transform>();
  const zip = new ZipFile();
  // What goes wrong in one of its streams ends the whole.
  const output = zip.outputStream as Readable;
  zip.on("error", (error: Error) => output.destroy(error));
  // Whoever reads it below is thrown what broke it, also where that happened before the reading began.
  output.on("error", () => undefined);
  addJson(zip, "manifest.json", manifestOf(source), false);
  addJson(zip, "graph.json", serialiseGraph(source.graph), true);
  if (source.takes.length > 0) addJson(zip, "takes.json", JSON.stringify({ realm: source.realm, takes: source.takes.map(takeOf) }), true);
  for (const { facts, path: from } of source.media) {
    zip.addReadStreamLazy(mediaName(entryOf(facts)), { ...WHEN, compress: false, size: facts.bytes }, (give) => {
      const told = new Transform({
        transform(piece: Buffer, _encoding, next) {
          done += piece.length;
          onProgress?.(done, total);
          next(null, piece);
        },
      });
      reading.add(told);
      const verified = sameBytes(facts);
      pipeline(createReadStream(from), verified, told).catch((error: unknown) => zip.emit("error", error));
      give(null, told);
    });
  }
  zip.end();
  let bytes = 0;
  const write = replaceFileBy(path, async (file) => {
    for await (const piece of output) {
      signal?.throwIfAborted();
      const block = piece as Buffer;
      for (let sent = 0; sent < block.length; ) sent += (await file.write(block, sent, block.length - sent)).bytesWritten;
      bytes += block.length;
    }
  });
  // What was not read to its end would stay open.
  await write.finally(() => reading.forEach((stream) => stream.destroy()));
  return bytes;
}

/** Passes bytes on and fails at their end when they are not those of the file's name: a bundle never carries what its receiver would refuse. */
function sameBytes({ sha256 }: MediaFacts): Transform {
  const hash = createHash("sha256");
  return new Transform({
    transform(piece: Buffer, _encoding, next) {
      hash.update(piece);
      next(null, piece);
    },
    flush(next) {
      next(hash.digest("hex") === sha256 ? null : new BundleError(`The file ${sha256.slice(0, 12)}… of the library is damaged. "shotgraph library verify" can mend it.`));
    },
  });
}

function addJson(zip: ZipFile, name: string, text: string, mayPack: boolean): void {
  const bytes = Buffer.from(text);
  // What packs too well would look like a bomb to its receiver.
  const packs = mayPack && (bytes.length <= BUNDLE_LIMITS.smallBytes || bytes.length < deflateRawSync(bytes).length * BUNDLE_LIMITS.ratio * 0.9);
  zip.addBuffer(bytes, name, { ...WHEN, compress: packs });
}

function manifestOf({ graph, media, takes, madeBy }: BundleSource): string {
  const manifest: Manifest = { format: BUNDLE_FORMAT, version: BUNDLE_VERSION, madeBy, graph: { id: graph.id, name: graph.name }, media: media.map(({ facts }) => entryOf(facts)), takes: takes.length };
  return JSON.stringify(manifest, null, 1);
}

function entryOf({ sha256, bytes, type, format, width, height, durationSeconds }: MediaFacts): BundleMedia {
  return { sha256, extension: EXTENSION[format] ?? format, bytes, type, format, width, height, durationSeconds };
}

function takeOf(take: TakeRecord): BundleTake {
  const { key, service, model, mediaType, nodeId: node, item, request, quoted, billed, createdAt, sha256 } = take;
  if (sha256 === null) throw new Error(`take ${take.id} has no file`);
  return { key, service, model, mediaType, node, item, request, quoted: { min: quoted.min, max: quoted.max }, formula: take.formula ?? null, billed, createdAt, completedAt: Math.max(createdAt, take.completedAt ?? createdAt), sha256 };
}
