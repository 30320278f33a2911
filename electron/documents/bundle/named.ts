import type { Graph } from "../../../shared/graph/document.ts";
import { mediaSourceSchema } from "../../../shared/graph/media.ts";

export interface NamedFile {
  sha256: string;
  name: string;
  /** Of the first node that names it. */
  node: string;
}

/** The files that a graph's nodes name as their sources, each once, wherever in their params they stand. */
export function namedFiles(graph: Graph): NamedFile[] {
  const found = new Map<string, NamedFile>();
  for (const node of graph.nodes) {
    for (const value of objectsIn(node.params)) {
      const source = value["type"] === "file" ? mediaSourceSchema.safeParse(value).data : undefined;
      if (source?.type === "file" && !found.has(source.sha256)) found.set(source.sha256, { sha256: source.sha256, name: source.name, node: node.id });
    }
  }
  return [...found.values()];
}

/** Hosts of addresses in the graph whose query may be a key to somebody's storage. */
export function hostsWithQueries(graph: Graph): string[] {
  const hosts = new Set<string>();
  for (const { params } of graph.nodes) {
    for (const { url } of objectsIn(params)) {
      if (typeof url !== "string" || !URL.canParse(url)) continue;
      const { search, host, username } = new URL(url);
      if (search !== "" || username !== "") hosts.add(host);
    }
  }
  return [...hosts];
}

/** Documents are no deeper than their limit, so recursion is safe. */
function objectsIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== "object" || value === null) return [];
  const children = Object.values(value).flatMap(objectsIn);
  return Array.isArray(value) ? children : [value as Record<string, unknown>, ...children];
}
