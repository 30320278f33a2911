import type { WireChange } from "../../../shared/edit/wire.ts";
import type { Graph, GraphNode } from "../../../shared/graph/document.ts";
import type { Consents } from "../consents.ts";
import { keyOfNode } from "../leaving.ts";

/**
 * Who put what into an open graph. What came with a file, or was pasted from elsewhere, is a stranger's until it is agreed to; what an edit brings in is its user's own, and is remembered for the graph.
 */
export interface Provenance {
  /** Sources that edits have brought in. */
  edited(graphId: string, keys: Iterable<string>): void;
  /**
   * Nodes are about to be pasted, or a whole document came whose edits are not known: what is in it is not the user's own, even when it comes by an edit, unless it is so in the graph `from` which it
   * was copied; null where nobody knows.
   */
  pasted(graphId: string, from: string | null, keys: Iterable<string>): void;
}

/** `trusted`: it was made here, or is an example of ours. `trouble` is told when something cannot be remembered, which means that it is asked about again. */
export function createProvenance(consents: Consents, graph: Graph, { trusted, trouble }: { trusted: boolean; trouble: (message: string) => void }): Provenance {
  const keys = graph.nodes.flatMap((node) => keyOfNode(node) ?? []);
  const foreign = new Set(trusted ? [] : keys.filter((key) => !consents.has(graph.id, key)));
  const remember = (graphId: string, own: Iterable<string>): void => {
    consents.add(graphId, own).catch((error: unknown) => trouble(`What you put into this graph cannot be remembered as yours (${error instanceof Error ? error.message : String(error)}); a later run may ask about it.`));
  };
  if (trusted && keys.length > 0) remember(graph.id, keys);
  return {
    edited(graphId, brought) {
      const own = [...brought].filter((key) => !foreign.has(key));
      if (own.length > 0) remember(graphId, own);
    },
    pasted(graphId, from, brought) {
      for (const key of brought) {
        if (consents.has(graphId, key)) continue;
        if (from !== null && consents.has(from, key)) remember(graphId, [key]);
        else foreign.add(key);
      }
    },
  };
}

/** Sources that changes bring into a document: those that their nodes did not have before. */
export function broughtBy(changes: readonly WireChange[], before: (nodeId: string) => GraphNode | undefined): string[] {
  return changes.flatMap(({ nodes = [] }) =>
    nodes.flatMap((entry) => {
      if (typeof entry === "string") return [];
      const key = keyOfNode(entry.value);
      const known = before(entry.value.id);
      return key === null || (known && keyOfNode(known) === key) ? [] : [key];
    }),
  );
}
