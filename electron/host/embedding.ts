import type { IntoCopy } from "../../shared/contract/library.ts";
import type { EditorLibrary } from "../../shared/contract/libraryQueries.ts";
import type { TakeRecord } from "../../shared/contract/records.ts";
import { embeddedText } from "../../shared/embed/payload.ts";
import type { Graph } from "../../shared/graph/document.ts";
import { parseGraph } from "../../shared/graph/parse.ts";
import { embedText, type NotEmbedded } from "../documents/embed/write.ts";

/** What of a take goes into its file, beside the graph. */
type Provenance = Pick<TakeRecord, "key" | "model" | "nodeId" | "item">;

/** Puts a graph into the copy of a file; `left` is told when it cannot be in it. */
export function graphInto(graph: Graph, sha256: string, take: Provenance | undefined, left: (why: NotEmbedded) => void = () => undefined): IntoCopy {
  const text = embeddedText(graph, { sha256, key: take?.key ?? null, model: take?.model ?? null, node: take?.nodeId ?? null, item: take?.item ?? null });
  return async (copy, format, beside) => {
    const result = await embedText(copy, format, text, beside);
    if (result === null) return "in";
    if (result === "beside") return "beside";
    left(result);
    return "none";
  };
}

/** Puts the graph that made a file into its copy, as it was when the run began; undefined where it is not known. */
export async function makerInto(library: EditorLibrary, sha256: string): Promise<IntoCopy | undefined> {
  const { items } = await library.queries.listMedia({ sha256, origin: "made", limit: 1 });
  const take = items[0]?.take ? library.take(items[0].take.id) : undefined;
  const graph = take && makerOf(library, take);
  return graph ? graphInto(graph, sha256, take) : undefined;
}

/** The graph that asked for a take, as it was when the run began; null where it was not kept. */
export function makerOf(library: Pick<EditorLibrary, "graphOfRun">, { runId }: Pick<TakeRecord, "runId">): Graph | null {
  const text = library.graphOfRun(runId);
  const result = text === null ? null : parseGraph(text);
  return result?.status === "ok" || result?.status === "migrated" ? result.graph : null;
}
