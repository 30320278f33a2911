import type { GraphPreview } from "../../../shared/contract/api/sessions.ts";
import type { Graph, GraphNode } from "../../../shared/graph/document.ts";
import { mediaSourceSchema } from "../../../shared/graph/media.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import type { Knowledge } from "../../../shared/plan/knowledge.ts";
import type { Plan } from "../../../shared/plan/types.ts";

/** What is in a graph and what running it would cost and contact: shown before a stranger's graph is worked with. Nothing is fetched. */
export function previewOf(graph: Graph, plan: Plan, knowledge: Knowledge): GraphPreview {
  const sources = graph.nodes.flatMap((node) => {
    const source = sourceOf(node);
    return source ? [{ node: node.id, source }] : [];
  });
  const counts = new Map<string, number>();
  for (const { kind } of graph.nodes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const kinds = [...counts].map(([kind, count]) => ({ kind, title: catalogue.get(kind)?.title ?? null, count }));
  return {
    name: graph.name,
    nodes: graph.nodes.length,
    edges: graph.edges.length,
    kinds,
    unknownKinds: kinds.filter(({ title }) => title === null).map(({ kind }) => kind),
    missingMedia: sources.flatMap(({ node, source }) => (source.type === "file" && !knowledge.media(source.sha256) ? [{ node, name: source.name, sha256: source.sha256 }] : [])),
    hosts: [...new Set(sources.flatMap(({ source }) => (source.type === "url" ? hostOf(source.url) : [])))],
    assets: [...new Set(sources.flatMap(({ source }) => (source.type === "asset" ? source.uri : [])))],
    quote: { min: plan.quote.min, max: plan.quote.max },
    problems: [...plan.problems, ...plan.nodes.flatMap(({ id, problems }) => problems.map((problem) => ({ ...problem, node: id })))].slice(0, 200),
  };
}

function sourceOf(node: GraphNode) {
  return mediaSourceSchema.safeParse(node.params["source"]).data;
}

function hostOf(url: string): string[] {
  return URL.canParse(url) ? [new URL(url).host] : [];
}
