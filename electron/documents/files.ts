import { constants } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { LIMITS, type Graph } from "../../shared/graph/document.ts";
import { parseGraph, type ParseResult } from "../../shared/graph/parse.ts";
import { serialiseGraph } from "../../shared/graph/serialise.ts";
import { cleanParts, replaceFile } from "./replaceFile.ts";

const FORBIDDEN: ReadonlySet<string> = new Set(["EACCES", "EPERM", "EROFS", "EBUSY"]);

/** A document's file cannot be read or written; the message names it and says what to do. */
export class DocumentError extends Error {
  override readonly name = "DocumentError";
}

/** Read and parse a `.shotgraph` file. Throws `DocumentError` when there is no such file, or it cannot be one by its size. */
export async function openDocument(path: string): Promise<ParseResult> {
  const handle = await open(path, constants.O_RDONLY).catch((error: unknown) => {
    throw explained(error, path, "read");
  });
  try {
    const facts = await handle.stat();
    if (!facts.isFile()) throw new DocumentError(`${path} is not a file. Name a .shotgraph file.`);
    if (facts.size > LIMITS.bytes) throw new DocumentError(`${path} has ${facts.size} bytes; a graph has at most ${LIMITS.bytes}.`);
    // Litter beside a document that may only be read is not ours to care about.
    await cleanParts(path).catch(unlessForbidden);
    return parseGraph(await handle.readFile("utf8"));
  } finally {
    await handle.close();
  }
}

/**
 * Save a graph: the earlier file becomes `<path>.bak`. Both are written beside their place and renamed into it, so that each is whole at
 * every moment. Throws `DocumentError`.
 * @param earlierKept called between the two; for tests of what a killed process leaves behind
 */
export async function saveDocument(path: string, graph: Graph, earlierKept?: () => void): Promise<void> {
  try {
    const earlier = await readFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    });
    if (earlier) await replaceFile(`${path}.bak`, earlier);
    earlierKept?.();
    await replaceFile(path, serialiseGraph(graph));
    await cleanParts(path);
  } catch (error) {
    throw explained(error, path, "saved");
  }
}

function unlessForbidden(error: NodeJS.ErrnoException): void {
  if (error.code !== undefined && !FORBIDDEN.has(error.code)) throw error;
}

function explained(error: unknown, path: string, what: "read" | "saved"): DocumentError {
  const { code, message } = error as NodeJS.ErrnoException;
  const reasons: Record<string, string> = {
    ENOENT: "there is no such file or folder",
    EACCES: "you have no permission",
    EPERM: "you have no permission",
    ENOSPC: "the disk is full",
    EROFS: "the disk is read-only",
    EISDIR: "it is a folder",
  };
  return new DocumentError(`${path} cannot be ${what}: ${(code && reasons[code]) ?? message}.`, { cause: error });
}
