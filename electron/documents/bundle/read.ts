import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import type { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { type Entry, fromFdPromise, type ZipFile } from "yauzl";
import type { z } from "zod";
import type { BundledTake } from "../../../shared/contract/libraryQueries.ts";
import { LIMITS, type Graph } from "../../../shared/graph/document.ts";
import { parseGraph, unsafeStructure } from "../../../shared/graph/parse.ts";
import { problemText } from "../../../shared/graph/problem.ts";
import { checkedEntries } from "./entries.ts";
import { BUNDLE_FORMAT, BUNDLE_LIMITS, BUNDLE_VERSION, BundleError, type BundleMedia, type Manifest, manifestSchema, mediaName, takesSchema } from "./format.ts";
import { checkContents } from "./check.ts";

/** A bundle that was looked through: its graph and takes are right in themselves; its media are not read yet. */
export interface Bundle {
  manifest: Manifest;
  graph: Graph;
  /** What bringing the graph up to date has changed. */
  notes: readonly string[];
  takes: readonly BundledTake[];
  media: readonly BundleMedia[];
  /** The bytes of one of its media as they come. Whether they are what the name says is for the reader to see. */
  read(media: BundleMedia): Promise<Readable>;
  close(): Promise<void>;
}

/** Whether a file begins as archives do. */
export function isArchive(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5 || head[2] === 7);
}

/**
 * Opens a bundle and checks everything but its media. The file stays open until `close`, so that what is taken in later is what was looked at. Throws
 * `BundleError`, or what the disk says.
 */
export async function openBundle(path: string): Promise<Bundle> {
  const file = await open(path, constants.O_RDONLY);
  try {
    return await bundleIn(file);
  } catch (error) {
    await file.close();
    if (error instanceof BundleError || (error as NodeJS.ErrnoException).syscall !== undefined) throw error;
    throw new BundleError(`It is damaged, cut off, or no bundle: ${error instanceof Error ? error.message : String(error)}.`, "refused", { cause: error });
  }
}

async function bundleIn(file: FileHandle): Promise<Bundle> {
  const { size } = await file.stat();
  const zip = await fromFdPromise(file.fd, { autoClose: false, lazyEntries: true, decodeStrings: false, validateEntrySizes: true });
  // What goes wrong is thrown by the call that met it; without a listener it would end the process as well.
  let broken: Error | null = null;
  zip.on("error", (error: Error) => {
    broken = error;
  });
  const entries = await checkedEntries(zip, size);
  const manifest = await readManifest(zip, entries);
  const text = await readText(zip, entries, "graph.json", LIMITS.bytes);
  const { graph, notes } = graphOf(text);
  const takes = entries.has("takes.json") ? await readJson(zip, entries, "takes.json", BUNDLE_LIMITS.takesBytes, takesSchema) : null;
  const bundled = checkContents({ manifest, graph, takes, entries });
  if (broken) throw broken;
  return {
    manifest,
    graph,
    notes,
    takes: bundled,
    media: manifest.media,
    read: (media) => zip.openReadStreamPromise(entryOf(entries, mediaName(media))),
    async close() {
      // The archive's own count of readers would close the number of a file that is another one by then.
      await file.close();
    },
  };
}

async function readManifest(zip: ZipFile, entries: ReadonlyMap<string, Entry>): Promise<Manifest> {
  const json = await parsedJson(zip, entries, "manifest.json", BUNDLE_LIMITS.manifestBytes);
  const { format, version } = (json ?? {}) as { format?: unknown; version?: unknown };
  if (format !== BUNDLE_FORMAT) throw new BundleError("It is an archive, but no bundle of Shotgraph.");
  if (typeof version === "number" && version > BUNDLE_VERSION) throw new BundleError(`It was made by a newer Shotgraph (bundle format ${version}). Update Shotgraph to open it.`, "tooNew");
  return checked(manifestSchema, json, "manifest.json");
}

async function readJson<T>(zip: ZipFile, entries: ReadonlyMap<string, Entry>, name: string, most: number, schema: z.ZodType<T>): Promise<T> {
  return checked(schema, await parsedJson(zip, entries, name, most), name);
}

function checked<T>(schema: z.ZodType<T>, json: unknown, name: string): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new BundleError(`Its ${name} is not as it should be: ${issue ? `${issue.path.join(".")}: ${issue.message}` : "it cannot be read"}.`);
}

async function parsedJson(zip: ZipFile, entries: ReadonlyMap<string, Entry>, name: string, most: number): Promise<unknown> {
  const text = await readText(zip, entries, name, most);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new BundleError(`Its ${name} is no JSON: ${(error as Error).message}.`, "refused", { cause: error });
  }
  const unsafe = unsafeStructure(json);
  if (unsafe) throw new BundleError(`Its ${name} is refused: ${problemText(unsafe)}`);
  return json;
}

async function readText(zip: ZipFile, entries: ReadonlyMap<string, Entry>, name: string, most: number): Promise<string> {
  const entry = entryOf(entries, name);
  if (entry.uncompressedSize > most) throw new BundleError(`Its ${name} has ${entry.uncompressedSize} bytes; at most ${most} are read.`);
  const pieces: Buffer[] = [];
  for await (const piece of await zip.openReadStreamPromise(entry)) pieces.push(piece as Buffer);
  const bytes = Buffer.concat(pieces);
  if (crc32(bytes) !== entry.crc32) throw new BundleError(`Its ${name} is damaged: the checksum is another one.`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new BundleError(`Its ${name} is no text.`, "refused", { cause: error });
  }
}

function entryOf(entries: ReadonlyMap<string, Entry>, name: string): Entry {
  const entry = entries.get(name);
  if (!entry) throw new BundleError(`It has no ${name}.`);
  return entry;
}

function graphOf(text: string): { graph: Graph; notes: readonly string[] } {
  const result = parseGraph(text);
  switch (result.status) {
    case "ok":
      return { graph: result.graph, notes: [] };
    case "migrated":
      return { graph: result.graph, notes: result.notes };
    case "tooNew":
      throw new BundleError(`Its graph was saved by a newer Shotgraph (format ${result.version}). Update Shotgraph to open it.`, "tooNew");
    case "invalid":
      throw new BundleError(`Its graph cannot be opened: ${result.problems.slice(0, 5).map(problemText).join(" ")}`);
  }
}
