import { open } from "node:fs/promises";
import { embeddedDocument } from "../../shared/embed/read.ts";
import { parseGraph, type ParseResult } from "../../shared/graph/parse.ts";
import { BundleError } from "./bundle/format.ts";
import { type Bundle, isArchive, openBundle } from "./bundle/read.ts";
import { DocumentError, openDocument } from "./files.ts";

/** What a file that somebody wants to open holds a graph in. A bundle is open until it is closed. */
export type AnyFile = { kind: "document" | "media"; result: ParseResult } | { kind: "bundle"; bundle: Bundle } | { kind: "tooNewBundle"; message: string };

/** Opens a document, a bundle, or the graph that a media file carries, told by the bytes and not by the name. Throws `DocumentError`. */
export async function openAny(path: string): Promise<AnyFile> {
  const head = await headOf(path);
  if (head && isArchive(head)) return await asBundle(path);
  if (head && isMedia(head)) return { kind: "media", result: await insideMedia(path) };
  return { kind: "document", result: await openDocument(path) };
}

/** Whether there is an archive at `path`: nothing of a graph's is written over it. */
export async function isBundleFile(path: string): Promise<boolean> {
  const head = await headOf(path);
  return head !== null && isArchive(head);
}

async function asBundle(path: string): Promise<AnyFile> {
  try {
    return { kind: "bundle", bundle: await openBundle(path) };
  } catch (error) {
    if (error instanceof BundleError && error.code === "tooNew") return { kind: "tooNewBundle", message: error.message };
    throw new DocumentError(`${path} cannot be opened. ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

async function insideMedia(path: string): Promise<ParseResult> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const text = await embeddedDocument({
      size,
      async read(position, length) {
        const bytes = new Uint8Array(Math.max(0, Math.min(length, size - position)));
        const { bytesRead } = await file.read(bytes, 0, bytes.length, position);
        return bytes.subarray(0, bytesRead);
      },
    });
    if (text === null) throw new DocumentError(`${path} carries no graph. Files that Shotgraph exports do, unless that is switched off; many programs and websites remove it.`);
    return parseGraph(text);
  } finally {
    await file.close();
  }
}

/** Null when the file cannot be read: whoever opens it says why. */
async function headOf(path: string): Promise<Uint8Array | null> {
  const file = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== undefined) return null;
    throw error;
  });
  if (!file) return null;
  try {
    if (!(await file.stat()).isFile()) return null;
    const { buffer, bytesRead } = await file.read(new Uint8Array(16), 0, 16, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** No document begins like a PNG, JPEG, RIFF, EBML or ISO media file. */
function isMedia(head: Uint8Array): boolean {
  const text = Buffer.from(head).toString("latin1");
  return text.startsWith("\x89PNG") || text.startsWith("\xff\xd8\xff") || text.startsWith("RIFF") || text.startsWith("\x1aE\xdf\xa3") || text.slice(4, 8) === "ftyp";
}
