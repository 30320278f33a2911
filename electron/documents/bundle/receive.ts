import type { BundledTake, EditorLibrary, ReceivedMedia } from "../../../shared/contract/libraryQueries.ts";
import { MediaError } from "../../../shared/contract/libraryErrors.ts";
import { unlink } from "node:fs/promises";
import { BundleError } from "./format.ts";
import { namedFiles } from "./named.ts";
import type { Bundle } from "./read.ts";

export interface Received {
  media: number;
  /** Takes that were not there yet. */
  takes: number;
}

interface Receiving {
  library: Pick<EditorLibrary, "stageStream" | "receive">;
  /** The graph that the takes answer for from now on: a copy has an id of its own. */
  graph: { id: string; name: string };
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal | undefined;
}

/** Takes a bundle's media and takes into a library: all of it, or nothing. Throws `BundleError`, `LibraryError`, and the reason of `signal`. */
export async function receiveBundle(bundle: Bundle, { library, graph, onProgress, signal }: Receiving): Promise<Received> {
  const names = new Map(namedFiles(bundle.graph).map(({ sha256, name }) => [sha256, name]));
  const total = bundle.media.reduce((sum, { bytes }) => sum + bytes, 0);
  const types = new Map(bundle.takes.map(({ sha256, mediaType }) => [sha256, mediaType]));
  const staged: ReceivedMedia[] = [];
  let done = 0;
  async function* told(stream: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
    for await (const piece of stream) {
      signal?.throwIfAborted();
      done += (piece as Uint8Array).byteLength;
      onProgress?.(done, total);
      yield piece as Uint8Array;
    }
  }
  try {
    for (const media of bundle.media) {
      signal?.throwIfAborted();
      const label = names.get(media.sha256) ?? `${media.sha256.slice(0, 12)}….${media.extension}`;
      const one = await library.stageStream(label, told(await bundle.read(media)));
      staged.push({ staged: one, name: names.get(media.sha256) ?? null });
      if (one.facts.sha256 !== media.sha256) throw new BundleError(`Its file ${label} has other bytes than its name says: it was changed, or damaged.`);
      const wanted = types.get(media.sha256);
      if (wanted !== undefined && one.facts.type !== wanted) throw new BundleError(`Its file ${label} is ${one.facts.type}, and a take of it is to be ${wanted}.`);
    }
    const takes: BundledTake[] = bundle.takes.map((take) => ({ ...take, graphId: graph.id, graphName: graph.name }));
    return { media: staged.length, takes: await library.receive(staged, takes) };
  } catch (error) {
    // What was put in place before a later file failed is gone from here already; it stays in the library, where nothing names it.
    await Promise.all(staged.map(({ staged: { tempPath } }) => unlink(tempPath).catch(unlessMissing)));
    if (error instanceof MediaError) throw new BundleError(error.message, "refused", { cause: error });
    if (error instanceof Error && (error as NodeJS.ErrnoException).code === undefined && !(error instanceof BundleError) && !signal?.aborted && error.name === "Error") {
      throw new BundleError(`It is damaged: ${error.message}.`, "refused", { cause: error });
    }
    throw error;
  }
}

function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}
